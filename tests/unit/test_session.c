/* shell/session, shell/numbers, shell/execute, and Lua in them, over the fake process. */
#include "fake_pyflame.h"
#include "shell/commands.h"
#include "shell/execute.h"
#include "shell/lua_shell.h"
#include "tap.h"

#include <stdlib.h>
#include <string.h>

static struct pf_session session;
static struct pf_text printed;

static void set_up(void)
{
	fake_reset();
	session = (struct pf_session){ .no_user_files = true, .status = -1 };
	session.output.sink = fopen("/dev/null", "w");
	ck_assert_ptr_null(pf_commands_add_builtin(&session.commands));
	ck_assert_ptr_null(pf_lua_open(&session));
	ck_assert_ptr_null(pf_session_attach(&session, FAKE_PID, 0));
}

/* Whatever a test does, nothing may be left over. */
static void tear_down(void)
{
	pf_lua_close(&session);
	pf_session_deinit(&session);
	fclose(session.output.sink);
	pf_text_deinit(&printed);
	ck_assert_int_eq(fake.processes, 0);
	ck_assert_int_eq(fake.dumps, 0);
	ck_assert_int_eq(fake.holds, 0);
}

/* What LINE prints; it must succeed. Borrowed until the next call. */
static const char *output_of(const char *line)
{
	struct pf_text saved;
	pf_text_deinit(&printed);
	pf_output_begin_capture(&session.output, &saved);
	struct pf_error *err = pf_execute(&session, line);
	pf_output_end_capture(&session.output, &saved, &printed);
	ck_assert_msg(!err, "%s: %s", line, err ? pf_error_message(err) : "");
	return pf_text_str(&printed);
}

static void expect_failure(const char *line, enum pf_error_code code, const char *message)
{
	struct pf_error *err = pf_execute(&session, line);
	ck_assert_ptr_nonnull(err);
	ck_assert_str_eq(pf_error_message(err), message);
	ck_assert_int_eq(pf_error_code(err), code);
	pf_error_destroy(err);
}

START_TEST(blank_lines_and_comments_do_nothing)
{
	ck_assert_str_eq(output_of(""), "");
	ck_assert_str_eq(output_of("   \t"), "");
	ck_assert_str_eq(output_of("  # bt"), "");
	ck_assert_int_eq(fake.taken, 0);
}
END_TEST

#define NO_BREAKPOINT "  \"catch stack PATTERN\" waits for a function."
#define BACKTRACE "backtrace [full] [N | -N] [-format NAME] [-no-filters] [-hide]"

START_TEST(arguments_are_counted)
{
	expect_failure("detach 1", PF_USAGE, "Too many arguments.  Usage: detach");
	expect_failure("info process x", PF_USAGE, "Too many arguments.  Usage: info process");
	expect_failure("attach", PF_USAGE, "Argument required (process-id to attach).");
	expect_failure("attach abc", PF_USAGE, "Illegal process-id: abc.");
	expect_failure("attach '12", PF_USAGE, "Unmatched single quote.");
	expect_failure("bt \"1'", PF_USAGE, "Unmatched double quote.");
	ck_assert_str_eq(output_of("lua print [['\"]]"), "'\"\n");
}
END_TEST

START_TEST(backtraces_are_limited)
{
	ck_assert_str_eq(output_of("bt 1"), "#0  leaf at /srv/app.py:2\n"
					    "(More stack frames follow...)\n");
	ck_assert_str_eq(output_of("bt -1"), "#1  Worker.run at /srv/app.py\n");
	expect_failure("bt 0", PF_USAGE, "Invalid number of frames: 0.  Usage: " BACKTRACE);
	expect_failure("bt x", PF_USAGE,
		       "Invalid number of frames: x." NO_BREAKPOINT "  Usage: " BACKTRACE);
	expect_failure("bt 1 2", PF_USAGE, "Invalid number of frames: 2.  Usage: " BACKTRACE);
	ck_assert_str_eq(output_of("bt full 1"), "#0  leaf at /srv/app.py:2\n"
						 "(More stack frames follow...)\n");
}
END_TEST

START_TEST(threads_keep_their_numbers)
{
	ck_assert_str_eq(
		output_of("info threads"),
		"  Id   Target Id                                 State    Frame\n"
		"* 1    Thread 0x64 (LWP 4711) \"MainThread\" [gil] running  leaf at /srv/app.py:2\n"
		"  2    Thread ? (LWP ?)                                   (no Python frame)\n");
	ck_assert_str_eq(output_of("lua pf.columns = function() return 60 end"), "");
	ck_assert_ptr_nonnull(
		strstr(output_of("info threads"), "[gil] running  leaf at .../app.py:2\n"));
	output_of("lua pf.columns = function() return 78 end");
	ck_assert_ptr_nonnull(
		strstr(output_of("info threads"), "[gil] running  leaf at .../app.py:2\n"));
	output_of("lua pf.columns = function() return 79 end");
	ck_assert_ptr_nonnull(
		strstr(output_of("info threads"), "[gil] running  leaf at /srv/app.py:2\n"));
	fake.dump.threads[1].tid = 12;
	fake.dump.threads[1].ident = 5;
	fake.dump.threads[1].name = "a name of more than 20";
	ck_assert_ptr_nonnull(strstr(output_of("info threads"),
				     "\n  3    Thread 0x5 (LWP 12) \"a name of more th...\" "));
	output_of("lua pf.columns = function() end");
	ck_assert_ptr_nonnull(strstr(output_of("info threads"), " \"a name of more than 20\" "));
	fake.dump.threads[1].name = NULL;
	ck_assert_ptr_nonnull(strstr(output_of("info threads"), "\n  3    Thread 0x5 (LWP 12) "));
	ck_assert_str_eq(output_of("thread 3"), "[Switching to thread 3 (Thread 0x5 (LWP 12))]\n"
						"(no Python frame)\n");
	ck_assert_str_eq(output_of("thread lwp:4711"),
			 "[Switching to thread 1 (Thread 0x64 (LWP 4711))]\n"
			 "#0  leaf at /srv/app.py:2\n");
	expect_failure("thread 2", PF_USAGE, "Unknown thread 2.");
	expect_failure("thread abc", PF_USAGE, "Invalid thread ID: abc");
	expect_failure("thread lwp:99", PF_USAGE, "Unknown thread lwp:99.");
}
END_TEST

START_TEST(a_selected_thread_that_ends_is_missed)
{
	output_of("thread 2");
	fake.dump.thread_count = 1;
	expect_failure("bt", PF_USAGE, "The selected thread 2 has ended.  Try \"info threads\".");
	ck_assert_ptr_null(strchr(output_of("info threads"), '*'));
	ck_assert_ptr_nonnull(output_of("thread 1"));
	ck_assert_ptr_nonnull(strstr(output_of("bt"), "#0  leaf"));
}
END_TEST

START_TEST(each_command_takes_one_dump)
{
	output_of("bt");
	output_of("bt");
	ck_assert_int_eq(fake.taken, 2);
	output_of("thread apply all bt");
	ck_assert_int_eq(fake.taken, 3);
	output_of("info threads");
	ck_assert_int_eq(fake.taken, 4);
	output_of("lua pf.execute('bt') pf.execute('bt')");
	ck_assert_int_eq(fake.taken, 6);
	output_of("help");
	ck_assert_int_eq(fake.taken, 6);
}
END_TEST

START_TEST(apply_goes_down_and_restores)
{
	ck_assert_str_eq(
		output_of("thread apply all thread"),
		"\nThread 2 (Thread ? (LWP ?)):\n[Current thread is 2 (Thread ? (LWP ?))]\n"
		"\nThread 1 (Thread 0x64 (LWP 4711) \"MainThread\"):\n"
		"[Current thread is 1 (Thread 0x64 (LWP 4711))]\n");
	ck_assert_str_eq(output_of("t a a -ascending -q thread"),
			 "[Current thread is 1 (Thread 0x64 (LWP 4711))]\n"
			 "[Current thread is 2 (Thread ? (LWP ?))]\n");
	ck_assert_str_eq(output_of("thread apply 2 1 -q thread"),
			 "[Current thread is 2 (Thread ? (LWP ?))]\n"
			 "[Current thread is 1 (Thread 0x64 (LWP 4711))]\n");
	expect_failure("thread apply all nonsense", PF_USAGE,
		       "Undefined command: \"nonsense\".  Try \"help\".");
	ck_assert_str_eq(output_of("thread"), "[Current thread is 1 (Thread 0x64 (LWP 4711))]\n");
	expect_failure("thread apply all", PF_USAGE,
		       "Please specify a command at the end of 'thread apply all'");
	expect_failure("thread apply 1", PF_USAGE,
		       "Please specify a command following the thread ID list");
	expect_failure("thread apply", PF_USAGE, "Please specify a thread ID list");
	expect_failure("thread apply x bt", PF_USAGE, "Invalid thread ID: x");
}
END_TEST

/* A capture has what was printed before a failure. */
START_TEST(apply_checks_the_command_first)
{
	static const char *const wrong[] = { "nonsense", "dump 1 2 3" };
	for (size_t i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++) {
		char line[64];
		struct pf_text saved;
		snprintf(line, sizeof(line), "thread apply all %s", wrong[i]);
		pf_text_deinit(&printed);
		pf_output_begin_capture(&session.output, &saved);
		struct pf_error *err = pf_execute(&session, line);
		pf_output_end_capture(&session.output, &saved, &printed);
		ck_assert_ptr_nonnull(err);
		ck_assert_str_eq(pf_text_str(&printed), "");
		pf_error_destroy(err);
	}
	ck_assert_str_eq(output_of("lua pf.check('bt')"), "true\n");
	ck_assert_str_eq(output_of("lua pf.check('# nothing')"), "true\n");
	ck_assert_str_eq(output_of("lua pf.check('foo')"),
			 "nil\tUndefined command: \"foo\".  Try \"help\".\tUSAGE\n");
	output_of("detach");
	ck_assert_str_eq(output_of("lua pf.check('bt')"),
			 "nil\tNo stack.  No process is attached.  Try \"attach PID\".\tUSAGE\n");
}
END_TEST

START_TEST(missing_files_are_named)
{
	expect_failure("source /nonexistent/x.lua", PF_SYSTEM,
		       "/nonexistent/x.lua: No such file or directory");
	expect_failure("source /nonexistent/x", PF_SYSTEM,
		       "/nonexistent/x: No such file or directory");
}
END_TEST

START_TEST(help_has_everything)
{
	ck_assert_ptr_nonnull(strstr(output_of("help"), "\nstack -- Looking at Python stacks.\n"));
	ck_assert_ptr_nonnull(strstr(output_of("help bt"), "backtrace, bt, where, b, py-bt\n"));
	const char *help = output_of("help all");
	ck_assert_ptr_nonnull(strstr(help, "\nbacktrace, bt, where, b, py-bt -- Print "));
	ck_assert_ptr_nonnull(strstr(help, "\ninfo process -- "));
	ck_assert_ptr_nonnull(strstr(help, "\nthread apply -- "));
	ck_assert_ptr_null(strstr(output_of("help stack"), "thread apply"));
	ck_assert_ptr_nonnull(strstr(output_of("help stack"), "dump -- "));
	ck_assert_ptr_nonnull(strstr(output_of("info"), "\ninfo process -- "));
}
END_TEST

START_TEST(an_ended_process_is_let_go)
{
	fake.ended = true;
	expect_failure("bt", PF_GONE, "Process 4711 has ended.");
	ck_assert_int_eq(fake.processes, 0);
	expect_failure("bt", PF_USAGE, "No stack.  No process is attached.  Try \"attach PID\".");
	fake.ended = false;
	ck_assert_str_eq(output_of("attach 4711"),
			 "Attached to process 4711 (python3.11, CPython 3.11.7, 1 thread).\n");
}
END_TEST

START_TEST(a_failed_attach_keeps_the_process)
{
	expect_failure("attach 2", PF_GONE, "ptrace: No such process.  No process with pid 2.");
	expect_failure("attach 1", PF_PERMISSION,
		       "ptrace: Operation not permitted.  Cannot read process 1: it is not ours.");
	ck_assert_ptr_nonnull(strstr(output_of("bt"), "#0  leaf"));
	ck_assert_str_eq(output_of("detach"), "[Inferior 1 (process 4711) detached]\n");
	expect_failure(
		"detach", PF_USAGE,
		"The program is not being run.  No process is attached.  Try \"attach PID\".");
}
END_TEST

START_TEST(quitting_has_a_status)
{
	expect_failure("quit 256", PF_USAGE, "Not an exit status from 0 to 255: 256.");
	ck_assert(!session.quit);
	output_of("quit 7");
	ck_assert(session.quit);
	ck_assert_int_eq(session.status, 7);
}
END_TEST

/* ------------------------------------------------------------------ Lua */

START_TEST(lua_prints_values)
{
	ck_assert_str_eq(output_of("lua 1 + 1, 'x'"), "2\tx\n");
	ck_assert_str_eq(output_of("lua local x = 3; print(x)"), "3\n");
	ck_assert_str_eq(output_of("lua pf.thread().name"), "MainThread\n");
	expect_failure("lua x = = 1", PF_USAGE, "lua:1: unexpected symbol near '='");
	expect_failure("lua error('boom', 0)", PF_USAGE, "boom");
}
END_TEST

START_TEST(lua_adds_commands)
{
	output_of("lua pf.command{ name='hot stuff', alias={'hs','h2'}, summary='S.', min_args=1,"
		  " max_args=1, run=function(_, args) print(#args, args[1], args.text) end }");
	output_of("lua pf.command{ name='hot', run=function() end }");
	ck_assert_str_eq(output_of("hot stuff 'a b'"), "1\ta b\t'a b'\n");
	ck_assert_str_eq(output_of("hot h2 x"), "1\tx\tx\n");
	expect_failure("hot stuff", PF_USAGE, "Argument required.  Usage: hot stuff");
	ck_assert_ptr_nonnull(strstr(output_of("help hot stuff"), "hot stuff, hs, h2\nS.\n"));
	output_of("lua pf.command{ name='fails', run=function() return nil,'why','TORN' end }");
	expect_failure("fails", PF_TORN, "why");
	output_of("lua pf.command{ name='fails', run=function() error('no', 0) end }");
	expect_failure("fails", PF_USAGE, "no");
	expect_failure("lua pf.command{ name='Bad' }", PF_USAGE,
		       "lua:1: command: name \"Bad\": words of a-z, 0-9, _ and - are wanted");
}
END_TEST

START_TEST(lua_captures_and_executes)
{
	ck_assert_str_eq(output_of("lua #pf.capture('bt 1') > 10"), "true\n");
	ck_assert_str_eq(output_of("lua pf.execute('bt x')"),
			 "nil\tInvalid number of frames: x." NO_BREAKPOINT "  Usage: " BACKTRACE
			 "\tUSAGE\n");
	ck_assert_str_eq(output_of("lua coroutine.wrap(function() pf.execute('lua 5') end)()"),
			 "5\n");
	ck_assert_ptr_nonnull(strstr(output_of("lua function f() return pf.execute('lua f()') end"
					       " f() print(select(2, f()))"),
				     "Max user call depth exceeded -- command aborted."));
}
END_TEST

START_TEST(lua_keeps_dumps_alive)
{
	output_of("lua kept = pf.thread()");
	output_of("bt");
	output_of("bt");
	output_of("lua collectgarbage()");
	ck_assert_str_eq(output_of("lua kept.name, #kept, tostring(kept[2]), kept[3]"),
			 "MainThread\t2\tWorker.run at /srv/app.py\tnil\n");
	output_of("detach");
	ck_assert_str_eq(output_of("lua kept[1].code.file"), "/srv/app.py\n");
	output_of("lua kept = nil");
}
END_TEST

START_TEST(lua_releases_holds)
{
	output_of("lua do local h <close> = pf.process():stop() assert(h:has(4711)) end");
	ck_assert_int_eq(fake.holds, 0);
	expect_failure("lua local h <close> = pf.process():stop() error('x', 0)", PF_USAGE, "x");
	ck_assert_int_eq(fake.holds, 0);
	output_of("lua held = pf.process():stop{4711}");
	ck_assert_int_eq(fake.holds, 1);
	output_of("detach");
	ck_assert_int_eq(fake.holds, 0);
	ck_assert_str_eq(output_of("lua held.paused_ns, held:has(4711)"), "1000\tfalse\n");
}
END_TEST

START_TEST(a_process_of_the_past_is_closed)
{
	output_of("lua old = pf.process()");
	ck_assert_str_eq(output_of("lua old.pid, tostring(old)"), "4711\tprocess 4711\n");
	output_of("attach 4711");
	expect_failure("lua old.pid", PF_USAGE, "lua:1: the process is closed");
	output_of("lua pf.process():close()");
	expect_failure("bt", PF_USAGE, "No stack.  No process is attached.  Try \"attach PID\".");
	ck_assert_str_eq(output_of("lua pf.process()"), "nil\n");
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("session");
	TCase *tests = tcase_create("session");
	tcase_add_checked_fixture(tests, set_up, tear_down);
	tcase_add_test(tests, blank_lines_and_comments_do_nothing);
	tcase_add_test(tests, arguments_are_counted);
	tcase_add_test(tests, backtraces_are_limited);
	tcase_add_test(tests, threads_keep_their_numbers);
	tcase_add_test(tests, a_selected_thread_that_ends_is_missed);
	tcase_add_test(tests, each_command_takes_one_dump);
	tcase_add_test(tests, apply_goes_down_and_restores);
	tcase_add_test(tests, apply_checks_the_command_first);
	tcase_add_test(tests, missing_files_are_named);
	tcase_add_test(tests, help_has_everything);
	tcase_add_test(tests, an_ended_process_is_let_go);
	tcase_add_test(tests, a_failed_attach_keeps_the_process);
	tcase_add_test(tests, quitting_has_a_status);
	tcase_add_test(tests, lua_prints_values);
	tcase_add_test(tests, lua_adds_commands);
	tcase_add_test(tests, lua_captures_and_executes);
	tcase_add_test(tests, lua_keeps_dumps_alive);
	tcase_add_test(tests, lua_releases_holds);
	tcase_add_test(tests, a_process_of_the_past_is_closed);
	suite_add_tcase(suite, tests);
	return tap_run(suite);
}
