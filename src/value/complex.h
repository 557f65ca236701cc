/* Complex numbers: as text, whether they are equal, and what is computed with them. */
#ifndef PF_VALUE_COMPLEX_H
#define PF_VALUE_COMPLEX_H

#include "base/text.h"
#include "value/expression_node.h"
#include "value/result.h"

struct pf_result pf_result_of_complex(double real, double imag);

/* As repr(): a real part that is +0 is left out, and it is 1j, not 1.0j. */
void pf_complex_append(struct pf_text *text, double real, double imag);

/* Whether both are numbers, one of them complex. */
bool pf_complex_is_among(const struct pf_result *a, const struct pf_result *b);

/* Of two such. */
bool pf_complex_equals(const struct pf_result *a, const struct pf_result *b);

/* + - and * of two such; USAGE for others. */
struct pf_error *pf_complex_binary(enum pf_operation operation, const struct pf_result *a,
				   const struct pf_result *b, struct pf_result *ret) PF_CHECKED;
struct pf_error *pf_complex_unary(enum pf_operation operation, const struct pf_result *a,
				  struct pf_result *ret) PF_CHECKED;

#endif
