/* Fetching a thread of ours back from a processor where it does not get to run. */
#ifndef PF_TARGET_RESCUE_H
#define PF_TARGET_RESCUE_H

#include <stdbool.h>
#include <sys/types.h>

/*
 * Who binds itself to a processor may find a real-time thread there that never ends, and could not
 * even be killed then. A second thread of ours looks every 10 ms whether the first one wants to run
 * and does not; when it has been so for some time, it changes what the first one is.
 */
struct pf_rescue;

/*
 * Watches over the calling thread. RESCUE is called from another thread, once at most, with the
 * watched thread's id; ARG must live until pf_rescue_destroy(). NULL when there can be no thread.
 */
struct pf_rescue *pf_rescue_create(void (*rescue)(void *arg, pid_t tid), void *arg);

/* Ends the watch; NULL is fine. */
void pf_rescue_destroy(struct pf_rescue *rescue);

/* Whether RESCUE has been called. */
bool pf_rescue_happened(const struct pf_rescue *rescue);

#endif
