/* One thread's comings and goings on the processors, looked at cheaply and often. */
#include "target/watch.h"

#include "target/process.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

enum { STATE_FIELD = 3, PROCESSOR_FIELD = 39 }; /* of /proc/PID/stat, counted from 1: proc(5) */

static int open_file(const struct pf_watch *watch, const char *name)
{
	char path[64];
	snprintf(path, sizeof(path), "task/%d/%s", watch->tid, name);
	return openat(watch->process_fd, path, O_RDONLY | O_CLOEXEC);
}

/* Half of the descriptors that we may have are for others. */
static int keep_or_close(int fd)
{
	struct rlimit limit;
	if (fd < 0 || (!getrlimit(RLIMIT_NOFILE, &limit) && (rlim_t)fd < limit.rlim_cur / 2))
		return fd;
	close(fd);
	return -1;
}

struct pf_error *pf_watch_open(struct pf_watch *watch, struct pf_process *process, pid_t tid)
{
	*watch = (struct pf_watch){ pf_process_proc_fd(process), tid, -1, -1, -1 };
	int fd = open_file(watch, "stat");
	if (fd < 0 && (errno == ENOENT || errno == ESRCH))
		return &pf_error_gone;
	if (fd < 0)
		return pf_error_system(errno, "cannot open stat of thread %d of process %d",
				       (int)tid, (int)pf_process_pid(process));
	watch->stat_fd = keep_or_close(fd);
	watch->schedstat_fd = keep_or_close(open_file(watch, "schedstat"));
	watch->syscall_fd = keep_or_close(open_file(watch, "syscall"));
	return NULL;
}

static void close_file(int *fd)
{
	if (*fd >= 0)
		close(*fd);
	*fd = -1;
}

void pf_watch_close(struct pf_watch *watch)
{
	close_file(&watch->schedstat_fd);
	close_file(&watch->stat_fd);
	close_file(&watch->syscall_fd);
	watch->tid = 0;
}

/* The file's text with a NUL behind it; false when the thread has ended. */
static bool read_text(const struct pf_watch *watch, int kept_fd, const char *name, char *text,
		      size_t size)
{
	int fd = kept_fd >= 0 ? kept_fd : open_file(watch, name);
	ssize_t got = fd >= 0 ? pread(fd, text, size - 1, 0) : -1;
	if (fd >= 0 && fd != kept_fd)
		close(fd);
	if (got <= 0)
		return false;
	text[got] = '\0';
	return true;
}

/* "RUN-NS WAIT-NS RUNS". */
uint64_t pf_watch_runs(const struct pf_watch *watch)
{
	char text[96];
	if (!watch->tid || !read_text(watch, watch->schedstat_fd, "schedstat", text, sizeof(text)))
		return 0;
	const char *last = strrchr(text, ' ');
	return last ? strtoull(last, NULL, 10) : 0;
}

/* The field's text, counted from STATE_FIELD, which follows the name in parentheses. */
static const char *field_of(const char *stat, int field)
{
	const char *at = strrchr(stat, ')');
	for (int i = STATE_FIELD - 1; at && i < field; i++)
		at = strchr(at + 1, ' ');
	return at ? at + 1 : NULL;
}

/*
 * The state letter alone does not do: a thread writes its state down before it leaves the
 * processor, and may find what it wanted to wait for and go on (see activity.c). The kernel says
 * "running" in this file until the thread is off the processor.
 */
static void peek_syscall(const struct pf_watch *watch, struct pf_watch_look *look)
{
	char text[160];
	bool known = look->activity.runs && strchr("SDTtI", look->state) &&
		     read_text(watch, watch->syscall_fd, "syscall", text, sizeof(text));
	pf_activity_decode(known ? text : "", &look->activity);
}

/* Of a thread without a stack, which has ended (task_current_syscall() in Linux' lib/syscall.c). */
static bool has_no_stack(const char *syscall)
{
	static const char nothing[] = "-1 0x0 0x0";
	return !strncmp(syscall, nothing, sizeof(nothing) - 1);
}

bool pf_watch_peek(const struct pf_watch *watch, struct pf_watch_look *ret)
{
	char stat[640];
	ret->activity.runs = pf_watch_runs(watch);
	if (!watch->tid || !read_text(watch, watch->stat_fd, "stat", stat, sizeof(stat)))
		return false;
	const char *state = field_of(stat, STATE_FIELD);
	const char *processor = field_of(stat, PROCESSOR_FIELD);
	ret->state = state ? *state : '?';
	ret->processor = processor ? atoi(processor) : -1;
	peek_syscall(watch, ret);
	return ret->state != 'Z' && ret->state != 'X';
}

/* The kernel looks at the state as well before it says that a thread is in a system call. */
bool pf_watch_peek_activity(const struct pf_watch *watch, uint64_t runs, struct pf_activity *ret)
{
	struct pf_watch_look look;
	char text[160];
	ret->runs = runs;
	bool known = runs && read_text(watch, watch->syscall_fd, "syscall", text, sizeof(text));
	if (known && !has_no_stack(text)) {
		pf_activity_decode(text, ret);
		return true;
	}
	if (!pf_watch_peek(watch, &look))
		return false;
	*ret = look.activity;
	return true;
}
