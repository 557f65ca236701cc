/* Names of what can be called, and of the class that it belongs to. */
#ifndef PF_VALUE_CALLABLE_H
#define PF_VALUE_CALLABLE_H

#include "value/kind.h"

/* Appends the name of the function, builtin or code object at AT as repr() says it; "?": none. */
struct pf_error *pf_callable_name(struct pf_view *view, pf_addr at,
				  struct pf_text *text) PF_CHECKED;

/* Appends "NAME object at 0x…" of the object at AT, as heads of others name it. */
struct pf_error *pf_callable_owner(struct pf_view *view, pf_addr at,
				   struct pf_text *text) PF_CHECKED;

#endif
