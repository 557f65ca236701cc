/* One child and a hold of it, for the tests of holds. */
#ifndef PF_TESTS_HOLDING_H
#define PF_TESTS_HOLDING_H

#include "assert_error.h"
#include "child.h"
#include "pyflame.h"

#include <unistd.h>

static struct child child;
static struct pf_process *process;
static struct pf_hold *hold;

/* Child number _i % 2 == 1 is somebody else's. */
static inline void start(void (*run)(int in, int out, void *arg), bool foreign)
{
	if (foreign)
		child_start_foreign(&child, run, NULL);
	else
		child_start(&child, run, NULL);
	assert_ok(pf_process_attach(child.pid, &process));
	assert_ok(pf_hold_create(process, &hold));
}

static inline void finish(void)
{
	pf_hold_destroy(hold);
	pf_process_destroy(process);
	child_end(&child);
}

static inline void await_ready(void)
{
	char byte;
	ck_assert(child_receive(child.out, &byte, 1));
}

static inline void assert_free(pid_t tid)
{
	ck_assert_int_eq(child_tracer(tid), 0);
	ck_assert_int_ne(child_state(tid), 't');
}

#endif
