/* Line tables made from ranges, the way CPython's compiler makes them: the decoder's opposite. */
#include "line_encoder.h"

struct output {
	unsigned char *bytes;
	size_t size;
};

static void put(struct output *out, int64_t byte)
{
	out->bytes[out->size++] = (unsigned char)byte;
}

static void put_pair(struct output *out, int64_t first, int64_t second)
{
	put(out, first);
	put(out, second);
}

static void put_varint(struct output *out, uint32_t value)
{
	for (; value >= 64; value >>= 6)
		put(out, 64 | (value & 63));
	put(out, value);
}

static void put_signed_varint(struct output *out, int32_t value)
{
	put_varint(out, value < 0 ? (uint32_t)-value << 1 | 1 : (uint32_t)value << 1);
}

/* assemble_lnotab() of 3.6 to 3.9 and of 2.7: what is too far for a byte takes more pairs. */
static void encode_lnotab(struct output *out, const struct line_range *ranges, size_t count,
			  int32_t line, int64_t highest, int64_t lowest)
{
	int64_t advance = 0;
	for (size_t i = 0; i < count; advance += ranges[i++].size) {
		int64_t delta = ranges[i].line - line;
		if (!delta)
			continue;
		for (; advance > 255; advance -= 255)
			put_pair(out, 255, 0);
		for (; delta > highest; advance = 0, delta -= highest)
			put_pair(out, advance, highest);
		for (; delta < lowest; advance = 0, delta -= lowest)
			put_pair(out, advance, lowest);
		put_pair(out, advance, delta);
		advance = 0;
		line = ranges[i].line;
	}
}

/* assemble_line_range() of 3.10: a delta that is too large goes ahead on ranges of no length. */
static void encode_pep626(struct output *out, const struct line_range *ranges, size_t count,
			  int32_t line)
{
	for (size_t i = 0; i < count; i++) {
		int64_t size = ranges[i].size, delta = ranges[i].line - line;
		if (ranges[i].line < 0) {
			for (; size > 254; size -= 254)
				put_pair(out, 254, -128);
			put_pair(out, size, -128);
			continue;
		}
		for (; delta > 127; delta -= 127)
			put_pair(out, 0, 127);
		for (; delta < -127; delta += 127)
			put_pair(out, 0, -127);
		for (; size > 254; size -= 254, delta = 0)
			put_pair(out, 254, delta);
		put_pair(out, size, delta);
		line = ranges[i].line;
	}
}

static void put_head(struct output *out, unsigned code, uint32_t units)
{
	put(out, 0x80 | code << 3 | (units - 1));
}

/* write_location_info_entry() of 3.11 on: the shortest form that can say it. */
static void put_entry(struct output *out, const struct line_range *range, uint32_t units,
		      int32_t line)
{
	int32_t delta = range->line - line, width = range->end_column - range->column;
	if (range->line < 0) {
		put_head(out, 15, units);
	} else if (range->column < 0 || range->end_column < 0) {
		put_head(out, 13, units);
		put_signed_varint(out, delta);
	} else if (range->line == range->end_line && !delta && range->column < 80 && width >= 0 &&
		   width < 16) {
		put_head(out, (unsigned)range->column / 8, units);
		put(out, range->column % 8 << 4 | width);
	} else if (range->line == range->end_line && delta >= 0 && delta < 3 &&
		   range->column < 128 && range->end_column < 128) {
		put_head(out, 10 + (unsigned)delta, units);
		put_pair(out, range->column, range->end_column);
	} else {
		put_head(out, 14, units);
		put_signed_varint(out, delta);
		put_varint(out, (uint32_t)(range->end_line - range->line));
		put_varint(out, (uint32_t)range->column + 1);
		put_varint(out, (uint32_t)range->end_column + 1);
	}
}

static void encode_pep657(struct output *out, const struct line_range *ranges, size_t count,
			  int32_t line)
{
	for (size_t i = 0; i < count; i++) {
		uint32_t units = ranges[i].size / 2;
		while (units) {
			uint32_t part = units > 8 ? 8 : units;
			put_entry(out, &ranges[i], part, line);
			if (ranges[i].line >= 0)
				line = ranges[i].line;
			units -= part;
		}
	}
}

int line_encoder_has_none(enum pf_lines lines)
{
	return lines == LINES_PEP626 || lines == LINES_PEP657;
}

size_t line_encoder_encode(enum pf_lines lines, const struct line_range *ranges, size_t count,
			   int32_t first_line, unsigned char *ret)
{
	struct output out = { ret, 0 };
	switch (lines) {
	case LINES_LNOTAB_UNSIGNED:
		encode_lnotab(&out, ranges, count, first_line, 255, 0);
		break;
	case LINES_LNOTAB:
		encode_lnotab(&out, ranges, count, first_line, 127, -128);
		break;
	case LINES_PEP626:
		encode_pep626(&out, ranges, count, first_line);
		break;
	case LINES_PEP657:
		encode_pep657(&out, ranges, count, first_line);
		break;
	}
	return out.size;
}
