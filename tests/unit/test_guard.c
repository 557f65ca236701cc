/* target/guard: the three ways to keep a thread still, and that each one lets it go again. */
#include "target/guard.h"

#include "assert_error.h"
#include "child.h"
#include "tap.h"

#include <sched.h>
#include <signal.h>
#include <stdatomic.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <unistd.h>

enum { ROUNDS = 300, TRIES = 20 };

static struct child child;
static struct pf_process *process;
static struct pf_watch watch;
static struct pf_guard guard;
static atomic_ulong *count; /* how far the child has counted */

static void run_waiting(int in, int out, void *arg)
{
	child_send(out, "r", 1);
	child_echo(in, out, arg);
}

static void run_counting(int in, int out, void *arg)
{
	(void)in;
	(void)arg;
	child_send(out, "r", 1);
	for (;;)
		atomic_fetch_add(count, 1);
}

static void start(void (*run)(int in, int out, void *arg))
{
	char byte;
	count = mmap(NULL, sizeof(*count), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1,
		     0);
	ck_assert_ptr_ne(count, MAP_FAILED);
	child_start(&child, run, NULL);
	ck_assert(child_receive(child.out, &byte, 1));
	assert_ok(pf_process_attach(child.pid, &process));
	assert_ok(pf_watch_open(&watch, process, child.pid));
	assert_ok(pf_guard_init(&guard, process));
}

static void finish(void)
{
	pf_guard_deinit(&guard);
	pf_watch_close(&watch);
	pf_process_destroy(process);
	child_end(&child);
	munmap(count, sizeof(*count));
}

static bool begin(bool stopping)
{
	bool ret;
	assert_ok(pf_guard_begin(&guard, child.pid, &watch, stopping, &ret));
	ck_assert(ret == (guard.way != PF_GUARD_NONE && pf_guard_has(&guard, child.pid)));
	return ret;
}

/* Nobody traces it, and it counts on. */
static void check_runs(void)
{
	unsigned long before = *count;
	ck_assert_int_eq(child_tracer(child.pid), 0);
	while (*count == before)
		sched_yield();
}

static void await_sleep(void)
{
	struct pf_watch_look look;
	do
		ck_assert(pf_watch_peek(&watch, &look));
	while (!look.activity.asleep);
}

START_TEST(a_sleeper_is_only_watched)
{
	start(run_waiting);
	for (int i = 0; i < ROUNDS; i++) {
		await_sleep();
		ck_assert(begin(false));
		ck_assert_int_eq(guard.way, PF_GUARD_ASLEEP);
		ck_assert_int_eq(child_tracer(child.pid), 0);
		ck_assert(pf_guard_holds(&guard));
		if (i % 2) {
			child_ping(&child);
			ck_assert(!pf_guard_holds(&guard));
		}
		pf_guard_end(&guard);
	}
	ck_assert_uint_eq(guard.pause_ns, 0);
	finish();
}
END_TEST

/*
 * The same, and the way is WAY. As check_runs() leaves little of the processor to others, we may be
 * taken for stuck when they get it at last; and on a busy machine the child may be moved on as often
 * as we follow it.
 */
static void begin_way(bool stopping, enum pf_guard_way way)
{
	ck_assert(begin(stopping));
	for (int moved = 0; guard.way != way && moved < TRIES;
	     moved += !guard.processor.avoided_ns) {
		pf_guard_end(&guard);
		ck_assert(begin(stopping));
	}
	ck_assert_int_eq(guard.way, way);
}

/* While the guard holds, and that is what it says afterwards, nothing was counted. */
static void check_counting(bool stopping, enum pf_guard_way way)
{
	unsigned held = 0;
	for (int i = 0; i < ROUNDS; i++) {
		begin_way(stopping, way);
		unsigned long first = *count;
		for (volatile int wait = 0; wait < 2000; wait++)
			continue;
		unsigned long last = *count;
		if (pf_guard_holds(&guard)) {
			ck_assert_uint_eq(first, last);
			held++;
		}
		pf_guard_end(&guard);
		check_runs();
	}
	ck_assert_uint_gt(held, ROUNDS / 2);
	ck_assert_uint_gt(guard.pause_ns, 0);
	ck_assert_uint_ge(guard.pause_ns, guard.longest_pause_ns);
}

START_TEST(a_runner_loses_its_processor)
{
	start(run_counting);
	if (guard.processor.urgent)
		check_counting(false, PF_GUARD_PROCESSOR);
	finish();
}
END_TEST

START_TEST(a_runner_is_stopped)
{
	start(run_counting);
	check_counting(true, PF_GUARD_STOPPED);
	finish();
}
END_TEST

/* Who may not have a priority stops instead. */
START_TEST(a_runner_is_stopped_without_a_priority)
{
	struct rlimit none = { 0, 0 };
	char byte;
	ck_assert_int_eq(setrlimit(RLIMIT_RTPRIO, &none), 0);
	if (geteuid() == 0 && setresuid(65534, 65534, 65534))
		return;
	prctl(PR_SET_DUMPABLE, 1); /* the leak check wants to trace us */
	count = mmap(NULL, sizeof(*count), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1,
		     0);
	child_start(&child, run_counting, NULL);
	ck_assert(child_receive(child.out, &byte, 1));
	struct sched_param lowest = { .sched_priority = 1 };
	bool may = !sched_setscheduler(0, SCHED_FIFO | SCHED_RESET_ON_FORK, &lowest);
	struct pf_error *err = pf_process_attach(child.pid, &process);
	if (may || err) { /* a machine that gives it to anybody, or lets nobody trace */
		pf_error_destroy(err);
		child_end(&child);
		return;
	}
	assert_ok(pf_watch_open(&watch, process, child.pid));
	assert_ok(pf_guard_init(&guard, process));
	ck_assert(!guard.processor.urgent);
	check_counting(false, PF_GUARD_STOPPED);
	finish();
}
END_TEST

/* As on a kernel that does not count runs. */
START_TEST(a_runner_is_stopped_where_runs_are_not_counted)
{
	start(run_counting);
	close(watch.schedstat_fd);
	watch.schedstat_fd = dup(child.out); /* not a file: nothing to read at offset 0 */
	check_counting(false, PF_GUARD_STOPPED);
	finish();
}
END_TEST

START_TEST(one_that_has_ended)
{
	start(run_counting);
	kill(child.pid, SIGKILL);
	child_await_state(child.pid, "Z");
	ck_assert(!begin(false));
	pf_guard_end(&guard);
	ck_assert(!begin(true));
	pf_guard_end(&guard);
	bool ret = true;
	assert_ok(pf_guard_begin(&guard, 0, &watch, false, &ret));
	ck_assert(!ret);
	finish();
}
END_TEST

START_TEST(one_that_is_killed_while_it_is_guarded)
{
	for (int stopping = 0; stopping < 2; stopping++) {
		start(run_counting);
		ck_assert(begin(stopping));
		kill(child.pid, SIGKILL);
		pf_guard_end(&guard);
		child_await_state(child.pid, "Z");
		ck_assert(!begin(stopping));
		finish();
	}
}
END_TEST

START_TEST(ends_by_itself)
{
	start(run_counting);
	ck_assert(begin(true));
	pf_guard_deinit(&guard);
	check_runs();
	assert_ok(pf_guard_init(&guard, process));
	finish();
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("guard");
	TCase *tests = tcase_create("guard");
	tcase_add_test(tests, a_sleeper_is_only_watched);
	tcase_add_test(tests, a_runner_loses_its_processor);
	tcase_add_test(tests, a_runner_is_stopped);
	tcase_add_test(tests, a_runner_is_stopped_without_a_priority);
	tcase_add_test(tests, a_runner_is_stopped_where_runs_are_not_counted);
	tcase_add_test(tests, one_that_has_ended);
	tcase_add_test(tests, one_that_is_killed_while_it_is_guarded);
	tcase_add_test(tests, ends_by_itself);
	suite_add_tcase(suite, tests);
	return tap_run(suite);
}
