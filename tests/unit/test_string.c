/* python/string: every shape of text in every version, and objects that are none. */
#include "assert_error.h"
#include "failing_memory.h"
#include "fake_objects.h"
#include "python/string.h"
#include "tap.h"

#include <stdlib.h>

static struct fake_memory heap;

static void teardown(void)
{
	fake_memory_deinit(&heap);
}

/* The loop's index is the layout; a fixture does not know it. */
#define LAYOUT fake_memory_init(&heap, (unsigned)_i)

static bool is_python2(void)
{
	return heap.layout.major == 2;
}

static void check_text(pf_addr at, const char *want)
{
	struct pf_text text = { 0 };
	pf_text_append_str(&text, "<"); /* peek appends */
	assert_ok(pf_string_peek(&heap.reader, at, &text));
	ck_assert_str_eq(pf_text_str(&text) + 1, want);
	ck_assert_uint_eq(text.size, strlen(want) + 1);
	pf_text_deinit(&text);
}

static void check_torn(pf_addr at, struct pf_error *want)
{
	struct pf_text text = { 0 };
	ck_assert_ptr_eq(pf_string_peek(&heap.reader, at, &text), want);
	ck_assert(!pf_string_equals(&heap.reader, at, "x"));
	pf_text_deinit(&text);
}

/* COUNT code points as units of WIDTH bytes; 2.7's narrow unicode is made by hand below. */
static pf_addr text_of(const uint32_t *points, size_t count, size_t width, enum fake_shape shape)
{
	unsigned char units[4 * 64];
	for (size_t i = 0; i < count; i++)
		memcpy(units + i * width, &points[i], width); /* little-endian */
	return is_python2() ? fake_unicode2(&heap, units, count, width)
			    : fake_str_shaped(&heap, units, count, width, shape);
}

START_TEST(plain_names)
{
	LAYOUT;
	check_text(fake_str(&heap, "main"), "main");
	check_text(fake_str(&heap, ""), "");
	check_text(fake_str(&heap, "<module>"), "<module>");
}
END_TEST

struct text {
	uint32_t points[8];
	size_t count, width;
	const char *want;
};

/* The least width that holds each; wider ones are no PEP 393 but must be read the same. */
static const struct text texts[] = {
	{ { 'a', 'b' }, 2, 1, "ab" },
	{ { 0xfc, 'n', 't', 'e', 'r' }, 5, 1, "ünter" },
	{ { 0x80, 0xff }, 2, 1, "\xc2\x80ÿ" },
	{ { 0x51fd, 0x6570 }, 2, 2, "函数" },
	{ { 'f', 0xdc80 }, 2, 2, "f\\udc80" },
	{ { 0xd83d, 'x', 0xde00 }, 3, 4, "\\ud83dx\\ude00" },
	{ { 'x', 0x1f600, 'y' }, 3, 4, "x😀y" },
	{ { 0x10ffff, 0x110000 }, 2, 4, "\xf4\x8f\xbf\xbf\\U00110000" },
	{ { 'a', 0, 'b' }, 3, 1, "a" PF_TEXT_NUL "b" },
};

START_TEST(every_width_and_shape)
{
	LAYOUT;
	for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
		const struct text *text = &texts[i];
		for (size_t width = is_python2() && text->width < 2 ? 2 : text->width; width <= 4;
		     width *= 2) {
			check_text(text_of(text->points, text->count, width, SHAPE_COMPACT),
				   text->want);
			check_text(text_of(text->points, text->count, width, SHAPE_LEGACY),
				   text->want);
		}
	}
}
END_TEST

START_TEST(narrow_unicode_joins_surrogates)
{
	static const uint16_t units[] = { 'x', 0xd83d, 0xde00, 0xde00, 0xd83d, 'y', 0xd83d };
	LAYOUT;
	if (is_python2())
		check_text(fake_unicode2(&heap, units, 7, 2), "x😀\\ude00\\ud83dy\\ud83d");
	else /* PEP 393 has no pairs: two surrogates are two characters */
		check_text(fake_str_shaped(&heap, units, 3, 2, SHAPE_COMPACT), "x\\ud83d\\ude00");
}
END_TEST

START_TEST(bytes_of_python2_may_be_utf8)
{
	LAYOUT;
	if (!is_python2())
		return;
	check_text(fake_bytes(&heap, "f\xc3\xbcr", 4), "für");
	check_text(fake_bytes(&heap, "f\xfcr", 3), "f\\xfcr");
	check_text(fake_bytes(&heap, "a\0b", 3), "a" PF_TEXT_NUL "b");
}
END_TEST

static char *repeated(const char *part, size_t count, const char *end)
{
	char *ret = calloc(count * strlen(part) + strlen(end) + 1, 1);
	for (size_t i = 0; i < count; i++)
		memcpy(ret + i * strlen(part), part, strlen(part));
	return strcat(ret, end);
}

START_TEST(long_texts_are_cut_at_the_limit)
{
	static const size_t counts[] = { 5000, PF_STRING_LIMIT, PF_STRING_LIMIT + 1, 200000 };
	LAYOUT;
	for (size_t i = 0; i < 4; i++) {
		bool cut = counts[i] > PF_STRING_LIMIT;
		size_t shown = cut ? PF_STRING_LIMIT : counts[i];
		char *have = repeated("x", counts[i], ""),
		     *want = repeated("x", shown, cut ? "…" : "");
		check_text(fake_str(&heap, have), want);
		free(have);
		free(want);
	}
}
END_TEST

START_TEST(wide_texts_are_cut_by_characters)
{
	static uint16_t units[PF_STRING_LIMIT + 5];
	for (size_t i = 0; i < PF_STRING_LIMIT + 5; i++)
		units[i] = 0x51fd;
	LAYOUT;
	pf_addr at = is_python2()
			     ? fake_unicode2(&heap, units, PF_STRING_LIMIT + 5, 2)
			     : fake_str_shaped(&heap, units, PF_STRING_LIMIT + 5, 2, SHAPE_COMPACT);
	char *want = repeated("函", PF_STRING_LIMIT, "…");
	check_text(at, want);
	free(want);
}
END_TEST

START_TEST(absurd_lengths_are_errors)
{
	static const uint64_t lengths[] = { UINT64_C(1) << 63, UINT64_MAX, UINT64_C(1) << 62,
					    5000 };
	LAYOUT;
	for (size_t i = 0; i < 4; i++) {
		pf_addr at = fake_str(&heap, "abc");
		fake_put_word(&heap, at + heap.layout.text.length, lengths[i]);
		check_torn(at, &pf_error_fault);
	}
}
END_TEST

START_TEST(kinds_that_cannot_be)
{
	static const unsigned kinds[] = { 0, 3, 5, 6, 7 };
	LAYOUT;
	for (size_t i = 0; i < 5 && !is_python2(); i++) {
		pf_addr at = fake_str(&heap, "x");
		fake_put_int(&heap, at + heap.layout.text.state, (int32_t)(kinds[i] << 2 | 1 << 5));
		check_torn(at, &pf_error_torn);
	}
}
END_TEST

START_TEST(what_is_no_text)
{
	LAYOUT;
	check_torn(0, &pf_error_fault);
	check_torn(fake_int(&heap, 5, true), &pf_error_torn);
	check_torn(fake_dict_new(&heap, NULL, 0, DICT_COMBINED), &pf_error_torn);
	check_torn(fake_object(&heap, 0, 64), &pf_error_fault); /* has no type */
	if (!is_python2())
		check_torn(fake_bytes(&heap, "x", 1), &pf_error_torn);
}
END_TEST

START_TEST(equals_compares_all)
{
	static const char *const others[] = { "", "_activ", "_active_", "_Active", "active" };
	LAYOUT;
	pf_addr at = fake_str(&heap, "_active");
	ck_assert(pf_string_equals(&heap.reader, at, "_active"));
	for (size_t i = 0; i < sizeof(others) / sizeof(others[0]); i++)
		ck_assert(!pf_string_equals(&heap.reader, at, others[i]));
	ck_assert(pf_string_equals(&heap.reader, fake_str(&heap, ""), ""));
	static const uint32_t wide[] = { 'a', 'b' };
	ck_assert(!pf_string_equals(&heap.reader, text_of(wide, 2, 2, SHAPE_COMPACT), "ab"));
	static const uint32_t latin[] = { 0xfc };
	ck_assert(!pf_string_equals(&heap.reader, text_of(latin, 1, 2, SHAPE_LEGACY), "\xfc"));
	if (!is_python2())
		ck_assert(pf_string_equals(&heap.reader, text_of(wide, 2, 1, SHAPE_LEGACY), "ab"));
}
END_TEST

START_TEST(bytes_have_a_limit)
{
	unsigned char *bytes;
	size_t size;
	LAYOUT;
	pf_addr at = fake_bytes(&heap, "a\0\xff", 3);
	assert_ok(pf_bytes_peek(&heap.reader, at, 3, &bytes, &size));
	ck_assert_uint_eq(size, 3);
	ck_assert_mem_eq(bytes, "a\0\xff", 3);
	free(bytes);
	ck_assert_ptr_eq(pf_bytes_peek(&heap.reader, at, 2, &bytes, &size), &pf_error_torn);
	fake_put_word(&heap, at + heap.layout.object.var_size, UINT64_MAX);
	ck_assert_ptr_eq(pf_bytes_peek(&heap.reader, at, 1 << 26, &bytes, &size), &pf_error_torn);
	at = fake_int(&heap, 1, false);
	ck_assert_ptr_eq(pf_bytes_peek(&heap.reader, at, 9, &bytes, &size), &pf_error_torn);
	assert_ok(pf_bytes_peek(&heap.reader, fake_bytes(&heap, "", 0), 0, &bytes, &size));
	ck_assert_uint_eq(size, 0);
	free(bytes);
}
END_TEST

START_TEST(the_nth_read_fails)
{
	static const uint32_t points[] = { 0x51fd, 0x6570 };
	LAYOUT;
	pf_addr at = text_of(points, 2, 2, SHAPE_LEGACY);
	bool failed = true;
	for (long n = 0; failed; n++) {
		struct failing_memory failing;
		struct pf_text text = { 0 };
		failing_memory_init(&failing, &heap.memory, n, &pf_error_gone);
		struct pf_reader reader = { &failing.memory, &heap.layout };
		struct pf_error *err = pf_string_peek(&reader, at, &text);
		failed = failing.failed;
		ck_assert_ptr_eq(err, failed ? &pf_error_gone : NULL);
		ck_assert_str_eq(pf_text_str(&text), failed ? "" : "函数");
		pf_text_deinit(&text);
	}
}
END_TEST

int main(void)
{
	int layouts = fake_memory_layouts();
	Suite *suite = suite_create("string");
	TCase *tests = tcase_create("string");
	tcase_add_checked_fixture(tests, NULL, teardown);
	tcase_add_loop_test(tests, plain_names, 0, layouts);
	tcase_add_loop_test(tests, every_width_and_shape, 0, layouts);
	tcase_add_loop_test(tests, narrow_unicode_joins_surrogates, 0, layouts);
	tcase_add_loop_test(tests, bytes_of_python2_may_be_utf8, 0, layouts);
	tcase_add_loop_test(tests, long_texts_are_cut_at_the_limit, 0, layouts);
	tcase_add_loop_test(tests, wide_texts_are_cut_by_characters, 0, layouts);
	tcase_add_loop_test(tests, absurd_lengths_are_errors, 0, layouts);
	tcase_add_loop_test(tests, kinds_that_cannot_be, 0, layouts);
	tcase_add_loop_test(tests, what_is_no_text, 0, layouts);
	tcase_add_loop_test(tests, equals_compares_all, 0, layouts);
	tcase_add_loop_test(tests, bytes_have_a_limit, 0, layouts);
	tcase_add_loop_test(tests, the_nth_read_fails, 0, layouts);
	suite_add_tcase(suite, tests);
	return tap_run(suite);
}
