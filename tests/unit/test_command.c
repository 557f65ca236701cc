/* shell/command, shell/lookup, shell/names and shell/complete: from letters to commands. */
#include "shell/complete.h"
#include "shell/lookup.h"
#include "tap.h"

#include <string.h>

static const struct pf_command table[] = {
	{ .name = "attach", .group = "target", .max_args = 1 },
	{ .name = "backtrace", .aliases = "bt where b", .group = "stack", .max_args = 1 },
	{ .name = "help", .aliases = "h", .group = "support" },
	{ .name = "info", .aliases = "i", .group = "status" },
	{ .name = "info process", .group = "status" },
	{ .name = "info proof", .group = "status" },
	{ .name = "info threads", .group = "threads" },
	{ .name = "thread", .aliases = "t", .group = "threads", .max_args = 1 },
	{ .name = "thread apply",
	  .group = "threads",
	  .max_args = -1,
	  .complete = pf_complete_apply },
	{ .name = "thread apply deep", .group = "threads", .max_args = -1 },
	{ .name = "shell", .aliases = "!", .group = "support", .max_args = -1 },
	{ .name = "three", .aliases = "twhere", .group = "threads", .max_args = 1 },
};

static struct pf_session session;

static void set_up(void)
{
	session = (struct pf_session){ 0 };
	for (size_t i = sizeof(table) / sizeof(table[0]); i-- > 0;)
		ck_assert_ptr_null(pf_commands_add(&session.commands, &table[i]));
}

static void tear_down(void)
{
	pf_commands_deinit(&session.commands);
}

static const struct {
	const char *line, *name, *rest;
} found[] = {
	{ "attach 12", "attach", "12" },
	{ "a 12", "attach", "12" },
	{ "b", "backtrace", "" }, /* an exact alias */
	{ "ba -3", "backtrace", "-3" },
	{ "wher", "backtrace", "" }, /* an abbreviated alias */
	{ "  info   threads  ", "info threads", "" },
	{ "i th", "info threads", "" },
	{ "info", "info", "" },
	{ "thread", "thread", "" },    /* exact, though "three" begins alike */
	{ "thread 2", "thread", "2" }, /* no sub-command: an argument */
	{ "t a all bt 1", "thread apply", "all bt 1" },
	{ "thread apply apply", "thread apply", "apply" },
	{ "t ap d all", "thread apply deep", "all" },
	{ "!ls -l", "shell", "ls -l" },
	{ "! ls", "shell", "ls" },
	{ "three/8xg 0x10", "three", "/8xg 0x10" }, /* a format, for those that take one */
	{ "thread /srv", "thread", "/srv" },
	{ "t", "thread", "" }, /* a favourite: "three" is not asked */
	{ "info\r", "info", "" },
};

START_TEST(commands_are_found)
{
	const struct pf_command *command;
	const char *rest;
	ck_assert_ptr_null(pf_lookup(&session.commands, found[_i].line, &command, &rest));
	ck_assert_str_eq(command->name, found[_i].name);
	ck_assert_str_eq(rest, found[_i].rest);
}
END_TEST

static const struct {
	const char *line, *message;
} missed[] = {
	{ "foo", "Undefined command: \"foo\".  Try \"help\"." },
	{ "w", "Undefined command: \"w\".  Try \"help\"." },
	{ "atach 3", "Undefined command: \"atach\".  Try \"help\".  Did you mean \"attach\"?" },
	{ "thr", "Ambiguous command \"thr\": thread, three." },
	{ "th", "Ambiguous command \"th\": thread, three." },
	{ "info nonsense bar ", "Undefined info command: \"nonsense bar\".  Try \"help info\"." },
	{ "nonsense bar", "Undefined command: \"nonsense\".  Try \"help\"." },
	{ "info/x", "Undefined info command: \"/x\".  Try \"help info\"." },
	{ "@#$", "Undefined command: \"@#$\".  Try \"help\"." },
	{ "a123456789b123456789c123456789d123456789e123456789f123456789g",
	  "Undefined command: \"a123456789b123456789c123456789d123456789e123456789f123456789...\"."
	  "  Try \"help\"." },
	{ "info pr", "Ambiguous info command \"pr\": process, proof." },
	{ "info nonsense", "Undefined info command: \"nonsense\".  Try \"help info\"." },
	{ "info thraeds", "Undefined info command: \"thraeds\".  Try \"help info\".  "
			  "Did you mean \"threads\"?" },
	{ "kill", "There is no \"kill\" here: nothing is ever changed in the process.  "
		  "Try \"help\"." },
	{ "step 3", "There is no \"step\" here: the process only runs or is stopped; "
		    "\"until CONDITION\" stops it where a thread's stack matches, \"continue\" "
		    "lets it run on.  Try \"help\"." },
	{ "tbreak f", "There is no \"tbreak\" here: nothing is ever planted in the process; "
		      "\"until CONDITION\" and \"catch stack PATTERN\" look at it again and again, "
		      "and stop it where a thread's stack matches.  Try \"help\"." },
	{ "rwatch x", "There is no \"rwatch\" here: nobody can tell who reads or writes a value; "
		      "\"watch EXPR\" waits until it changes.  Try \"help\"." },
	{ "info scope f", "There is no \"info scope\" here: \"info locals\", \"info args\" and "
			  "\"info globals\" list variables, \"print\" and \"ptype\" tell of "
			  "values.  Try \"help\"." },
};

START_TEST(others_are_explained)
{
	const struct pf_command *command;
	const char *rest;
	struct pf_error *err = pf_lookup(&session.commands, missed[_i].line, &command, &rest);
	ck_assert_ptr_nonnull(err);
	ck_assert_str_eq(pf_error_message(err), missed[_i].message);
	pf_error_destroy(err);
}
END_TEST

START_TEST(the_table_is_sorted_and_replaces)
{
	static const struct pf_command other = { .name = "info", .group = "data" };
	size_t count = session.commands.list.count;
	ck_assert_ptr_null(pf_commands_add(&session.commands, &other));
	ck_assert_uint_eq(session.commands.list.count, count);
	for (size_t i = 1; i < count; i++)
		ck_assert_int_lt(strcmp(session.commands.list.items[i - 1]->name,
					session.commands.list.items[i]->name),
				 0);
	ck_assert_ptr_eq(session.commands.list.items[3], &other);
}
END_TEST

static const struct {
	const char *line, *names;
} completed[] = {
	{ "inf", "info" },
	{ "w", "where" },
	{ "sh", "shell" },
	{ "th", "thread three" },
	{ "info ", "process proof threads" },
	{ "info th", "threads" },
	{ "thread ", "apply" },
	{ "nonsense ", "" },
	{ "zz", "" },
	{ "thread apply a", "all" },
	{ "thread apply all a", "attach" },
};

START_TEST(lines_are_completed)
{
	char joined[256] = "";
	struct pf_names names = { 0 };
	ck_assert_ptr_null(pf_complete_line(&session, completed[_i].line, &names));
	for (size_t i = 0; i < names.list.count; i++) {
		strcat(joined, i ? " " : "");
		strcat(joined, names.list.items[i]);
	}
	ck_assert_str_eq(joined, completed[_i].names);
	pf_names_deinit(&names);
}
END_TEST

START_TEST(numbers_are_in_order)
{
	static const char *const given[] = { "100", "9", "23", "9" };
	struct pf_names names = { 0 };
	for (size_t i = 0; i < sizeof(given) / sizeof(given[0]); i++)
		ck_assert_ptr_null(pf_names_add_match(&names, given[i], ""));
	ck_assert_uint_eq(names.list.count, 3);
	ck_assert_str_eq(names.list.items[0], "9");
	ck_assert_str_eq(names.list.items[1], "23");
	ck_assert_str_eq(names.list.items[2], "100");
	pf_names_deinit(&names);
}
END_TEST

static unsigned distance(const char *a, const char *b)
{
	return pf_names_distance(a, strlen(a), b, strlen(b));
}

START_TEST(distances_are_counted)
{
	ck_assert_uint_eq(distance("thread", "thread"), 0);
	ck_assert_uint_eq(distance("thread", "thraed"), 2);
	ck_assert_uint_eq(distance("bt", ""), 2);
	ck_assert_uint_eq(distance("", "bt"), 2);
	ck_assert_uint_eq(distance("abcdef", "ghijkl"), 3);
}
END_TEST

#define COUNT(array) ((int)(sizeof(array) / sizeof((array)[0])))

int main(void)
{
	Suite *suite = suite_create("command");
	TCase *tests = tcase_create("command");
	tcase_add_checked_fixture(tests, set_up, tear_down);
	tcase_add_loop_test(tests, commands_are_found, 0, COUNT(found));
	tcase_add_loop_test(tests, others_are_explained, 0, COUNT(missed));
	tcase_add_test(tests, the_table_is_sorted_and_replaces);
	tcase_add_loop_test(tests, lines_are_completed, 0, COUNT(completed));
	tcase_add_test(tests, numbers_are_in_order);
	tcase_add_test(tests, distances_are_counted);
	suite_add_tcase(suite, tests);
	return tap_run(suite);
}
