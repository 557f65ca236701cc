/* shell/print_json: a dump as JSON. */
#include "printing.h"

#include <stdlib.h>
#include <string.h>

START_TEST(a_dump_is_one_object)
{
	char *json = print_fake(pf_print_json);
	ck_assert_str_eq(
		json,
		"{\"pid\": 4711, \"executable\": \"/usr/bin/python3.11\", "
		"\"command\": null, \"python\": \"3.11.7\", "
		"\"pause_us\": 31.500, \"threads\": ["
		"{\"tid\": 4711, \"ident\": 100, \"name\": \"MainThread\", \"interpreter\": 0, "
		"\"gil\": true, \"gc\": false, \"state\": \"running\", "
		"\"syscall\": null, \"gil_wait\": false, \"truncated\": null, \"frames\": ["
		"{\"function\": \"leaf\", \"qualname\": null, \"file\": \"/srv/app.py\", "
		"\"line\": 2, \"end_line\": 2, \"column\": 8, \"end_column\": 14}, "
		"{\"function\": \"run\", \"qualname\": \"Worker.run\", \"file\": \"/srv/app.py\", "
		"\"line\": null, \"end_line\": null, \"column\": null, \"end_column\": null}]}, "
		"{\"tid\": null, \"ident\": null, \"name\": null, \"interpreter\": 0, "
		"\"gil\": false, \"gc\": false, \"state\": null, "
		"\"syscall\": null, \"gil_wait\": false, \"truncated\": null, \"frames\": []}]}\n");
	free(json);
}
END_TEST

START_TEST(a_command_is_an_array)
{
	static const char *const words[] = { "python3", "", "a \"b\"\n", NULL };
	fake.command = words;
	char *json = print_fake(pf_print_json);
	ck_assert_ptr_nonnull(strstr(
		json, "\"command\": [\"python3\", \"\", \"a \\\"b\\\"\\u000a\"], \"python\""));
	free(json);
}
END_TEST

static const struct {
	char letter;
	const char *json;
} states[] = {
	{ 'S', "\"state\": \"sleeping\"" }, { 'D', "\"state\": \"disk\"" },
	{ 'T', "\"state\": \"stopped\"" },  { 't', "\"state\": \"traced\"" },
	{ 'Z', "\"state\": \"zombie\"" },   { '?', "\"state\": null" },
};

START_TEST(states_have_names)
{
	fake.dump.threads[0].state = states[_i].letter;
	char *json = print_fake(pf_print_json);
	ck_assert_ptr_nonnull(strstr(json, states[_i].json));
	free(json);
}
END_TEST

START_TEST(system_calls_are_names_or_numbers)
{
	fake.dump.threads[0].syscall = FAKE_SYSCALL;
	fake.dump.threads[1].syscall = FAKE_SYSCALL + 1;
	fake.dump.threads[1].gil_wait = true;
	char *json = print_fake(pf_print_json);
	ck_assert_ptr_nonnull(strstr(json, "\"syscall\": \"epoll_wait\", \"gil_wait\": false"));
	ck_assert_ptr_nonnull(strstr(json, "\"syscall\": \"233\", \"gil_wait\": true"));
	free(json);
}
END_TEST

START_TEST(no_threads_are_an_empty_array)
{
	fake.dump.thread_count = 0;
	char *json = print_fake(pf_print_json);
	ck_assert_ptr_nonnull(strstr(json, "\"threads\": []}\n"));
	free(json);
}
END_TEST

START_TEST(idents_are_unsigned)
{
	fake.dump.threads[1].ident = UINT64_MAX;
	char *json = print_fake(pf_print_json);
	ck_assert_ptr_nonnull(strstr(json, "\"ident\": 18446744073709551615,"));
	free(json);
}
END_TEST

START_TEST(text_is_escaped)
{
	fake.dump.threads[0].name = "a\"b\\\n\x7f\xc3\xa9";
	fake.dump.threads[0].truncated = "why \"not\"";
	char *json = print_fake(pf_print_json);
	ck_assert_ptr_nonnull(strstr(json, "\"a\\\"b\\\\\\u000a\\u007f\xc3\xa9\""));
	ck_assert_ptr_nonnull(strstr(json, "\"truncated\": \"why \\\"not\\\"\""));
	free(json);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("print_json");
	TCase *tests = tcase_create("print_json");
	tcase_add_checked_fixture(tests, fake_reset, NULL);
	tcase_add_test(tests, a_dump_is_one_object);
	tcase_add_test(tests, a_command_is_an_array);
	tcase_add_loop_test(tests, states_have_names, 0, sizeof(states) / sizeof(states[0]));
	tcase_add_test(tests, system_calls_are_names_or_numbers);
	tcase_add_test(tests, no_threads_are_an_empty_array);
	tcase_add_test(tests, idents_are_unsigned);
	tcase_add_test(tests, text_is_escaped);
	suite_add_tcase(suite, tests);
	return tap_run(suite);
}
