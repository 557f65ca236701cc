/* target/tasks: threads with odd names, and ids in a pid namespace. */
#include "assert_error.h"
#include "child.h"
#include "pyflame.h"
#include "tap.h"
#include "target/process.h"

#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

enum { THREADS = 20 };

static pthread_barrier_t started;

static void *run_thread(void *arg)
{
	prctl(PR_SET_NAME, arg);
	pthread_barrier_wait(&started);
	while (pause())
		continue;
	return NULL;
}

static void run_child(int in, int out, void *arg)
{
	static char odd[] = "a\nb\\n c", cut[] = "exactly 15 long";
	pthread_barrier_init(&started, NULL, THREADS);
	for (int i = 1; i < THREADS; i++) {
		pthread_t thread;
		pthread_create(&thread, NULL, run_thread, i % 2 ? odd : cut);
	}
	pthread_barrier_wait(&started);
	child_send(out, "r", 1);
	child_echo(in, out, arg);
}

START_TEST(tasks_have_names_and_states)
{
	struct child child;
	struct pf_process *process;
	struct pf_task *tasks;
	size_t count;
	char byte;
	int odd = 0, whole = 0, first = 0;
	child_start(&child, run_child, NULL);
	ck_assert(child_receive(child.out, &byte, 1));
	child_await_state(child.pid, "S");
	assert_ok(pf_process_attach(child.pid, &process));
	assert_ok(pf_process_read_tasks(process, &tasks, &count));
	ck_assert_uint_eq(count, THREADS);
	for (size_t i = 0; i < count; i++) { /* ids may have begun anew behind the first thread's */
		ck_assert(!i || tasks[i - 1].tid < tasks[i].tid);
		first += tasks[i].tid == child.pid && tasks[i].state == 'S';
		odd += !strcmp(tasks[i].comm, "a\nb\\n c");
		whole += !strcmp(tasks[i].comm, "exactly 15 long");
	}
	ck_assert_int_eq(first, 1);
	ck_assert_int_eq(odd, THREADS / 2);
	ck_assert_int_eq(whole, THREADS / 2 - 1);
	free(tasks);
	pf_process_destroy(process);
	child_end(&child);
}
END_TEST

START_TEST(ids_of_our_namespace_are_the_same)
{
	struct pf_process *process;
	pid_t tid;
	assert_ok(pf_process_attach(getpid(), &process));
	assert_ok(pf_process_translate_tid(process, getpid(), &tid));
	ck_assert_int_eq(tid, getpid());
	assert_ok(pf_process_translate_tid(process, getppid(), &tid));
	ck_assert_int_eq(tid, 0);
	assert_ok(pf_process_translate_tid(process, 0, &tid));
	ck_assert_int_eq(tid, 0);
	pf_process_destroy(process);
}
END_TEST

static void *tell_tid(void *arg)
{
	int *out = arg;
	pid_t tid = gettid();
	child_send(*out, &tid, sizeof(tid));
	while (pause())
		continue;
	return NULL;
}

/* Starts a thread for each byte and tells the id that it knows itself by. */
static void run_first_of_namespace(int in, int out)
{
	char byte;
	pid_t tid = gettid();
	child_send(out, &tid, sizeof(tid));
	while (child_receive(in, &byte, 1)) {
		pthread_t thread;
		pthread_create(&thread, NULL, tell_tid, &out);
	}
}

static void run_namespace(int in, int out, void *arg)
{
	(void)arg;
	if (unshare(CLONE_NEWPID))
		return; /* not permitted: the pipe's end tells */
	pid_t pid = fork();
	if (!pid) {
		run_first_of_namespace(in, out);
		_exit(0);
	}
	child_send(out, &pid, sizeof(pid));
	waitpid(pid, NULL, 0);
}

START_TEST(ids_of_another_namespace_are_translated)
{
	struct child child;
	struct pf_process *process;
	struct pf_task *tasks;
	size_t count;
	pid_t ids[2], ns_tid, tid;
	child_start(&child, run_namespace, NULL);
	if (!child_receive(child.out, ids, sizeof(ids)))
		return;				   /* needs CAP_SYS_ADMIN */
	pid_t pid = ids[0] == 1 ? ids[1] : ids[0]; /* one wrote 1, the other what it is here */
	assert_ok(pf_process_attach(pid, &process));
	assert_ok(pf_process_translate_tid(process, 1, &tid));
	ck_assert_int_eq(tid, pid);
	assert_ok(pf_process_translate_tid(process, pid, &tid));
	ck_assert_int_eq(tid, 0);

	child_send(child.in, "n", 1); /* a thread that the cached list does not know */
	ck_assert(child_receive(child.out, &ns_tid, sizeof(ns_tid)));
	assert_ok(pf_process_translate_tid(process, ns_tid, &tid));
	assert_ok(pf_process_read_tasks(process, &tasks, &count));
	ck_assert_uint_eq(count, 2);
	int second = tasks[0].tid == pid; /* our ids may begin anew behind the first one's */
	ck_assert_int_eq(tasks[second].tid, tid);
	ck_assert_int_eq(tasks[second].ns_tid, ns_tid);
	ck_assert_int_eq(tasks[!second].tid, pid);
	ck_assert_int_eq(tasks[!second].ns_tid, 1);
	free(tasks);
	pf_process_destroy(process);
	kill(pid, SIGKILL);
	child_end(&child);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("tasks");
	TCase *tests = tcase_create("tasks");
	tcase_add_test(tests, tasks_have_names_and_states);
	tcase_add_test(tests, ids_of_our_namespace_are_the_same);
	tcase_add_test(tests, ids_of_another_namespace_are_translated);
	suite_add_tcase(suite, tests);
	return tap_run(suite);
}
