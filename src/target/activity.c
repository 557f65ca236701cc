/* Whether a thread has run between two looks at it, without stopping it. */
#include "target/activity.h"

#include "base/cleanup.h"
#include "base/text.h"
#include "target/proc_file.h"
#include "target/process.h"

#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>

static struct pf_error *read_file(struct pf_process *process, pid_t tid, const char *name,
				  struct pf_text *text)
{
	char path[64];
	snprintf(path, sizeof(path), "task/%d/%s", tid, name);
	pf_text_clear(text);
	return pf_proc_file_read(pf_process_proc_fd(process), pf_process_pid(process), path, text);
}

/* "RUN-NS WAIT-NS RUNS"; all zero where the kernel does not count. */
static uint64_t parse_runs(const char *schedstat)
{
	char *next;
	strtoull(schedstat, &next, 10);
	strtoull(next, &next, 10);
	return strtoull(next, NULL, 10);
}

/*
 * The state letter does not do: a thread writes its state down before it leaves the processor, and
 * may find what it wanted to wait for and go on. For this file the kernel looks at the processor,
 * too: task_current_syscall() in Linux' lib/syscall.c.
 */
static bool is_off_processor(const char *syscall)
{
	return *syscall && strncmp(syscall, "running", strlen("running")) != 0;
}

void pf_activity_decode(const char *text, struct pf_activity *ret)
{
	char *next;
	ret->asleep = is_off_processor(text);
	ret->syscall = PF_UNKNOWN;
	ret->futex = 0;
	long number = ret->asleep ? strtol(text, &next, 10) : -1;
	if (number < 0 || number > INT_MAX || next == text)
		return;
	ret->syscall = (int)number;
	if (number == SYS_futex)
		ret->futex = strtoull(next, NULL, 16);
}

struct pf_error *pf_activity_peek(struct pf_process *process, pid_t tid, struct pf_activity *ret)
{
	PF_GUARD(pf_text_deinit) struct pf_text text = { 0 };
	uint64_t runs = 0;
	struct pf_error *err = read_file(process, tid, "schedstat", &text);
	if (err && pf_error_code(err) == PF_GONE)
		return err;
	if (!err)
		runs = parse_runs(pf_text_str(&text));
	pf_error_destroy(err);
	err = read_file(process, tid, "syscall", &text);
	if (err && pf_error_code(err) == PF_NO_MEMORY)
		return err;
	pf_activity_decode(runs && !err ? pf_text_str(&text) : "", ret);
	ret->runs = runs;
	pf_error_destroy(err);
	return NULL;
}

struct pf_error *pf_activity_peek_call(struct pf_process *process, pid_t tid,
				       struct pf_activity *ret)
{
	PF_GUARD(pf_text_deinit) struct pf_text text = { 0 };
	PF_TRY(read_file(process, tid, "syscall", &text));
	ret->runs = 0;
	pf_activity_decode(pf_text_str(&text), ret);
	return NULL;
}
