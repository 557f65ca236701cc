/* The shortest decimal number that is read back as the same double, as Python's repr() writes it. */
#include "value/shortest.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* 17 significant digits are enough for any double. */
enum { DIGITS = 17, SIZE = 40 };

/* Python writes an exponent where it is below -4 or from 16 on (float_repr_style 'short'). */
enum { LEAST_EXPONENT = -4, EXPONENT = 16 };

/* Adds one to the last digit of "d.ddde[+-]xx"; false when that would need one digit more. */
static bool count_up(char *buf)
{
	char *at = strchr(buf, 'e');
	while (at-- > buf) {
		if (*at >= '0' && *at < '9') {
			++*at;
			return true;
		}
		if (*at == '9')
			*at = '0';
	}
	return false;
}

/*
 * "d.ddde[+-]xx" with as few digits as tell VALUE from all others. Half way between two of them
 * printf() may take the lower one, where doubles are denser below a power of two: 2**-24.
 */
static void find_digits(double value, char *buf)
{
	for (int digits = 0; digits < DIGITS; digits++) {
		for (int more = 0; more < 2; more++) {
			snprintf(buf, SIZE, "%.*e", digits, value);
			if ((!more || count_up(buf)) && strtod(buf, NULL) == value)
				return;
		}
	}
}

/* Digits without a point: the first COUNT before it, zeros where there are none. */
static void append_plain(struct pf_text *text, const char *digits, int exponent, bool point)
{
	int count = (int)strlen(digits);
	if (exponent < 0) {
		pf_text_append_str(text, "0.");
		for (int i = exponent; i < -1; i++)
			pf_text_append_str(text, "0");
		pf_text_append_str(text, digits);
		return;
	}
	for (int i = 0; i <= exponent; i++)
		pf_text_append(text, i < count ? digits + i : "0", 1);
	if (count > exponent + 1)
		pf_text_printf(text, ".%s", digits + exponent + 1);
	else if (point)
		pf_text_append_str(text, ".0");
}

static void append_finite(struct pf_text *text, double value, bool point)
{
	char buf[SIZE], digits[SIZE];
	size_t count = 0;
	find_digits(value, buf);
	const char *from = buf;
	if (*from == '-')
		pf_text_append(text, from++, 1);
	for (; *from != 'e'; from++) {
		if (*from >= '0' && *from <= '9')
			digits[count++] = *from;
	}
	digits[count] = 0;
	int exponent = atoi(from + 1);
	if (exponent >= LEAST_EXPONENT && exponent < EXPONENT) {
		append_plain(text, digits, exponent, point);
		return;
	}
	pf_text_printf(text, "%c%s%se%c%02d", digits[0], count > 1 ? "." : "", digits + 1,
		       exponent < 0 ? '-' : '+', abs(exponent));
}

void pf_shortest_append(struct pf_text *text, double value, bool point)
{
	if (isnan(value))
		pf_text_append_str(text, "nan");
	else if (isinf(value))
		pf_text_append_str(text, value < 0 ? "-inf" : "inf");
	else
		append_finite(text, value, point);
}
