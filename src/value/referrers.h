/* Who refers to an object: the tracked objects that have its address in them. */
#ifndef PF_VALUE_REFERRERS_H
#define PF_VALUE_REFERRERS_H

#include "value/heap_run.h"

/* To be called before each attempt, with the view and the pages of that. */
struct pf_error *pf_referrers_begin(struct pf_heap_run *run) PF_CHECKED;

/* Matches OBJECT when it refers to the object that run's options name. */
struct pf_error *pf_referrers_visit(struct pf_heap_run *run,
				    const struct pf_heap_object *object) PF_CHECKED;

#endif
