/* Values as text: what Python's repr() prints, as far as that is told by memory alone. */
#ifndef PF_VALUE_REPR_H
#define PF_VALUE_REPR_H

#include "value/kind.h"

/* Appends "<corrupt: why>" and destroys ERR, unless it is one that ends all reading. */
struct pf_error *pf_repr_corrupt(struct pf_error *err, struct pf_text *text) PF_CHECKED;

#endif
