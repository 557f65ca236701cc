/* shell/complete: what the end of a line may become, over the fake process. */
#include "fake_pyflame.h"
#include "shell/builtin_settings.h"
#include "shell/commands.h"
#include "shell/complete.h"
#include "shell/lua_shell.h"
#include "tap.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

static struct pf_session session;
static char folder[] = "/tmp/pf_complete_XXXXXX";

static void set_up(void)
{
	fake_reset();
	session = (struct pf_session){ .no_user_files = true, .status = -1 };
	session.output.sink = fopen("/dev/null", "w");
	ck_assert_ptr_null(pf_commands_add_builtin(&session.commands));
	ck_assert_ptr_null(pf_builtin_settings_add(&session));
	ck_assert_ptr_null(pf_lua_open(&session));
	ck_assert_ptr_null(pf_session_attach(&session, FAKE_PID, 0));
}

static void tear_down(void)
{
	pf_lua_close(&session);
	pf_session_deinit(&session);
	fclose(session.output.sink);
	ck_assert_int_eq(fake.dumps, 0);
}

/* The line that each name makes of LINE, one per line. */
static const char *lines_of(const char *line)
{
	static struct pf_text text;
	struct pf_names names = { 0 };
	pf_text_clear(&text);
	pf_text_append_str(&text, "");
	struct pf_error *err = pf_complete_line(&session, line, &names);
	ck_assert_msg(!err, "%s: %s", line, err ? pf_error_message(err) : "");
	for (size_t i = 0; i < names.list.count; i++)
		pf_text_printf(&text, "%.*s%s\n", (int)names.from, line, names.list.items[i]);
	pf_names_deinit(&names);
	return pf_text_str(&text);
}

static const struct {
	const char *line, *want;
} cases[] = {
	{ "backt", "backtrace\n" },
	{ "  backt", "  backtrace\n" },
	{ "nonsense ", "" },
	{ "info thr", "info threads\n" },
	{ "thread app", "thread apply\n" },
	{ "thread ", "thread 1\nthread 2\nthread MainThread\nthread apply\nthread find\n" },
	{ "thread Main", "thread MainThread\n" },
	{ "frame ", "frame 0\nframe 1\nframe apply\n" },
	{ "help stac", "help stack\nhelp stacks\n" },
	{ "help info thr", "help info threads\n" },
	{ "help thread apply ", "" },
	{ "help style func", "" },
	{ "set pagi", "set pagination\n" },
	{ "set pagination o", "set pagination off\nset pagination on\n" },
	{ "set height u", "set height unlimited\n" },
	{ "set style function for", "set style function foreground\n" },
	{ "set style function foreground r", "set style function foreground red\n" },
	{ "show history rem", "show history remove-duplicates\n" },
	{ "with pagi", "with pagination\n" },
	{ "with pagination of", "with pagination off\n" },
	{ "with pagination off -- backt", "with pagination off -- backtrace\n" },
	{ "with pagination off -- with heig", "with pagination off -- with height\n" },
	{ "with pagination off -- info thr", "with pagination off -- info threads\n" },
	{ "with pagination off -- dump -f", "with pagination off -- dump -format\n" },
	{ "thread apply a", "thread apply all\n" },
	{ "thread apply all backt", "thread apply all backtrace\n" },
	{ "thread apply 1-2 info thr", "thread apply 1-2 info threads\n" },
	{ "thread apply all -asc", "thread apply all -ascending\n" },
	{ "thread apply all -q dump -f", "thread apply all -q dump -format\n" },
	{ "frame apply ", "frame apply 0\nframe apply 1\nframe apply all\nframe apply level\n" },
	{ "frame apply level 1 backtr", "frame apply level 1 backtrace\n" },
	{ "taas dump -f", "taas dump -format\n" },
	{ "dump -f", "dump -format\n" },
	{ "dump -format j", "dump -format json\n" },
	{ "attach -a", "attach -abi\n" },
	{ "sample -chi", "sample -children\n" },
	{ "lua string.upp", "lua string.upper\n" },
	{ "lua print(pf.printa", "lua print(pf.printable\n" },
	{ "lua x = p",
	  "lua x = package\nlua x = pairs\nlua x = pcall\nlua x = pf\nlua x = print\nlua x = "
	  "pyflame\n" },
	{ "=string.repl", "" },
	{ "=string.rep", "=string.rep\n" },
	{ "lua 12", "" },
	{ "lua nonsense.", "" },
	{ "lua a.b.c.d", "" },
	{ "lua :x", "" },
};

START_TEST(lines_are_completed)
{
	ck_assert_str_eq(lines_of(cases[_i].line), cases[_i].want);
}
END_TEST

START_TEST(objects_have_methods_and_properties)
{
	struct pf_error *err = pf_lua_run_text(&session, "p, t = pf.process(), pf.thread()");
	ck_assert_ptr_null(err);
	ck_assert_str_eq(lines_of("lua p:st"), "lua p:stop\n");
	ck_assert_str_eq(lines_of("lua p:pi"), ""); /* a property is no method */
	ck_assert_str_eq(lines_of("lua p.pi"), "lua p.pid\n");
	ck_assert_str_eq(lines_of("lua t.syscal"), "lua t.syscall\n");
	err = pf_lua_run_text(&session, "s = 'text'");
	ck_assert_ptr_null(err);
	ck_assert_str_eq(lines_of("lua s:upp"), "lua s:upper\n");
}
END_TEST

START_TEST(nobody_s_code_runs)
{
	struct pf_error *err =
		pf_lua_run_text(&session, "x = setmetatable({}, {__index = function() ran = true "
					  "return {y = 1} end})");
	ck_assert_ptr_null(err);
	ck_assert_str_eq(lines_of("lua x.a.b"), "");
	ck_assert_str_eq(lines_of("lua ra"), "lua rawequal\nlua rawget\nlua rawlen\nlua rawset\n");
}
END_TEST

static void make_file(const char *name)
{
	char path[256];
	snprintf(path, sizeof(path), "%s/%s", folder, name);
	FILE *file = fopen(path, "w");
	ck_assert_ptr_nonnull(file);
	fclose(file);
}

/* What BEGIN, the folder and "/" LINE become is BEGIN, the folder and "/" WANT; "": nothing. */
static void expect_file(const char *begin, const char *line, const char *want)
{
	char whole[256], wanted[256] = "";
	snprintf(whole, sizeof(whole), "%s%s/%s", begin, folder, line);
	if (*want)
		snprintf(wanted, sizeof(wanted), "%s%s/%s\n", begin, folder, want);
	ck_assert_str_eq(lines_of(whole), wanted);
}

START_TEST(file_names_are_quoted_as_they_are_begun)
{
	char path[256];
	ck_assert_ptr_nonnull(mkdtemp(folder));
	make_file("a b'c");
	make_file("\xc3\xa4");
	snprintf(path, sizeof(path), "%s/sub dir", folder);
	mkdir(path, 0700);
	expect_file("source ", "a", "a\\ b\\'c");
	expect_file("source ", "a\\ ", "a\\ b\\'c");
	expect_file("source '", "a ", "a b'\\''c'");
	expect_file("source \"", "a ", "a b'c\"");
	expect_file("source '", "sub", "sub dir/");
	expect_file("source ", "\xc3", "\xc3\xa4");
	expect_file("set logging file ", "a b", "a b'c");
	expect_file("source ", "none", "");
	snprintf(path, sizeof(path), "rm -r %s", folder);
	ck_assert_int_eq(system(path), 0);
}
END_TEST

START_TEST(names_of_threads_are_quoted)
{
	fake.dump.threads[0].name = (char *)"two words";
	ck_assert_str_eq(lines_of("thread tw"), "thread two\\ words\n");
	ck_assert_str_eq(lines_of("thread \"two w"), "thread \"two words\"\n");
}
END_TEST

START_TEST(commands_of_lua_complete_for_themselves)
{
	struct pf_error *err = pf_lua_run_text(
		&session, "pf.command{name='mine', options='-one --two', run=function() end, "
			  "complete=function(session, word, before) "
			  "return {before .. word .. 'x', 'other'} end}");
	ck_assert_ptr_null(err);
	ck_assert_str_eq(lines_of("mine a"), "mine ax\n");
	ck_assert_str_eq(lines_of("mine -"), "mine --two\nmine -one\nmine -x\n");
	ck_assert_str_eq(lines_of("mine o"), "mine other\nmine ox\n");
}
END_TEST

/* Lines of pieces that mean something somewhere. */
START_TEST(anything_can_be_completed)
{
	static const char *const pieces[] = {
		" ",	 "\t",	    "'",      "\"",   "\\",	  "-",	    "--",
		"with ", "thread ", "apply ", "all ", "frame ",	  "help ",  "lua ",
		"=",	 "pf.",	    "pf:",    "set ", "show ",	  "style ", "on",
		"1-2 ",	 ".",	    ":",      "\xff", "\xc3\xa4", "\x1b",   "source ",
		"/",	 "info ",   "*",      "|",    "height ",  "x/8xg ", "complete ",
	};
	unsigned seed = 1;
	for (int i = 0; i < 5000; i++) {
		struct pf_text line = { 0 };
		for (int j = 0; j < 12; j++) {
			seed = seed * 1103515245 + 12345;
			pf_text_append_str(
				&line, pieces[(seed >> 16) % (sizeof(pieces) / sizeof(pieces[0]))]);
		}
		struct pf_names names = { 0 };
		pf_error_destroy(pf_complete_line(&session, line.bytes, &names));
		ck_assert_uint_le(names.from, line.size);
		pf_names_deinit(&names);
		pf_text_deinit(&line);
	}
}
END_TEST

START_TEST(depth_is_limited)
{
	struct pf_text line = { 0 };
	for (int i = 0; i < 1000; i++)
		pf_text_append_str(&line, "with height 1 -- ");
	ck_assert_str_eq(lines_of(line.bytes), "");
	pf_text_deinit(&line);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("complete");
	TCase *tests = tcase_create("complete");
	tcase_add_checked_fixture(tests, set_up, tear_down);
	tcase_add_loop_test(tests, lines_are_completed, 0, sizeof(cases) / sizeof(cases[0]));
	tcase_add_test(tests, objects_have_methods_and_properties);
	tcase_add_test(tests, nobody_s_code_runs);
	tcase_add_test(tests, file_names_are_quoted_as_they_are_begun);
	tcase_add_test(tests, names_of_threads_are_quoted);
	tcase_add_test(tests, commands_of_lua_complete_for_themselves);
	tcase_add_test(tests, anything_can_be_completed);
	tcase_add_test(tests, depth_is_limited);
	suite_add_tcase(suite, tests);
	return tap_run(suite);
}
