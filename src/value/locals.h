/* The variables of a frame: arguments, locals, cells, and what its code can see besides. */
#ifndef PF_VALUE_LOCALS_H
#define PF_VALUE_LOCALS_H

#include "base/array.h"
#include "pyflame.h"
#include "value/view.h"

/* More variables than this no code object has. */
enum { PF_VARIABLES_LIMIT = 1 << 16 };

struct pf_local {
	const char *name; /* in the view's arena */
	enum pf_variable_kind kind;
	pf_addr at; /* 0: it has no value now */
};

struct pf_locals {
	PF_ARRAY(struct pf_local);
	uint32_t flags; /* co_flags of the code */
};

static inline void pf_locals_deinit(struct pf_locals *locals)
{
	pf_array_deinit(locals);
}

/*
 * Appends the variables of the frame at FRAME, which runs the code object at CODE: arguments first,
 * in their order. Cells are looked into. Those of a class body or a module come from its dict.
 */
struct pf_error *pf_locals_read(struct pf_view *view, pf_addr frame, pf_addr code,
				struct pf_locals *ret) PF_CHECKED;

/*
 * The same without what a class body or a module has in its dict: *dict_ret is where that is; 0: there
 * is none. Names in it go before those of *ret.
 */
struct pf_error *pf_locals_read_fast(struct pf_view *view, pf_addr frame, pf_addr code,
				     struct pf_locals *ret, pf_addr *dict_ret) PF_CHECKED;

/* The dicts in which the frame finds globals and builtins. */
struct pf_error *pf_locals_find_globals(struct pf_view *view, pf_addr frame, pf_addr *globals_ret,
					pf_addr *builtins_ret) PF_CHECKED;

#endif
