/* From an instruction to its line: the four encodings of CPython's line tables. */
#include "python/lines.h"

#include "pyflame.h"

static struct pf_position only_line(int32_t line)
{
	return (struct pf_position){ line, PF_UNKNOWN, PF_UNKNOWN, PF_UNKNOWN };
}

/* Lines are added with wrap-around: a hostile table gives a wrong line, not undefined behaviour. */
static int32_t add(int32_t line, int64_t delta)
{
	return (int32_t)((uint32_t)line + (uint32_t)delta);
}

/*
 * co_lnotab: pairs of bytes, an advance in bytecode and one in lines; the latter is signed from
 * 3.6 on. Source: PyCode_Addr2Line, Objects/codeobject.c.
 */
static struct pf_position decode_lnotab(const unsigned char *table, size_t size, bool is_signed,
					int32_t line, int32_t lasti)
{
	int64_t at = 0;
	for (size_t i = 0; i + 1 < size; i += 2) {
		at += table[i];
		if (at > lasti)
			break;
		line = add(line, is_signed ? (int8_t)table[i + 1] : table[i + 1]);
	}
	return only_line(line);
}

/*
 * PEP 626 (3.10): pairs of the length of a range in bytes and a signed line advance; -128 marks a
 * range without a line. Source: Objects/lnotab_notes.txt of 3.10.
 */
static struct pf_position decode_pep626(const unsigned char *table, size_t size, int32_t line,
					int32_t lasti)
{
	int64_t end = 0;
	for (size_t i = 0; i + 1 < size; i += 2) {
		int8_t delta = (int8_t)table[i + 1];
		end += table[i];
		if (delta != -128)
			line = add(line, delta);
		if (end > lasti)
			return only_line(delta == -128 ? PF_UNKNOWN : line);
	}
	return only_line(PF_UNKNOWN);
}

struct input {
	const unsigned char *next, *end;
};

static unsigned next_byte(struct input *in)
{
	return in->next < in->end ? *in->next++ : 0;
}

/* Six bits a byte, least first, bit 6 set on all but the last. */
static uint32_t next_varint(struct input *in)
{
	uint32_t value = 0;
	for (unsigned shift = 0, byte = 0x40; byte & 0x40; shift += 6) {
		byte = next_byte(in);
		if (shift < 32)
			value |= (byte & 0x3f) << shift;
	}
	return value;
}

/* The sign is in the lowest bit. */
static int64_t next_signed_varint(struct input *in)
{
	uint32_t value = next_varint(in);
	return value & 1 ? -(int64_t)(value >> 1) : (int64_t)(value >> 1);
}

/* A column as it is stored in the long form: one more than it is, 0 for none. */
static int32_t next_column(struct input *in)
{
	return (int32_t)(next_varint(in) - 1);
}

enum { CODE_ONE_LINE = 10, CODE_NO_COLUMNS = 13, CODE_LONG = 14, CODE_NONE = 15 };

/* One entry of a PEP 657 table after its first byte. Moves *line on. */
static struct pf_position next_position(struct input *in, unsigned code, int32_t *line)
{
	if (code == CODE_NONE)
		return only_line(PF_UNKNOWN);
	if (code < CODE_ONE_LINE) {
		unsigned byte = next_byte(in);
		int32_t column = (int32_t)(code << 3 | byte >> 4);
		return (struct pf_position){ *line, *line, column, column + (int32_t)(byte & 15) };
	}
	if (code < CODE_NO_COLUMNS) {
		*line = add(*line, code - CODE_ONE_LINE);
		int32_t column = (int32_t)next_byte(in);
		return (struct pf_position){ *line, *line, column, (int32_t)next_byte(in) };
	}
	*line = add(*line, next_signed_varint(in));
	if (code == CODE_NO_COLUMNS)
		return (struct pf_position){ *line, *line, PF_UNKNOWN, PF_UNKNOWN };
	int32_t end_line = add(*line, next_varint(in));
	int32_t column = next_column(in);
	return (struct pf_position){ *line, end_line, column, next_column(in) };
}

/*
 * PEP 657 (3.11+): entries whose first byte has bit 7 set, a form in four bits and in three bits
 * one less than how many code units it covers. Source: Objects/locations.md.
 */
static struct pf_position decode_pep657(const unsigned char *table, size_t size, int32_t line,
					int32_t lasti)
{
	struct input in = { table, table + size };
	int64_t end = 0;
	while (in.next < in.end) {
		unsigned first = next_byte(&in);
		end += ((first & 7) + 1) * 2;
		struct pf_position ret = next_position(&in, first >> 3 & 15, &line);
		if (end > lasti)
			return ret;
	}
	return only_line(PF_UNKNOWN);
}

struct pf_position pf_lines_decode(enum pf_lines lines, const unsigned char *table, size_t size,
				   int32_t first_line, int32_t lasti)
{
	switch (lines) {
	case LINES_LNOTAB_UNSIGNED:
		return decode_lnotab(table, size, false, first_line, lasti);
	case LINES_LNOTAB:
		return decode_lnotab(table, size, true, first_line, lasti);
	case LINES_PEP626:
		break;
	case LINES_PEP657:
		break;
	}
	if (lasti < 0)
		return only_line(first_line);
	return lines == LINES_PEP626 ? decode_pep626(table, size, first_line, lasti)
				     : decode_pep657(table, size, first_line, lasti);
}
