/* Numbers of our own: their order, and what can be computed with them. */
#include "value/number.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { FLOAT_DIGITS = 320 }; /* of the greatest float, 1.8e308 */

static bool is_big(const struct pf_result *number)
{
	return number->kind == PF_RESULT_INT && number->text;
}

static bool is_negative(const struct pf_result *number)
{
	return is_big(number) ? *number->text == '-' : number->integer < 0;
}

double pf_number_real(const struct pf_result *number)
{
	if (number->kind == PF_RESULT_FLOAT)
		return number->real;
	return is_big(number) ? strtod(number->text, NULL) : (double)number->integer;
}

static enum pf_order order_of(int difference)
{
	return difference < 0 ? PF_ORDER_LESS : difference ? PF_ORDER_GREATER : PF_ORDER_EQUAL;
}

static enum pf_order reverse(enum pf_order order)
{
	return order == PF_ORDER_LESS	   ? PF_ORDER_GREATER
	       : order == PF_ORDER_GREATER ? PF_ORDER_LESS
					   : order;
}

/* Digits without leading zeros: the longer ones are the greater number. */
static enum pf_order order_digits(const char *a, const char *b)
{
	if (*a == '-' && *b == '-')
		return reverse(order_digits(a + 1, b + 1));
	if (*a == '-' || *b == '-')
		return *a == '-' ? PF_ORDER_LESS : PF_ORDER_GREATER;
	size_t a_size = strlen(a), b_size = strlen(b);
	if (a_size != b_size)
		return a_size < b_size ? PF_ORDER_LESS : PF_ORDER_GREATER;
	return order_of(strcmp(a, b));
}

/* What is more than 64 bits is beyond everything that is less. */
static enum pf_order order_ints(const struct pf_result *a, const struct pf_result *b)
{
	if (is_big(a) && is_big(b))
		return order_digits(a->text, b->text);
	if (is_big(a))
		return is_negative(a) ? PF_ORDER_LESS : PF_ORDER_GREATER;
	if (is_big(b))
		return is_negative(b) ? PF_ORDER_GREATER : PF_ORDER_LESS;
	return order_of((a->integer > b->integer) - (a->integer < b->integer));
}

/* No float lies between a big int and the float next to it; a float as big is an int. */
static enum pf_order order_big(const struct pf_result *a, double b)
{
	char digits[FLOAT_DIGITS];
	double near = strtod(a->text, NULL);
	if (near != b || isinf(near))
		return isinf(b) ? order_of(b < 0 ? 1 : -1) : order_of((near > b) - (near < b));
	snprintf(digits, sizeof(digits), "%.0f", b);
	return order_digits(a->text, digits);
}

static enum pf_order order_int_and_float(const struct pf_result *a, double b)
{
	if (isnan(b))
		return PF_ORDER_NONE;
	if (is_big(a))
		return order_big(a, b);
	if (b >= 0x1p63 || b < -0x1p63)
		return b < 0 ? PF_ORDER_GREATER : PF_ORDER_LESS;
	int64_t integer = (int64_t)b;
	double whole = (double)integer;
	if (a->integer != integer)
		return a->integer < integer ? PF_ORDER_LESS : PF_ORDER_GREATER;
	return order_of((whole > b) - (whole < b));
}

static enum pf_order order_floats(double a, double b)
{
	if (isnan(a) || isnan(b))
		return PF_ORDER_NONE;
	return order_of((a > b) - (a < b));
}

enum pf_order pf_number_order(const struct pf_result *a, const struct pf_result *b)
{
	bool a_real = a->kind == PF_RESULT_FLOAT, b_real = b->kind == PF_RESULT_FLOAT;
	if (a_real && b_real)
		return order_floats(a->real, b->real);
	if (a_real)
		return reverse(order_int_and_float(b, a->real));
	return b_real ? order_int_and_float(a, b->real) : order_ints(a, b);
}
