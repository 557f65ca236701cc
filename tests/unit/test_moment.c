/* profile/moment: moments of a real Python, of which any read and any allocation may fail. */
#include "profile/moment.h"

#include "assert_error.h"
#include "failing_malloc.h"
#include "failing_memory.h"
#include "python/runtime.h"
#include "python_child.h"
#include "tap.h"

#include <stdio.h>
#include <stdlib.h>
#include <sys/ptrace.h>
#include <unistd.h>

static struct child child;
static struct pf_process *process;
static struct pf_python *python;
static struct pf_profile *profile;
static struct pf_moment moment;
static bool absent;

static const char PROGRAM[] =
	"import os, threading\n"
	"gate = os.pipe()\n"
	"def wait(depth):\n"
	"    if depth: wait(depth - 1)\n"
	"    else: os.read(gate[0], 1)\n"
	"for depth in range(3):\n"
	"    threading.Thread(target=wait, args=(depth,), daemon=True).start()\n"
	"def spin():\n"
	"    os.write(1, b'r')\n"
	"    while True: pass\n"
	"spin()\n";

static const char DEEP_PROGRAM[] = "import os\n"
				   "def spin(depth):\n"
				   "    if depth: spin(depth - 1)\n"
				   "    os.write(1, b'r')\n"
				   "    while True: pass\n"
				   "spin(500)\n";

static const char ALONE_PROGRAM[] = "import os\n"
				    "os.write(1, b'r')\n"
				    "while True: pass\n";

/*
 * One thread goes from depth to depth, a step for each byte; the other one computes, and tells of
 * it: so the GIL changes hands twice for each step.
 */
static const char STEPS_PROGRAM[] = "import os, threading\n"
				    "steps, told = 0, 0\n"
				    "def step(depth):\n"
				    "    global steps\n"
				    "    if depth: return step(depth - 1)\n"
				    "    steps += 1\n"
				    "    os.read(0, 1)\n"
				    "def walk():\n"
				    "    while True:\n"
				    "        for depth in range(4): step(depth)\n"
				    "threading.Thread(target=walk, daemon=True).start()\n"
				    "while True:\n"
				    "    if told == steps: continue\n"
				    "    told = steps\n"
				    "    os.write(1, b's')\n";

static void start(const char *program)
{
	absent = !python_child_start(&child, program);
	if (absent)
		return;
	assert_ok(pf_process_attach(child.pid, &process));
	struct pf_error *err = pf_python_attach(process, &python);
	absent = err && pf_error_code(err) == PF_UNSUPPORTED;
	ck_assert(!err || absent);
	pf_error_destroy(err);
}

static void setup(void)
{
	start(PROGRAM);
}

/* The one thread computes already. */
static void setup_alone(void)
{
	start(ALONE_PROGRAM);
	if (!absent)
		child_await_state(child.pid, "R");
}

static void setup_deep(void)
{
	start(DEEP_PROGRAM);
}

static void setup_steps(void)
{
	start(STEPS_PROGRAM);
}

static void teardown(void)
{
	pf_python_detach(python);
	pf_process_destroy(process);
	if (!absent) {
		ck_assert_int_eq(child_tracer(child.pid), 0);
		child_await_state(child.pid, "R"); /* it may be waiting for the GIL */
	}
	child_end(&child);
}

/* All four ways to sample. */
static struct pf_sampling_options options_of(int number)
{
	return (struct pf_sampling_options){ .mode = number & 1 ? PF_NONSTOP : PF_EXACT,
					     .threads = number & 2 };
}

static struct pf_error *take_some(int number, unsigned count, unsigned *seen)
{
	struct pf_sampling_options options = options_of(number);
	PF_TRY(pf_profile_create(&profile));
	struct pf_error *err = pf_moment_init(&moment, python, profile, &options);
	for (unsigned i = 0; i < count && !err; i++) {
		enum pf_outcome outcome;
		err = pf_moment_take(&moment, &outcome);
		*seen += !err && outcome == PF_SEEN;
		if (!err)
			err = pf_moment_tidy(&moment);
	}
	return err;
}

static void finish(void)
{
	pf_moment_deinit(&moment);
	pf_profile_destroy(profile);
	profile = NULL;
	memset(&moment, 0, sizeof(moment));
	moment.guard.processor.current = -1;
}

/* Until the main thread computes again: it has just told us that it is ready. */
static void await_spinning(void)
{
	while (pf_profile_thread_count(profile) < 5) {
		enum pf_outcome outcome;
		assert_ok(pf_moment_take(&moment, &outcome));
	}
}

START_TEST(moments_are_seen)
{
	unsigned seen = 0;
	enum pf_outcome outcome;
	if (absent)
		return;
	assert_ok(take_some(_i, 1, &seen));
	await_spinning();
	for (int i = 0; i < 200; i++) {
		assert_ok(pf_moment_take(&moment, &outcome));
		seen += outcome == PF_SEEN;
	}
	ck_assert_uint_gt(seen, _i & 1 ? 10 : 180); /* nonstop ones may be torn */
	ck_assert_uint_eq(pf_profile_thread_count(profile), 5);
	finish();
}
END_TEST

/* Whatever fails, the target runs on and nothing leaks. */
START_TEST(each_allocation_may_fail)
{
	bool failed = !absent;
	for (long n = 0; failed; n++) {
		unsigned seen = 0;
		failing_malloc_arm(n);
		struct pf_error *err = take_some(_i, 3, &seen);
		failed = failing_malloc_disarm();
		if (err)
			ck_assert_int_eq(pf_error_code(err), PF_NO_MEMORY);
		ck_assert(failed || !err);
		pf_error_destroy(err);
		finish();
		ck_assert_int_eq(child_tracer(child.pid), 0);
	}
}
END_TEST

/* A read that fails costs a moment, and no more; the end of the target ends it all. */
START_TEST(each_read_may_fail)
{
	static struct pf_error *const errors[] = { &pf_error_fault, &pf_error_gone };
	struct pf_memory *below = absent ? NULL : python->live.memory;
	bool failed = !absent;
	for (long n = 0; failed && n < 3000; n++) {
		struct failing_memory failing;
		unsigned seen = 0;
		failing_memory_init(&failing, below, n, errors[n % 2]);
		python->live.memory = &failing.memory;
		struct pf_error *err = take_some(_i, 4, &seen);
		failed = failing.failed;
		if (err)
			ck_assert(failed && errors[n % 2] == &pf_error_gone);
		pf_error_destroy(err);
		finish();
		ck_assert_int_eq(child_tracer(child.pid), 0);
	}
	if (!absent)
		python->live.memory = below;
}
END_TEST

/* How many frames of FUNCTION the stacks of the last moment have. */
static unsigned count_frames(const char *function)
{
	unsigned count = 0;
	for (size_t i = 0; i < moment.rows.count; i++) {
		for (uint32_t at = moment.rows.items[i].stack; at;
		     at = pf_profile_stack(profile, at)->caller) {
			uint32_t place = pf_profile_stack(profile, at)->place;
			count += !strcmp(pf_profile_place(profile, place)->function, function);
		}
	}
	return count;
}

static void take_until_seen(void)
{
	enum pf_outcome outcome = PF_MISSED;
	while (outcome != PF_SEEN) {
		assert_ok(pf_moment_take(&moment, &outcome));
		assert_ok(pf_moment_tidy(&moment));
	}
}

/* A stack is not believed to be the same when its thread has had the GIL in between. */
START_TEST(steps_of_another_thread_are_seen)
{
	struct pf_sampling_options options = { .mode = PF_EXACT, .threads = true };
	if (absent)
		return;
	assert_ok(pf_profile_create(&profile));
	assert_ok(pf_moment_init(&moment, python, profile, &options));
	for (unsigned i = 0; i < 400; i++) {
		char byte = 's';
		for (unsigned j = 0; j < i % 3; j++) {
			take_until_seen();
			ck_assert_uint_eq(count_frames("step"), i % 4 + 1);
		}
		child_send(child.in, &byte, 1);
		ck_assert(child_receive(child.out, &byte, 1));
	}
	finish();
}
END_TEST

static bool is_deep_stack_seen(unsigned moments)
{
	enum pf_outcome outcome;
	for (unsigned i = 0; i < moments; i++) {
		assert_ok(pf_moment_take(&moment, &outcome));
		for (size_t j = 0; j < moment.rows.count; j++) {
			uint32_t stack = moment.rows.items[j].stack;
			if (pf_profile_stack(profile, stack)->depth > 400)
				return true;
		}
	}
	return false;
}

/* A stack cannot be read within a nanosecond; also as builds without a GIL are looked at. */
START_TEST(pauses_are_broken_off)
{
	struct pf_sampling_options options = { .mode = PF_EXACT, .max_pause_ns = 1 };
	if (absent)
		return;
	python->free_threaded |= _i == 1;
	assert_ok(pf_profile_create(&profile));
	assert_ok(pf_moment_init(&moment, python, profile, &options));
	ck_assert(!is_deep_stack_seen(100));
	moment.max_pause_ns = 1000000000;
	while (!is_deep_stack_seen(1))
		usleep(1000); /* we may keep it from running */
	finish();
}
END_TEST

/* --- another tracer */

/* Traces the process *ARG, as a debugger does, until it is killed. */
static void run_tracer(int in, int out, void *arg)
{
	char byte;
	if (ptrace(PTRACE_SEIZE, *(pid_t *)arg, NULL, NULL))
		_exit(1);
	child_send(out, "t", 1);
	child_receive(in, &byte, 1);
}

static struct child tracer;

static void start_tracer(void)
{
	char byte;
	child_start(&tracer, run_tracer, &child.pid);
	ck_assert(child_receive(tracer.out, &byte, 1));
}

/* As for a user who has no priority: threads are stopped. */
static void begin_stopping(bool free_threaded)
{
	struct pf_sampling_options options = { .mode = PF_EXACT };
	python->free_threaded |= free_threaded;
	assert_ok(pf_profile_create(&profile));
	assert_ok(pf_moment_init(&moment, python, profile, &options));
	moment.guard.processor.urgent = false;
}

static enum pf_outcome take_one(void)
{
	enum pf_outcome outcome;
	assert_ok(pf_moment_take(&moment, &outcome));
	return outcome;
}

static void await_seen_running(void)
{
	while (take_one() != PF_SEEN || !moment.rows.count ||
	       moment.rows.items[0].state == PF_STATE_IDLE)
		usleep(1000);
}

START_TEST(another_tracer_costs_moments)
{
	if (absent)
		return;
	begin_stopping(_i == 1);
	await_seen_running();
	start_tracer();
	for (int i = 0; i < 5; i++)
		ck_assert_int_eq(take_one(), PF_MISSED);
	child_end(&tracer);
	while (child_tracer(child.pid))
		usleep(1000);
	await_seen_running();
	finish();
}
END_TEST

static struct pf_error *take_until_error(void)
{
	struct pf_error *err = NULL;
	enum pf_outcome outcome;
	while (!err)
		err = pf_moment_take(&moment, &outcome);
	return err;
}

/* For so long, by the clock of the moments, which is turned back here. */
START_TEST(another_tracer_that_stays_is_named)
{
	char name[32];
	if (absent)
		return;
	begin_stopping(_i == 1);
	await_seen_running();
	start_tracer();
	snprintf(name, sizeof(name), "process %d (", (int)tracer.pid);
	for (int i = 0; i < 5; i++)
		ck_assert_int_eq(take_one(), PF_MISSED);
	moment.refused_ns -= 1000000000;
	assert_error(take_until_error(), PF_PERMISSION, name);
	child_end(&tracer);
	finish();
}
END_TEST

START_TEST(another_tracer_from_the_start_is_named)
{
	char name[32];
	if (absent)
		return;
	start_tracer();
	begin_stopping(_i == 1);
	snprintf(name, sizeof(name), "process %d (", (int)tracer.pid);
	assert_error(take_until_error(), PF_PERMISSION, name); /* it may have seemed to sleep */
	child_end(&tracer);
	finish();
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("moment");
	TCase *tests = tcase_create("moment");
	tcase_add_checked_fixture(tests, setup, teardown);
	tcase_add_loop_test(tests, moments_are_seen, 0, 4);
	tcase_add_loop_test(tests, each_allocation_may_fail, 0, 4);
	tcase_add_loop_test(tests, each_read_may_fail, 0, 4);
	TCase *deep = tcase_create("deep");
	tcase_add_checked_fixture(deep, setup_deep, teardown);
	tcase_add_loop_test(deep, pauses_are_broken_off, 0, 2);
	suite_add_tcase(suite, deep);
	TCase *steps = tcase_create("steps");
	tcase_set_timeout(steps, 60);
	tcase_add_checked_fixture(steps, setup_steps, teardown);
	tcase_add_test(steps, steps_of_another_thread_are_seen);
	suite_add_tcase(suite, steps);
	TCase *traced = tcase_create("traced");
	tcase_add_checked_fixture(traced, setup_alone, teardown);
	tcase_add_loop_test(traced, another_tracer_costs_moments, 0, 2);
	tcase_add_loop_test(traced, another_tracer_that_stays_is_named, 0, 2);
	tcase_add_loop_test(traced, another_tracer_from_the_start_is_named, 0, 2);
	suite_add_tcase(suite, traced);
	suite_add_tcase(suite, tests);
	return tap_run(suite);
}
