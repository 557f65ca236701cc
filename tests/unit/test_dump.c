/* python/dump: dumps of a live Python, which runs on untraced behind each. */
#include "assert_error.h"
#include "child.h"
#include "failing_malloc.h"
#include "pyflame.h"
#include "tap.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static struct child child;
static struct pf_process *process;
static struct pf_python *python;
static bool absent; /* no python3 on PATH, or one that is too old or too new to be read */

/* A thread that waits, the main thread three calls deep; then each byte is sent back. */
static const char PROGRAM[] =
	"import os, threading\n"
	"def wait_for(event):\n"
	"    event.wait()\n"
	"def inner():\n"
	"    os.write(1, b'r')\n"
	"    while True:\n"
	"        byte = os.read(0, 1)\n"
	"        if not byte: os._exit(0)\n"
	"        os.write(1, byte)\n"
	"def middle():\n"
	"    inner()\n"
	"def outer():\n"
	"    middle()\n"
	"waiter = threading.Thread(target=wait_for, args=(threading.Event(),), name='waiter')\n"
	"waiter.daemon = True\n"
	"waiter.start()\n"
	"outer()\n";

static void run_python(int in, int out, void *arg)
{
	(void)arg;
	dup2(in, 0);
	dup2(out, 1);
	execlp("python3", "python3", "-c", PROGRAM, (char *)NULL);
	_exit(127);
}

/* Until the child waits in os.read(): behind its answer it still returns from os.write(). */
static void await_read(void)
{
	child_await_state(child.pid, "S");
}

static void setup(void)
{
	char byte;
	child_start(&child, run_python, NULL);
	absent = !child_receive(child.out, &byte, 1);
	if (absent)
		return;
	await_read();
	assert_ok(pf_process_attach(child.pid, &process));
	struct pf_error *err = pf_python_attach(process, &python);
	absent = err && pf_error_code(err) == PF_UNSUPPORTED;
	ck_assert_msg(!err || absent, "%s", err ? pf_error_message(err) : "");
	pf_error_destroy(err);
}

/* The child is alive, untraced and not stopped, and answers. */
static void teardown(void)
{
	if (!absent) {
		ck_assert_int_eq(child_tracer(child.pid), 0);
		ck_assert_ptr_null(strchr("tTXZ", child_state(child.pid)));
		child_ping(&child);
	}
	pf_python_detach(python);
	pf_process_destroy(process);
	child_end(&child);
}

static const struct pf_thread *find_thread(const struct pf_dump *dump, const char *name)
{
	for (size_t i = 0; i < dump->thread_count; i++) {
		if (dump->threads[i].name && !strcmp(dump->threads[i].name, name))
			return &dump->threads[i];
	}
	ck_abort_msg("no thread is called %s", name);
}

static void check_main_thread(const struct pf_thread *thread)
{
	static const char *const functions[] = { "inner", "middle", "outer", "<module>" };
	static const int lines[] = { 7, 11, 13, 17 };
	ck_assert_int_eq(thread->tid, child.pid);
	ck_assert_ptr_null(thread->truncated);
	ck_assert_uint_eq(thread->frame_count, 4);
	for (size_t i = 0; i < 4; i++) {
		ck_assert_str_eq(thread->frames[i].code->function, functions[i]);
		ck_assert_str_eq(thread->frames[i].code->file, "<string>");
		ck_assert_int_eq(thread->frames[i].line, lines[i]);
	}
}

/* The waiter runs threading's code on top, which is another one in each version. */
static void check_waiter(const struct pf_thread *thread)
{
	bool found = false;
	ck_assert_int_ne(thread->tid, child.pid);
	ck_assert_int_ne(thread->tid, 0);
	ck_assert_ptr_null(thread->truncated);
	for (size_t i = 0; i < thread->frame_count; i++)
		found |= !strcmp(thread->frames[i].code->function, "wait_for") &&
			 thread->frames[i].line == 3;
	ck_assert(found);
}

static void check_dump(const struct pf_dump *dump)
{
	ck_assert_ptr_null(dump->truncated);
	ck_assert_uint_eq(dump->interpreter_count, 1);
	ck_assert_uint_eq(dump->thread_count, 2);
	ck_assert_uint_eq(dump->interpreters[0].thread_count, 2);
	check_main_thread(find_thread(dump, "MainThread"));
	check_waiter(find_thread(dump, "waiter"));
}

START_TEST(a_dump_of_its_own)
{
	for (int i = 0; i < 5 && !absent; i++) {
		struct pf_dump *dump;
		assert_ok(pf_dump_take(python, NULL, &dump));
		check_dump(dump);
		pf_dump_destroy(dump);
		child_ping(&child);
		await_read();
	}
}
END_TEST

START_TEST(a_dump_in_the_callers_hold)
{
	struct pf_hold *hold;
	struct pf_dump *dump;
	if (absent)
		return;
	assert_ok(pf_hold_create(process, &hold));
	assert_ok(pf_python_stop(python, hold));
	for (int i = 0; i < 3; i++) {
		assert_ok(pf_dump_take(python, hold, &dump));
		check_dump(dump);
		for (size_t j = 0; j < dump->thread_count; j++)
			ck_assert(pf_hold_has(hold, dump->threads[j].tid));
		ck_assert_uint_eq(dump->pause_ns, 0);
		pf_dump_destroy(dump);
	}
	ck_assert_int_eq(child_state(child.pid), 't');
	ck_assert_int_eq(child_tracer(child.pid), getpid());
	pf_hold_destroy(hold);
}
END_TEST

/* The dump owns what it points to: it outlives python and process. */
START_TEST(a_dump_outlives_its_process)
{
	struct pf_dump *dump;
	if (absent)
		return;
	assert_ok(pf_dump_take(python, NULL, &dump));
	pf_python_detach(python);
	pf_process_destroy(process);
	check_dump(dump);
	pf_dump_destroy(dump);
	process = NULL;
	python = NULL;
}
END_TEST

static struct pf_error *attach_and_dump(void)
{
	struct pf_process *other;
	struct pf_python *its_python;
	struct pf_dump *dump;
	PF_TRY(pf_process_attach(child.pid, &other));
	struct pf_error *err = pf_python_attach(other, &its_python);
	if (!err) {
		err = pf_dump_take(its_python, NULL, &dump);
		if (!err)
			pf_dump_destroy(dump);
		pf_python_detach(its_python);
	}
	pf_process_destroy(other);
	return err;
}

/* Any allocation may fail; the target must run on behind each failure. */
START_TEST(each_allocation_fails)
{
	bool failed = !absent;
	for (long n = 0; failed; n++) {
		failing_malloc_arm(n);
		struct pf_error *err = attach_and_dump();
		failed = failing_malloc_disarm();
		ck_assert_msg(failed || !err, "%s", err ? pf_error_message(err) : "");
		pf_error_destroy(err);
		ck_assert_int_eq(child_tracer(child.pid), 0);
		child_ping(&child);
	}
}
END_TEST

START_TEST(a_process_that_has_ended)
{
	struct pf_dump *dump;
	if (absent)
		return;
	child_end(&child);
	assert_error(pf_dump_take(python, NULL, &dump), PF_GONE, "");
	pf_python_detach(python);
	pf_process_destroy(process);
	process = NULL;
	python = NULL;
	setup(); /* for the teardown to look at */
}
END_TEST

START_TEST(destroying_nothing)
{
	pf_dump_destroy(NULL);
	pf_python_detach(NULL);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("dump");
	TCase *tests = tcase_create("dump");
	tcase_add_checked_fixture(tests, setup, teardown);
	tcase_add_test(tests, a_dump_of_its_own);
	tcase_add_test(tests, a_dump_in_the_callers_hold);
	tcase_add_test(tests, a_dump_outlives_its_process);
	tcase_add_test(tests, each_allocation_fails);
	tcase_add_test(tests, a_process_that_has_ended);
	tcase_add_test(tests, destroying_nothing);
	suite_add_tcase(suite, tests);
	return tap_run(suite);
}
