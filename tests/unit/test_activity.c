/* target/activity: who sleeps, and who only says so. */
#include "assert_error.h"
#include "child.h"
#include "pyflame.h"
#include "tap.h"
#include "target/activity.h"
#include "target/watch.h"

#include <linux/futex.h>
#include <stdatomic.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

static struct child child;
static struct pf_process *process;
static atomic_ulong *count;

static void start(void (*run)(int in, int out, void *arg))
{
	char byte;
	count = mmap(NULL, sizeof(*count), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1,
		     0);
	ck_assert_ptr_ne(count, MAP_FAILED);
	child_start(&child, run, NULL);
	ck_assert(child_receive(child.out, &byte, 1));
	assert_ok(pf_process_attach(child.pid, &process));
}

static void finish(void)
{
	pf_process_destroy(process);
	child_end(&child);
	munmap(count, sizeof(*count));
}

static struct pf_activity look(void)
{
	struct pf_activity ret;
	assert_ok(pf_activity_peek(process, child.pid, &ret));
	return ret;
}

static void run_waiting(int in, int out, void *arg)
{
	child_send(out, "r", 1);
	child_echo(in, out, arg);
}

START_TEST(waiting_thread_is_asleep)
{
	start(run_waiting);
	child_await_state(child.pid, "S");
	struct pf_activity first = look(), second = look();
	ck_assert(first.asleep && second.asleep);
	ck_assert_int_eq(first.syscall, SYS_read);
	ck_assert_uint_eq(first.futex, 0);
	ck_assert_uint_gt(first.runs, 0);
	ck_assert_uint_eq(first.runs, second.runs);
	child_ping(&child);
	ck_assert_uint_gt(look().runs, first.runs);
	finish();
}
END_TEST

static void run_spinning(int in, int out, void *arg)
{
	(void)in;
	(void)arg;
	child_send(out, "r", 1);
	for (;;)
		atomic_fetch_add(count, 1);
}

START_TEST(running_thread_is_not_asleep)
{
	start(run_spinning);
	for (int i = 0; i < 100; i++) {
		struct pf_activity now = look();
		ck_assert(!now.asleep && now.syscall == PF_UNKNOWN && !now.futex);
	}
	finish();
}
END_TEST

static void run_futex(int in, int out, void *arg)
{
	(void)in;
	(void)arg;
	child_send(out, "r", 1);
	for (;;)
		syscall(SYS_futex, count, FUTEX_WAIT, 0, NULL, NULL, 0);
}

/* The child has the same address. */
START_TEST(a_futex_is_told)
{
	start(run_futex);
	struct pf_activity now = look();
	while (!now.asleep || now.syscall != SYS_futex)
		now = look();
	ck_assert_uint_eq(now.futex, (uintptr_t)count);
	finish();
}
END_TEST

START_TEST(any_text_is_decoded)
{
	struct pf_activity it;
	pf_activity_decode("", &it);
	ck_assert(!it.asleep && it.syscall == PF_UNKNOWN && !it.futex);
	pf_activity_decode("running\n", &it);
	ck_assert(!it.asleep && it.syscall == PF_UNKNOWN && !it.futex);
	pf_activity_decode("-1 0x7ffc1 0x7f1c\n", &it);
	ck_assert(it.asleep && it.syscall == PF_UNKNOWN && !it.futex);
	pf_activity_decode("99999999999 0x1\n", &it);
	ck_assert(it.asleep && it.syscall == PF_UNKNOWN && !it.futex);
	pf_activity_decode("what?\n", &it);
	ck_assert(it.asleep && it.syscall == PF_UNKNOWN && !it.futex);
	pf_activity_decode("7", &it);
	ck_assert(it.asleep && it.syscall == 7 && !it.futex);
}
END_TEST

/* The timer has gone off before the thread can leave the processor, most of the time. */
static void run_napping(int in, int out, void *arg)
{
	(void)in;
	(void)arg;
	prctl(PR_SET_TIMERSLACK, 1);
	child_send(out, "r", 1);
	for (;;) {
		atomic_fetch_add(count, 1);
		nanosleep(&(struct timespec){ .tv_nsec = 1 }, NULL);
	}
}

START_TEST(who_is_asleep_with_the_same_runs_did_nothing)
{
	start(run_napping);
	unsigned long begun = atomic_load(count);
	for (int i = 0; i < 3000; i++) {
		struct pf_activity before = look();
		unsigned long first = atomic_load(count);
		usleep(i % 10 ? 0 : 20);
		unsigned long second = atomic_load(count);
		if (before.asleep && look().runs == before.runs)
			ck_assert_uint_eq(first, second);
	}
	ck_assert_uint_ne(atomic_load(count), begun);
	finish();
}
END_TEST

/* The same of a watch. */
START_TEST(a_watch_is_not_taken_in_either)
{
	struct pf_watch watch;
	struct pf_watch_look before;
	start(run_napping);
	assert_ok(pf_watch_open(&watch, process, child.pid));
	for (int i = 0; i < 20000; i++) {
		ck_assert(pf_watch_peek(&watch, &before));
		unsigned long first = atomic_load(count);
		usleep(i % 10 ? 0 : 20);
		unsigned long second = atomic_load(count);
		if (before.activity.asleep && pf_watch_runs(&watch) == before.activity.runs)
			ck_assert_uint_eq(first, second);
	}
	pf_watch_close(&watch);
	finish();
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("activity");
	TCase *looks = tcase_create("looks");
	tcase_add_test(looks, waiting_thread_is_asleep);
	tcase_add_test(looks, running_thread_is_not_asleep);
	tcase_add_test(looks, a_futex_is_told);
	tcase_add_test(looks, any_text_is_decoded);
	tcase_add_test(looks, who_is_asleep_with_the_same_runs_did_nothing);
	tcase_add_test(looks, a_watch_is_not_taken_in_either);
	suite_add_tcase(suite, looks);
	return tap_run(suite);
}
