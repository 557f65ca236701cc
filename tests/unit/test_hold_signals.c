/* target/hold: signals that arrive at a held thread, and job control. */
#include "holding.h"
#include "tap.h"

#include <errno.h>
#include <poll.h>
#include <sched.h>
#include <signal.h>

static bool says_something(void)
{
	struct pollfd wish = { .fd = child.out, .events = POLLIN };
	return poll(&wish, 1, 0) > 0;
}

static int signal_out;

static void tell_value(int number, siginfo_t *info, void *context)
{
	(void)number;
	(void)context;
	child_send(signal_out, &info->si_value.sival_int, sizeof(int));
}

static void run_signals(int in, int out, void *arg)
{
	struct sigaction action = { .sa_sigaction = tell_value, .sa_flags = SA_SIGINFO };
	signal_out = out;
	sigaction(SIGRTMIN, &action, NULL);
	sigaction(SIGUSR1, &action, NULL);
	child_send(out, "r", 1);
	child_echo(in, out, arg);
}

static void queue(int number, int value)
{
	while (sigqueue(child.pid, number, (union sigval){ .sival_int = value }))
		ck_assert_int_eq(errno, EAGAIN);
}

static void assert_values(int first, int last)
{
	for (int value = first; value <= last; value++) {
		int got;
		ck_assert(child_receive(child.out, &got, sizeof(got)));
		ck_assert_int_eq(got, value);
	}
}

START_TEST(signals_wait_while_held)
{
	start(run_signals, _i);
	await_ready();
	child_await_state(child.pid, "S");
	assert_ok(pf_hold_stop(hold, &child.pid, 1));
	for (int i = 1; i <= 10; i++)
		queue(SIGRTMIN, i);
	ck_assert_int_eq(child_state(child.pid), 't');
	ck_assert(!says_something());
	pf_hold_resume(hold);
	assert_values(1, 10);
	child_ping(&child);
	ck_assert(!says_something());
	finish();
}
END_TEST

/* Signals meet the stops in every order; each must arrive once, with its value. */
START_TEST(signals_are_neither_lost_nor_doubled)
{
	enum { ROUNDS = 2000 };
	start(run_signals, _i);
	await_ready();
	for (int i = 0; i < ROUNDS; i++) {
		queue(SIGRTMIN, 2 * i);
		if (i % 3 == 0)
			sched_yield();
		assert_ok(pf_hold_stop(hold, &child.pid, 1));
		queue(SIGRTMIN, 2 * i + 1);
		pf_hold_resume(hold);
		assert_values(2 * i, 2 * i + 1);
	}
	child_ping(&child);
	ck_assert(!says_something());
	finish();
}
END_TEST

/* A signal that is about to be delivered makes the stop; its value must survive the detour. */
START_TEST(pending_signal_is_the_stop)
{
	start(run_signals, _i);
	await_ready();
	child_await_state(child.pid, "S");
	for (int i = 0; i < 200; i++) {
		assert_ok(pf_hold_stop(hold, &child.pid, 1));
		queue(SIGUSR1, i);
		pf_hold_resume(hold);
		assert_ok(pf_hold_stop(hold, &child.pid, 1));
		pf_hold_resume(hold);
		assert_values(i, i);
	}
	child_ping(&child);
	finish();
}
END_TEST

START_TEST(stopped_process_stays_stopped)
{
	start(child_echo, _i);
	kill(child.pid, SIGSTOP);
	child_await_state(child.pid, "T");
	assert_ok(pf_hold_stop(hold, &child.pid, 1));
	ck_assert(pf_hold_has(hold, child.pid));
	pf_hold_resume(hold);
	child_await_state(child.pid, "T");
	ck_assert_int_eq(child_tracer(child.pid), 0);
	child_send(child.in, "x", 1);
	ck_assert(!says_something());
	kill(child.pid, SIGCONT);
	await_ready();
	finish();
}
END_TEST

START_TEST(stop_and_continue_work_while_held)
{
	start(child_echo, _i);
	assert_ok(pf_hold_stop(hold, &child.pid, 1));
	kill(child.pid, SIGSTOP);
	pf_hold_resume(hold);
	child_await_state(child.pid, "T");
	assert_ok(pf_hold_stop(hold, &child.pid, 1));
	kill(child.pid, SIGCONT);
	pf_hold_resume(hold);
	child_ping(&child);
	finish();
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("hold_signals");
	TCase *tests = tcase_create("hold_signals");
	/* Each twice: our own child, and somebody else's. */
	tcase_add_loop_test(tests, signals_wait_while_held, 0, 2);
	tcase_add_loop_test(tests, signals_are_neither_lost_nor_doubled, 0, 2);
	tcase_add_loop_test(tests, pending_signal_is_the_stop, 0, 2);
	tcase_add_loop_test(tests, stopped_process_stays_stopped, 0, 2);
	tcase_add_loop_test(tests, stop_and_continue_work_while_held, 0, 2);
	suite_add_tcase(suite, tests);
	return tap_run(suite);
}
