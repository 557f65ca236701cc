/* target/hold: stopping and letting go: threads, deaths, and other tracers. */
#include "holding.h"
#include "tap.h"

#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>

enum { THREADS = 60 };

/* --- threads */

static pthread_barrier_t started;

static void *wait_or_spin(void *spin)
{
	pthread_barrier_wait(&started);
	while (spin || pause())
		continue;
	return NULL;
}

static void run_threads(int in, int out, void *arg)
{
	static int yes;
	pthread_barrier_init(&started, NULL, THREADS);
	for (int i = 1; i < THREADS; i++) {
		pthread_t thread;
		pthread_create(&thread, NULL, wait_or_spin, i == 7 ? &yes : NULL);
	}
	pthread_barrier_wait(&started);
	child_send(out, "r", 1);
	child_echo(in, out, arg);
}

static size_t all_tids(pid_t tids[static THREADS])
{
	struct pf_task *tasks;
	size_t count;
	assert_ok(pf_process_read_tasks(process, &tasks, &count));
	for (size_t i = 0; i < count && i < THREADS; i++)
		tids[i] = tasks[i].tid;
	free(tasks);
	return count;
}

START_TEST(sixty_threads_stop_and_go)
{
	pid_t tids[THREADS];
	start(run_threads, _i);
	await_ready();
	ck_assert_uint_eq(all_tids(tids), THREADS);
	for (int round = 0; round < 20; round++) {
		assert_ok(pf_hold_stop(hold, tids, THREADS));
		for (int i = 0; i < THREADS; i++) {
			ck_assert(pf_hold_has(hold, tids[i]));
			ck_assert_int_eq(child_state(tids[i]), 't');
			ck_assert_int_eq(child_tracer(tids[i]), getpid());
		}
		pf_hold_resume(hold);
		for (int i = 0; i < THREADS; i++) {
			ck_assert(!pf_hold_has(hold, tids[i]));
			assert_free(tids[i]);
		}
	}
	child_ping(&child);
	finish();
}
END_TEST

START_TEST(hold_grows_and_knows_doubles)
{
	pid_t tids[THREADS];
	start(run_threads, false);
	await_ready();
	all_tids(tids);
	assert_ok(pf_hold_stop(hold, tids, 0));
	ck_assert_uint_eq(pf_hold_paused_ns(hold), 0);
	assert_ok(pf_hold_stop(hold, tids, 2));
	pid_t more[] = { tids[1], tids[2], tids[2], tids[0] };
	assert_ok(pf_hold_stop(hold, more, 4));
	ck_assert(pf_hold_has(hold, tids[2]) && !pf_hold_has(hold, tids[3]));
	pf_hold_resume(hold);
	uint64_t paused_ns = pf_hold_paused_ns(hold);
	ck_assert_uint_gt(paused_ns, 0);
	pf_hold_resume(hold);
	ck_assert_uint_eq(pf_hold_paused_ns(hold), paused_ns);
	assert_ok(pf_hold_stop(hold, tids, 1));
	pf_hold_destroy(hold);
	hold = NULL;
	assert_free(tids[0]);
	finish();
}
END_TEST

/* --- threads that beget threads */

static void *beget(void *arg)
{
	pthread_t thread;
	pthread_attr_t detached;
	pthread_attr_init(&detached);
	pthread_attr_setdetachstate(&detached, PTHREAD_CREATE_DETACHED);
	usleep(100); /* there are only so many ids */
	while (pthread_create(&thread, &detached, beget, arg))
		usleep(100);
	return NULL;
}

static void run_generations(int in, int out, void *arg)
{
	for (int i = 0; i < 4; i++) {
		pthread_t thread;
		pthread_create(&thread, NULL, beget, NULL);
	}
	child_send(out, "r", 1);
	child_echo(in, out, arg);
}

static bool is_listed(pid_t tid)
{
	pid_t tids[THREADS];
	size_t count = all_tids(tids);
	for (size_t i = 0; i < count && i < THREADS; i++) {
		if (tids[i] == tid)
			return true;
	}
	return false;
}

START_TEST(all_threads_stop_also_new_ones)
{
	pid_t tids[THREADS];
	start(run_generations, _i);
	await_ready();
	for (int round = 0; round < 20; round++) {
		assert_ok(pf_hold_stop_all(hold));
		size_t count = all_tids(tids);
		for (size_t i = 0; i < count && i < THREADS; i++) {
			while (!pf_hold_has(hold, tids[i]) && is_listed(tids[i]))
				usleep(100); /* it is ending */
		}
		assert_ok(pf_hold_stop_all(hold));
		pf_hold_resume(hold);
	}
	child_ping(&child);
	finish();
}
END_TEST

static void *leave(void *arg)
{
	int out = *(int *)arg;
	pid_t tid = gettid();
	child_send(out, &tid, sizeof(tid));
	return NULL;
}

static void run_short_thread(int in, int out, void *arg)
{
	pthread_t thread;
	pthread_create(&thread, NULL, leave, &out);
	pthread_join(thread, NULL);
	child_send(out, "r", 1);
	child_echo(in, out, arg);
}

/* Also a thread of another process, which must not be touched. */
START_TEST(ended_and_foreign_threads_are_left_out)
{
	struct child other;
	pid_t ended;
	start(run_short_thread, false);
	ck_assert(child_receive(child.out, &ended, sizeof(ended)));
	await_ready();
	child_start(&other, child_echo, NULL);
	pid_t tids[] = { ended, child.pid, other.pid, 0, -1 };
	assert_ok(pf_hold_stop(hold, tids, 5));
	ck_assert(pf_hold_has(hold, child.pid));
	ck_assert(!pf_hold_has(hold, ended) && !pf_hold_has(hold, other.pid));
	assert_free(other.pid);
	child_ping(&other);
	child_end(&other);
	finish();
}
END_TEST

static void *tell_and_echo(void *arg)
{
	int *pipes = arg;
	pid_t tid = gettid();
	child_send(pipes[1], &tid, sizeof(tid));
	child_echo(pipes[0], pipes[1], NULL);
	return NULL;
}

static void leave_first_thread(int in, int out, void *arg)
{
	static int pipes[2];
	pthread_t thread;
	(void)arg;
	pipes[0] = in;
	pipes[1] = out;
	pthread_create(&thread, NULL, tell_and_echo, pipes);
	pthread_exit(NULL);
}

START_TEST(ended_first_thread_is_left_out)
{
	pid_t tids[2];
	start(leave_first_thread, _i);
	ck_assert(child_receive(child.out, &tids[1], sizeof(tids[1])));
	tids[0] = child.pid;
	child_await_state(child.pid, "Z");
	assert_ok(pf_hold_stop(hold, tids, 2));
	ck_assert(!pf_hold_has(hold, tids[0]) && pf_hold_has(hold, tids[1]));
	pf_hold_resume(hold);
	assert_free(tids[1]);
	child_ping(&child);
	finish();
}
END_TEST

/* --- deaths */

/* Its parent, whoever that is, must see how it ended. */
START_TEST(death_while_held_reaches_the_parent)
{
	pid_t tids[THREADS];
	int status;
	start(run_threads, _i);
	await_ready();
	all_tids(tids);
	assert_ok(pf_hold_stop(hold, tids, THREADS));
	kill(child.pid, SIGKILL);
	pf_hold_resume(hold);
	pid_t parent = child.between ? child.between : child.pid;
	ck_assert_int_eq(waitpid(parent, &status, 0), parent);
	if (!child.between)
		ck_assert(WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL);
	assert_error(pf_process_check(process), PF_GONE, "ended");
	assert_ok(pf_hold_stop(hold, tids, THREADS));
	ck_assert(!pf_hold_has(hold, tids[0]));
	pf_hold_destroy(hold);
	pf_process_destroy(process);
}
END_TEST

static void run_exits(int in, int out, void *arg)
{
	char byte;
	(void)arg;
	child_send(out, "r", 1);
	child_receive(in, &byte, 1);
	_exit(42); /* without a leak check, which wants to trace */
}

/* It ends on its own, at any moment of the stops. */
START_TEST(exit_meets_the_stop)
{
	for (int round = 0; round < 50; round++) {
		int status;
		start(run_exits, _i);
		await_ready();
		child_send(child.in, "x", 1);
		for (bool held = true; held; pf_hold_resume(hold)) {
			assert_ok(pf_hold_stop(hold, &child.pid, 1));
			held = pf_hold_has(hold, child.pid);
		}
		pid_t parent = child.between ? child.between : child.pid;
		ck_assert_int_eq(waitpid(parent, &status, 0), parent);
		ck_assert(WIFEXITED(status));
		ck_assert_int_eq(WEXITSTATUS(status), child.between ? 0 : 42);
		pf_hold_destroy(hold);
		pf_process_destroy(process);
		close(child.in);
		close(child.out);
	}
}
END_TEST

static void *exec_cat(void *arg)
{
	int *pipes = arg;
	char byte;
	child_receive(pipes[0], &byte, 1);
	dup2(pipes[0], 0);
	dup2(pipes[1], 1);
	execl("/bin/cat", "cat", "-u", NULL);
	return NULL;
}

static void run_exec(int in, int out, void *arg)
{
	int pipes[] = { in, out };
	pthread_t thread;
	(void)arg;
	pthread_create(&thread, NULL, exec_cat, pipes);
	child_send(out, "r", 1);
	pthread_join(thread, NULL);
}

/* Another thread execs: the kernel kills the held one and gives its id to the other. */
START_TEST(exec_by_another_thread_while_held)
{
	start(run_exec, _i);
	await_ready();
	assert_ok(pf_hold_stop(hold, &child.pid, 1));
	child_send(child.in, "x", 1);
	child_send(child.in, "y", 1);
	await_ready(); /* cat answers, so the exec is done */
	pf_hold_resume(hold);
	assert_free(child.pid);
	assert_error(pf_process_check(process), PF_GONE, "another program");
	child_ping(&child);
	finish();
}
END_TEST

static void run_vfork(int in, int out, void *arg)
{
	(void)arg;
	pid_t pid = vfork();
	if (!pid) {
		char byte;
		child_send(out, "r", 1);
		child_receive(in, &byte, 1);
		_exit(0);
	}
	child_echo(in, out, NULL);
}

/* The parent of a vfork() sleeps uninterruptibly until its child is done. */
START_TEST(uninterruptible_sleep_has_a_limit)
{
	start(run_vfork, _i);
	await_ready();
	child_await_state(child.pid, "D");
	assert_error(pf_hold_stop(hold, &child.pid, 1), PF_SYSTEM, "uninterruptible sleep");
	ck_assert(!pf_hold_has(hold, child.pid));
	child_send(child.in, "x", 1);
	child_await_state(child.pid, "t");
	pf_hold_resume(hold); /* any call looks after it */
	assert_free(child.pid);
	child_ping(&child);
	finish();
}
END_TEST

/* --- other tracers */

static void run_tracer(int in, int out, void *arg)
{
	struct pf_process *target;
	struct pf_hold *mine;
	pid_t tids[THREADS];
	struct pf_task *tasks;
	size_t count;
	char byte;
	(void)arg;
	if (pf_process_attach(child.pid, &target) || pf_hold_create(target, &mine) ||
	    pf_process_read_tasks(target, &tasks, &count))
		_exit(1);
	for (size_t i = 0; i < count && i < THREADS; i++)
		tids[i] = tasks[i].tid;
	if (pf_hold_stop(mine, tids, count))
		_exit(1);
	child_send(out, "h", 1);
	child_receive(in, &byte, 1);
}

START_TEST(killed_tracer_lets_go)
{
	struct child tracer;
	pid_t tids[THREADS];
	char byte;
	start(run_threads, false);
	await_ready();
	all_tids(tids);
	child_start(&tracer, run_tracer, NULL);
	ck_assert(child_receive(tracer.out, &byte, 1));
	ck_assert_int_eq(child_tracer(tids[THREADS - 1]), tracer.pid);
	child_end(&tracer); /* by SIGKILL */
	for (int i = 0; i < THREADS; i++)
		assert_free(tids[i]);
	child_ping(&child);
	finish();
}
END_TEST

START_TEST(another_tracer_is_named)
{
	struct child tracer;
	char byte, message[64];
	start(child_echo, false);
	child_start(&tracer, run_tracer, NULL);
	ck_assert(child_receive(tracer.out, &byte, 1));
	snprintf(message, sizeof(message), "process %d (", (int)tracer.pid);
	assert_error(pf_hold_stop(hold, &child.pid, 1), PF_PERMISSION, message);
	assert_error(pf_hold_stop(hold, &child.pid, 1), PF_PERMISSION, "traces it already");
	ck_assert(!pf_hold_has(hold, child.pid));
	child_end(&tracer);
	assert_ok(pf_hold_stop(hold, &child.pid, 1));
	pf_hold_resume(hold);
	child_ping(&child);
	finish();
}
END_TEST

/* One thread is refused: those seized before it must run on, those held before must not. */
START_TEST(refused_stop_holds_nothing_new)
{
	pid_t tids[THREADS];
	struct pf_hold *other;
	start(run_threads, false);
	await_ready();
	all_tids(tids);
	assert_ok(pf_hold_create(process, &other));
	assert_ok(pf_hold_stop(other, &tids[9], 1));
	assert_ok(pf_hold_stop(hold, tids, 2));
	assert_error(pf_hold_stop(hold, tids, THREADS), PF_PERMISSION, "traces it already");
	ck_assert(pf_hold_has(hold, tids[1]) && !pf_hold_has(hold, tids[2]));
	ck_assert_int_eq(child_state(tids[1]), 't');
	assert_free(tids[2]);
	assert_free(tids[8]);
	pf_hold_destroy(other);
	assert_ok(pf_hold_stop(hold, tids, THREADS));
	finish();
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("hold");
	TCase *tests = tcase_create("hold");
	/* Each twice: our own child, and somebody else's. */
	tcase_add_loop_test(tests, sixty_threads_stop_and_go, 0, 2);
	tcase_add_test(tests, hold_grows_and_knows_doubles);
	tcase_add_loop_test(tests, all_threads_stop_also_new_ones, 0, 2);
	tcase_add_test(tests, ended_and_foreign_threads_are_left_out);
	tcase_add_loop_test(tests, ended_first_thread_is_left_out, 0, 2);
	tcase_add_loop_test(tests, death_while_held_reaches_the_parent, 0, 2);
	tcase_add_loop_test(tests, exit_meets_the_stop, 0, 2);
	tcase_add_loop_test(tests, exec_by_another_thread_while_held, 0, 2);
	tcase_add_loop_test(tests, uninterruptible_sleep_has_a_limit, 0, 2);
	tcase_add_test(tests, killed_tracer_lets_go);
	tcase_add_test(tests, another_tracer_is_named);
	tcase_add_test(tests, refused_stop_holds_nothing_new);
	suite_add_tcase(suite, tests);
	return tap_run(suite);
}
