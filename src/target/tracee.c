/* One thread under ptrace: seized, stopped, let go. */
#include "target/tracee.h"

#include "base/cleanup.h"
#include "base/text.h"
#include "target/permission.h"
#include "target/proc_file.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <sys/ptrace.h>
#include <sys/wait.h>

PF_DEFINE_GUARD(guard_error, struct pf_error *, pf_error_destroy);

bool pf_tracee_is_dead(const struct pf_tracee *tracee)
{
	char name[32];
	snprintf(name, sizeof(name), "/proc/%d/status", (int)tracee->tid);
	PF_GUARD(pf_text_deinit) struct pf_text status = { 0 };
	PF_GUARD(guard_error)
	struct pf_error *err = pf_proc_file_read(AT_FDCWD, tracee->tid, name, &status);
	if (err)
		return pf_error_code(err) == PF_GONE;
	const char *state = pf_proc_file_find(pf_text_str(&status), "State");
	return state && (*state == 'Z' || *state == 'X');
}

struct pf_error *pf_tracee_seize(const struct pf_tracee *tracee, bool *ret)
{
	*ret = !ptrace(PTRACE_SEIZE, tracee->tid, NULL, NULL);
	if (*ret || errno == ESRCH)
		return NULL;
	if (errno != EPERM)
		return pf_error_system(errno, "cannot trace thread %d", (int)tracee->tid);
	/* A zombie gives EPERM, too: ptrace_attach() in Linux' kernel/ptrace.c. */
	if (pf_tracee_is_dead(tracee))
		return NULL;
	return pf_permission_explain("trace thread", tracee->tid);
}

void pf_tracee_interrupt(const struct pf_tracee *tracee)
{
	ptrace(PTRACE_INTERRUPT, tracee->tid, NULL, NULL);
}

/*
 * The stop is the one that was asked for, or a group stop, both marked PTRACE_EVENT_STOP; else a
 * signal was just being delivered. Then the stop that was asked for is still to come, but
 * letting go cancels it: __ptrace_unlink() in Linux' kernel/ptrace.c.
 */
static enum pf_tracee_state note_stop(struct pf_tracee *tracee, int status)
{
	tracee->signal = status >> 8 == PTRACE_EVENT_STOP ? 0 : status & 0x7f;
	return PF_TRACEE_STOPPED;
}

static bool is_stop(const siginfo_t *info)
{
	return info->si_code == CLD_TRAPPED || info->si_code == CLD_STOPPED;
}

enum pf_tracee_state pf_tracee_poll(struct pf_tracee *tracee)
{
	int peek = tracee->own_child ? WNOWAIT : 0;
	siginfo_t info = { .si_pid = 0 };
	if (waitid(P_PID, (id_t)tracee->tid, &info, WEXITED | WSTOPPED | WNOHANG | __WALL | peek))
		return PF_TRACEE_GONE;
	if (!info.si_pid)
		return PF_TRACEE_RUNS;
	if (!is_stop(&info))
		return PF_TRACEE_GONE;
	if (peek) /* collect the stop that was only looked at */
		waitid(P_PID, (id_t)tracee->tid, &info, WSTOPPED | WNOHANG | __WALL);
	return note_stop(tracee, info.si_status);
}

bool pf_tracee_detach(const struct pf_tracee *tracee)
{
	return !ptrace(PTRACE_DETACH, tracee->tid, NULL, (void *)(intptr_t)tracee->signal);
}
