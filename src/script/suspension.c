/* Ctrl-Z: the program stops as others do, but not while it keeps a process still. */
#include "script/suspension.h"

#include "script/attachment.h"

#include <errno.h>
#include <signal.h>
#include <stddef.h>

static volatile sig_atomic_t wanted, count;

/*
 * Stops as if there were no handler, and is back when the program goes on. Sampling threads let go
 * of what they hold within microseconds, and begin nothing new meanwhile; should one not, the
 * signal is as good as never sent.
 */
static void stop(void)
{
	if (!pf_hold_begin_rest(pf_attachment_kept_count()))
		return;
	struct sigaction own, usual = { .sa_handler = SIG_DFL };
	sigset_t set, before;
	sigemptyset(&usual.sa_mask);
	sigemptyset(&set);
	sigaddset(&set, SIGTSTP);
	sigaction(SIGTSTP, &usual, &own);
	raise(SIGTSTP);
	pthread_sigmask(SIG_UNBLOCK, &set, &before); /* now, at the latest */
	pthread_sigmask(SIG_SETMASK, &before, NULL);
	sigaction(SIGTSTP, &own, NULL);
	pf_hold_end_rest();
}

static void handle(int number)
{
	int before = errno;
	(void)number;
	count = (count + 1) & 0xffff;
	if (pf_attachment_is_calm())
		stop();
	else
		wanted = 1;
	errno = before;
}

unsigned pf_suspension_count(void)
{
	return (unsigned)count;
}

static void stop_if_wanted(void)
{
	if (!wanted)
		return;
	wanted = 0;
	stop();
}

void pf_suspension_install(void)
{
	struct sigaction now, action = { .sa_handler = handle, .sa_flags = SA_RESTART };
	sigemptyset(&action.sa_mask);
	if (sigaction(SIGTSTP, NULL, &now) || now.sa_handler != SIG_DFL)
		return;
	pf_attachment_set_calm_hook(stop_if_wanted);
	sigaction(SIGTSTP, &action, NULL);
}
