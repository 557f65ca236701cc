/* Small files below /proc/PID: read whole, and their "Name: value" lines. */
#include "target/proc_file.h"

#include "base/cleanup.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/*
 * The kernel fills a page or so per read() of such a file, however much is asked for, and takes
 * its locks anew each time.
 */
enum { READ_SIZE = 16 * 1024 };

struct pf_error *pf_proc_file_explain(pid_t pid, const char *name)
{
	int number = errno;
	if (number == ENOENT || number == ESRCH)
		return pf_error_create(PF_GONE, "process %d has ended", (int)pid);
	return pf_error_system(number, "cannot read /proc/%d/%s", (int)pid, name);
}

struct pf_error *pf_proc_file_read(int proc_fd, pid_t pid, const char *name, struct pf_text *text)
{
	PF_AUTO_CLOSE int fd = openat(proc_fd, name, O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		return pf_proc_file_explain(pid, name);
	for (;;) {
		char bytes[READ_SIZE];
		ssize_t size = read(fd, bytes, sizeof(bytes));
		if (size < 0 && errno == EINTR)
			continue;
		if (size < 0)
			return pf_proc_file_explain(pid, name);
		if (!size)
			return pf_text_check(text);
		pf_text_append(text, bytes, (size_t)size);
	}
}

const char *pf_proc_file_find(const char *status, const char *name)
{
	size_t size = strlen(name);
	for (const char *line = status; line; line = strchr(line, '\n')) {
		line += *line == '\n';
		if (!strncmp(line, name, size) && line[size] == ':')
			return line + size + 1 + strspn(line + size + 1, " \t");
	}
	return NULL;
}

uint64_t pf_proc_file_number(const char *status, const char *name, int base)
{
	const char *value = pf_proc_file_find(status, name);
	return value ? strtoull(value, NULL, base) : 0;
}
