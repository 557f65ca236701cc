/* Signals that come while readline has the terminal. */
#include "shell/prompt_signals.h"

#include <readline/readline.h>
#include <stdio.h>

enum { HANGUP, TERMINATE, RESIZE, STOP, CONTINUE };

static const int numbers[PF_PROMPT_SIGNALS] = {
	[HANGUP] = SIGHUP, [TERMINATE] = SIGTERM, [RESIZE] = SIGWINCH,
	[STOP] = SIGTSTP,  [CONTINUE] = SIGCONT,
};

static volatile sig_atomic_t seen[PF_PROMPT_SIGNALS];

static void note(int number)
{
	for (int i = 0; i < PF_PROMPT_SIGNALS; i++) {
		if (numbers[i] == number)
			seen[i] = 1;
	}
}

void pf_prompt_signals_begin(struct pf_prompt_signals *before)
{
	struct sigaction action = { .sa_handler = note };
	sigset_t blocked;
	sigemptyset(&action.sa_mask);
	sigemptyset(&blocked);
	sigaddset(&blocked, SIGINT);
	for (int i = 0; i < PF_PROMPT_SIGNALS; i++)
		sigaddset(&blocked, numbers[i]);
	sigprocmask(SIG_BLOCK, &blocked, &before->mask);
	for (int i = 0; i < PF_PROMPT_SIGNALS; i++) {
		sigaction(numbers[i], &action, &before->actions[i]);
		if (i == STOP && before->actions[i].sa_handler == SIG_IGN)
			signal(SIGTSTP, SIG_IGN); /* nobody could make us go on */
	}
}

void pf_prompt_signals_end(const struct pf_prompt_signals *before)
{
	for (int i = 0; i < PF_PROMPT_SIGNALS; i++)
		sigaction(numbers[i], &before->actions[i], NULL);
	sigprocmask(SIG_SETMASK, &before->mask, NULL);
}

int pf_prompt_signals_end_asked(void)
{
	return seen[HANGUP] ? SIGHUP : seen[TERMINATE] ? SIGTERM : 0;
}

/* Stops us as if nobody had looked at the signal. */
static void stop(const struct pf_prompt_signals *before)
{
	struct sigaction own;
	sigset_t set;
	sigaction(SIGTSTP, &before->actions[STOP], &own);
	raise(SIGTSTP);
	sigemptyset(&set);
	sigaddset(&set, SIGTSTP);
	sigprocmask(SIG_UNBLOCK, &set, NULL); /* now */
	sigprocmask(SIG_BLOCK, &set, NULL);
	sigaction(SIGTSTP, &own, NULL);
}

bool pf_prompt_signals_handle(const struct pf_prompt_signals *before)
{
	bool resized = seen[RESIZE];
	if (seen[STOP] || seen[CONTINUE]) {
		rl_cleanup_after_signal();
		if (seen[STOP])
			stop(before);
		rl_reset_after_signal(); /* in the background, the kernel stops us here */
		rl_forced_update_display();
		resized = true;
	}
	seen[RESIZE] = seen[STOP] = seen[CONTINUE] = 0;
	return resized;
}
