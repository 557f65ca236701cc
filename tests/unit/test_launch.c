/* target/launch: commands that are started, found as by a shell, and waited for. */
#include "assert_error.h"
#include "base/clock.h"
#include "pyflame.h"
#include "tap.h"

#include <fcntl.h>
#include <sched.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

static struct pf_launch *start(char *const *argv)
{
	struct pf_launch *launch;
	assert_ok(pf_launch_start(argv, false, NULL, &launch));
	return launch;
}

static struct pf_launch *start_shell(const char *script)
{
	char *const argv[] = { "sh", "-c", (char *)script, NULL };
	return start(argv);
}

static struct pf_launch_end end_of(struct pf_launch *launch)
{
	const struct pf_launch_end *end = NULL;
	assert_ok(pf_launch_wait(launch, UINT64_MAX, &end));
	ck_assert_ptr_nonnull(end);
	struct pf_launch_end ret = *end;
	pf_launch_destroy(launch);
	return ret;
}

START_TEST(what_runs_in_the_background_has_a_group_of_its_own)
{
	char *const argv[] = { "sh", "-c",
			       "read -r line </proc/self/stat; set -- $line; test $5 = $1", NULL };
	struct pf_launch *launch;
	assert_ok(pf_launch_start(argv, true, NULL, &launch));
	ck_assert_int_eq(end_of(launch).status, 0);
	launch = start(argv);
	ck_assert_int_eq(end_of(launch).status, 1);
}
END_TEST

START_TEST(the_status_is_passed_on)
{
	ck_assert_int_eq(end_of(start_shell("exit 0")).status, 0);
	struct pf_launch_end end = end_of(start_shell("exit 77"));
	ck_assert_int_eq(end.status, 77);
	ck_assert_int_eq(end.signal, 0);
}
END_TEST

START_TEST(the_signal_is_passed_on)
{
	struct pf_launch_end end = end_of(start_shell("kill -TERM $$"));
	ck_assert_int_eq(end.signal, SIGTERM);
	ck_assert_int_eq(end.status, 128 + SIGTERM);
}
END_TEST

START_TEST(an_end_is_told_again_and_again)
{
	struct pf_launch *launch = start_shell("exit 5");
	const struct pf_launch_end *end = NULL;
	assert_ok(pf_launch_wait(launch, UINT64_MAX, &end));
	assert_ok(pf_launch_wait(launch, 0, &end));
	ck_assert_int_eq(end->status, 5);
	ck_assert(!pf_launch_signal(launch, SIGTERM));
	pf_launch_destroy(launch);
	pf_launch_destroy(NULL);
}
END_TEST

START_TEST(a_wait_can_be_short)
{
	struct pf_launch *launch = start_shell("read line < /dev/zero");
	const struct pf_launch_end *end = NULL;
	assert_ok(pf_launch_wait(launch, 1000, &end));
	ck_assert_ptr_null(end);
	ck_assert(pf_launch_signal(launch, 0));
	ck_assert(pf_launch_signal(launch, SIGKILL));
	ck_assert_int_eq(end_of(launch).signal, SIGKILL);
}
END_TEST

START_TEST(what_cannot_be_run_says_why)
{
	struct pf_launch *launch;
	char path[] = "/tmp/pyflame-test-XXXXXX";
	int status = 0, fd = mkstemp(path);
	char *const nowhere[] = { "no-such-command-anywhere", NULL };
	char *const plain[] = { path, NULL };
	assert_error(pf_launch_start(nowhere, false, &status, &launch), PF_SYSTEM,
		     "cannot run no-such-command-anywhere: No such file or directory");
	ck_assert_int_eq(status, 127);
	assert_error(pf_launch_start(plain, false, &status, &launch), PF_PERMISSION, path);
	ck_assert_int_eq(status, 126);
	ck_assert_int_eq(waitpid(-1, NULL, WNOHANG), -1); /* no zombie is left */
	close(fd);
	unlink(path);
}
END_TEST

/* Whether FIELD of its own status, a mask of signals, has all of those in MASK, as grep has it. */
static bool has_signals(const char *field, const char *mask)
{
	char pattern[64];
	snprintf(pattern, sizeof(pattern), "^%s:.*%s$", field, mask);
	char *const argv[] = { "grep", "-q", pattern, "/proc/self/status", NULL };
	return end_of(start(argv)).status == 0;
}

/* INT was ignored and USR1 blocked by whoever started us; the rest is our own business. */
START_TEST(signals_are_as_they_were)
{
	sigset_t set;
	signal(SIGINT, SIG_IGN);
	sigemptyset(&set);
	sigaddset(&set, SIGUSR1);
	sigprocmask(SIG_SETMASK, &set, NULL);
	pf_launch_keep_signals();
	signal(SIGPIPE, SIG_IGN);
	signal(SIGINT, SIG_DFL);
	sigprocmask(SIG_UNBLOCK, &set, NULL);
	ck_assert(has_signals("SigIgn", "0002"));
	ck_assert(has_signals("SigBlk", "0200"));
	ck_assert_ptr_eq(signal(SIGPIPE, SIG_DFL), SIG_IGN);
}
END_TEST

/* Without more ado they are what they are when the command starts. */
START_TEST(signals_are_as_they_are)
{
	signal(SIGPIPE, SIG_IGN);
	ck_assert(has_signals("SigIgn", "1000"));
}
END_TEST

START_TEST(files_and_group_are_shared)
{
	char script[200];
	int fds[2];
	ck_assert(!pipe(fds));
	dup2(fds[1], 9);
	snprintf(script, sizeof(script), "echo here >&9; [ $(ps -o pgid= -p $$) = %d ]",
		 (int)getpgrp());
	ck_assert_int_eq(end_of(start_shell(script)).status, 0);
	char text[16] = "";
	ck_assert_int_eq(read(fds[0], text, sizeof(text)), 5);
	ck_assert_str_eq(text, "here\n");
}
END_TEST

static volatile sig_atomic_t alarms;

static void count_alarm(int number)
{
	(void)number;
	alarms = alarms + 1;
}

START_TEST(a_signal_ends_a_wait)
{
	struct pf_launch *launch = start_shell("while kill -ALRM $PPID; do sleep 0.01; done");
	const struct pf_launch_end *end;
	assert_error(pf_launch_wait(launch, UINT64_MAX, &end), PF_INTERRUPTED, "");
	signal(SIGALRM, SIG_IGN); /* another one may be on its way */
	pf_launch_signal(launch, SIGKILL);
	ck_assert_int_eq(end_of(launch).signal, SIGKILL);
}
END_TEST

START_TEST(waiting_for_a_python_ends_with_the_process)
{
	struct pf_launch *launch = start_shell("exit 0");
	assert_error(pf_python_await(pf_launch_pid(launch), UINT64_MAX), PF_GONE, "");
	ck_assert_int_eq(end_of(launch).status, 0);
}
END_TEST

START_TEST(waiting_for_a_python_ends_in_time)
{
	struct pf_launch *launch = start_shell("read line < /dev/zero");
	assert_error(pf_python_await(pf_launch_pid(launch), 3000000), PF_NOT_PYTHON, "");
	pf_launch_signal(launch, SIGKILL);
	end_of(launch);
}
END_TEST

/* Nanoseconds in which the process waited for a processor. */
static uint64_t delay_of(pid_t pid)
{
	char path[48];
	unsigned long long delay_ns = 0;
	snprintf(path, sizeof(path), "/proc/%d/schedstat", (int)pid);
	FILE *file = fopen(path, "re");
	if (file && fscanf(file, "%*u %llu", &delay_ns) != 1)
		delay_ns = 0;
	if (file)
		fclose(file);
	return delay_ns;
}

/* One that shares its processor with others is given the time that these take. */
START_TEST(waiting_for_a_python_lets_it_run)
{
	enum { SHARERS = 4, TIMEOUT_NS = 50000000 };
	struct pf_launch *sharers[SHARERS];
	cpu_set_t one;
	CPU_ZERO(&one);
	CPU_SET(sched_getcpu(), &one);
	ck_assert(!sched_setaffinity(0, sizeof(one), &one));
	for (int i = 0; i < SHARERS; i++)
		sharers[i] = start_shell("while :; do :; done");
	uint64_t begun_ns = pf_clock_now_ns(), before_ns = delay_of(pf_launch_pid(sharers[0]));
	assert_error(pf_python_await(pf_launch_pid(sharers[0]), TIMEOUT_NS), PF_NOT_PYTHON, "");
	uint64_t delay_ns = delay_of(pf_launch_pid(sharers[0])) - before_ns;
	ck_assert_uint_ge(pf_clock_now_ns() - begun_ns, TIMEOUT_NS + delay_ns / 2);
	for (int i = 0; i < SHARERS; i++) {
		pf_launch_signal(sharers[i], SIGKILL);
		end_of(sharers[i]);
	}
}
END_TEST

/* The handler is there before the command can send anything. */
static void set_up(void)
{
	struct sigaction action = { .sa_handler = count_alarm };
	sigaction(SIGALRM, &action, NULL);
}

int main(void)
{
	/* A shell that starts a job in the background has these ignored. */
	signal(SIGINT, SIG_DFL);
	signal(SIGQUIT, SIG_DFL);
	Suite *suite = suite_create("launch");
	TCase *tcase = tcase_create("commands");
	tcase_add_checked_fixture(tcase, set_up, NULL);
	tcase_add_test(tcase, what_runs_in_the_background_has_a_group_of_its_own);
	tcase_add_test(tcase, the_status_is_passed_on);
	tcase_add_test(tcase, the_signal_is_passed_on);
	tcase_add_test(tcase, an_end_is_told_again_and_again);
	tcase_add_test(tcase, a_wait_can_be_short);
	tcase_add_test(tcase, what_cannot_be_run_says_why);
	tcase_add_test(tcase, signals_are_as_they_were);
	tcase_add_test(tcase, signals_are_as_they_are);
	tcase_add_test(tcase, files_and_group_are_shared);
	tcase_add_test(tcase, a_signal_ends_a_wait);
	tcase_add_test(tcase, waiting_for_a_python_ends_with_the_process);
	tcase_add_test(tcase, waiting_for_a_python_ends_in_time);
	tcase_add_test(tcase, waiting_for_a_python_lets_it_run);
	suite_add_tcase(suite, tcase);
	return tap_run(suite);
}
