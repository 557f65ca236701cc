/* Arithmetic as Python's: floors below zero, exact on 64 bits or refused. */
#include "value/number.h"

#include <math.h>
#include <string.h>

static struct pf_error *too_big(void)
{
	return pf_error_create(PF_USAGE, "ints of more than 64 bits are not computed here");
}

static struct pf_error *by_zero(void)
{
	return pf_error_create(PF_USAGE, "division by zero");
}

static struct pf_error *unsupported(enum pf_operation operation, const struct pf_result *a,
				    const struct pf_result *b)
{
	return pf_error_create(PF_USAGE, "unsupported operand type(s) for %s: '%s' and '%s'",
			       pf_operation_name(operation), pf_result_type_name(a),
			       pf_result_type_name(b));
}

static struct pf_error *add(int64_t a, int64_t b, int64_t *ret)
{
	return __builtin_add_overflow(a, b, ret) ? too_big() : NULL;
}

static struct pf_error *subtract(int64_t a, int64_t b, int64_t *ret)
{
	return __builtin_sub_overflow(a, b, ret) ? too_big() : NULL;
}

static struct pf_error *multiply(int64_t a, int64_t b, int64_t *ret)
{
	return __builtin_mul_overflow(a, b, ret) ? too_big() : NULL;
}

/* INT64_MIN // -1 is the only quotient that has more than 64 bits. */
static struct pf_error *floor_divide(int64_t a, int64_t b, int64_t *ret)
{
	if (!b)
		return by_zero();
	if (b == -1)
		return subtract(0, a, ret);
	*ret = a / b - (a % b && (a < 0) != (b < 0));
	return NULL;
}

/* The sign is that of B. */
static struct pf_error *divide_for_rest(int64_t a, int64_t b, int64_t *ret)
{
	if (!b)
		return by_zero();
	int64_t rest = b == -1 ? 0 : a % b;
	*ret = rest && (rest < 0) != (b < 0) ? rest + b : rest;
	return NULL;
}

static struct pf_error *and_bits(int64_t a, int64_t b, int64_t *ret)
{
	*ret = a & b;
	return NULL;
}

static struct pf_error *or_bits(int64_t a, int64_t b, int64_t *ret)
{
	*ret = a | b;
	return NULL;
}

static struct pf_error *xor_bits(int64_t a, int64_t b, int64_t *ret)
{
	*ret = a ^ b;
	return NULL;
}

static struct pf_error *shift_left(int64_t a, int64_t count, int64_t *ret)
{
	if (count < 0)
		return pf_error_create(PF_USAGE, "negative shift count");
	if (a && count > 62)
		return too_big();
	return multiply(a, INT64_C(1) << (count & 63), ret);
}

static struct pf_error *shift_right(int64_t a, int64_t count, int64_t *ret)
{
	if (count < 0)
		return pf_error_create(PF_USAGE, "negative shift count");
	*ret = a >> (count < 63 ? count : 63);
	return NULL;
}

/* By squares; exponents of what is not 0, 1 or -1 have no more than six bits. */
static struct pf_error *power(int64_t a, int64_t exponent, int64_t *ret)
{
	if (exponent < 0)
		return pf_error_create(PF_USAGE, "negative powers are not computed here");
	if (a >= -1 && a <= 1)
		exponent = exponent < 2 ? exponent : 2 - exponent % 2;
	for (*ret = 1; exponent; exponent /= 2) {
		if (exponent % 2)
			PF_TRY(multiply(*ret, a, ret));
		if (exponent > 1)
			PF_TRY(multiply(a, a, &a));
	}
	return NULL;
}

static struct pf_error *(*const of_ints[])(int64_t a, int64_t b, int64_t *ret) = {
	[PF_OPERATION_ADD] = add,
	[PF_OPERATION_SUBTRACT] = subtract,
	[PF_OPERATION_MULTIPLY] = multiply,
	[PF_OPERATION_FLOOR_DIVIDE] = floor_divide,
	[PF_OPERATION_REMAINDER] = divide_for_rest,
	[PF_OPERATION_AND] = and_bits,
	[PF_OPERATION_OR] = or_bits,
	[PF_OPERATION_XOR] = xor_bits,
	[PF_OPERATION_LEFT] = shift_left,
	[PF_OPERATION_RIGHT] = shift_right,
	[PF_OPERATION_POWER] = power,
};

static double add_floats(double a, double b)
{
	return a + b;
}

static double subtract_floats(double a, double b)
{
	return a - b;
}

static double multiply_floats(double a, double b)
{
	return a * b;
}

static double divide_floats(double a, double b)
{
	return a / b;
}

/* fmod() of two positive numbers, exactly: libm, which has it, is not linked. */
static double positive_rest(double a, double b)
{
	int a_exponent, b_exponent;
	if (isinf(b) || isnan(a))
		return a;
	frexp(b, &b_exponent);
	while (a >= b) {
		frexp(a, &a_exponent);
		double part = ldexp(b, a_exponent - b_exponent);
		a -= part > a ? part / 2 : part;
	}
	return a;
}

/* float_rem() and float_floor_div() of Objects/floatobject.c. */
static double rest_of_floats(double a, double b)
{
	if (isinf(a) || isnan(b))
		return NAN;
	double rest = copysign(positive_rest(fabs(a), fabs(b)), a);
	if (rest == 0)
		return copysign(0, b);
	return (rest < 0) != (b < 0) ? rest + b : rest;
}

static double floor_of(double value)
{
	if (isnan(value) || fabs(value) >= 0x1p53) /* has no fraction */
		return value;
	double whole = (double)(int64_t)value;
	return whole > value ? whole - 1 : whole;
}

/* With the rest before it gets the sign of B: that of -1.5 and inf is inf, and inf / inf is nan. */
static double floor_divide_floats(double a, double b)
{
	double rest = isinf(a) || isnan(b) ? NAN : copysign(positive_rest(fabs(a), fabs(b)), a);
	double quotient = (a - rest) / b - (rest != 0 && (rest < 0) != (b < 0));
	double whole = floor_of(quotient);
	if (quotient == 0)
		return copysign(0, a / b);
	return quotient - whole > 0.5 ? whole + 1 : whole;
}

static double (*const of_floats[])(double a, double b) = {
	[PF_OPERATION_ADD] = add_floats,
	[PF_OPERATION_SUBTRACT] = subtract_floats,
	[PF_OPERATION_MULTIPLY] = multiply_floats,
	[PF_OPERATION_DIVIDE] = divide_floats,
	[PF_OPERATION_FLOOR_DIVIDE] = floor_divide_floats,
	[PF_OPERATION_REMAINDER] = rest_of_floats,
	[PF_OPERATION_INVERT] = NULL,
};

static struct pf_error *compute_floats(enum pf_operation operation, const struct pf_result *a,
				       const struct pf_result *b, struct pf_result *ret)
{
	double divisor = pf_number_real(b);
	if (operation == PF_OPERATION_POWER)
		return pf_error_create(PF_USAGE, "powers of floats are not computed here");
	if (!of_floats[operation])
		return unsupported(operation, a, b);
	if (divisor == 0 && operation >= PF_OPERATION_DIVIDE)
		return by_zero();
	*ret = pf_result_of_float(of_floats[operation](pf_number_real(a), divisor));
	return NULL;
}

static uint64_t magnitude_of(int64_t value)
{
	return value < 0 ? -(uint64_t)value : (uint64_t)value;
}

/*
 * As Python's int / int, the quotient is rounded once: 63 bits of it, of which the last one says
 * that there is a rest.
 */
static struct pf_error *divide_ints(int64_t a, int64_t b, struct pf_result *ret)
{
	uint64_t dividend = magnitude_of(a), divisor = magnitude_of(b);
	int exponent = 0;
	if (!b)
		return by_zero();
	uint64_t quotient = dividend / divisor, rest = dividend % divisor;
	for (; dividend && !(quotient >> 62); exponent--) {
		rest <<= 1;
		quotient = quotient << 1 | (rest >= divisor);
		rest -= rest >= divisor ? divisor : 0;
	}
	double value = ldexp((double)(quotient | (rest != 0)), exponent);
	*ret = pf_result_of_float((a < 0) != (b < 0) ? -value : value);
	return NULL;
}

struct pf_error *pf_number_binary(enum pf_operation operation, const struct pf_result *a,
				  const struct pf_result *b, struct pf_result *ret)
{
	bool real = a->kind == PF_RESULT_FLOAT || b->kind == PF_RESULT_FLOAT;
	int64_t value = 0;
	if (real)
		return compute_floats(operation, a, b, ret);
	if (a->text || b->text)
		return too_big();
	if (operation == PF_OPERATION_DIVIDE)
		return divide_ints(a->integer, b->integer, ret);
	PF_TRY(of_ints[operation](a->integer, b->integer, &value));
	bool bits = operation == PF_OPERATION_AND || operation == PF_OPERATION_OR ||
		    operation == PF_OPERATION_XOR;
	bool bools = a->kind == PF_RESULT_BOOL && b->kind == PF_RESULT_BOOL;
	*ret = bits && bools ? pf_result_of_bool(value) : pf_result_of_int(value);
	return NULL;
}

/* -x, where either of them may be of more than 64 bits. */
static struct pf_error *negate(const struct pf_result *a, struct pf_arena *arena,
			       struct pf_result *ret)
{
	const char *text = a->text;
	if (!text && a->integer != INT64_MIN) {
		*ret = pf_result_of_int(-a->integer);
		return NULL;
	}
	if (!text)
		text = "-9223372036854775808";
	*ret = pf_result_of_int(INT64_MIN);
	if (!strcmp(text, "9223372036854775808"))
		return NULL;
	char *digits = pf_arena_alloc(arena, strlen(text) + 2);
	if (!digits)
		return &pf_error_no_memory;
	*digits = '-';
	strcpy(digits + (*text != '-'), text + (*text == '-'));
	*ret = (struct pf_result){ .kind = PF_RESULT_INT, .text = digits, .size = strlen(digits) };
	return NULL;
}

static struct pf_error *unary_float(enum pf_operation operation, double a, struct pf_result *ret)
{
	if (operation == PF_OPERATION_INVERT)
		return pf_error_create(PF_USAGE, "bad operand type for unary ~: 'float'");
	*ret = pf_result_of_float(operation == PF_OPERATION_SUBTRACT ? -a : a);
	return NULL;
}

struct pf_error *pf_number_unary(enum pf_operation operation, const struct pf_result *a,
				 struct pf_arena *arena, struct pf_result *ret)
{
	if (a->kind == PF_RESULT_FLOAT)
		return unary_float(operation, a->real, ret);
	if (operation == PF_OPERATION_SUBTRACT)
		return negate(a, arena, ret);
	if (operation == PF_OPERATION_INVERT && a->text)
		return too_big();
	*ret = *a;
	ret->kind = PF_RESULT_INT;
	if (operation == PF_OPERATION_INVERT)
		ret->integer = ~a->integer;
	return NULL;
}
