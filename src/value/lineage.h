/* The classes of an object in the order in which attributes are looked for: the MRO. */
#ifndef PF_VALUE_LINEAGE_H
#define PF_VALUE_LINEAGE_H

#include "value/view.h"

/* More classes are not asked. */
enum { PF_LINEAGE_LIMIT = 256 };

/* The classes of the one at AT, itself first; *ret is an array of *count_ret addresses to free(). */
struct pf_error *pf_lineage_read(struct pf_view *view, pf_addr at, pf_addr **ret,
				 size_t *count_ret) PF_CHECKED;

/* What the class at AT or one of its bases has under NAME in its dict; *ret is 0: nothing. */
struct pf_error *pf_lineage_find(struct pf_view *view, pf_addr at, const char *name,
				 pf_addr *ret) PF_CHECKED;

#endif
