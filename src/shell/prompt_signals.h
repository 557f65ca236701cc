/* Signals that come while readline has the terminal. */
#ifndef PF_SHELL_PROMPT_SIGNALS_H
#define PF_SHELL_PROMPT_SIGNALS_H

#include <signal.h>
#include <stdbool.h>

enum { PF_PROMPT_SIGNALS = 5 };

/* What was before. */
struct pf_prompt_signals {
	sigset_t mask; /* let this in while waiting */
	struct sigaction actions[PF_PROMPT_SIGNALS];
};

/* Blocks SIGINT and the others from now on, and notes those that come. */
void pf_prompt_signals_begin(struct pf_prompt_signals *before);
void pf_prompt_signals_end(const struct pf_prompt_signals *before);

/* The SIGHUP or SIGTERM that has come; 0: none. */
int pf_prompt_signals_end_asked(void);

/*
 * Does what signals that have come ask for: stops us (Ctrl-Z) with the terminal as it was found,
 * and takes it again when we go on. Returns whether the terminal's size may have changed.
 */
bool pf_prompt_signals_handle(const struct pf_prompt_signals *before);

#endif
