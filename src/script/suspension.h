/* Ctrl-Z: the program stops as others do, but not while it keeps a process still. */
#ifndef PF_SCRIPT_SUSPENSION_H
#define PF_SCRIPT_SUSPENSION_H

/*
 * From now on SIGTSTP waits until no script holds a process and no dump is taken; the user's own
 * "stop" does not count. Nothing where the signal is ignored.
 */
void pf_suspension_install(void);

/* How often it has come: system calls that it ended can tell by this. */
unsigned pf_suspension_count(void);

#endif
