/* python/lines: tables computed by hand, tables of an independent encoder, and garbage. */
#include "line_encoder.h"
#include "pyflame.h"
#include "python/lines.h"
#include "tap.h"

#include <stdlib.h>
#include <string.h>

enum { ENCODINGS = LINES_PEP657 + 1, NONE = PF_UNKNOWN };

/* One instruction of a table: where it is and what it belongs to. */
struct sample {
	int32_t lasti;
	struct pf_position want;
};

static void check(enum pf_lines lines, const unsigned char *table, size_t size, int32_t first_line,
		  const struct sample *sample)
{
	struct pf_position have = pf_lines_decode(lines, table, size, first_line, sample->lasti);
	ck_assert_msg(!memcmp(&have, &sample->want, sizeof(have)),
		      "encoding %d, lasti %d: %d-%d %d-%d instead of %d-%d %d-%d", lines,
		      sample->lasti, have.line, have.end_line, have.column, have.end_column,
		      sample->want.line, sample->want.end_line, sample->want.column,
		      sample->want.end_column);
}

#define LINE(lasti, line)                      \
	{                                      \
		lasti,                         \
		{                              \
			line, NONE, NONE, NONE \
		}                              \
	}

#define CHECK_ALL(lines, table, first_line, samples)                                   \
	do {                                                                           \
		for (size_t i = 0; i < sizeof(samples) / sizeof(samples[0]); i++)      \
			check(lines, table, sizeof(table), first_line, &(samples)[i]); \
	} while (0)

/* Objects/lnotab_notes.txt of 2.7: offsets 0, 6, 50, 350, 361 at lines 1, 2, 7, 207, 208. */
START_TEST(lnotab_of_its_notes)
{
	static const unsigned char table[] = { 6, 1, 44, 5, 255, 0, 45, 200, 11, 1 };
	static const struct sample samples[] = {
		LINE(-1, 1),	 LINE(0, 1),	       LINE(5, 1),	   LINE(6, 2),
		LINE(49, 2),	 LINE(50, 7),	       LINE(304, 7),	   LINE(305, 7),
		LINE(349, 7),	 LINE(350, 207),       LINE(360, 207),	   LINE(361, 208),
		LINE(9999, 208), LINE(INT32_MAX, 208), LINE(INT32_MIN, 1),
	};
	CHECK_ALL(LINES_LNOTAB_UNSIGNED, table, 1, samples);
}
END_TEST

/* The same of 3.6: lines may go down, and 200 lines take two pairs. */
START_TEST(signed_lnotab_goes_back)
{
	static const unsigned char table[] = { 6, 1, 44, 5, 255, 0, 45, 127, 0, 73, 4, 0xf6 };
	static const struct sample samples[] = {
		LINE(0, 1),	LINE(6, 2),	LINE(50, 7),	 LINE(350, 207),
		LINE(353, 207), LINE(354, 197), LINE(5000, 197), LINE(-1, 1),
	};
	CHECK_ALL(LINES_LNOTAB, table, 1, samples);
}
END_TEST

/* Objects/lnotab_notes.txt of 3.10, with a range that has no line in the middle. */
START_TEST(pep626_has_ranges_without_a_line)
{
	static const unsigned char table[] = {
		6, 0, 44, 1, 10, 0x80, 254, 5, 36, 0, 0, 127, 2, 73
	};
	static const struct sample samples[] = {
		LINE(-1, 1),	       LINE(0, 1),     LINE(4, 1),     LINE(6, 2),
		LINE(48, 2),	       LINE(50, NONE), LINE(58, NONE), LINE(60, 7),
		LINE(348, 7),	       LINE(350, 207), LINE(351, 207), LINE(352, NONE),
		LINE(INT32_MAX, NONE),
	};
	CHECK_ALL(LINES_PEP626, table, 1, samples);
}
END_TEST

/* Every form of Objects/locations.md, two code units each. */
START_TEST(pep657_has_all_forms)
{
	static const unsigned char table[] = {
		0x80 | 0 << 3 | 1,
		0x3f, /* short: columns 3-18 */
		0x80 | 9 << 3 | 1,
		0x70, /* short: columns 79-79 */
		0x80 | 10 << 3 | 1,
		100,
		120, /* the same line */
		0x80 | 11 << 3 | 1,
		4,
		9, /* one line on */
		0x80 | 12 << 3 | 1,
		0,
		127, /* two lines on */
		0x80 | 13 << 3 | 1,
		0x40 | 11,
		3, /* -(203 >> 1) = -101 lines, no columns */
		0x80 | 14 << 3 | 1,
		0x40 | 4,
		0x40 | 3,
		1, /* (4 + 3*64 + 4096) >> 1 = 2146 */
		0x40 | 10,
		2,
		0x40 | 0,
		16,
		0,		    /* to 138 lines on, columns 1023 to none */
		0x80 | 15 << 3 | 1, /* none */
		0x80 | 10 << 3 | 1,
		1,
		2,
	};
	static const struct sample samples[] = {
		{ -1, { 10, NONE, NONE, NONE } },   { 0, { 10, 10, 3, 18 } },
		{ 3, { 10, 10, 3, 18 } },	    { 4, { 10, 10, 79, 79 } },
		{ 8, { 10, 10, 100, 120 } },	    { 12, { 11, 11, 4, 9 } },
		{ 16, { 13, 13, 0, 127 } },	    { 20, { -88, -88, NONE, NONE } },
		{ 24, { 2058, 2196, 1023, NONE } }, { 28, { NONE, NONE, NONE, NONE } },
		{ 32, { 2058, 2058, 1, 2 } },	    { 35, { 2058, 2058, 1, 2 } },
		{ 36, { NONE, NONE, NONE, NONE } }, { INT32_MAX, { NONE, NONE, NONE, NONE } },
	};
	CHECK_ALL(LINES_PEP657, table, 10, samples);
}
END_TEST

START_TEST(an_empty_table_knows_little)
{
	static const unsigned char table[] = { 0xff, 0xff }; /* none of it counts */
	struct sample at_start = LINE(0, 7);
	if (line_encoder_has_none((enum pf_lines)_i))
		at_start.want.line = NONE;
	check((enum pf_lines)_i, table, 0, 7, &at_start);
	struct sample before = LINE(-1, 7);
	check((enum pf_lines)_i, table, 0, 7, &before);
}
END_TEST

/* A number from 0 to LIMIT - 1. */
static int32_t below(int32_t limit)
{
	return (int32_t)((uint32_t)random() % (uint32_t)limit);
}

static int32_t next_line(enum pf_lines lines, int32_t line)
{
	int32_t reach = below(4) ? 4 : 700;
	if (lines == LINES_LNOTAB_UNSIGNED)
		return line + below(reach);
	int32_t next = line + below(2 * reach) - reach;
	return next < 1 ? 1 : next;
}

static struct line_range random_range(enum pf_lines lines, int32_t *line)
{
	struct line_range ret = { .size = 2 * (uint32_t)(1 + below(below(4) ? 12 : 600)) };
	*line = next_line(lines, *line);
	ret.line = ret.end_line = *line;
	ret.column = below(below(3) ? 90 : 70000);
	ret.end_column = ret.column + below(below(3) ? 16 : 5000);
	if (!below(6))
		ret.end_line += below(3000);
	if (!below(6))
		ret.column = ret.end_column = NONE;
	if (line_encoder_has_none(lines) && !below(6))
		ret.line = NONE;
	return ret;
}

/* What a table of LINES can say of RANGE. */
static struct pf_position position_of(enum pf_lines lines, const struct line_range *range)
{
	struct pf_position ret = { range->line, NONE, NONE, NONE };
	if (range->line == NONE || lines != LINES_PEP657)
		return ret;
	if (range->column == NONE)
		return (struct pf_position){ range->line, range->line, NONE, NONE };
	return (struct pf_position){ range->line, range->end_line, range->column,
				     range->end_column };
}

START_TEST(agrees_with_the_encoder)
{
	enum { RANGES = 40, ROUNDS = 300 };
	enum pf_lines lines = (enum pf_lines)_i;
	static unsigned char table[RANGES * 4096];
	srandom(20240607);
	for (int round = 0; round < ROUNDS; round++) {
		struct line_range ranges[RANGES];
		int32_t line = 1 + below(1000), first_line = line;
		for (size_t i = 0; i < RANGES; i++)
			ranges[i] = random_range(lines, &line);
		size_t size = line_encoder_encode(lines, ranges, RANGES, first_line, table);
		ck_assert_uint_le(size, sizeof(table));
		int32_t lasti = 0;
		for (size_t i = 0; i < RANGES; lasti += (int32_t)ranges[i++].size) {
			struct sample sample = { lasti, position_of(lines, &ranges[i]) };
			check(lines, table, size, first_line, &sample);
			sample.lasti = lasti + (int32_t)ranges[i].size - 2;
			check(lines, table, size, first_line, &sample);
		}
	}
}
END_TEST

/* Decodes the SIZE bytes at TABLE from a block of just that size, so that ASan sees it all. */
static void decode_copy(enum pf_lines lines, const unsigned char *table, size_t size)
{
	static const int32_t lastis[] = { INT32_MIN, -1, 0, 2, 1000, INT32_MAX };
	unsigned char *copy = malloc(size ? size : 1);
	unsigned char *exact = size ? copy : copy + 1;
	if (size)
		memcpy(copy, table, size);
	for (size_t i = 0; i < sizeof(lastis) / sizeof(lastis[0]); i++)
		pf_lines_decode(lines, exact, size, i & 1 ? INT32_MAX : INT32_MIN, lastis[i]);
	free(copy);
}

START_TEST(garbage_stays_inside)
{
	enum { TABLES = 100000, SIZE = 96, EVERY_PREFIX = 500 };
	unsigned char table[SIZE];
	srandom(3118);
	for (int round = 0; round < TABLES; round++) {
		size_t size = (size_t)below(SIZE + 1);
		for (size_t i = 0; i < size; i++) /* continued varints are what runs on */
			table[i] = (unsigned char)(below(3) ? below(256) : below(256) | 0x40);
		decode_copy((enum pf_lines)_i, table, size);
		for (size_t i = 0; i < size && round < EVERY_PREFIX; i++)
			decode_copy((enum pf_lines)_i, table, i);
	}
}
END_TEST

/* A varint that never ends: 32 bits of it count, and it stops with the table. */
START_TEST(endless_varints_end)
{
	static unsigned char table[1 << 16];
	memset(table, 0xff, sizeof(table));
	for (unsigned code = 10; code < 16; code++) {
		table[0] = (unsigned char)(0x80 | code << 3);
		decode_copy(LINES_PEP657, table, sizeof(table));
	}
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("lines");
	TCase *tests = tcase_create("lines");
	tcase_add_test(tests, lnotab_of_its_notes);
	tcase_add_test(tests, signed_lnotab_goes_back);
	tcase_add_test(tests, pep626_has_ranges_without_a_line);
	tcase_add_test(tests, pep657_has_all_forms);
	tcase_add_loop_test(tests, an_empty_table_knows_little, 0, ENCODINGS);
	tcase_add_loop_test(tests, agrees_with_the_encoder, 0, ENCODINGS);
	tcase_add_loop_test(tests, garbage_stays_inside, 0, ENCODINGS);
	tcase_add_test(tests, endless_varints_end);
	suite_add_tcase(suite, tests);
	return tap_run(suite);
}
