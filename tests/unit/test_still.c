/* python/still: work over a live Python that is done anew until it was undisturbed. */
#include "python/still.h"

#include "assert_error.h"
#include "base/clock.h"
#include "failing_malloc.h"
#include "python_child.h"
#include "tap.h"

#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

static struct child child;
static struct pf_process *process;
static struct pf_python *python;
static bool absent; /* no python3 on PATH, or one that is too old or too new to be read */

/* Sends each byte back. */
static const char PROGRAM[] = "import os\n"
			      "os.write(1, b'r')\n"
			      "while True:\n"
			      "    byte = os.read(0, 1)\n"
			      "    if not byte: os._exit(0)\n"
			      "    os.write(1, byte)\n";

static void setup(void)
{
	absent = !python_child_start(&child, PROGRAM);
	if (absent)
		return;
	child_await_state(child.pid, "S");
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
		child_ping(&child);
	}
	pf_python_detach(python);
	pf_process_destroy(process);
	process = NULL;
	python = NULL;
	child_end(&child);
}

struct script {
	int calls, wrong; /* so often it is called; its first calls have ERR */
	struct pf_error *err;
};

static struct pf_error *play(struct pf_python *of, void *context)
{
	struct script *script = context;
	if (of != python)
		return &pf_error_interrupted; /* Check's own assertions allocate */
	return script->calls++ < script->wrong ? script->err : NULL;
}

START_TEST(work_is_done_once)
{
	struct script script = { 0 };
	if (absent)
		return;
	assert_ok(pf_still_run(python, NULL, play, &script, NULL));
	ck_assert_int_eq(script.calls, 1);
}
END_TEST

/* What can be of a target that moved is tried again, 48 times in all; the last tries stop all. */
START_TEST(moved_means_once_more)
{
	struct pf_error *const errors[] = { &pf_error_torn, &pf_error_fault, &pf_error_gone };
	if (absent)
		return;
	for (int i = 0; i < 3; i++) {
		struct script script = { .wrong = 47, .err = errors[i] };
		assert_ok(pf_still_run(python, NULL, play, &script, NULL));
		ck_assert_int_eq(script.calls, 48);
		script = (struct script){ .wrong = 48, .err = errors[i] };
		assert_error(pf_still_run(python, NULL, play, &script, NULL), PF_TORN,
			     "did not keep still");
		ck_assert_int_eq(script.calls, 48);
		child_ping(&child);
		child_await_state(child.pid, "S");
	}
}
END_TEST

static struct pf_error *work_long(struct pf_python *of, void *context)
{
	uint64_t end_ns = pf_clock_now_ns() + 6000000;
	while (pf_clock_now_ns() < end_ns)
		;
	return play(of, context);
}

/* Two attempts are enough to know that gentler ones will not do. */
START_TEST(long_work_is_disturbed_less_often)
{
	struct script script = { .wrong = 9, .err = &pf_error_torn };
	if (absent)
		return;
	assert_ok(pf_still_run(python, NULL, work_long, &script, NULL));
	ck_assert_int_eq(script.calls, 10);
	script = (struct script){ .wrong = 10, .err = &pf_error_torn };
	assert_error(pf_still_run(python, NULL, work_long, &script, NULL), PF_TORN,
		     "did not keep still");
	ck_assert_int_eq(script.calls, 10);
}
END_TEST

/* What is known to take long does not begin gently. */
START_TEST(long_work_begins_by_stopping)
{
	struct script script = { .wrong = 27, .err = &pf_error_torn };
	if (absent)
		return;
	assert_ok(pf_still_run_long(python, NULL, play, &script, NULL));
	ck_assert_int_eq(script.calls, 28);
	script = (struct script){ .wrong = 8, .err = &pf_error_torn };
	assert_ok(pf_still_run_long(python, NULL, work_long, &script, NULL));
	ck_assert_int_eq(script.calls, 9);
}
END_TEST

START_TEST(other_errors_end_it)
{
	struct script script = { .wrong = 9, .err = &pf_error_interrupted };
	if (absent)
		return;
	assert_error(pf_still_run(python, NULL, play, &script, NULL), PF_INTERRUPTED, "");
	ck_assert_int_eq(script.calls, 1);
	script =
		(struct script){ .wrong = 9, .err = pf_error_create(PF_CORRUPT, "a round square") };
	assert_error(pf_still_run(python, NULL, play, &script, NULL), PF_CORRUPT, "a round square");
	ck_assert_int_eq(script.calls, 1);
}
END_TEST

static pf_addr arguments_of(pid_t pid)
{
	char path[64], word[64];
	pf_addr ret = 0;
	snprintf(path, sizeof(path), "/proc/%d/stat", (int)pid);
	FILE *file = fopen(path, "r");
	ck_assert_ptr_nonnull(file);
	for (int i = 1; i <= 48; i++)
		ck_assert_int_eq(fscanf(file, "%63s", word), 1);
	ret = strtoull(word, NULL, 10);
	fclose(file);
	return ret;
}

struct writer {
	int fd, calls;
	pf_addr at;
	bool stopped; /* whenever it was called */
};

static uint64_t word_at(struct pf_python *of, pf_addr at)
{
	uint64_t ret = 0;
	assert_ok(pf_reader_peek_word(&of->pages, at, &ret));
	return ret;
}

/* Plays the target that writes a word between two attempts. */
static struct pf_error *read_and_write(struct pf_python *of, void *context)
{
	struct writer *writer = context;
	uint64_t next = (uint64_t)++writer->calls;
	uint64_t before = word_at(of, writer->at);
	ck_assert(next == 1 || before == next - 1);
	ck_assert_int_eq(pwrite(writer->fd, &next, sizeof(next), (off_t)writer->at), 8);
	ck_assert_uint_eq(word_at(of, writer->at), before); /* the work sees one moment */
	writer->stopped &= child_state(child.pid) == 't';
	return next < 48 ? &pf_error_torn : NULL;
}

static struct writer writer_of_arguments(void)
{
	char path[64];
	snprintf(path, sizeof(path), "/proc/%d/mem", (int)child.pid);
	struct writer ret = { .fd = open(path, O_RDWR), .at = arguments_of(child.pid) };
	ck_assert_int_ge(ret.fd, 0);
	return ret;
}

START_TEST(each_attempt_reads_afresh)
{
	if (absent)
		return;
	struct writer writer = writer_of_arguments();
	uint64_t pause_ns = 0;
	assert_ok(pf_still_run(python, NULL, read_and_write, &writer, &pause_ns));
	ck_assert_int_eq(writer.calls, 48);
	ck_assert_uint_gt(pause_ns, 0); /* the last attempts stopped it */
	close(writer.fd);
}
END_TEST

START_TEST(in_a_hold_it_is_done_once)
{
	struct pf_hold *hold;
	uint64_t pause_ns = 1;
	if (absent)
		return;
	struct writer writer = writer_of_arguments();
	writer.stopped = true;
	assert_ok(pf_hold_create(process, &hold));
	assert_ok(pf_python_stop(python, hold));
	for (int i = 1; i < 4; i++) {
		assert_error(pf_still_run(python, hold, read_and_write, &writer, &pause_ns),
			     PF_TORN, "");
		ck_assert_int_eq(writer.calls, i);
		ck_assert_uint_eq(pause_ns, 0);
	}
	ck_assert(writer.stopped);
	ck_assert_int_eq(child_state(child.pid), 't');
	struct script script = { .wrong = 1, .err = &pf_error_fault };
	char text[64];
	snprintf(text, sizeof(text), "process %d: ", (int)child.pid);
	assert_error(pf_still_run(python, hold, play, &script, NULL), PF_FAULT, text);
	pf_hold_destroy(hold);
	close(writer.fd);
}
END_TEST

struct look {
	pf_addr at;
	uint64_t word;
};

static struct pf_error *look_at_word(struct pf_python *of, void *context)
{
	struct look *look = context;
	return pf_reader_peek_word(&of->pages, look->at, &look->word);
}

/* What a look in HOLD sees once the target has got WORD. */
static uint64_t look_often(struct pf_hold *hold, const struct writer *writer, uint64_t word)
{
	struct look look = { .at = writer->at };
	uint64_t pause_ns = 1;
	ck_assert_int_eq(pwrite(writer->fd, &word, sizeof(word), (off_t)writer->at), 8);
	assert_ok(pf_still_run_often(python, hold, look_at_word, &look, &pause_ns));
	ck_assert_uint_eq(pause_ns, 0);
	return look.word;
}

START_TEST(in_a_hold_pages_are_kept)
{
	struct pf_hold *hold;
	if (absent)
		return;
	struct writer writer = writer_of_arguments();
	assert_ok(pf_hold_create(process, &hold));
	assert_ok(pf_python_stop(python, hold));
	ck_assert_uint_eq(look_often(hold, &writer, 1), 1);
	python->kept_until_ns = UINT64_MAX;
	ck_assert_uint_eq(look_often(hold, &writer, 2), 1);
	python->kept_until_ns = 0;
	ck_assert_uint_eq(look_often(hold, &writer, 3), 3);
	python->kept_until_ns = UINT64_MAX;
	pf_hold_resume(hold);
	assert_ok(pf_python_stop(python, hold));
	ck_assert_uint_eq(look_often(hold, &writer, 4), 4);
	python->kept_until_ns = UINT64_MAX;
	pf_hold_destroy(hold);
	assert_ok(pf_hold_create(process, &hold));
	assert_ok(pf_python_stop(python, hold));
	ck_assert_uint_eq(look_often(hold, &writer, 5), 5);
	pf_hold_destroy(hold);
	close(writer.fd);
}
END_TEST

static struct pf_error *end_the_child(struct pf_python *of, void *context)
{
	uint64_t word;
	child_end(&child);
	return pf_reader_peek_word(&of->pages, *(pf_addr *)context, &word);
}

static struct pf_error *end_the_child_and_go_on(struct pf_python *of, void *context)
{
	(void)of;
	(void)context;
	child_end(&child);
	return NULL;
}

static void assert_gone(pf_still_work *work)
{
	char text[64];
	pf_addr at = python->runtime;
	snprintf(text, sizeof(text), "process %d", (int)child.pid);
	assert_error(pf_still_run(python, NULL, work, &at, NULL), PF_GONE, text);
	pf_python_detach(python);
	pf_process_destroy(process);
	setup(); /* for the teardown to look at */
}

START_TEST(a_process_that_ends)
{
	if (absent)
		return;
	assert_gone(end_the_child);
	assert_gone(end_the_child_and_go_on);
}
END_TEST

START_TEST(each_allocation_fails)
{
	bool failed = !absent;
	for (long n = 0; failed; n++) {
		struct script script = { 0 };
		failing_malloc_arm(n);
		struct pf_error *err = pf_still_run(python, NULL, play, &script, NULL);
		failed = failing_malloc_disarm();
		ck_assert_msg(failed || !err, "%s", err ? pf_error_message(err) : "");
		ck_assert(err || script.calls);
		pf_error_destroy(err);
		ck_assert_int_eq(child_tracer(child.pid), 0);
	}
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("still");
	TCase *tests = tcase_create("still");
	tcase_add_checked_fixture(tests, setup, teardown);
	tcase_add_test(tests, work_is_done_once);
	tcase_add_test(tests, moved_means_once_more);
	tcase_add_test(tests, long_work_is_disturbed_less_often);
	tcase_add_test(tests, long_work_begins_by_stopping);
	tcase_add_test(tests, other_errors_end_it);
	tcase_add_test(tests, each_attempt_reads_afresh);
	tcase_add_test(tests, in_a_hold_it_is_done_once);
	tcase_add_test(tests, in_a_hold_pages_are_kept);
	tcase_add_test(tests, a_process_that_ends);
	tcase_add_test(tests, each_allocation_fails);
	tcase_set_timeout(tests, 120);
	suite_add_tcase(suite, tests);
	return tap_run(suite);
}
