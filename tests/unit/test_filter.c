/* profile/filter, module_name, functions, stack_text: choosing, counting and naming what was sampled. */
#include "assert_error.h"
#include "failing_malloc.h"
#include "profile/module_name.h"
#include "profile/profile.h"
#include "tap.h"

#include <stdlib.h>

static struct pf_profile *profile;

/* Indices of what set_up() makes. */
enum { MAIN = 1, WORK, LEAF, LEAF_2, ODD };
enum { S_MAIN = 1, S_WORK, S_LEAF, S_LEAF_2, S_AGAIN, S_ODD };

static uint32_t place(const char *file, const char *function, const char *qualname, int32_t line)
{
	uint32_t index;
	const struct pf_place it = { file, function, qualname, line };
	assert_ok(pf_profile_intern_place(profile, &it, &index));
	return index;
}

static void stack(uint32_t caller, uint32_t at)
{
	uint32_t index;
	assert_ok(pf_profile_intern_stack(profile, caller, at, &index));
}

static void sample(enum pf_state state, uint32_t thread, uint32_t of)
{
	size_t count;
	pf_profile_samples(profile, &count);
	const struct pf_sample it = { count * 1000, state, thread, of, 0 };
	assert_ok(pf_profile_add_sample(profile, &it));
}

static void thread(const char *name)
{
	uint32_t index;
	const struct pf_sampled_thread it = { .tid = 1, .ident = 2, .name = name };
	assert_ok(pf_profile_add_thread(profile, &it, &index));
}

static void set_up(void)
{
	assert_ok(pf_profile_create(&profile));
	ck_assert_uint_eq(place("/srv/app/main.py", "<module>", NULL, 1), MAIN);
	ck_assert_uint_eq(place("/srv/app/jobs/__init__.py", "run", "Job.run", 5), WORK);
	ck_assert_uint_eq(place("/usr/lib/json/decoder.py", "decode", "Decoder.decode", 7), LEAF);
	ck_assert_uint_eq(place("/usr/lib/json/decoder.py", "decode", "Decoder.decode", 9), LEAF_2);
	ck_assert_uint_eq(place("/tmp/a;b\n.py", "f", NULL, PF_UNKNOWN), ODD);
	stack(0, MAIN);
	stack(S_MAIN, WORK);
	stack(S_WORK, LEAF);
	stack(S_WORK, LEAF_2);
	stack(S_LEAF, WORK); /* run, called by what it called */
	stack(S_MAIN, ODD);
	thread("MainThread");
	thread(NULL);
	sample(PF_STATE_IDLE, 0, 0);
	sample(PF_STATE_GIL, 1, S_LEAF);
	sample(PF_STATE_GIL, 1, S_LEAF_2);
	sample(PF_STATE_WAITING, 2, S_MAIN);
	sample(PF_STATE_GIL, 1, S_AGAIN);
	sample(PF_STATE_FAILED, 0, 0);
	sample(PF_STATE_GIL, 1, S_ODD);
}

static void tear_down(void)
{
	pf_profile_destroy(profile);
}

static const struct {
	struct pf_filter_options options;
	const char *passing; /* a letter for each sample */
} cases[] = {
	{ { .states = 0 }, "abcdefg" },
	{ { .states = 1 << PF_STATE_GIL }, "bceg" },
	{ { .states = 1 << PF_STATE_IDLE | 1 << PF_STATE_FAILED }, "af" },
	{ { .min_depth = 1 }, "bcdeg" },
	{ { .min_depth = 3 }, "bce" },
	{ { .thread = "Main*" }, "bceg" },
	{ { .thread = "" }, "d" },
	{ { .thread = "*" }, "bcdeg" },
	{ { .file = "decoder.py" }, "bce" },
	{ { .file = "/usr/*" }, "bce" },
	{ { .file = "/srv" }, "" },
	{ { .file = "main.p?" }, "bcdeg" },
	{ { .function = "run" }, "bce" },
	{ { .function = "Decoder.*" }, "bce" },
	{ { .function = "nothing" }, "" },
	{ { .module = "json.decoder" }, "bce" },
	{ { .module = "json.*" }, "bce" },
	{ { .module = "decoder" }, "bce" },
	{ { .module = "app.jobs" }, "bce" },
	{ { .module = "son.decoder" }, "" },
	{ { .file = "main.py", .function = "run" }, "" }, /* never in one frame */
	{ { .line = 9 }, "c" },
	{ { .file = "decoder.py", .line = 7 }, "be" },
	{ { .file = "main.py", .line = 7 }, "" },
	{ { .tid = 1 }, "bcdeg" },
	{ { .tid = 2 }, "" },
	{ { .function = "f", .states = 1 << PF_STATE_GIL, .min_depth = 2 }, "g" },
};

static const size_t case_count = sizeof(cases) / sizeof(cases[0]);

START_TEST(those_that_match_pass)
{
	struct pf_filter *filter;
	assert_ok(pf_filter_create(&cases[_i].options, &filter));
	char passing[16] = "";
	size_t at = 0, count, length = 0;
	pf_profile_samples(profile, &count);
	for (;; at++) {
		assert_ok(pf_filter_find(filter, profile, at, &at));
		if (at == count)
			break;
		passing[length++] = (char)('a' + at);
	}
	ck_assert_str_eq(passing, cases[_i].passing);
	pf_filter_destroy(filter);
}
END_TEST

START_TEST(single_rows_are_judged_alike)
{
	struct pf_filter *filter;
	size_t count;
	const struct pf_sample *samples = pf_profile_samples(profile, &count);
	assert_ok(pf_filter_create(&cases[_i].options, &filter));
	for (size_t i = 0; i < count; i++) {
		bool passes;
		assert_ok(pf_filter_check(filter, profile, &samples[i], &passes));
		ck_assert(passes == !!strchr(cases[_i].passing, (int)('a' + i)));
	}
	pf_filter_destroy(filter);
}
END_TEST

START_TEST(a_tally_has_those_that_match)
{
	struct pf_filter *filter;
	struct pf_tally *tally;
	uint64_t count = 0;
	assert_ok(pf_filter_create(&cases[_i].options, &filter));
	assert_ok(pf_tally_create(0, &tally));
	assert_ok(pf_filter_tally(filter, profile, 0, tally, &count));
	ck_assert_uint_eq(count, strlen(cases[_i].passing));
	size_t rows;
	const struct pf_tally_row *row = pf_tally_rows(tally, &rows);
	for (; rows; rows--, row++)
		count -= row->count;
	ck_assert_uint_eq(count, 0);
	pf_tally_destroy(tally);
	pf_filter_destroy(filter);
}
END_TEST

START_TEST(what_comes_later_is_judged_too)
{
	const struct pf_filter_options options = { .function = "late", .thread = "named" };
	struct pf_filter *filter;
	size_t at;
	assert_ok(pf_filter_create(&options, &filter));
	assert_ok(pf_filter_find(filter, profile, 0, &at));
	ck_assert_uint_eq(at, 7);
	stack(S_MAIN, place("/x.py", "late", NULL, 1));
	sample(PF_STATE_GIL, 2, S_ODD + 1);
	assert_ok(pf_filter_find(filter, profile, 0, &at));
	ck_assert_uint_eq(at, 8); /* the thread has no name yet */
	assert_ok(pf_profile_set_thread_name(profile, 2, "named"));
	assert_ok(pf_filter_find(filter, profile, 0, &at));
	ck_assert_uint_eq(at, 7);
	pf_filter_destroy(filter);
	pf_filter_destroy(NULL);
}
END_TEST

static const struct {
	const char *glob, *file;
	bool matches;
} modules[] = {
	{ "a", "a.py", true },
	{ "a", "/x/a.py", true },
	{ "x.a", "/x/a.py", true },
	{ "*", "", true },
	{ "x", "/x/__init__.py", true },
	{ "x.__init__", "/x/__init__.py", false },
	{ "__init__", "__init__.py", true },
	{ "a", "/x/a.cpython-311.pyc", false },
	{ "<string>", "<string>", true },
	{ "importlib._bootstrap", "<frozen importlib._bootstrap>", true },
	{ "python3.11.json", "/usr/lib/python3.11/json/__init__.py", true },
};

START_TEST(modules_are_guessed)
{
	ck_assert_int_eq(pf_module_name_matches(modules[_i].glob, modules[_i].file),
			 modules[_i].matches);
}
END_TEST

START_TEST(a_module_with_a_long_path)
{
	char path[10000];
	memset(path, 'x', sizeof(path));
	memcpy(path + sizeof(path) - 8, "/end.py", 8);
	ck_assert(pf_module_name_matches("end", path));
}
END_TEST

static struct pf_error *count_functions(struct pf_function **ret, size_t *count_ret)
{
	struct pf_tally *tally;
	size_t count;
	const struct pf_sample *samples = pf_profile_samples(profile, &count);
	PF_TRY(pf_tally_create(0, &tally));
	struct pf_error *err = pf_tally_add(tally, samples, count);
	if (!err)
		err = pf_functions_count(profile, tally, ret, count_ret);
	pf_tally_destroy(tally);
	return err;
}

START_TEST(functions_are_counted)
{
	struct pf_function *functions;
	size_t count;
	assert_ok(count_functions(&functions, &count));
	ck_assert_uint_eq(count, 4);
	/* decode: two lines of one function; run: once in the stack that it recurs in */
	const uint64_t expected[][3] = {
		{ LEAF, 2, 3 }, { MAIN, 1, 5 }, { WORK, 1, 3 }, { ODD, 1, 1 }
	};
	for (size_t i = 0; i < count; i++) {
		ck_assert_uint_eq(functions[i].place, expected[i][0]);
		ck_assert_uint_eq(functions[i].self, expected[i][1]);
		ck_assert_uint_eq(functions[i].total, expected[i][2]);
	}
	free(functions);
}
END_TEST

START_TEST(places_are_written_as_the_format_says)
{
	static const char *const formats[][2] = {
		{ "%f:%n:%l", "/srv/app/jobs/__init__.py:run:5" },
		{ "%q", "Job.run" },
		{ "100%% %n%", "100% run" },
		{ "", "" },
		{ "%z", "z" },
	};
	for (size_t i = 0; i < sizeof(formats) / sizeof(formats[0]); i++) {
		struct pf_text text = { 0 };
		pf_place_append(&text, pf_profile_place(profile, WORK), formats[i][0]);
		ck_assert_str_eq(pf_text_str(&text), formats[i][1]);
		pf_text_deinit(&text);
	}
}
END_TEST

START_TEST(stacks_are_one_line_without_odd_separators)
{
	struct pf_text text = { 0 };
	assert_ok(pf_stack_append(&text, profile, S_ODD, "%f:%q:%l"));
	ck_assert_str_eq(pf_text_str(&text), "/srv/app/main.py:<module>:1;/tmp/a,b\\n.py:f:0");
	pf_text_clear(&text);
	assert_ok(pf_stack_append(&text, profile, 0, "%f"));
	ck_assert_str_eq(pf_text_str(&text), "");
	pf_text_deinit(&text);
}
END_TEST

/* Each allocation fails once; then all is well. */
START_TEST(without_memory)
{
	const struct pf_filter_options options = {
		.function = "run", .file = "*", .module = "*", .thread = "*"
	};
	bool failed = true;
	for (long n = 0; failed; n++) {
		struct pf_filter *filter = NULL;
		struct pf_function *functions = NULL;
		size_t ret;
		failing_malloc_arm(n);
		struct pf_error *err = pf_filter_create(&options, &filter);
		if (!err)
			err = pf_filter_find(filter, profile, 0, &ret);
		if (!err)
			err = count_functions(&functions, &ret);
		failed = failing_malloc_disarm();
		ck_assert_int_eq(err != NULL, failed);
		ck_assert(!err || pf_error_code(err) == PF_NO_MEMORY);
		pf_filter_destroy(filter);
		free(functions);
	}
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("filter");
	TCase *tcase = tcase_create("choosing and counting");
	tcase_add_checked_fixture(tcase, set_up, tear_down);
	tcase_add_loop_test(tcase, those_that_match_pass, 0, (int)case_count);
	tcase_add_loop_test(tcase, single_rows_are_judged_alike, 0, (int)case_count);
	tcase_add_loop_test(tcase, a_tally_has_those_that_match, 0, (int)case_count);
	tcase_add_test(tcase, what_comes_later_is_judged_too);
	tcase_add_loop_test(tcase, modules_are_guessed, 0, sizeof(modules) / sizeof(modules[0]));
	tcase_add_test(tcase, a_module_with_a_long_path);
	tcase_add_test(tcase, functions_are_counted);
	tcase_add_test(tcase, places_are_written_as_the_format_says);
	tcase_add_test(tcase, stacks_are_one_line_without_odd_separators);
	tcase_add_test(tcase, without_memory);
	suite_add_tcase(suite, tcase);
	return tap_run(suite);
}
