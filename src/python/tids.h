/* From what Python knows of a thread to the kernel's thread id in our pid namespace. */
#ifndef PF_PYTHON_TIDS_H
#define PF_PYTHON_TIDS_H

#include "python/states.h"

/*
 * Sets each thread's tid: the native id when a task has it, else what libc's struct pthread, which
 * ident points to, says. 0 when neither is one of the COUNT tasks. Reads through READER.
 */
struct pf_error *pf_tids_translate(struct pf_python *python, const struct pf_reader *reader,
				   const struct pf_task *tasks, size_t count,
				   struct pf_states *states) PF_CHECKED;

/* The same for one thread state that was just read; *ret is 0 when no task has its number. */
struct pf_error *pf_tids_translate_one(const struct pf_python *python,
				       const struct pf_reader *reader,
				       const struct pf_thread_state *state, pid_t *ret) PF_CHECKED;

#endif
