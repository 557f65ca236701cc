/* profile/sampler: its life, from a start that fails to an end that comes early. */
#include "assert_error.h"
#include "pyflame.h"
#include "python_child.h"
#include "tap.h"

#include <errno.h>
#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

static struct child child;
static struct pf_sampler *sampler;
static struct pf_profile *profile;
static bool absent; /* no python3 that can be read */

static const struct pf_sampling_options quick = { .interval_ns = 500000 };

/* Computes; a byte that comes in ends it, an "x" makes it a new Python, an "o" another program. */
static const char PROGRAM[] =
	"import os, sys, threading\n"
	"def turn():\n"
	"    word = os.read(0, 1)\n"
	"    if word == b'x': os.execvp('python3', ['python3', '-c', 'import os\\nos.write(1, "
	"b\"n\")\\ndef after():\\n    while True: pass\\nafter()'])\n"
	"    if word == b'o': os.execvp('sleep', ['sleep', '1000'])\n"
	"    os._exit(0)\n"
	"def before():\n"
	"    while True: pass\n"
	"threading.Thread(target=turn).start()\n"
	"os.write(1, b'r')\n"
	"before()\n";

static struct pf_error *start(const struct pf_sampling_options *options)
{
	return pf_sampler_start(child.pid, options, &sampler);
}

static void setup(void)
{
	sampler = NULL;
	absent = !python_child_start(&child, PROGRAM);
	assert_ok(pf_profile_create(&profile));
	if (absent)
		return;
	struct pf_error *err = start(&quick);
	absent = err && pf_error_code(err) == PF_UNSUPPORTED;
	ck_assert(!err || absent);
	pf_error_destroy(err);
	pf_sampler_destroy(sampler);
	sampler = NULL;
}

static void teardown(void)
{
	pf_sampler_destroy(sampler);
	if (!absent && child.pid)
		ck_assert_int_le(child_tracer(child.pid), 0);
	pf_profile_destroy(profile);
	child_end(&child);
}

/* Takes until the end; how many samples there were. */
static size_t take_all(void)
{
	bool ended = false;
	size_t count;
	while (!ended)
		assert_ok(pf_sampler_take(sampler, UINT64_MAX, profile, &ended));
	pf_profile_samples(profile, &count);
	return count;
}

static bool was_in(const char *function)
{
	for (uint32_t i = 1; i < pf_profile_place_count(profile); i++) {
		if (!strcmp(pf_profile_place(profile, i)->function, function))
			return true;
	}
	return false;
}

START_TEST(so_many_samples)
{
	struct pf_sampling_options options = quick;
	options.max_samples = 50;
	options.threads = _i & 1;
	options.mode = _i & 2 ? PF_NONSTOP : PF_EXACT;
	if (absent)
		return;
	assert_ok(start(&options));
	ck_assert_uint_ge(take_all(), 50);
	ck_assert_uint_eq(pf_profile_stats(profile)->taken, 50);
	ck_assert_ptr_null(pf_sampler_reason(sampler));
	ck_assert(was_in("before"));
	ck_assert_uint_ne(pf_profile_start_realtime_ns(profile), 0);
	bool ended = false;
	assert_ok(pf_sampler_take(sampler, UINT64_MAX, profile, &ended)); /* does not wait */
	ck_assert(ended);
}
END_TEST

START_TEST(for_so_long)
{
	struct pf_sampling_options options = quick;
	options.duration_ns = 100000000;
	if (absent)
		return;
	assert_ok(start(&options));
	take_all();
	const struct pf_sampling_stats *stats = pf_profile_stats(profile);
	ck_assert_uint_le(stats->taken + stats->late + stats->failed, 201);
	ck_assert_uint_ge(stats->taken + stats->late + stats->failed, 150);
	ck_assert_ptr_null(pf_sampler_reason(sampler));
}
END_TEST

START_TEST(until_it_is_stopped)
{
	bool ended = false;
	if (absent)
		return;
	assert_ok(start(&quick));
	while (!pf_profile_stats(profile)->taken)
		assert_ok(pf_sampler_take(sampler, UINT64_MAX, profile, &ended));
	ck_assert(!ended);
	pf_sampler_stop(sampler);
	pf_sampler_stop(sampler);
	take_all();
	ck_assert_ptr_null(pf_sampler_reason(sampler));
}
END_TEST

/* A long interval is no reason to wait for it. */
START_TEST(stopped_between_two_samples)
{
	struct pf_sampling_options options = { .interval_ns = UINT64_C(3600000000000) };
	if (absent)
		return;
	assert_ok(start(&options));
	pf_sampler_stop(sampler);
	ck_assert_uint_le(take_all(), 1);
}
END_TEST

START_TEST(a_take_may_time_out)
{
	struct pf_sampling_options options = { .interval_ns = UINT64_C(3600000000000) };
	bool ended = true;
	if (absent)
		return;
	assert_ok(start(&options));
	assert_ok(pf_sampler_take(sampler, 1000000, profile, &ended));
	ck_assert(!ended);
	assert_ok(pf_sampler_take(sampler, 0, profile, &ended));
	ck_assert(!ended);
}
END_TEST

static void ignore(int number)
{
	(void)number;
}

static void *signal_often(void *thread)
{
	for (;;) {
		pthread_kill(*(pthread_t *)thread, SIGUSR1);
		usleep(1000);
	}
	return NULL;
}

START_TEST(a_take_may_be_interrupted)
{
	struct pf_sampling_options options = { .interval_ns = UINT64_C(3600000000000) };
	struct sigaction action = { .sa_handler = ignore };
	pthread_t self = pthread_self(), other;
	bool ended = false;
	if (absent)
		return;
	sigaction(SIGUSR1, &action, NULL);
	assert_ok(start(&options));
	pthread_create(&other, NULL, signal_often, &self);
	struct pf_error *err = NULL;
	while (!err) /* what the first sample gives comes before */
		err = pf_sampler_take(sampler, UINT64_MAX, profile, &ended);
	ck_assert_int_eq(pf_error_code(err), PF_INTERRUPTED);
	pf_error_destroy(err);
	pthread_cancel(other);
	pthread_join(other, NULL);
	pf_sampler_stop(sampler);
	take_all();
}
END_TEST

START_TEST(destroyed_while_it_runs)
{
	if (absent)
		return;
	for (int i = 0; i < 20; i++) {
		struct pf_sampling_options options = quick;
		options.interval_ns = i % 2 ? 0 : 200000;
		options.mode = i % 4 < 2 ? PF_EXACT : PF_NONSTOP;
		assert_ok(start(&options));
		usleep((useconds_t)(rand() % 3000));
		pf_sampler_destroy(sampler);
		sampler = NULL;
		ck_assert_int_eq(child_tracer(child.pid), 0);
	}
}
END_TEST

/* What is ours is as before: the caller's thread, and what it hands down. */
START_TEST(the_callers_thread_is_left_alone)
{
	cpu_set_t before, after;
	sigset_t blocked;
	if (absent)
		return;
	sched_getaffinity(0, sizeof(before), &before);
	assert_ok(start(&quick));
	ck_assert_int_eq(sched_getscheduler(0), SCHED_OTHER);
	sched_getaffinity(0, sizeof(after), &after);
	ck_assert(CPU_EQUAL(&before, &after));
	pthread_sigmask(SIG_SETMASK, NULL, &blocked);
	ck_assert(!sigismember(&blocked, SIGINT) && !sigismember(&blocked, SIGTERM));
	pf_sampler_destroy(sampler);
	sampler = NULL;
	ck_assert_int_eq(sched_getscheduler(0), SCHED_OTHER);
}
END_TEST

/* --- targets that end or change */

START_TEST(the_target_ends)
{
	struct pf_sampling_options options = quick;
	options.threads = _i & 1;
	options.mode = _i & 2 ? PF_NONSTOP : PF_EXACT;
	if (absent)
		return;
	assert_ok(start(&options));
	child_send(child.in, "e", 1);
	take_all();
	ck_assert_ptr_nonnull(pf_sampler_reason(sampler));
	ck_assert_int_eq(pf_error_code(pf_sampler_reason(sampler)), PF_GONE);
}
END_TEST

START_TEST(the_target_becomes_another_python)
{
	struct pf_sampling_options options = quick;
	bool ended = false;
	char byte;
	options.mode = _i ? PF_NONSTOP : PF_EXACT;
	if (absent)
		return;
	assert_ok(start(&options));
	while (!was_in("before"))
		assert_ok(pf_sampler_take(sampler, UINT64_MAX, profile, &ended));
	child_send(child.in, "x", 1);
	ck_assert(child_receive(child.out, &byte, 1));
	while (!was_in("after") && !ended)
		assert_ok(pf_sampler_take(sampler, UINT64_MAX, profile, &ended));
	ck_assert(!ended);
}
END_TEST

START_TEST(the_target_becomes_something_else)
{
	if (absent)
		return;
	assert_ok(start(&quick));
	child_send(child.in, "o", 1);
	take_all();
	ck_assert_ptr_nonnull(pf_sampler_reason(sampler));
	ck_assert_int_eq(pf_error_code(pf_sampler_reason(sampler)), PF_GONE);
}
END_TEST

/* While it is no Python any more, a stop is heard. */
START_TEST(stopped_while_it_looks_for_another_python)
{
	bool ended = false;
	if (absent)
		return;
	assert_ok(start(&quick));
	child_send(child.in, "o", 1);
	for (int i = 0; i < 5 && !ended; i++)
		assert_ok(pf_sampler_take(sampler, 50000000, profile, &ended));
	pf_sampler_stop(sampler);
	take_all();
}
END_TEST

/* --- targets that cannot be sampled */

START_TEST(no_such_process)
{
	assert_error(pf_sampler_start(CHILD_NOBODY, &quick, &sampler), PF_GONE, "");
	assert_error(pf_sampler_start(0, &quick, &sampler), PF_USAGE, "");
	assert_error(pf_sampler_start(-1, &quick, &sampler), PF_USAGE, "");
}
END_TEST

START_TEST(a_zombie)
{
	struct child other;
	child_start(&other, child_echo, NULL);
	kill(other.pid, SIGKILL);
	child_await_state(other.pid, "Z");
	assert_error(pf_sampler_start(other.pid, &quick, &sampler), PF_GONE, "");
	child_end(&other);
}
END_TEST

START_TEST(no_python)
{
	struct child other;
	child_start(&other, child_echo, NULL);
	assert_error(pf_sampler_start(other.pid, &quick, &sampler), PF_NOT_PYTHON, "");
	child_ping(&other);
	child_end(&other);
}
END_TEST

/* In a process of its own, since privileges do not come back. */
START_TEST(no_permission)
{
	enum { NOBODY = 65534 };
	if (absent || geteuid() != 0)
		return;
	pid_t pid = fork();
	if (!pid) {
		if (setgid(NOBODY) || setuid(NOBODY))
			_exit(2);
		struct pf_error *err = start(&quick);
		_exit(err && pf_error_code(err) == PF_PERMISSION ? 0 : 1);
	}
	int status;
	ck_assert_int_eq(waitpid(pid, &status, 0), pid);
	ck_assert(WIFEXITED(status) && WEXITSTATUS(status) == 0);
}
END_TEST

START_TEST(destroying_nothing)
{
	pf_sampler_destroy(NULL);
}
END_TEST

static void add(Suite *suite, const char *name, void (*before)(void), void (*after)(void),
		const TTest *const *tests, size_t count)
{
	TCase *all = tcase_create(name);
	if (before)
		tcase_add_checked_fixture(all, before, after);
	for (size_t i = 0; i < count; i++)
		tcase_add_test(all, tests[i]);
	suite_add_tcase(suite, all);
}

int main(void)
{
	const TTest *const lives[] = { for_so_long,
				       until_it_is_stopped,
				       stopped_between_two_samples,
				       a_take_may_time_out,
				       a_take_may_be_interrupted,
				       destroyed_while_it_runs,
				       the_callers_thread_is_left_alone,
				       the_target_becomes_something_else,
				       stopped_while_it_looks_for_another_python,
				       no_permission };
	const TTest *const refusals[] = { no_such_process, a_zombie, no_python,
					  destroying_nothing };
	Suite *suite = suite_create("sampler");
	add(suite, "lives", setup, teardown, lives, sizeof(lives) / sizeof(lives[0]));
	add(suite, "refusals", NULL, NULL, refusals, sizeof(refusals) / sizeof(refusals[0]));
	TCase *modes = tcase_create("modes");
	tcase_add_checked_fixture(modes, setup, teardown);
	tcase_add_loop_test(modes, so_many_samples, 0, 4);
	tcase_add_loop_test(modes, the_target_ends, 0, 4);
	tcase_add_loop_test(modes, the_target_becomes_another_python, 0, 2);
	suite_add_tcase(suite, modes);
	return tap_run(suite);
}
