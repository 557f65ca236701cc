/* Threads of ours beside those that do the work. */
#ifndef PF_BASE_THREAD_H
#define PF_BASE_THREAD_H

#include <pthread.h>

/*
 * Starts a thread with a small stack, to which no signals are given: those are for the threads of
 * the program. Returns 0, or an error number.
 */
int pf_thread_start(pthread_t *ret, void *(*run)(void *), void *arg);

#endif
