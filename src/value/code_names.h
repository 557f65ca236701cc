/* The names of a code object's variables, in the order of their places in its frames. */
#ifndef PF_VALUE_CODE_NAMES_H
#define PF_VALUE_CODE_NAMES_H

#include "base/array.h"
#include "value/view.h"

/* co_flags (Include/code.h), the same in every version. */
enum {
	PF_CODE_OPTIMIZED = 1,
	PF_CODE_VARARGS = 4,
	PF_CODE_KEYWORDS = 8,
	PF_CODE_FUTURE_DIVISION = 0x2000, /* of 2.7 */
};

struct pf_code_name {
	const char *name; /* in the view's arena */
	bool cell;	  /* in a cell, since functions inside use it */
	bool free;	  /* in a cell of a function around it */
	bool again;	  /* it may be there before, as an argument */
};

struct pf_code_names {
	PF_ARRAY(struct pf_code_name);
	uint32_t flags;
	size_t argcount; /* with those that are for keywords only, without *args and **kwargs */
};

static inline void pf_code_names_deinit(struct pf_code_names *names)
{
	pf_array_deinit(names);
}

/* Of the code object at CODE. *ret is all zero at first. */
struct pf_error *pf_code_names_read(struct pf_view *view, pf_addr code,
				    struct pf_code_names *ret) PF_CHECKED;

/* Keeps the text at AT in the view's arena. */
struct pf_error *pf_code_name_keep(struct pf_view *view, pf_addr at, const char **ret) PF_CHECKED;

#endif
