/* Objects of the threading module: their attributes under each version's names, and its threads. */
#ifndef PF_VALUE_THREADING_H
#define PF_VALUE_THREADING_H

#include "value/view.h"

/*
 * The attribute NAME of an object of the threading module, which 2.7 calls OLD; *ret is 0: none, or
 * None.
 */
struct pf_error *pf_threading_attribute(struct pf_view *view, const struct pf_object *object,
					const char *name, const char *old, pf_addr *ret) PF_CHECKED;

/* The same as a number; a truth value is 1 or 0. *ret is 0, too, when there is none. */
struct pf_error *pf_threading_number(struct pf_view *view, const struct pf_object *object,
				     const char *name, const char *old, int64_t *ret) PF_CHECKED;

/*
 * The Thread that the module lists as running under IDENT; *ret is 0: none. OBJECT is of one of the
 * module's classes, and METHOD a function of that class.
 */
struct pf_error *pf_threading_find(struct pf_view *view, const struct pf_object *object,
				   const char *method, int64_t ident, pf_addr *ret) PF_CHECKED;

#endif
