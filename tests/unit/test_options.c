/* shell/options: the command line. */
#include "shell/options.h"
#include "tap.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { MAX_ARGUMENTS = 8 };

/* Parses a command line of words between single blanks; argv[0] is added. */
static struct pf_error *parse(const char *line, struct pf_options *ret)
{
	static char buffer[256];
	static char *argv[MAX_ARGUMENTS + 2] = { "pyflame-shell" };
	int argc = 1; /* options borrow from argv */
	ck_assert_uint_lt(strlen(line), sizeof(buffer));
	strcpy(buffer, line);
	for (char *word = strtok(buffer, " "); word; word = strtok(NULL, " "))
		argv[argc++] = word;
	*ret = (struct pf_options){ 0 };
	return pf_options_parse(argc, argv, ret);
}

static struct pf_options good(const char *line)
{
	struct pf_options options;
	ck_assert_ptr_null(parse(line, &options));
	return options;
}

static const char *const dumps[] = {
	"-d -p 12", "-dump -p 12", "--dump -p 12", "-p=12 -d",	    "--p 12 --d",
	"12 -d",    "-d 12",	   "-d -- 12",	   "--dump --p=12",
};

START_TEST(one_dash_or_two)
{
	struct pf_options options = good(dumps[_i]);
	ck_assert_int_eq(options.pid, 12);
	ck_assert(options.dump && !options.batch);
	ck_assert_uint_eq(options.actions.count, 1);
	ck_assert_ptr_null(options.format);
	pf_options_deinit(&options);
}
END_TEST

START_TEST(what_is_early_is_known)
{
	struct pf_options options = good("-n --keep-going -cd / -ix a -ex b -iex=c");
	ck_assert(options.no_user_files && options.keep_going);
	ck_assert_str_eq(options.folder, "/");
	ck_assert_uint_eq(options.actions.count, 3);
	ck_assert(options.actions.items[0].early && options.actions.items[2].early);
	ck_assert(!options.actions.items[1].early);
	ck_assert_int_eq(options.actions.items[0].kind, PF_ACTION_FILE);
	pf_options_deinit(&options);
}
END_TEST

static const char *const formats[] = { "-format json", "--format json", "-format=json",
				       "--format=json" };

START_TEST(values_follow_a_sign_or_a_blank)
{
	struct pf_options options = good(formats[_i]);
	ck_assert_str_eq(options.format, "json");
	pf_options_deinit(&options);
}
END_TEST

static const struct {
	const char *line;
	bool dump;
} implied[] = {
	{ "--format json 12", true },		{ "-p 12 --format=text", true },
	{ "--format json -d 12", true },	{ "--format json", false },
	{ "--format json -ex dump 12", false }, { "12", false },
};

START_TEST(a_format_means_a_dump)
{
	struct pf_options options = good(implied[_i].line);
	ck_assert_int_eq(options.dump, implied[_i].dump);
	if (options.dump)
		ck_assert_uint_eq(options.actions.count, 1);
	pf_options_deinit(&options);
}
END_TEST

START_TEST(actions_keep_their_order)
{
	struct pf_options options = good("-ex bt -x a.lua -batch -d -p 1 -e=x=1");
	const struct pf_action *actions = options.actions.items;
	ck_assert_uint_eq(options.actions.count, 4);
	ck_assert_int_eq(actions[0].kind, PF_ACTION_COMMAND);
	ck_assert_str_eq(actions[0].text, "bt");
	ck_assert_int_eq(actions[1].kind, PF_ACTION_FILE);
	ck_assert_int_eq(actions[2].kind, PF_ACTION_DUMP);
	ck_assert_int_eq(actions[3].kind, PF_ACTION_LUA);
	ck_assert_str_eq(actions[3].text, "x=1");
	ck_assert(options.batch);
	pf_options_deinit(&options);
}
END_TEST

static const struct {
	const char *line, *message;
} mistakes[] = {
	{ "-p abc", "not a process id: abc" },
	{ "abc", "neither a process id nor a file: abc" },
	{ "12 abc", "neither a process id nor a file: abc" },
	{ "/", "neither a process id nor an ordinary file: /" },
	{ "--script", "--script needs a value" },
	{ "--script x -p abc --", "not a process id: abc" },
	{ "-p 1 --script x -p 2 --", "more than one process id: give one" },
	{ "-p 0", "not a process id: 0" },
	{ "-p -5", "not a process id: -5" },
	{ "-p 99999999999", "not a process id: 99999999999" },
	{ "1 2", "more than one process id: give one" },
	{ "-p", "-p needs a value" },
	{ "--abi=x", "not a version of Python, like 3.11: x" },
	{ "--format", "--format needs a value" },
	{ "--frobnicate", "unknown option: --frobnicate" },
	{ "---dump", "unknown option: ---dump" },
	{ "-batch=1", "-batch takes no value" },
	{ "-d", "-d needs the id of a process" },
};

START_TEST(mistakes_are_named)
{
	struct pf_options options;
	struct pf_error *err = parse(mistakes[_i].line, &options);
	ck_assert_ptr_nonnull(err);
	ck_assert_int_eq(pf_error_code(err), PF_USAGE);
	ck_assert_str_eq(pf_error_message(err), mistakes[_i].message);
	pf_error_destroy(err);
}
END_TEST

/* A line, the pid that is the shell's, and what is the script's, or NULL for no argument. */
static const struct {
	const char *line;
	int pid, argc;
	const char *first;
} scripts[] = {
	{ "--script x", 0, 0, NULL },
	{ "--script x -p 12", 0, 2, "-p" },
	{ "--script x -p 12 --", 12, 0, NULL },
	{ "--script x -p 12 -q -- -p 13", 12, 2, "-p" },
	{ "--script x -p=12 -- --", 12, 1, "--" },
	{ "--script x -- -p 12", 0, 2, "-p" },
	{ "--script x -p 12 -t -- y", 0, 5, "-p" },
	{ "--script x -p --", 0, 2, "-p" },
	{ "--script x 12 --", 0, 2, "12" },
	{ "--script x --script y --", 0, 3, "--script" },
	{ "-p 12 --script=x y", 12, 1, "y" },
};

START_TEST(a_script_has_the_rest)
{
	struct pf_options options = good(scripts[_i].line);
	ck_assert_str_eq(options.script, "x");
	ck_assert(!options.script_is_file);
	ck_assert_int_eq(options.pid, scripts[_i].pid);
	ck_assert_int_eq(options.script_argc, scripts[_i].argc);
	if (scripts[_i].first)
		ck_assert_str_eq(options.script_argv[0], scripts[_i].first);
	pf_options_deinit(&options);
}
END_TEST

/* What the first lines of files say, and whether that makes scripts of them. */
static const struct {
	const char *ending, *text;
	bool is_script;
} files[] = {
	{ "", "#!/usr/bin/env pyflame-shell\n", true },
	{ "", "#!/opt/bin/pyflame-shell", true },
	{ ".lua", "", true },
	{ ".lua", "print(1)\n", true },
	{ "", "print(1)\n", false },
	{ "", "#!/usr/bin/env python3\npyflame-shell\n", false },
	{ "", "# pyflame-shell\n", false },
	{ ".py", "import os\n", false },
	{ "", "", false },
};

START_TEST(a_file_may_be_a_script)
{
	char path[64] = "/tmp/test-options-XXXXXX", line[80];
	strcat(path, files[_i].ending);
	int fd = mkstemps(path, (int)strlen(files[_i].ending));
	ck_assert_int_ge(fd, 0);
	ck_assert_int_eq(write(fd, files[_i].text, strlen(files[_i].text)),
			 (ssize_t)strlen(files[_i].text));
	close(fd);
	snprintf(line, sizeof(line), "-q %s -p 12 --", path);
	struct pf_options options;
	struct pf_error *err = parse(line, &options);
	unlink(path);
	ck_assert_int_eq(!err, files[_i].is_script);
	if (err) {
		ck_assert_int_eq(pf_error_code(err), PF_USAGE);
		ck_assert_ptr_nonnull(strstr(pf_error_message(err), " is no script: "));
	} else {
		ck_assert_str_eq(options.script, path);
		ck_assert(options.script_is_file && options.quiet && !options.pid);
		ck_assert_int_eq(options.script_argc, 3);
		pf_options_deinit(&options);
	}
	pf_error_destroy(err);
}
END_TEST

START_TEST(the_name_of_a_script_is_no_file)
{
	struct pf_options options;
	struct pf_error *err = parse("top", &options);
	ck_assert_str_eq(pf_error_advice(err), "Did you mean \"--script top\"?");
	pf_error_destroy(err);
}
END_TEST

#define COUNT(array) ((int)(sizeof(array) / sizeof((array)[0])))

int main(void)
{
	Suite *suite = suite_create("options");
	TCase *tests = tcase_create("options");
	tcase_add_test(tests, what_is_early_is_known);
	tcase_add_loop_test(tests, one_dash_or_two, 0, COUNT(dumps));
	tcase_add_loop_test(tests, values_follow_a_sign_or_a_blank, 0, COUNT(formats));
	tcase_add_loop_test(tests, a_format_means_a_dump, 0, COUNT(implied));
	tcase_add_test(tests, actions_keep_their_order);
	tcase_add_loop_test(tests, a_script_has_the_rest, 0, COUNT(scripts));
	tcase_add_loop_test(tests, a_file_may_be_a_script, 0, COUNT(files));
	tcase_add_test(tests, the_name_of_a_script_is_no_file);
	tcase_add_loop_test(tests, mistakes_are_named, 0, COUNT(mistakes));
	suite_add_tcase(suite, tests);
	return tap_run(suite);
}
