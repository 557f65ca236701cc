/* Signals that would end this program, while Lua waits for samples or for a command. */
#ifndef PF_SCRIPT_INTERRUPTION_H
#define PF_SCRIPT_INTERRUPTION_H

#include <stdbool.h>

struct pf_launch;

/*
 * For a signal handler: whether the signal NUMBER is dealt with. While a command of ours runs, it
 * gets the signal, unless WHOLE_GROUP says that it has it already; else, when samples are taken,
 * the first one ends that; what comes within 200 ms of it is the same one. Nothing is dealt with
 * where nobody calls this. No other signal's handler may interrupt it and call it.
 */
bool script_interruption_handle(int number, bool whole_group);

/* Sampling has begun, or has ended; so has the writing of what was sampled. */
void script_interruption_begin(void);
void script_interruption_end(void);

/* Whether sampling should end because of a signal. */
bool script_interruption_pending(void);

/* LAUNCH (NULL: none) is the command that signals are for. */
void script_interruption_set_launch(struct pf_launch *launch);

/* Nobody gets them any more, if LAUNCH did. */
void script_interruption_drop_launch(const struct pf_launch *launch);

#endif
