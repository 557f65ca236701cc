/* The children of a process, as the kernel lists them. */
#include "target/children.h"

#include "base/cleanup.h"
#include "target/proc_file.h"

#include <ctype.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>

struct pf_error *pf_children_check(void)
{
	if (!access("/proc/thread-self/children", F_OK))
		return NULL;
	return pf_error_create(PF_UNSUPPORTED,
			       "the kernel does not list the children of a process "
			       "(/proc/PID/task/TID/children, of CONFIG_PROC_CHILDREN)");
}

/* Pids with blanks behind them: children_seq_show() in Linux' fs/proc/array.c. */
static struct pf_error *append_pids(const char *text, struct pf_pids *ret)
{
	for (char *end; *text; text = end) {
		long pid = strtol(text, &end, 10);
		if (end == text || pid <= 0 || pid > INT_MAX)
			return NULL;
		PF_TRY(pf_array_push(ret, (pid_t)pid));
		while (isspace((unsigned char)*end))
			end++;
	}
	return NULL;
}

/* Each child is in the list of the thread that has forked it. One that cannot be read has none. */
static struct pf_error *read_thread(int proc_fd, pid_t pid, int tid, struct pf_pids *ret)
{
	char name[48];
	PF_GUARD(pf_text_deinit) struct pf_text text = { 0 };
	snprintf(name, sizeof(name), "task/%d/children", tid);
	struct pf_error *err = pf_proc_file_read(proc_fd, pid, name, &text);
	if (err && pf_error_code(err) == PF_NO_MEMORY)
		return err;
	pf_error_destroy(err);
	return err ? NULL : append_pids(pf_text_str(&text), ret);
}

struct pf_error *pf_children_read(int proc_fd, pid_t pid, struct pf_pids *ret)
{
	int fd = openat(proc_fd, "task", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	PF_AUTO_CLOSEDIR DIR *folder = fd < 0 ? NULL : fdopendir(fd);
	if (fd >= 0 && !folder)
		close(fd);
	for (struct dirent *entry; folder && (entry = readdir(folder));) {
		int tid = atoi(entry->d_name);
		if (tid > 0)
			PF_TRY(read_thread(proc_fd, pid, tid, ret));
	}
	return NULL;
}
