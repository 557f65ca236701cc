/* Where a garbage collector has its lists of objects: the generations. */
#ifndef PF_PYTHON_GENERATIONS_H
#define PF_PYTHON_GENERATIONS_H

#include "python/runtime.h"

/* Each begins with the head of its list. */
struct pf_generations {
	pf_addr at;	   /* the first; 0: not known */
	size_t size;	   /* from one to the next */
	pf_addr permanent; /* what gc.freeze() has put aside; 0: there is none, or it is not known */
};

/* Finds those of the collector whose state is at AT; 0 before 3.7, where a variable has them. */
struct pf_error *pf_generations_find(const struct pf_python *python, pf_addr at,
				     struct pf_generations *ret) PF_CHECKED;

/* Why they are not known, as the end of a sentence. */
const char *pf_generations_why_unknown(pf_addr at);

/* Where the collector's state is; 0 before 3.7. INTERPRETER counts when each has its own. */
pf_addr pf_generations_state(const struct pf_python *python, pf_addr interpreter);

#endif
