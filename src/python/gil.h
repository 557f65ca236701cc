/* Who holds the GIL. */
#ifndef PF_PYTHON_GIL_H
#define PF_PYTHON_GIL_H

#include "python/runtime.h"

/*
 * One interpreter's GIL. CPython counts a switch when another thread than the last one takes the
 * GIL; a thread that takes it again is not counted (take_gil, Python/ceval_gil.c). So an equal
 * count proves that nobody but the last holder ran Python code.
 */
struct pf_gil {
	pf_addr holder;	     /* the thread state that holds it; 0: nobody */
	pf_addr last_holder; /* who held it last; 0 when not known */
	uint64_t switches;   /* how often it changed hands */
	bool counted;	     /* last_holder and switches are known */
	pf_addr cond;	     /* where threads that want it wait; 0: not known */
};

/* Whether a thread without the GIL, which sleeps at FUTEX (0: at none), wants it; false if not known. */
bool pf_gil_is_awaited(const struct pf_gil *gil, pf_addr futex);

/* Reads the GIL of the interpreter at INTERPRETER. */
struct pf_error *pf_gil_peek(const struct pf_python *python, const struct pf_reader *reader,
			     pf_addr interpreter, struct pf_gil *ret) PF_CHECKED;

/* Where the interpreter's GIL is, from 3.12 on as long as the interpreter lives; else 0. */
struct pf_error *pf_gil_locate(const struct pf_reader *reader, pf_addr interpreter,
			       pf_addr *ret) PF_CHECKED;

/* As pf_gil_peek(), for what pf_gil_locate() found. */
struct pf_error *pf_gil_peek_at(const struct pf_python *python, const struct pf_reader *reader,
				pf_addr gil, struct pf_gil *ret) PF_CHECKED;

/* Whether the interpreter is collecting garbage: then its GIL's holder does so. */
struct pf_error *pf_gil_peek_collecting(const struct pf_python *python,
					const struct pf_reader *reader, pf_addr interpreter,
					bool *ret) PF_CHECKED;

#endif
