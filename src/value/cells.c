/* Numbers in memory that are no objects: items of arrays. */
#include "value/cells.h"

#include "value/shortest.h"

#include <inttypes.h>
#include <math.h>
#include <string.h>

enum { MOST_CELLS = 1 << 20, LARGEST = 16 };

static bool is_size_of_integer(int64_t size)
{
	return size == 1 || size == 2 || size == 4 || size == 8;
}

static bool is_size_of_float(int64_t size)
{
	return size == 2 || size == 4 || size == 8;
}

bool pf_cell_parse(const char *code, int64_t size, struct pf_cell_type *ret)
{
	bool pair = code[0] == 'Z';
	*ret = (struct pf_cell_type){ .size = (size_t)size, .suffix = "" };
	if (pair || strchr("efd", *code)) {
		ret->kind = pair ? PF_CELL_COMPLEX : PF_CELL_FLOAT;
		return *code && is_size_of_float(pair ? size / 2 : size);
	}
	ret->kind = strchr("bhilq", *code) ? PF_CELL_SIGNED : PF_CELL_UNSIGNED;
	return *code && strchr("bhilqBHILQ", *code) && is_size_of_integer(size);
}

/* IEEE 754's float of 16 bits: sign, five bits of exponent, ten of fraction. */
static double half(uint16_t bits)
{
	int exponent = bits >> 10 & 31, fraction = bits & 1023;
	double value = exponent == 31 ? (fraction ? NAN : INFINITY)
		       : exponent     ? ldexp(1024 + fraction, exponent - 25)
				      : ldexp(fraction, -24);
	return bits >> 15 ? -value : value;
}

static double float_in(const unsigned char *bytes, size_t size)
{
	uint16_t bits;
	float single;
	double value;
	memcpy(&bits, bytes, sizeof(bits));
	if (size == sizeof(bits))
		return half(bits);
	memcpy(&single, bytes, sizeof(single));
	if (size == sizeof(single))
		return (double)single;
	memcpy(&value, bytes, sizeof(value));
	return value;
}

static uint64_t integer_in(const unsigned char *bytes, size_t size, bool is_signed)
{
	uint64_t value = 0;
	for (size_t i = size; i-- > 0;)
		value = value << 8 | bytes[i];
	uint64_t sign = UINT64_C(1) << (8 * size - 1);
	return is_signed ? (value ^ sign) - sign : value;
}

static void append_complex(const unsigned char *bytes, size_t size, struct pf_text *text)
{
	double real = float_in(bytes, size / 2), imaginary = float_in(bytes + size / 2, size / 2);
	bool both = real != 0 || signbit(real);
	pf_text_append_str(text, both ? "(" : "");
	if (both)
		pf_shortest_append(text, real, false);
	pf_text_append_str(text, both && (!signbit(imaginary) || isnan(imaginary)) ? "+" : "");
	pf_shortest_append(text, imaginary, false);
	pf_text_append_str(text, both ? "j)" : "j");
}

/* Turns the bytes of each part around, of which a complex number has two. */
static void swap(const struct pf_cell_type *type, const unsigned char *bytes, unsigned char *ret)
{
	size_t part = type->kind == PF_CELL_COMPLEX ? type->size / 2 : type->size;
	for (size_t i = 0; i < type->size; i++)
		ret[i] = bytes[i / part * part + part - 1 - i % part];
}

void pf_cell_append(const struct pf_cell_type *type, const unsigned char *bytes,
		    struct pf_text *text)
{
	unsigned char native[LARGEST] = { 0 };
	if (type->swapped)
		swap(type, bytes, native);
	else
		memcpy(native, bytes, type->size);
	switch (type->kind) {
	case PF_CELL_SIGNED:
		pf_text_printf(text, "%" PRId64, (int64_t)integer_in(native, type->size, true));
		break;
	case PF_CELL_UNSIGNED:
		pf_text_printf(text, "%" PRIu64, integer_in(native, type->size, false));
		break;
	case PF_CELL_FLOAT:
		pf_shortest_append(text, float_in(native, type->size), true);
		break;
	case PF_CELL_COMPLEX:
		append_complex(native, type->size, text);
		break;
	case PF_CELL_BOOL:
		pf_text_append_str(text, native[0] ? "True" : "False");
		break;
	}
	pf_text_append_str(text, type->suffix);
}

struct pf_error *pf_cells_append(const struct pf_cells *cells, struct pf_text *text)
{
	uint64_t most = cells->limits->elements ? cells->limits->elements : MOST_CELLS;
	pf_addr at = cells->at;
	for (uint64_t i = 0; i < cells->count && i < most; i++, at += (pf_addr)cells->stride) {
		unsigned char bytes[LARGEST];
		PF_TRY(pf_reader_peek(cells->reader, at, bytes, cells->type.size));
		pf_text_append_str(text, i ? ", " : "");
		pf_cell_append(&cells->type, bytes, text);
	}
	pf_text_append_str(text, cells->count > most ? "..." : "");
	return NULL;
}
