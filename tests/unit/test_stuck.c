/* shell/stuck: a system call that no signal ends does not keep the program. */
#include "shell/stuck.h"

#include "child.h"
#include "shell/interrupt.h"
#include "tap.h"

#include <signal.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

/* Like a prompt that reads such a page: who waits for vfork() can only be killed, too. */
static void run_stuck(int in, int out, void *arg)
{
	(void)in;
	(void)arg;
	pf_interrupt_install_prompt();
	pf_stuck_watch();
	pf_stuck_watch();
	child_send(out, "r", 1);
	if (!vfork()) {
		prctl(PR_SET_PDEATHSIG, SIGKILL);
		for (;;)
			pause();
	}
}

static void run_well(int in, int out, void *arg)
{
	pf_interrupt_install_prompt();
	pf_stuck_watch();
	child_send(out, "r", 1);
	child_echo(in, out, arg);
}

/* Busy, with the signal blocked, for longer than one that sleeps would be given. */
static void run_busy(int in, int out, void *arg)
{
	sigset_t set;
	struct timespec now;
	(void)in;
	(void)arg;
	pf_interrupt_install_prompt();
	pf_stuck_watch();
	sigemptyset(&set);
	sigaddset(&set, SIGINT);
	sigprocmask(SIG_BLOCK, &set, NULL);
	child_send(out, "r", 1);
	do
		clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
	while (now.tv_sec < 2);
	_exit(7);
}

static void start(struct child *child, void (*run)(int in, int out, void *arg))
{
	char byte;
	child_start(child, run, NULL);
	ck_assert(child_receive(child->out, &byte, 1));
}

START_TEST(signal_ends_what_is_stuck)
{
	struct child child;
	int status = 0;
	start(&child, run_stuck);
	child_await_state(child.pid, "D");
	kill(child.pid, SIGINT);
	ck_assert_int_eq(waitpid(child.pid, &status, 0), child.pid);
	ck_assert(WIFSIGNALED(status));
	ck_assert_int_eq(WTERMSIG(status), SIGINT);
	close(child.in);
	close(child.out);
}
END_TEST

START_TEST(signal_does_not_end_what_is_busy)
{
	struct child child;
	int status = 0;
	start(&child, run_busy);
	kill(child.pid, SIGINT);
	ck_assert_int_eq(waitpid(child.pid, &status, 0), child.pid);
	ck_assert(WIFEXITED(status));
	ck_assert_int_eq(WEXITSTATUS(status), 7);
	close(child.in);
	close(child.out);
}
END_TEST

START_TEST(signal_that_is_dealt_with_ends_nothing)
{
	struct child child;
	start(&child, run_well);
	for (int i = 0; i < 5; i++) {
		kill(child.pid, SIGINT);
		child_ping(&child);
	}
	child_end(&child);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("stuck");
	TCase *tests = tcase_create("stuck");
	tcase_add_test(tests, signal_ends_what_is_stuck);
	tcase_add_test(tests, signal_does_not_end_what_is_busy);
	tcase_add_test(tests, signal_that_is_dealt_with_ends_nothing);
	suite_add_tcase(suite, tests);
	return tap_run(suite);
}
