/* target/watch: who runs and who sleeps, threads that end, and too few descriptors to keep. */
#include "target/watch.h"

#include "assert_error.h"
#include "child.h"
#include "pyflame.h"
#include "tap.h"

#include <fcntl.h>
#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <unistd.h>

static struct child child;
static struct pf_process *process;
static struct pf_watch watch;

static void start(void (*run)(int in, int out, void *arg))
{
	char byte;
	child_start(&child, run, NULL);
	ck_assert(child_receive(child.out, &byte, 1));
	assert_ok(pf_process_attach(child.pid, &process));
}

static void setup(void)
{
	watch = (struct pf_watch){ .schedstat_fd = -1, .stat_fd = -1, .syscall_fd = -1 };
}

static void teardown(void)
{
	pf_watch_close(&watch);
	pf_process_destroy(process);
	child_end(&child);
}

/* A name that looks like the fields behind it. */
static void run_echo(int in, int out, void *arg)
{
	prctl(PR_SET_NAME, "x) R 1 2 3) (");
	child_send(out, "r", 1);
	child_echo(in, out, arg);
}

static struct pf_watch_look look(void)
{
	struct pf_watch_look ret = { 0 };
	ck_assert(pf_watch_peek(&watch, &ret));
	return ret;
}

/* The state letter comes before the thread is off its processor: so await the look itself. */
static struct pf_watch_look await_sleep(void)
{
	struct pf_watch_look ret = look();
	while (!ret.activity.asleep) {
		sched_yield();
		ret = look();
	}
	return ret;
}

/* The quick way says the same. */
static struct pf_activity peek_activity(void)
{
	struct pf_activity ret;
	ck_assert(pf_watch_peek_activity(&watch, pf_watch_runs(&watch), &ret));
	return ret;
}

static void check_sleeper(void)
{
	struct pf_watch_look first = await_sleep(), second = look();
	struct pf_activity quick = peek_activity();
	ck_assert(quick.asleep);
	ck_assert_uint_eq(quick.runs, first.activity.runs);
	ck_assert_int_eq(quick.syscall, first.activity.syscall);
	ck_assert_int_ge(quick.syscall, 0);
	ck_assert_int_eq(first.state, 'S');
	ck_assert_uint_gt(first.activity.runs, 0);
	ck_assert_uint_eq(first.activity.runs, second.activity.runs);
	ck_assert_uint_eq(pf_watch_runs(&watch), first.activity.runs);
	child_ping(&child);
	ck_assert_uint_gt(pf_watch_runs(&watch), first.activity.runs);
}

START_TEST(a_sleeper_runs_once_it_is_woken)
{
	start(run_echo);
	assert_ok(pf_watch_open(&watch, process, child.pid));
	for (int i = 0; i < 20; i++)
		check_sleeper();
}
END_TEST

static void run_spin(int in, int out, void *arg)
{
	(void)in;
	(void)arg;
	child_send(out, "r", 1);
	for (;;)
		continue;
}

START_TEST(a_spinner_never_sleeps)
{
	start(run_spin);
	assert_ok(pf_watch_open(&watch, process, child.pid));
	for (int i = 0; i < 1000; i++) {
		struct pf_watch_look now = look();
		ck_assert_int_eq(now.state, 'R');
		ck_assert(!now.activity.asleep);
		ck_assert(!peek_activity().asleep);
		ck_assert_int_ge(now.processor, 0);
		ck_assert_int_lt(now.processor, (int)sysconf(_SC_NPROCESSORS_CONF));
	}
}
END_TEST

START_TEST(its_processor_is_told)
{
	cpu_set_t allowed, one;
	start(run_spin);
	assert_ok(pf_watch_open(&watch, process, child.pid));
	ck_assert_int_eq(sched_getaffinity(child.pid, sizeof(allowed), &allowed), 0);
	for (int i = 0; i < CPU_SETSIZE; i++) {
		if (!CPU_ISSET(i, &allowed))
			continue;
		CPU_ZERO(&one);
		CPU_SET(i, &one);
		ck_assert_int_eq(sched_setaffinity(child.pid, sizeof(one), &one), 0);
		while (look().processor != i)
			sched_yield();
	}
}
END_TEST

START_TEST(a_stopped_thread_is_asleep)
{
	start(run_spin);
	assert_ok(pf_watch_open(&watch, process, child.pid));
	kill(child.pid, SIGSTOP);
	ck_assert_int_eq(await_sleep().state, 'T');
	ck_assert(peek_activity().asleep);
	uint64_t runs = pf_watch_runs(&watch);
	ck_assert_uint_eq(pf_watch_runs(&watch), runs);
	kill(child.pid, SIGCONT);
	while (pf_watch_runs(&watch) == runs)
		sched_yield();
}
END_TEST

static void *tell_and_wait(void *pipes)
{
	pid_t tid = gettid();
	char byte;
	child_send(((int *)pipes)[1], &tid, sizeof(tid));
	child_receive(((int *)pipes)[0], &byte, 1);
	return NULL;
}

static void run_two(int in, int out, void *arg)
{
	int pipes[] = { in, out };
	pthread_t thread;
	(void)arg;
	child_send(out, "r", 1);
	pthread_create(&thread, NULL, tell_and_wait, pipes);
	pthread_join(thread, NULL);
	child_send(out, "e", 1);
	pause();
}

START_TEST(a_thread_ends)
{
	struct pf_watch_look last;
	pid_t tid;
	char byte;
	start(run_two);
	ck_assert(child_receive(child.out, &tid, sizeof(tid)));
	assert_ok(pf_watch_open(&watch, process, tid));
	await_sleep();
	child_send(child.in, "e", 1);
	ck_assert(child_receive(child.out, &byte, 1));
	while (pf_watch_peek(&watch, &last)) /* joined is not quite gone */
		sched_yield();
	ck_assert_uint_eq(pf_watch_runs(&watch), 0);
	ck_assert(!pf_watch_peek_activity(&watch, 0, &last.activity));
	ck_assert(!pf_watch_peek_activity(&watch, 1, &last.activity)); /* gone since then */
	pf_watch_close(&watch);
	ck_assert_ptr_eq(pf_watch_open(&watch, process, tid), &pf_error_gone);
}
END_TEST

START_TEST(a_zombie_has_ended)
{
	struct pf_watch_look last;
	start(run_echo);
	assert_ok(pf_watch_open(&watch, process, child.pid));
	await_sleep();
	kill(child.pid, SIGKILL);
	child_await_state(child.pid, "Z");
	ck_assert(!pf_watch_peek(&watch, &last));
	ck_assert(!pf_watch_peek_activity(&watch, pf_watch_runs(&watch), &last.activity));
}
END_TEST

/* With few descriptors left none is kept, and all is told nevertheless. */
START_TEST(few_descriptors)
{
	struct rlimit limit, little = { .rlim_cur = 12 };
	start(run_echo);
	ck_assert_int_eq(getrlimit(RLIMIT_NOFILE, &limit), 0);
	little.rlim_max = limit.rlim_max;
	ck_assert_int_eq(setrlimit(RLIMIT_NOFILE, &little), 0);
	assert_ok(pf_watch_open(&watch, process, child.pid));
	ck_assert(watch.stat_fd < 6 && watch.schedstat_fd < 6 && watch.syscall_fd < 6);
	check_sleeper();
	ck_assert_int_eq(setrlimit(RLIMIT_NOFILE, &limit), 0);
}
END_TEST

/* As on a kernel that does not count (no CONFIG_SCHED_INFO): then nothing is known to sleep. */
START_TEST(no_count_of_runs)
{
	start(run_echo);
	assert_ok(pf_watch_open(&watch, process, child.pid));
	await_sleep();
	if (watch.schedstat_fd >= 0)
		close(watch.schedstat_fd);
	watch.schedstat_fd = open("/dev/null", O_RDONLY | O_CLOEXEC);
	ck_assert_uint_eq(pf_watch_runs(&watch), 0);
	struct pf_watch_look now = look();
	ck_assert(!now.activity.asleep);
	ck_assert(!peek_activity().asleep);
	ck_assert_int_eq(now.state, 'S');
}
END_TEST

START_TEST(one_that_was_never_opened)
{
	struct pf_watch_look none;
	start(run_echo);
	ck_assert(!pf_watch_peek(&watch, &none));
	ck_assert_uint_eq(pf_watch_runs(&watch), 0);
	ck_assert(!pf_watch_peek_activity(&watch, 0, &none.activity));
	pf_watch_close(&watch);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("watch");
	TCase *tests = tcase_create("watch");
	tcase_add_checked_fixture(tests, setup, teardown);
	tcase_add_test(tests, a_sleeper_runs_once_it_is_woken);
	tcase_add_test(tests, a_spinner_never_sleeps);
	tcase_add_test(tests, its_processor_is_told);
	tcase_add_test(tests, a_stopped_thread_is_asleep);
	tcase_add_test(tests, a_thread_ends);
	tcase_add_test(tests, a_zombie_has_ended);
	tcase_add_test(tests, few_descriptors);
	tcase_add_test(tests, no_count_of_runs);
	tcase_add_test(tests, one_that_was_never_opened);
	suite_add_tcase(suite, tests);
	return tap_run(suite);
}
