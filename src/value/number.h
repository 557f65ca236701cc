/* Numbers of our own: their order, and what can be computed with them. */
#ifndef PF_VALUE_NUMBER_H
#define PF_VALUE_NUMBER_H

#include "base/arena.h"
#include "value/expression_node.h"
#include "value/result.h"

enum pf_order {
	PF_ORDER_LESS,
	PF_ORDER_EQUAL,
	PF_ORDER_GREATER,
	PF_ORDER_NONE, /* nan */
};

/* The order of two bools, ints or floats, exactly as Python has it. */
enum pf_order pf_number_order(const struct pf_result *a, const struct pf_result *b);

/*
 * A OPERATION B, of two bools, ints or floats. Ints of more than 64 bits are not computed, except
 * by - and + before a number: USAGE. ARENA has the digits of *ret.
 */
struct pf_error *pf_number_binary(enum pf_operation operation, const struct pf_result *a,
				  const struct pf_result *b, struct pf_result *ret) PF_CHECKED;

struct pf_error *pf_number_unary(enum pf_operation operation, const struct pf_result *a,
				 struct pf_arena *arena, struct pf_result *ret) PF_CHECKED;

/* The value as a float; ints beyond its range are inf. */
double pf_number_real(const struct pf_result *number);

#endif
