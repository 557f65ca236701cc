/* A process that we read: held by pidfd, its memory, its files, its /proc folder. */
#include "target/process.h"

#include "base/cleanup.h"
#include "base/text.h"
#include "target/permission.h"
#include "target/proc_file.h"
#include "target/process_private.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

enum { KERNEL_THREAD = 0x00200000 }; /* PF_KTHREAD in Linux' include/linux/sched.h */

/* So many programs that a process runs while it is attached to are followed. */
enum { EXECS = 16 };

static void destroy_part(struct pf_process_part *part)
{
	if (part->data)
		part->destroy(part->data);
}

static void close_if_open(int fd)
{
	if (fd >= 0)
		close(fd);
}

void pf_process_destroy(struct pf_process *process)
{
	if (!process)
		return;
	destroy_part(&process->modules);
	destroy_part(&process->tasks);
	close_if_open(process->mem_fd);
	close_if_open(process->proc_fd);
	close_if_open(process->pidfd);
	free(process->executable);
	free(process);
}

PF_DEFINE_GUARD(guard_process, struct pf_process *, pf_process_destroy);

/* The process exists, but /proc does not show it: the mount option hidepid. */
static struct pf_error *explain_absence(pid_t pid)
{
	PF_AUTO_CLOSE int pidfd = (int)syscall(SYS_pidfd_open, pid, 0);
	if (pidfd < 0)
		return pf_error_create(PF_GONE, "no process with pid %d", (int)pid);
	return pf_error_create(PF_PERMISSION, "/proc hides process %d from us (hidepid)", (int)pid);
}

/* /proc/TID shows the whole process for any of its threads, though it is not listed. */
static struct pf_error *open_proc(struct pf_process *process, pid_t tid)
{
	char path[32];
	snprintf(path, sizeof(path), "/proc/%d", (int)tid);
	close_if_open(process->proc_fd);
	process->proc_fd = open(path, O_PATH | O_DIRECTORY | O_CLOEXEC);
	process->reader = tid;
	if (process->proc_fd >= 0)
		return NULL;
	if (errno == ENOENT)
		return explain_absence(process->pid);
	return pf_error_system(errno, "cannot open %s", path);
}

static struct pf_error *check_leader(pid_t pid, const char *status)
{
	int leader = (int)pf_proc_file_number(status, "Tgid", 10);
	if (leader == pid)
		return NULL;
	return pf_error_create(PF_USAGE, "%d is a thread of process %d: use the pid %d", (int)pid,
			       leader, leader);
}

static struct pf_error *explain_end(pid_t pid, const char *status)
{
	const char *state = pf_proc_file_find(status, "State");
	if (!state || *state != 'Z')
		return pf_error_create(PF_GONE, "process %d has ended", (int)pid);
	return pf_error_create(PF_GONE,
			       "process %d is a zombie: it has ended and its parent has not yet "
			       "waited for it",
			       (int)pid);
}

/* A thread of the process other than the first; 0 when there is none. */
static pid_t find_other_thread(const struct pf_process *process)
{
	int fd = openat(process->proc_fd, "task", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	PF_AUTO_CLOSEDIR DIR *folder = fd < 0 ? NULL : fdopendir(fd);
	pid_t tid = 0;
	for (struct dirent *entry; folder && !tid && (entry = readdir(folder));)
		tid = atoi(entry->d_name) == process->pid ? 0 : (pid_t)atoi(entry->d_name);
	if (fd >= 0 && !folder)
		close(fd);
	return tid;
}

/*
 * A thread that ends gives its memory up (no VmSize) before it is a zombie. When the first one
 * does (pthread_exit() in main), the process may live on, to be seen through another thread.
 */
static struct pf_error *check_alive(struct pf_process *process, const char *status)
{
	if (pf_proc_file_find(status, "VmSize"))
		return NULL;
	pid_t other = find_other_thread(process);
	return other ? open_proc(process, other) : explain_end(process->pid, status);
}

/* The ninth field of stat; a comm may have blanks and brackets, but no field behind it has. */
static struct pf_error *check_user_process(struct pf_process *process)
{
	PF_GUARD(pf_text_deinit) struct pf_text stat = { 0 };
	PF_TRY(pf_proc_file_read(process->proc_fd, process->pid, "stat", &stat));
	const char *rest = strrchr(pf_text_str(&stat), ')');
	unsigned flags = 0;
	if (rest && sscanf(rest, ") %*c %*d %*d %*d %*d %*d %u", &flags) == 1 &&
	    (flags & KERNEL_THREAD))
		return pf_error_take_advice(pf_error_create(PF_NOT_PYTHON,
							    "process %d is a kernel thread",
							    (int)process->pid),
					    "%s", "");
	return NULL;
}

static struct pf_error *check_kind(struct pf_process *process)
{
	PF_GUARD(pf_text_deinit) struct pf_text status = { 0 };
	PF_TRY(pf_proc_file_read(process->proc_fd, process->pid, "status", &status));
	PF_TRY(check_leader(process->pid, pf_text_str(&status)));
	PF_TRY(check_user_process(process));
	return check_alive(process, pf_text_str(&status));
}

/* The folder was opened before: while it still shows a process, both are of the same one. */
static struct pf_error *open_pidfd(struct pf_process *process)
{
	process->pidfd = (int)syscall(SYS_pidfd_open, process->pid, 0);
	if (process->pidfd < 0 && errno != ENOSYS && errno != EPERM)
		return pf_error_system(errno, "cannot open a pidfd of process %d",
				       (int)process->pid);
	return NULL;
}

static struct pf_error *explain_refusal(int number, pid_t pid, const char *name)
{
	if (number == EACCES || number == EPERM)
		return pf_permission_explain("read process", pid);
	if (number == ENOENT || number == ESRCH)
		return pf_error_create(PF_GONE, "process %d has ended", (int)pid);
	return pf_error_system(number, "cannot open /proc/%d/%s", (int)pid, name);
}

static struct pf_error *open_memory(struct pf_process *process)
{
	close_if_open(process->mem_fd);
	process->mem_fd = openat(process->proc_fd, "mem", O_RDONLY | O_CLOEXEC);
	if (process->mem_fd < 0)
		return explain_refusal(errno, process->pid, "mem");
	pf_process_memory_init(&process->memory, process->reader, process->mem_fd);
	return NULL;
}

static struct pf_error *read_executable(struct pf_process *process)
{
	char path[PATH_MAX + sizeof(" (deleted)")];
	ssize_t size = readlinkat(process->proc_fd, "exe", path, sizeof(path) - 1);
	if (size < 0)
		return explain_refusal(errno, process->pid, "exe");
	path[size] = '\0';
	static const char deleted[] = " (deleted)";
	size_t end = (size_t)size - (sizeof(deleted) - 1);
	if ((size_t)size >= sizeof(deleted) && !strcmp(path + end, deleted))
		path[end] = '\0';
	free(process->executable);
	process->executable = strdup(path);
	return process->executable ? NULL : &pf_error_no_memory;
}

static struct pf_error *open_all(struct pf_process *process)
{
	PF_TRY(check_kind(process));
	PF_TRY(open_memory(process));
	PF_TRY(read_executable(process));
	return pf_process_check(process);
}

/*
 * A thread that ends while we look gives misleading errors: its files are root's, then gone. So
 * look again when it turns out to be ending: at another thread, or for the right error.
 */
static struct pf_error *open_all_again(struct pf_process *process, struct pf_error *err)
{
	PF_GUARD(pf_text_deinit) struct pf_text status = { 0 };
	struct pf_error *unreadable =
		pf_proc_file_read(process->proc_fd, process->pid, "status", &status);
	bool ending = !unreadable && !pf_proc_file_find(pf_text_str(&status), "VmSize");
	pf_error_destroy(unreadable);
	if (!ending || pf_error_code(err) == PF_NOT_PYTHON)
		return err;
	pf_error_destroy(err);
	return open_all(process);
}

static struct pf_error *attach_once(pid_t pid, struct pf_process **ret)
{
	PF_GUARD(guard_process) struct pf_process *process = calloc(1, sizeof(*process));
	if (!process)
		return &pf_error_no_memory;
	process->pid = pid;
	process->pidfd = process->proc_fd = process->mem_fd = -1;
	PF_TRY(open_proc(process, pid));
	struct pf_error *err = open_all(process);
	if (err)
		PF_TRY(open_all_again(process, err));
	PF_TRY(open_pidfd(process));
	PF_TRY(pf_process_check(process));
	*ret = pf_take(process);
	return NULL;
}

/* Whether there is a process with memory. */
static bool lives(pid_t pid)
{
	char path[32];
	PF_GUARD(pf_text_deinit) struct pf_text status = { 0 };
	snprintf(path, sizeof(path), "/proc/%d/status", (int)pid);
	struct pf_error *err = pf_proc_file_read(AT_FDCWD, pid, path, &status);
	pf_error_destroy(err);
	return !err && pf_proc_file_find(pf_text_str(&status), "VmSize");
}

/* An exec while we look makes all that was opened another program's: it is gone, not the process. */
struct pf_error *pf_process_attach(pid_t pid, struct pf_process **ret)
{
	if (pid <= 0)
		return pf_error_create(PF_USAGE, "%d is not a pid", (int)pid);
	struct pf_error *err = attach_once(pid, ret);
	for (int i = 0; i < EXECS && err && pf_error_code(err) == PF_GONE && lives(pid); i++) {
		pf_error_destroy(err);
		err = attach_once(pid, ret);
	}
	return err;
}

pid_t pf_process_pid(const struct pf_process *process)
{
	return process->pid;
}

const char *pf_process_executable(const struct pf_process *process)
{
	return process->executable;
}

struct pf_memory *pf_process_memory(struct pf_process *process)
{
	return &process->memory.memory;
}

int pf_process_proc_fd(const struct pf_process *process)
{
	return process->proc_fd;
}

bool pf_process_has_ended(const struct pf_process *process)
{
	struct pollfd wish = { .fd = process->pidfd, .events = POLLIN };
	if (process->pidfd < 0)
		return faccessat(process->proc_fd, "stat", F_OK, 0) < 0;
	return poll(&wish, 1, 0) > 0;
}

struct pf_error *pf_process_check(struct pf_process *process)
{
	if (pf_process_has_ended(process))
		return pf_error_create(PF_GONE, "process %d has ended", (int)process->pid);
	if (!pf_process_memory_alive(&process->memory))
		return pf_error_create(PF_GONE, "process %d is ending or runs another program now",
				       (int)process->pid);
	return NULL;
}

struct pf_error *pf_process_read(struct pf_process *process, pf_addr at, void *buf, size_t size)
{
	struct pf_error *err = pf_memory_read(pf_process_memory(process), at, buf, size);
	if (!err || pf_error_code(err) != PF_GONE)
		return err;
	pf_error_destroy(err);
	return pf_error_create(PF_GONE, "process %d has ended", (int)process->pid);
}
