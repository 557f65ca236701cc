/* Conditions: whether an expression is true in a frame, and whether it means anything there. */
#ifndef PF_VALUE_CONDITION_H
#define PF_VALUE_CONDITION_H

#include "pyflame.h"
#include "value/view.h"

/* As pf_expression_parse(); USAGE, too, where it has a $NAME, which nobody knows there. */
struct pf_error *pf_condition_parse(const char *text, struct pf_expression **ret) PF_CHECKED;

/*
 * Whether EXPRESSION is true in the frame at FRAME, which runs the code object at CODE. An error is
 * why that is not known; *nameless says then whether it is for a name or an attribute that is not
 * there, or has no value yet.
 */
struct pf_error *pf_condition_test(const struct pf_expression *expression, struct pf_view *view,
				   pf_addr frame, pf_addr code, bool *ret,
				   bool *nameless) PF_CHECKED;

#endif
