/* What a walk of the heap has counted, put together for clients. */
#ifndef PF_VALUE_HEAP_RESULT_H
#define PF_VALUE_HEAP_RESULT_H

#include "value/heap_run.h"

/* Fills in run->heap, which gets the texts of run's types. */
struct pf_error *pf_heap_result_make(struct pf_heap_run *run) PF_CHECKED;

#endif
