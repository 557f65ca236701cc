/* A whole program in a fake heap: two interpreters, four threads, their names and their frames. */
#ifndef PF_TESTS_FAKE_PROGRAM_H
#define PF_TESTS_FAKE_PROGRAM_H

#include "fake_runtime.h"

/*
 * The main interpreter has the threads 1 (main → work), 2 (main → wait → wait) and 3, which runs
 * no Python code; the other one has the thread 9 (sub). Thread 2 holds the main one's GIL. From
 * 3.7 on the switch count is 77.
 */
struct fake_program {
	struct fake_memory heap;
	struct pf_python python; /* with a page cache over the heap */
	pf_addr interpreters[2];
	pf_addr threads[4];
};

void fake_program_init(struct fake_program *program, unsigned index);
void fake_program_deinit(struct fake_program *program);

#endif
