/* shell/words: cutting command lines. */
#include "shell/words.h"
#include "tap.h"

static struct pf_words split(const char *text)
{
	struct pf_words words = { 0 };
	ck_assert_ptr_null(pf_words_split(text, &words));
	return words;
}

static const struct {
	const char *text;
	size_t count;
	const char *first, *last;
} cases[] = {
	{ "", 0, NULL, NULL },
	{ "  \t ", 0, NULL, NULL },
	{ "one", 1, "one", "one" },
	{ "  one\ttwo  three ", 3, "one", "three" },
	{ "'a b' \"c d\"", 2, "a b", "c d" },
	{ "a'b c'd", 1, "ab cd", "ab cd" },
	{ "a\\ b", 1, "a b", "a b" },
	{ "'a\\b' \"c\\\"d\"", 2, "a\\b", "c\"d" },
	{ "'open end", 1, "open end", "open end" },
	{ "''", 1, "", "" },
	{ "back\\", 1, "back\\", "back\\" },
};

START_TEST(lines_are_cut)
{
	struct pf_words words = split(cases[_i].text);
	ck_assert_uint_eq(words.list.count, cases[_i].count);
	if (words.list.count) {
		ck_assert_str_eq(words.list.items[0], cases[_i].first);
		ck_assert_str_eq(words.list.items[words.list.count - 1], cases[_i].last);
	}
	pf_words_deinit(&words);
}
END_TEST

static const struct {
	const char *text;
	char unclosed;
} quotes[] = {
	{ "'a' \"b\"", 0 }, { "a 'b", '\'' }, { "\"a'", '"' }, { "a\\'", 0 }, { "", 0 },
};

START_TEST(open_quotes_are_known)
{
	struct pf_words words = split(quotes[_i].text);
	ck_assert_int_eq(words.unclosed, quotes[_i].unclosed);
	pf_words_deinit(&words);
}
END_TEST

START_TEST(the_text_is_kept_trimmed)
{
	struct pf_words words = split("  print('a  b') \n");
	ck_assert_str_eq(pf_words_text(&words), "print('a  b')");
	pf_words_deinit(&words);
	ck_assert_str_eq(pf_words_text(&words), "");
}
END_TEST

static const struct {
	const char *word;
	bool good;
	long value;
} numbers[] = {
	{ "0", true, 0 },	  { "-3", true, -3 },
	{ "14415", true, 14415 }, { "", false, 0 },
	{ "-", false, 0 },	  { "12x", false, 0 },
	{ " 1", false, 0 },	  { "+1", false, 0 },
	{ "0x10", false, 0 },	  { "99999999999999999999", false, 0 },
};

START_TEST(numbers_are_whole_words)
{
	long value = 0;
	ck_assert_int_eq(pf_words_number(numbers[_i].word, &value), numbers[_i].good);
	ck_assert_int_eq(value, numbers[_i].value);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("words");
	TCase *tests = tcase_create("words");
	tcase_add_loop_test(tests, lines_are_cut, 0, (int)(sizeof(cases) / sizeof(cases[0])));
	tcase_add_loop_test(tests, open_quotes_are_known, 0,
			    (int)(sizeof(quotes) / sizeof(quotes[0])));
	tcase_add_test(tests, the_text_is_kept_trimmed);
	tcase_add_loop_test(tests, numbers_are_whole_words, 0,
			    (int)(sizeof(numbers) / sizeof(numbers[0])));
	suite_add_tcase(suite, tests);
	return tap_run(suite);
}
