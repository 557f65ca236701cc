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

#endif
