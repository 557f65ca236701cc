/* Evaluating expressions over the objects of a target, and nothing is executed there. */
#ifndef PF_VALUE_EVALUATE_H
#define PF_VALUE_EVALUATE_H

#include "value/expression.h"
#include "value/locals.h"
#include "value/result.h"

/*
 * Where names are looked up, in this order. All zero knows no name. It borrows all that it has,
 * and is as old as the frame that it was made of.
 */
struct pf_scope {
	const struct pf_locals *locals; /* NULL: none */
	pf_addr globals, builtins;	/* dicts; 0: none */
	/* The value of $NAME: "x", "1", "" of $, "$" of $$, "$2" of $$2. NULL: there are none. */
	struct pf_error *(*variable)(void *context, const char *name, struct pf_arena *arena,
				     struct pf_result *ret);
	void *context; /* of variable */
};

/*
 * What an expression is worth now. ARENA has the text and the items of *ret. Errors: USAGE with
 * Python's own words where Python has them ("name 'x' is not defined"), and with what would have
 * to be executed where reading is not enough; those of reading.
 */
struct pf_error *pf_evaluate(const struct pf_expression *expression, struct pf_view *view,
			     const struct pf_scope *scope, struct pf_arena *arena,
			     struct pf_result *ret) PF_CHECKED;

/* Whether the result is true, as "if" would ask: for conditions. */
struct pf_error *pf_evaluate_truth(struct pf_view *view, const struct pf_result *result,
				   bool *ret) PF_CHECKED;

/* The pieces of which expressions are made, for results that a caller has: v.name, v[key] … */
struct pf_error *pf_evaluate_attribute(struct pf_view *view, const struct pf_result *result,
				       const char *name, struct pf_arena *arena,
				       struct pf_result *ret) PF_CHECKED;
struct pf_error *pf_evaluate_item(struct pf_view *view, const struct pf_result *result,
				  const struct pf_result *key, struct pf_arena *arena,
				  struct pf_result *ret) PF_CHECKED;
struct pf_error *pf_evaluate_length(struct pf_view *view, const struct pf_result *result,
				    uint64_t *ret) PF_CHECKED;

/* Appends what repr() prints of the result, within LIMITS. */
struct pf_error *pf_evaluate_repr(struct pf_view *view, const struct pf_result *result,
				  const struct pf_limits *limits, struct pf_text *text) PF_CHECKED;

/*
 * Objects that have a value of our own: None, bool, int, float, str and bytes, and what derives
 * from them. *ret becomes that value; it stays an object if there is none.
 */
struct pf_error *pf_evaluate_load(struct pf_view *view, pf_addr at, struct pf_arena *arena,
				  struct pf_result *ret) PF_CHECKED;

#endif
