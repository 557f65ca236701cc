/* target/process: what can be attached, and noticing that it is gone or another one. */
#include "assert_error.h"
#include "child.h"
#include "pyflame.h"
#include "tap.h"
#include "target/process.h"

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

static char known[] = "known bytes";

START_TEST(attach_tells_pid_executable_and_memory)
{
	struct child child;
	struct pf_process *process;
	char self[4096] = "", bytes[sizeof(known)];
	ck_assert(readlink("/proc/self/exe", self, sizeof(self) - 1) > 0);
	child_start(&child, child_echo, NULL);
	assert_ok(pf_process_attach(child.pid, &process));
	ck_assert_int_eq(pf_process_pid(process), child.pid);
	ck_assert_str_eq(pf_process_executable(process), self);
	assert_ok(pf_process_check(process));
	assert_ok(pf_process_read(process, (pf_addr)known, bytes, sizeof(bytes)));
	ck_assert_str_eq(bytes, known);
	assert_error(pf_process_read(process, 16, bytes, sizeof(bytes)), PF_FAULT,
		     "cannot read 12 bytes at 0x10");
	pf_process_destroy(process);
	child_end(&child);
}
END_TEST

START_TEST(no_process_is_gone)
{
	struct pf_process *process = NULL;
	char message[64];
	snprintf(message, sizeof(message), "no process with pid %d", CHILD_NOBODY);
	assert_error(pf_process_attach(CHILD_NOBODY, &process), PF_GONE, message);
	ck_assert_ptr_null(process);
	assert_error(pf_process_attach(0, &process), PF_USAGE, "0 is not a pid");
	assert_error(pf_process_attach(-5, &process), PF_USAGE, "-5 is not a pid");
	pf_process_destroy(NULL);
}
END_TEST

START_TEST(zombie_is_gone)
{
	struct child child;
	struct pf_process *process;
	siginfo_t info;
	child_start(&child, child_echo, NULL);
	kill(child.pid, SIGKILL);
	ck_assert_int_eq(waitid(P_PID, (id_t)child.pid, &info, WEXITED | WNOWAIT), 0);
	assert_error(pf_process_attach(child.pid, &process), PF_GONE, "zombie");
	child_end(&child);
}
END_TEST

START_TEST(kernel_thread_is_not_python)
{
	struct pf_process *process;
	char comm[16] = "";
	FILE *file = fopen("/proc/2/comm", "re");
	if (!file || !fgets(comm, sizeof(comm), file) || strcmp(comm, "kthreadd\n"))
		return; /* a container, where pid 2 is anything */
	fclose(file);
	assert_error(pf_process_attach(2, &process), PF_NOT_PYTHON, "process 2 is a kernel thread");
}
END_TEST

static void *run_thread(void *arg)
{
	int *pipes = arg;
	pid_t tid = gettid();
	child_send(pipes[1], &tid, sizeof(tid));
	child_echo(pipes[0], pipes[1], NULL);
	return NULL;
}

static void run_second_thread(int in, int out, void *arg)
{
	int pipes[] = { in, out };
	pthread_t thread;
	(void)arg;
	pthread_create(&thread, NULL, run_thread, pipes);
	pthread_join(thread, NULL);
}

static void leave_first_thread(int in, int out, void *arg)
{
	static int pipes[2];
	pthread_t thread;
	(void)arg;
	pipes[0] = in;
	pipes[1] = out;
	pthread_create(&thread, NULL, run_thread, pipes);
	pthread_exit(NULL);
}

START_TEST(thread_id_names_its_process)
{
	struct child child;
	struct pf_process *process;
	char message[64];
	pid_t tid;
	child_start(&child, run_second_thread, NULL);
	ck_assert(child_receive(child.out, &tid, sizeof(tid)));
	snprintf(message, sizeof(message), "%d is a thread of process %d: use", (int)tid,
		 (int)child.pid);
	assert_error(pf_process_attach(tid, &process), PF_USAGE, message);
	child_end(&child);
}
END_TEST

/* Also what it was attached for must go on working, when the first thread ends later. */
START_TEST(first_thread_may_end_before_the_others)
{
	struct child child;
	struct pf_process *early, *late;
	struct pf_maps *maps;
	char bytes[sizeof(known)];
	pid_t tid;
	child_start(&child, leave_first_thread, NULL);
	assert_ok(pf_process_attach(child.pid, &early));
	ck_assert(child_receive(child.out, &tid, sizeof(tid)));
	child_await_state(child.pid, "Z");
	assert_ok(pf_process_read(early, (pf_addr)known, bytes, sizeof(bytes)));
	assert_ok(pf_process_check(early));

	assert_ok(pf_process_attach(child.pid, &late));
	assert_ok(pf_process_read(late, (pf_addr)known, bytes, sizeof(bytes)));
	ck_assert_str_eq(bytes, known);
	assert_ok(pf_process_check(late));
	assert_ok(pf_maps_read(late, &maps));
	ck_assert_ptr_nonnull(pf_maps_find(maps, (pf_addr)known));
	pf_maps_destroy(maps);
	pf_process_destroy(late);
	pf_process_destroy(early);
	child_end(&child);
}
END_TEST

START_TEST(first_thread_may_end_while_we_attach)
{
	for (int round = 0; round < 100; round++) {
		struct child child;
		struct pf_process *process;
		pid_t tid;
		child_start(&child, leave_first_thread, NULL);
		ck_assert(child_receive(child.out, &tid, sizeof(tid)));
		assert_ok(pf_process_attach(child.pid, &process));
		assert_ok(pf_process_check(process));
		pf_process_destroy(process);
		child_end(&child);
	}
}
END_TEST

/* Everything that reads must say GONE, and nothing may read another process. */
static void assert_gone(struct pf_process *process)
{
	struct pf_maps *maps;
	struct pf_task *tasks;
	size_t count;
	int fd;
	assert_error(pf_process_check(process), PF_GONE, "ended");
	assert_error(pf_maps_read(process, &maps), PF_GONE, "ended");
	assert_error(pf_process_read_tasks(process, &tasks, &count), PF_GONE, "ended");
	assert_error(pf_process_open_file(process, "/etc/passwd", &fd), PF_GONE, "ended");
}

START_TEST(end_is_noticed)
{
	struct child child;
	struct pf_process *process;
	char bytes[4];
	child_start(&child, child_echo, NULL);
	assert_ok(pf_process_attach(child.pid, &process));
	child_end(&child);
	assert_gone(process);
	assert_error(pf_process_read(process, (pf_addr)known, bytes, sizeof(bytes)), PF_GONE,
		     "has ended");
	pf_process_destroy(process);
}
END_TEST

/* Makes the kernel give PID to the next process; needs CAP_SYS_ADMIN or CAP_CHECKPOINT_RESTORE. */
static int set_next_pid(pid_t pid)
{
	int fd = open("/proc/sys/kernel/ns_last_pid", O_WRONLY | O_CLOEXEC);
	int done = fd >= 0 && dprintf(fd, "%d", (int)pid - 1) > 0;
	if (fd >= 0)
		close(fd);
	return done;
}

START_TEST(reused_pid_is_noticed)
{
	struct child first, second;
	struct pf_process *process;
	child_start(&first, child_echo, NULL);
	assert_ok(pf_process_attach(first.pid, &process));
	child_end(&first);
	for (int tries = 0; tries < 100 && set_next_pid(first.pid); tries++) {
		child_start(&second, child_echo, NULL);
		bool reused = second.pid == first.pid;
		if (reused)
			assert_gone(process);
		child_end(&second);
		if (reused)
			break;
	}
	pf_process_destroy(process);
}
END_TEST

static void run_cat(int in, int out, void *arg)
{
	char byte;
	(void)arg;
	child_receive(in, &byte, 1);
	dup2(in, 0);
	dup2(out, 1);
	execl("/bin/cat", "cat", "-u", NULL);
}

START_TEST(exec_is_noticed)
{
	struct child child;
	struct pf_process *process;
	child_start(&child, run_cat, NULL);
	assert_ok(pf_process_attach(child.pid, &process));
	assert_ok(pf_process_check(process));
	child_send(child.in, "x", 1);
	child_ping(&child); /* cat answers */
	assert_error(pf_process_check(process), PF_GONE, "runs another program");
	pf_process_destroy(process);
	child_end(&child);
}
END_TEST

enum { PROGRAMS = 400 };

/* One program after the other, in the same process; the last one echoes. */
static void run_many(int in, int out, void *arg)
{
	char *words[PROGRAMS + 3] = { NULL }, byte;
	(void)arg;
	child_receive(in, &byte, 1);
	dup2(in, 0);
	dup2(out, 1);
	for (int i = 0; i < PROGRAMS; i++)
		words[i] = "env";
	words[PROGRAMS] = "cat";
	words[PROGRAMS + 1] = "-u";
	execvp("env", words);
}

START_TEST(execs_while_we_attach_are_no_end)
{
	struct child child;
	child_start(&child, run_many, NULL);
	child_send(child.in, "x", 1);
	for (bool last = false; !last;) {
		struct pf_process *process;
		assert_ok(pf_process_attach(child.pid, &process));
		const char *name = strrchr(pf_process_executable(process), '/');
		last = name && !strcmp(name, "/cat");
		pf_process_destroy(process);
	}
	child_ping(&child);
	child_end(&child);
}
END_TEST

START_TEST(another_users_process_is_refused)
{
	struct child child;
	struct pf_process *process;
	child_start(&child, child_echo, NULL);
	if (geteuid())
		return;
	ck_assert_int_eq(setresuid(65534, 65534, 65534), 0);
	assert_error(pf_process_attach(child.pid, &process), PF_PERMISSION,
		     "it runs as user 0 and we as user 65534");
	assert_error(pf_process_attach(child.pid, &process), PF_PERMISSION, "CAP_SYS_PTRACE");
}
END_TEST

static void hide_and_echo(int in, int out, void *arg)
{
	prctl(PR_SET_DUMPABLE, 0);
	child_send(out, "r", 1);
	child_echo(in, out, arg);
}

START_TEST(undumpable_process_is_refused)
{
	struct child child;
	struct pf_process *process;
	char byte;
	if (!geteuid())
		ck_assert_int_eq(setresuid(65534, 65534, 65534), 0);
	child_start(&child, hide_and_echo, NULL);
	ck_assert(child_receive(child.out, &byte, 1));
	assert_error(pf_process_attach(child.pid, &process), PF_PERMISSION, "not dumpable");
	child_end(&child);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("process");
	TCase *tests = tcase_create("process");
	tcase_add_test(tests, attach_tells_pid_executable_and_memory);
	tcase_add_test(tests, no_process_is_gone);
	tcase_add_test(tests, zombie_is_gone);
	tcase_add_test(tests, kernel_thread_is_not_python);
	tcase_add_test(tests, thread_id_names_its_process);
	tcase_add_test(tests, first_thread_may_end_before_the_others);
	tcase_add_test(tests, first_thread_may_end_while_we_attach);
	tcase_add_test(tests, end_is_noticed);
	tcase_add_test(tests, reused_pid_is_noticed);
	tcase_add_test(tests, exec_is_noticed);
	tcase_add_test(tests, execs_while_we_attach_are_no_end);
	tcase_add_test(tests, another_users_process_is_refused);
	tcase_add_test(tests, undumpable_process_is_refused);
	suite_add_tcase(suite, tests);
	return tap_run(suite);
}
