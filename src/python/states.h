/* The runtime's interpreters and their thread states, as they are linked. */
#ifndef PF_PYTHON_STATES_H
#define PF_PYTHON_STATES_H

#include "base/array.h"
#include "python/runtime.h"

/* A PyInterpreterState and where its threads stand in `threads`. */
struct pf_interpreter_state {
	pf_addr at;
	int64_t id;
	size_t first_thread, thread_count;
};

/* A PyThreadState. */
struct pf_thread_state {
	pf_addr at, interpreter;
	uint64_t ident;	    /* pthread_self(); 0 while the thread starts */
	uint64_t native_id; /* as the target knows it; 0 before 3.11 */
	pid_t tid;	    /* in our pid namespace; 0 until pf_tids_translate() */
};

/* The main interpreter first; within an interpreter the oldest thread first. */
struct pf_states {
	PF_ARRAY(struct pf_interpreter_state) interpreters;
	PF_ARRAY(struct pf_thread_state) threads;
	const char *truncated; /* static; NULL when whole */
};

enum { PF_INTERPRETER_LIMIT = 1 << 12, PF_THREAD_LIMIT = 1 << 16 };

void pf_states_deinit(struct pf_states *states);

/* The head of the list of interpreters; *ret is 0 before start-up and after the end of Python. */
struct pf_error *pf_states_find_head(const struct pf_python *python, const struct pf_reader *reader,
				     pf_addr *ret) PF_CHECKED;

/* Reads the PyThreadState at AT; its tid stays 0. *next (may be NULL) is its neighbour. */
struct pf_error *pf_thread_state_peek(const struct pf_reader *reader, pf_addr at,
				      struct pf_thread_state *ret, pf_addr *next) PF_CHECKED;

/*
 * Reads all of them into *ret, which is emptied first and is to be deinit'ed also after an error.
 * Links that contradict each other end a list with `truncated` set.
 */
struct pf_error *pf_states_peek(const struct pf_python *python, const struct pf_reader *reader,
				struct pf_states *ret) PF_CHECKED;

#endif
