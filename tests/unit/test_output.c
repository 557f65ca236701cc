/* shell/output and shell/hints: buffering, write errors, captures, sentences. */
#include "shell/hints.h"
#include "shell/output.h"
#include "tap.h"

#include <stdlib.h>
#include <string.h>

START_TEST(text_is_written_in_large_pieces)
{
	char *written = NULL;
	size_t size = 0;
	struct pf_output output = { .sink = open_memstream(&written, &size) };
	pf_text_append_str(&output.text, "hello\n");
	ck_assert_ptr_null(pf_output_spill(&output));
	ck_assert_uint_eq(output.text.size, 6);
	for (int i = 0; i < 7000; i++)
		pf_text_append_str(&output.text, "ten bytes\n");
	ck_assert_ptr_null(pf_output_spill(&output));
	ck_assert_uint_eq(output.text.size, 0);
	ck_assert_ptr_null(pf_output_flush(&output));
	ck_assert_uint_eq(size, 70006);
	fclose(output.sink);
	free(written);
	pf_output_deinit(&output);
}
END_TEST

START_TEST(a_full_disk_is_noticed)
{
	struct pf_output output = { .sink = fopen("/dev/full", "w") };
	pf_text_append_str(&output.text, "lost\n");
	struct pf_error *err = pf_output_flush(&output);
	ck_assert_ptr_nonnull(err);
	ck_assert_str_eq(pf_error_message(err), "cannot write the output: No space left on device");
	pf_error_destroy(err);
	ck_assert_int_ne(output.error, 0);
	fclose(output.sink);
	pf_output_deinit(&output);
}
END_TEST

START_TEST(captures_nest)
{
	struct pf_output output = { .sink = stdout };
	struct pf_text outer, inner, saved_outer, saved_inner;
	pf_text_append_str(&output.text, "a");
	pf_output_begin_capture(&output, &saved_outer);
	pf_text_append_str(&output.text, "b");
	pf_output_begin_capture(&output, &saved_inner);
	pf_text_append_str(&output.text, "c");
	ck_assert_ptr_null(pf_output_flush(&output));
	pf_output_end_capture(&output, &saved_inner, &inner);
	pf_output_end_capture(&output, &saved_outer, &outer);
	ck_assert_str_eq(pf_text_str(&inner), "c");
	ck_assert_str_eq(pf_text_str(&outer), "b");
	ck_assert_str_eq(pf_text_str(&output.text), "a");
	pf_text_deinit(&inner);
	pf_text_deinit(&outer);
	pf_output_deinit(&output);
}
END_TEST

static const int64_t numbers[] = { 0, 9, 10, -1, 100000, INT64_MAX, INT64_MIN };

START_TEST(numbers_are_decimal)
{
	char expected[32];
	struct pf_text text = { 0 };
	snprintf(expected, sizeof(expected), "%lld", (long long)numbers[_i]);
	pf_output_append_number(&text, numbers[_i]);
	ck_assert_str_eq(pf_text_str(&text), expected);
	pf_text_deinit(&text);
}
END_TEST

START_TEST(plain_text_and_other_text_are_quoted_alike)
{
	struct pf_text text = { 0 };
	pf_output_append_printable(&text, "plain \"x\"");
	pf_output_append_printable(&text, "\x1b[2J");
	pf_output_append_json(&text, "plain");
	pf_output_append_json(&text, "a\"b\\c\n");
	pf_output_append_json(&text, NULL);
	ck_assert_str_eq(pf_text_str(&text),
			 "plain \"x\"\\x1b[2J\"plain\"\"a\\\"b\\\\c\\u000a\"null");
	pf_text_deinit(&text);
}
END_TEST

static const struct {
	const char *message, *sentence;
} sentences[] = {
	{ "cannot read process 1: permission denied", "Cannot read process 1: permission denied." },
	{ "No threads.", "No threads." },
	{ "Try \"help\".  Did you mean \"x\"?", "Try \"help\".  Did you mean \"x\"?" },
	{ "/proc hides process 3", "/proc hides process 3." },
	{ "lua:1: oops", "lua:1: oops" },
	{ "init.lua:12: attempt to index nil", "init.lua:12: attempt to index nil" },
	{ "", "" },
};

START_TEST(messages_become_sentences)
{
	struct pf_text text = { 0 };
	struct pf_error *err = pf_error_create(PF_USAGE, "%s", sentences[_i].message);
	pf_hint_append_sentence(&text, err);
	ck_assert_str_eq(pf_text_str(&text), sentences[_i].sentence);
	pf_error_destroy(err);
	pf_text_deinit(&text);
}
END_TEST

/* ORDER CODE */
START_TEST(every_code_has_a_hint)
{
	for (int code = PF_NO_MEMORY; code <= PF_INTERRUPTED; code++) {
		struct pf_error *err = pf_error_create((enum pf_error_code)code, "x");
		struct pf_text text = { 0 };
		pf_hint_append(&text, err);
		ck_assert(!text.size || text.bytes[text.size - 1] == '\n');
		pf_text_deinit(&text);
		pf_error_destroy(err);
	}
}
END_TEST

START_TEST(an_error_has_its_own_hint)
{
	struct pf_text text = { 0 };
	struct pf_error *err = pf_error_create(PF_TORN, "x");
	err = pf_error_take_advice(err, "Its child is \x1b[2J.");
	pf_hint_append(&text, err);
	ck_assert_str_eq(pf_text_str(&text), "Its child is \\x1b[2J.\n");
	err = pf_error_take_advice(err, "%s", "");
	pf_text_clear(&text);
	pf_hint_append(&text, err);
	ck_assert_str_eq(pf_text_str(&text), "");
	pf_error_destroy(err);
	pf_text_deinit(&text);
}
END_TEST

#define COUNT(array) ((int)(sizeof(array) / sizeof((array)[0])))

int main(void)
{
	Suite *suite = suite_create("output");
	TCase *tests = tcase_create("output");
	tcase_add_test(tests, text_is_written_in_large_pieces);
	tcase_add_test(tests, a_full_disk_is_noticed);
	tcase_add_test(tests, captures_nest);
	tcase_add_loop_test(tests, numbers_are_decimal, 0, COUNT(numbers));
	tcase_add_test(tests, plain_text_and_other_text_are_quoted_alike);
	tcase_add_loop_test(tests, messages_become_sentences, 0, COUNT(sentences));
	tcase_add_test(tests, every_code_has_a_hint);
	tcase_add_test(tests, an_error_has_its_own_hint);
	suite_add_tcase(suite, tests);
	return tap_run(suite);
}
