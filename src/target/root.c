/* Files as the target sees them: paths below its root and its working directory. */
#include "target/root.h"

#include "base/cleanup.h"
#include "base/text.h"
#include "target/permission.h"
#include "target/process.h"
#include "target/rights.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <linux/openat2.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

/*
 * Before Linux 5.6 (or behind a filter that does not know it) there is no openat2(). Then no
 * symbolic link is followed, for it would lead below our root and not the target's.
 */
static int open_step_by_step(int root, const char *path)
{
	PF_AUTO_FREE char *names = strdup(path);
	if (!names)
		return -1;
	int at = fcntl(root, F_DUPFD_CLOEXEC, 0);
	char *rest = names;
	for (char *name; at >= 0 && (name = strsep(&rest, "/"));) {
		if (!*name || !strcmp(name, "."))
			continue;
		if (!strcmp(name, "..")) {
			close(at);
			errno = EXDEV;
			return -1;
		}
		int next = openat(at, name, O_PATH | O_NOFOLLOW | O_CLOEXEC);
		int number = errno;
		close(at);
		errno = number;
		at = next;
	}
	return at;
}

/*
 * An O_PATH descriptor: nothing is opened yet, so no device or FIFO notices. -1 and errno.
 * EAGAIN: something was renamed meanwhile, so that the kernel cannot tell whether ".." stays below.
 */
static int find_below(int root, const char *path)
{
	struct open_how how = { .flags = O_PATH | O_CLOEXEC,
				.resolve = RESOLVE_IN_ROOT | RESOLVE_NO_MAGICLINKS };
	int fd = -1;
	for (int tries = 0; fd < 0 && (!tries || errno == EAGAIN) && tries < 16; tries++)
		fd = (int)syscall(SYS_openat2, root, path, &how, sizeof(how));
	if (fd >= 0 || (errno != ENOSYS && errno != EPERM))
		return fd;
	return open_step_by_step(root, path);
}

int pf_root_reopen(int at)
{
	struct stat st;
	if (fstat(at, &st) < 0)
		return -1;
	if (!S_ISREG(st.st_mode)) {
		errno = EISDIR;
		return -1;
	}
	char path[48];
	snprintf(path, sizeof(path), "/proc/self/fd/%d", at);
	return open(path, O_RDONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);
}

/* "cannot open /x of process 12: …" */
static struct pf_error *explain(int number, struct pf_process *process, const char *path)
{
	int pid = (int)pf_process_pid(process);
	if (number == EISDIR)
		return pf_error_create(
			PF_SYSTEM, "cannot open %s of process %d: not a regular file", path, pid);
	return pf_error_system(number, "cannot open %s of process %d", path, pid);
}

static struct pf_error *open_root(struct pf_process *process, int *ret)
{
	int fd = openat(pf_process_proc_fd(process), "root", O_PATH | O_DIRECTORY | O_CLOEXEC);
	if (fd >= 0) {
		*ret = fd;
		return NULL;
	}
	if (errno == EACCES || errno == EPERM)
		return pf_permission_explain("read the files of process", pf_process_pid(process));
	if (errno == ENOENT || errno == ESRCH)
		return pf_error_create(PF_GONE, "process %d has ended",
				       (int)pf_process_pid(process));
	return explain(errno, process, "the root folder");
}

static bool read_link(int dir_fd, const char *name, char path[static PATH_MAX])
{
	ssize_t size = readlinkat(dir_fd, name, path, PATH_MAX - 1);
	if (size < 0)
		return false;
	path[size] = '\0';
	return true;
}

const char *pf_root_cut(struct pf_process *process, const char *path)
{
	char root[PATH_MAX];
	if (!read_link(pf_process_proc_fd(process), "root", root))
		return NULL;
	size_t size = strcmp(root, "/") ? strlen(root) : 0;
	return strncmp(path, root, size) || path[size] != '/' ? NULL : path + size;
}

/* PATH below the target's working directory. */
static struct pf_error *make_absolute(struct pf_process *process, const char *path,
				      struct pf_text *ret)
{
	char cwd[PATH_MAX + 1];
	if (!read_link(pf_process_proc_fd(process), "cwd", cwd))
		return explain(errno, process, path);
	strcat(cwd, "/"); /* the root itself, too, is below the root */
	const char *below = pf_root_cut(process, cwd);
	if (!below)
		return explain(ENOENT, process, path);
	pf_text_printf(ret, "%s%s", below, path);
	return pf_text_check(ret);
}

/* What PATH leads to below ROOT, opened; -1 and errno. */
static int open_below(int root, const char *path)
{
	PF_AUTO_CLOSE int at = find_below(root, path);
	return at < 0 ? -1 : pf_root_reopen(at);
}

/* The same, with the rights of the process; the root itself is found with ours. */
static struct pf_error *open_as_target(struct pf_process *process, int root, const char *path,
				       int *ret)
{
	PF_GUARD(pf_rights_deinit) struct pf_rights rights = { 0 };
	PF_TRY(pf_rights_init(&rights, process));
	int fd = pf_rights_take(&rights);
	if (!fd)
		fd = open_below(root, path);
	pf_rights_give_back(&rights);
	*ret = fd;
	return NULL;
}

struct pf_error *pf_process_open_file(struct pf_process *process, const char *path, int *ret)
{
	PF_AUTO_CLOSE int root = -1;
	PF_GUARD(pf_text_deinit) struct pf_text absolute = { 0 };
	int fd = -1;
	PF_TRY(open_root(process, &root));
	if (*path != '/')
		PF_TRY(make_absolute(process, path, &absolute));
	PF_TRY(open_as_target(process, root, absolute.size ? absolute.bytes : path, &fd));
	if (fd < 0)
		return errno == ENOMEM ? &pf_error_no_memory : explain(errno, process, path);
	*ret = fd;
	return NULL;
}
