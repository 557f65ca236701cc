/* Signals that nobody deals with: then a system call does not return, and the program ends. */
#ifndef PF_SHELL_STUCK_H
#define PF_SHELL_STUCK_H

/*
 * Starts a thread that waits for SIGINT, SIGTERM and SIGHUP that are still pending after a second.
 * The handlers of these cannot run while we read a page of the target that has to come from its
 * userfaultfd or its FUSE file system, and its threads may be stopped meanwhile: our end lets them
 * go. More than one call does nothing.
 */
void pf_stuck_watch(void);

#endif
