/* Threads of ours beside those that do the work. */
#include "base/thread.h"

#include <signal.h>

enum { STACK_SIZE = 256 * 1024 };

int pf_thread_start(pthread_t *ret, void *(*run)(void *), void *arg)
{
	pthread_attr_t attributes;
	sigset_t all, before;
	int number = pthread_attr_init(&attributes);
	if (number)
		return number;
	pthread_attr_setstacksize(&attributes, STACK_SIZE);
	sigfillset(&all);
	pthread_sigmask(SIG_SETMASK, &all, &before);
	number = pthread_create(ret, &attributes, run, arg);
	pthread_sigmask(SIG_SETMASK, &before, NULL);
	pthread_attr_destroy(&attributes);
	return number;
}
