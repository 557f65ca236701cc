/* Values as text: what Python's repr() prints, as far as that is told by memory alone. */
#ifndef PF_VALUE_REPR_H
#define PF_VALUE_REPR_H

#include "value/kind.h"

/*
 * Appends the object at AT to *text, within LIMITS. What cannot be read is "<corrupt: why>" in its
 * place; only NO_MEMORY, GONE and INTERRUPTED are errors. Does not recurse; circles are shown as
 * Python shows them. Text is valid UTF-8, safe for a terminal but for printable characters that it
 * may not have.
 */
struct pf_error *pf_repr(struct pf_view *view, pf_addr at, const struct pf_limits *limits,
			 struct pf_text *text) PF_CHECKED;

/* Appends "<corrupt: why>" and destroys ERR, unless it is one that ends all reading. */
struct pf_error *pf_repr_corrupt(struct pf_error *err, struct pf_text *text) PF_CHECKED;

#endif
