/* base/text: any bytes become UTF-8, and are safe for a terminal and for JSON. */
#include "base/text.h"
#include "tap.h"

#include <string.h>

static void check_and_free(struct pf_text *text, const char *want)
{
	ck_assert_ptr_null(pf_text_check(text));
	ck_assert_str_eq(pf_text_str(text), want);
	ck_assert_uint_eq(text->size, strlen(want));
	pf_text_deinit(text);
}

START_TEST(empty_text_is_a_string)
{
	struct pf_text text = { 0 };
	check_and_free(&text, "");
}
END_TEST

static const struct {
	uint32_t codepoint;
	const char *want;
} codepoints[] = {
	{ 'a', "a" },
	{ 0x7f, "\x7f" },
	{ 0x80, "\xc2\x80" },
	{ 0x7ff, "\xdf\xbf" },
	{ 0x800, "\xe0\xa0\x80" },
	{ 0xffff, "\xef\xbf\xbf" },
	{ 0x10000, "\xf0\x90\x80\x80" },
	{ 0x10ffff, "\xf4\x8f\xbf\xbf" },
	{ 0, PF_TEXT_NUL },
	{ 0xd800, "\\ud800" },
	{ 0xdc80, "\\udc80" },
	{ 0x110000, "\\U00110000" },
	{ 0xffffffff, "\\Uffffffff" },
};

START_TEST(codepoint_to_utf8)
{
	struct pf_text text = { 0 };
	pf_text_append_codepoint(&text, codepoints[_i].codepoint);
	check_and_free(&text, codepoints[_i].want);
}
END_TEST

START_TEST(units_of_each_width)
{
	struct pf_text text = { 0 };
	pf_text_append_units(&text, "\xe9t\xe9", 3, 1);
	pf_text_append_units(&text, (const uint16_t[]){ 0x20ac, 0xdcff }, 2, 2);
	pf_text_append_units(&text, (const uint32_t[]){ 0x1f40d }, 1, 4);
	check_and_free(&text, "été€\\udcff🐍");
}
END_TEST

/* Overlong, truncated, surrogate, beyond Unicode: none of it is UTF-8. */
static const struct {
	const char *bytes, *want;
} doubtful[] = {
	{ "ok", "ok" },
	{ "\xff", "\\xff" },
	{ "\xc0\x80", "\\xc0\\x80" },
	{ "\xe2\x82", "\\xe2\\x82" },
	{ "\xed\xa0\x80", "\\xed\\xa0\\x80" },
	{ "\xf4\x90\x80\x80", "\\xf4\\x90\\x80\\x80" },
	{ "a\x80z", "a\\x80z" },
	{ "\xe2\x82\xac", "€" },
};

START_TEST(bytes_that_may_be_utf8)
{
	struct pf_text text = { 0 };
	pf_text_append_utf8(&text, doubtful[_i].bytes, strlen(doubtful[_i].bytes));
	check_and_free(&text, doubtful[_i].want);
}
END_TEST

START_TEST(printable_has_no_controls)
{
	struct pf_text text = { 0 };
	pf_text_append_printable(&text, "\x1b[31mred\n\u202e\xc2\x9b é");
	check_and_free(&text, "\\x1b[31mred\\n\\u202e\\x9b é");
}
END_TEST

START_TEST(printable_has_no_direction_marks)
{
	static const char *const marks[] = { "\u061c", "\u200e", "\u200f", "\u202a",
					     "\u202b", "\u202c", "\u202d", "\u202e",
					     "\u2066", "\u2067", "\u2068", "\u2069" };
	for (size_t i = 0; i < sizeof(marks) / sizeof(marks[0]); i++) {
		struct pf_text text = { 0 };
		pf_text_append_printable(&text, marks[i]);
		ck_assert_int_eq(pf_text_str(&text)[0], '\\');
		pf_text_deinit(&text);
	}
}
END_TEST

START_TEST(json_quotes)
{
	struct pf_text text = { 0 };
	pf_text_append_json(&text, "a\"b\\c\n\x7fé");
	pf_text_append_json(&text, NULL);
	check_and_free(&text, "\"a\\\"b\\\\c\\u000a\\u007fé\"null");
}
END_TEST

#define COUNT(array) ((int)(sizeof(array) / sizeof((array)[0])))

int main(void)
{
	Suite *suite = suite_create("text");
	TCase *tests = tcase_create("text");
	tcase_add_test(tests, empty_text_is_a_string);
	tcase_add_loop_test(tests, codepoint_to_utf8, 0, COUNT(codepoints));
	tcase_add_test(tests, units_of_each_width);
	tcase_add_loop_test(tests, bytes_that_may_be_utf8, 0, COUNT(doubtful));
	tcase_add_test(tests, printable_has_no_controls);
	tcase_add_test(tests, printable_has_no_direction_marks);
	tcase_add_test(tests, json_quotes);
	suite_add_tcase(suite, tests);
	return tap_run(suite);
}
