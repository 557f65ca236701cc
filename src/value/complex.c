/* Complex numbers: as text, whether they are equal, and what is computed with them. */
#include "value/complex.h"

#include "value/number.h"
#include "value/shortest.h"

#include <math.h>

struct pf_result pf_result_of_complex(double real, double imag)
{
	return (struct pf_result){ .kind = PF_RESULT_COMPLEX, .real = real, .imag = imag };
}

void pf_complex_append(struct pf_text *text, double real, double imag)
{
	bool both = real != 0 || signbit(real);
	if (both) {
		pf_text_append_str(text, "(");
		pf_shortest_append(text, real, false);
		if (!signbit(imag) || isnan(imag))
			pf_text_append_str(text, "+");
	}
	pf_shortest_append(text, imag, false);
	pf_text_append_str(text, both ? "j)" : "j");
}

bool pf_complex_is_among(const struct pf_result *a, const struct pf_result *b)
{
	bool first = a->kind == PF_RESULT_COMPLEX, second = b->kind == PF_RESULT_COMPLEX;
	return (first || second) && (first || pf_result_is_number(a)) &&
	       (second || pf_result_is_number(b));
}

static struct pf_result real_of(const struct pf_result *number)
{
	return number->kind == PF_RESULT_COMPLEX ? pf_result_of_float(number->real) : *number;
}

bool pf_complex_equals(const struct pf_result *a, const struct pf_result *b)
{
	struct pf_result first = real_of(a), second = real_of(b);
	return a->imag == b->imag && pf_number_order(&first, &second) == PF_ORDER_EQUAL;
}

static double real_part(const struct pf_result *number)
{
	return number->kind == PF_RESULT_COMPLEX ? number->real : pf_number_real(number);
}

struct pf_error *pf_complex_binary(enum pf_operation operation, const struct pf_result *a,
				   const struct pf_result *b, struct pf_result *ret)
{
	double x = real_part(a), y = real_part(b);
	if (operation == PF_OPERATION_ADD)
		*ret = pf_result_of_complex(x + y, a->imag + b->imag);
	else if (operation == PF_OPERATION_SUBTRACT)
		*ret = pf_result_of_complex(x - y, a->imag - b->imag);
	else if (operation == PF_OPERATION_MULTIPLY)
		*ret = pf_result_of_complex(x * y - a->imag * b->imag, x * b->imag + a->imag * y);
	else
		return pf_error_create(PF_USAGE, "%s of complex numbers is not computed here",
				       pf_operation_name(operation));
	return NULL;
}

struct pf_error *pf_complex_unary(enum pf_operation operation, const struct pf_result *a,
				  struct pf_result *ret)
{
	if (operation == PF_OPERATION_INVERT)
		return pf_error_create(PF_USAGE, "bad operand type for unary ~: 'complex'");
	*ret = operation == PF_OPERATION_SUBTRACT ? pf_result_of_complex(-a->real, -a->imag) : *a;
	return NULL;
}
