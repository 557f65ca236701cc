/* Evaluating expressions over the objects of a target, and nothing is executed there. */
#ifndef PF_VALUE_EVALUATE_H
#define PF_VALUE_EVALUATE_H

#include "value/expression.h"
#include "value/locals.h"
#include "value/result.h"

/* Where names are looked up, in this order; then a variable for a $NAME. It borrows all it has. */
struct pf_scope {
	pf_addr body;			/* the dict of a class body's or module's locals; 0: none */
	const struct pf_locals *locals; /* NULL: none */
	pf_addr globals, builtins;	/* dicts; 0: none */
	const struct pf_name_space *names;
	bool *nameless; /* becomes true where a name or an attribute is not there; NULL: not asked */
};

/* The scope of the frame at FRAME, which runs CODE. LOCALS is empty, and to be deinit'ed. */
struct pf_error *pf_scope_of_frame(struct pf_view *view, pf_addr frame, pf_addr code,
				   struct pf_locals *locals, struct pf_scope *ret) PF_CHECKED;

/* What an expression is worth, as pf_expression_evaluate(). */
struct pf_error *pf_evaluate(const struct pf_expression *expression, struct pf_view *view,
			     const struct pf_scope *scope, struct pf_arena *arena,
			     struct pf_result *ret) PF_CHECKED;

#endif
