/* One thread's comings and goings on the processors, looked at cheaply and often. */
#include "target/watch.h"

#include "target/process.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { STATE_FIELD = 3, PROCESSOR_FIELD = 39 }; /* of /proc/PID/stat, counted from 1: proc(5) */

static struct pf_error *open_file(struct pf_process *process, pid_t tid, const char *name, int *ret)
{
	char path[64];
	snprintf(path, sizeof(path), "task/%d/%s", tid, name);
	*ret = openat(pf_process_proc_fd(process), path, O_RDONLY | O_CLOEXEC);
	if (*ret >= 0)
		return NULL;
	if (errno == ENOENT || errno == ESRCH)
		return &pf_error_gone;
	return pf_error_system(errno, "cannot open %s of process %d", path,
			       pf_process_pid(process));
}

struct pf_error *pf_watch_open(struct pf_watch *watch, struct pf_process *process, pid_t tid)
{
	struct pf_error *err = open_file(process, tid, "stat", &watch->stat_fd);
	if (!err)
		err = open_file(process, tid, "schedstat", &watch->schedstat_fd);
	if (err)
		pf_watch_close(watch);
	return err;
}

void pf_watch_close(struct pf_watch *watch)
{
	if (watch->schedstat_fd >= 0)
		close(watch->schedstat_fd);
	if (watch->stat_fd >= 0)
		close(watch->stat_fd);
	watch->schedstat_fd = watch->stat_fd = -1;
}

/* The file's text with a NUL behind it; false when the thread has ended. */
static bool read_text(int fd, char *text, size_t size)
{
	ssize_t got = pread(fd, text, size - 1, 0);
	if (got <= 0)
		return false;
	text[got] = '\0';
	return true;
}

uint64_t pf_watch_runs(const struct pf_watch *watch)
{
	char text[96], *next;
	if (!read_text(watch->schedstat_fd, text, sizeof(text)))
		return 0;
	strtoull(text, &next, 10);
	strtoull(next, &next, 10);
	return strtoull(next, NULL, 10);
}

/* The field's text, counted from STATE_FIELD, which follows the name in parentheses. */
static const char *field_of(const char *stat, int field)
{
	const char *at = strrchr(stat, ')');
	for (int i = STATE_FIELD - 1; at && i < field; i++)
		at = strchr(at + 1, ' ');
	return at ? at + 1 : NULL;
}

bool pf_watch_peek(const struct pf_watch *watch, struct pf_watch_look *ret)
{
	char stat[640];
	ret->activity.runs = pf_watch_runs(watch);
	if (!read_text(watch->stat_fd, stat, sizeof(stat)))
		return false;
	const char *state = field_of(stat, STATE_FIELD);
	const char *processor = field_of(stat, PROCESSOR_FIELD);
	ret->state = state ? *state : '?';
	ret->processor = processor ? atoi(processor) : -1;
	ret->activity.asleep = ret->activity.runs && strchr("SDTtI", ret->state);
	return ret->state != 'Z' && ret->state != 'X';
}
