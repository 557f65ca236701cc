/* What a walk of the heap has counted, put together for clients. */
#ifndef PF_PYTHON_HEAP_RESULT_H
#define PF_PYTHON_HEAP_RESULT_H

#include "python/heap_run.h"

/* Fills in run->heap, which gets the texts of run's types. */
struct pf_error *pf_heap_result_make(struct pf_heap_run *run) PF_CHECKED;

#endif
