/* Classes and objects, opened: what they are, and of which kind. */
#ifndef PF_VALUE_CLASS_H
#define PF_VALUE_CLASS_H

#include "value/view.h"

/*
 * The class at AT: CORRUPT when there is none. *ret is borrowed from the view.
 */
struct pf_error *pf_view_class(struct pf_view *view, pf_addr at,
			       const struct pf_class **ret) PF_CHECKED;

/* CORRUPT when what is at AT is no object. */
struct pf_error *pf_object_open(struct pf_view *view, pf_addr at, struct pf_object *ret) PF_CHECKED;

#endif
