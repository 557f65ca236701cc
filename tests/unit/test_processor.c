/* target/processor and target/guard: whose processor is taken, and what we are afterwards. */
#include "assert_error.h"
#include "base/clock.h"
#include "child.h"
#include "tap.h"
#include "target/guard.h"

#include <signal.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

/* Computes for a second, with the priority that it is given; then it only waits. */
static void run_computing(int in, int out, void *arg)
{
	struct sched_param param = { .sched_priority = *(int *)arg };
	int policy = param.sched_priority ? SCHED_FIFO : SCHED_OTHER;
	char good = !sched_setscheduler(0, policy, &param);
	child_send(out, &good, 1);
	for (uint64_t end_ns = pf_clock_now_ns() + 1000000000; pf_clock_now_ns() < end_ns;)
		continue;
	child_echo(in, out, NULL);
}

static void check_guard(int priority, bool may_take)
{
	struct child child;
	struct pf_process *process;
	struct pf_guard guard;
	struct pf_watch watch = { .schedstat_fd = -1, .stat_fd = -1, .syscall_fd = -1 };
	bool guarded;
	char good;
	child_start(&child, run_computing, &priority);
	ck_assert(child_receive(child.out, &good, 1));
	assert_ok(pf_process_attach(child.pid, &process));
	assert_ok(pf_guard_init(&guard, process));
	assert_ok(pf_watch_open(&watch, process, child.pid));
	for (int i = 0; i < 50 && good; i++) {
		uint64_t begun_ns = pf_clock_now_ns();
		assert_ok(pf_guard_begin(&guard, child.pid, &watch, false, &guarded));
		ck_assert(may_take || guard.way != PF_GUARD_PROCESSOR);
		pf_guard_end(&guard);
		ck_assert_uint_lt(pf_clock_now_ns() - begun_ns, 500000000);
	}
	pf_guard_deinit(&guard);
	pf_watch_close(&watch);
	pf_process_destroy(process);
	child_end(&child);
}

START_TEST(an_ordinary_threads_processor_may_be_taken)
{
	check_guard(0, true);
}
END_TEST

/* It would not let us run again: not even to be killed. */
START_TEST(a_real_time_threads_processor_is_left_alone)
{
	check_guard(10, false);
}
END_TEST

/* --- behind another's real-time thread */

/* Binds the calling process to the first processor that it may use; false when that is the only one. */
static bool bind_to_first(void)
{
	cpu_set_t allowed, first;
	int number = 0;
	if (sched_getaffinity(0, sizeof(allowed), &allowed) || CPU_COUNT(&allowed) < 2)
		return false;
	while (!CPU_ISSET(number, &allowed))
		number++;
	CPU_ZERO(&first);
	CPU_SET(number, &first);
	return !sched_setaffinity(0, sizeof(first), &first);
}

/* Has the processor for itself, for 5 seconds at most. */
static void run_spinning(int in, int out, void *arg)
{
	struct rlimit limit = { 5000000, 5000000 };
	struct sched_param param = { .sched_priority = 50 };
	(void)in;
	(void)arg;
	char good = bind_to_first() && !setrlimit(RLIMIT_RTTIME, &limit) &&
		    !sched_setscheduler(0, SCHED_FIFO, &param);
	child_send(out, &good, 1);
	for (volatile bool on = good; on;)
		continue;
}

/* Never asleep, on the same processor. */
static void run_bound(int in, int out, void *arg)
{
	char good = bind_to_first();
	(void)in;
	(void)arg;
	child_send(out, &good, 1);
	for (volatile bool on = good; on;)
		continue;
}

static bool start_good(struct child *child, void (*main)(int in, int out, void *arg))
{
	char good;
	child_start(child, main, NULL);
	ck_assert(child_receive(child->out, &good, 1));
	return good;
}

/* Whether it is still there: it has not been ended by its limit. */
static bool is_alive(const struct child *child)
{
	return waitpid(child->pid, NULL, WNOHANG) == 0;
}

static void check_behind(struct child *spinner, struct child *child)
{
	struct pf_processor processor;
	struct pf_watch watch;
	struct pf_watch_look look;
	struct pf_process *process;
	cpu_set_t before, after;
	assert_ok(pf_process_attach(child->pid, &process));
	assert_ok(pf_watch_open(&watch, process, child->pid));
	ck_assert(pf_watch_peek(&watch, &look));
	ck_assert(!sched_getaffinity(0, sizeof(before), &before));
	pf_processor_init(&processor);
	ck_assert(!processor.urgent || !pf_processor_move(&processor, look.processor));
	ck_assert(!pf_processor_is_urgent(&processor));
	ck_assert(is_alive(spinner));
	ck_assert_int_eq(sched_getscheduler(0), SCHED_OTHER);
	ck_assert(!sched_getaffinity(0, sizeof(after), &after));
	ck_assert(CPU_EQUAL(&before, &after));
	pf_processor_deinit(&processor);
	pf_watch_close(&watch);
	pf_process_destroy(process);
}

/* Its processor is not to be had, and we are not to wait for it. */
START_TEST(behind_somebodys_real_time_thread_we_give_up)
{
	struct child child, spinner;
	bool good = start_good(&child, run_bound);
	good = start_good(&spinner, run_spinning) && good;
	if (good)
		check_behind(&spinner, &child);
	child_end(&spinner);
	child_end(&child);
}
END_TEST

static void check_restored(int policy, int priority)
{
	struct pf_processor processor;
	struct sched_param param = { .sched_priority = priority };
	cpu_set_t before, after;
	if (sched_setscheduler(0, policy, &param))
		return; /* not allowed here */
	ck_assert(!sched_getaffinity(0, sizeof(before), &before));
	pf_processor_init(&processor);
	if (priority) {
		ck_assert(processor.urgent);
		ck_assert(!sched_getparam(0, &param));
		ck_assert_int_eq(param.sched_priority, priority);
	}
	if (processor.urgent)
		ck_assert(pf_processor_move(&processor, sched_getcpu()));
	pf_processor_deinit(&processor);
	ck_assert_int_eq(sched_getscheduler(0) & ~SCHED_RESET_ON_FORK, policy);
	ck_assert(!sched_getparam(0, &param));
	ck_assert_int_eq(param.sched_priority, priority);
	ck_assert(!sched_getaffinity(0, sizeof(after), &after));
	ck_assert(CPU_EQUAL(&before, &after));
}

START_TEST(we_are_what_we_were)
{
	check_restored(SCHED_OTHER, 0);
	check_restored(SCHED_BATCH, 0);
	check_restored(SCHED_FIFO, 5);
	check_restored(SCHED_RR, 7);
}
END_TEST

/* Who may have a real-time priority by a limit, and not by right, may not do all of it. */
START_TEST(we_are_what_we_were_without_rights)
{
	struct rlimit limit = { 9, 9 };
	if (geteuid() != 0 || setrlimit(RLIMIT_RTPRIO, &limit) || seteuid(65534))
		return;
	struct pf_processor processor;
	pf_processor_init(&processor);
	ck_assert(processor.urgent);
	pf_processor_deinit(&processor);
	ck_assert_int_eq(sched_getscheduler(0) & ~SCHED_RESET_ON_FORK, SCHED_OTHER);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("processor");
	TCase *tests = tcase_create("processor");
	tcase_add_test(tests, an_ordinary_threads_processor_may_be_taken);
	tcase_add_test(tests, a_real_time_threads_processor_is_left_alone);
	tcase_add_test(tests, behind_somebodys_real_time_thread_we_give_up);
	tcase_add_test(tests, we_are_what_we_were);
	tcase_add_test(tests, we_are_what_we_were_without_rights);
	suite_add_tcase(suite, tests);
	return tap_run(suite);
}
