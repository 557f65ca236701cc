/* target/children: the children of a process, of whatever thread of its. */
#include "assert_error.h"
#include "child.h"
#include "tap.h"
#include "target/children.h"

#include <fcntl.h>
#include <pthread.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

/* Forks, and tells whom; that process waits until its parent has closed the pipe, or has ended. */
static void *fork_one(void *pipe_and_out)
{
	const int *fds = pipe_and_out;
	char byte;
	pid_t pid = fork();
	if (!pid) {
		close(fds[1]);
		_exit(read(fds[0], &byte, 1) != 0);
	}
	child_send(fds[2], &pid, sizeof(pid));
	pause();
	return NULL;
}

/* One by each of two threads. */
static void fork_two(int in, int out, void *arg)
{
	int fds[3] = { -1, -1, out };
	pthread_t thread;
	(void)in;
	(void)arg;
	if (pipe(fds) || pthread_create(&thread, NULL, fork_one, fds))
		abort();
	fork_one(fds);
}

static bool has(const struct pf_pids *pids, pid_t pid)
{
	for (size_t i = 0; i < pids->count; i++) {
		if (pids->items[i] == pid)
			return true;
	}
	return false;
}

static int open_proc(pid_t pid)
{
	char path[32];
	snprintf(path, sizeof(path), "/proc/%d", (int)pid);
	return open(path, O_PATH | O_DIRECTORY | O_CLOEXEC);
}

START_TEST(of_all_threads)
{
	struct child child;
	struct pf_pids pids = { 0 };
	pid_t first = 0, second = 0;
	child_start(&child, fork_two, NULL);
	ck_assert(child_receive(child.out, &first, sizeof(first)));
	ck_assert(child_receive(child.out, &second, sizeof(second)));
	int fd = open_proc(child.pid);
	assert_ok(pf_children_check());
	assert_ok(pf_children_read(fd, child.pid, &pids));
	ck_assert_uint_eq(pids.count, 2);
	ck_assert(has(&pids, first) && has(&pids, second));
	child_end(&child);
	pids.count = 0;
	assert_ok(pf_children_read(fd, child.pid, &pids)); /* it has ended */
	ck_assert_uint_eq(pids.count, 0);
	close(fd);
	pf_array_deinit(&pids);
}
END_TEST

START_TEST(none)
{
	struct child child;
	struct pf_pids pids = { 0 };
	child_start(&child, child_echo, NULL);
	int fd = open_proc(child.pid);
	assert_ok(pf_children_read(fd, child.pid, &pids));
	assert_ok(pf_children_read(-1, child.pid, &pids));
	ck_assert_uint_eq(pids.count, 0);
	close(fd);
	child_end(&child);
	pf_array_deinit(&pids);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("children");
	TCase *tests = tcase_create("children");
	tcase_add_test(tests, of_all_threads);
	tcase_add_test(tests, none);
	suite_add_tcase(suite, tests);
	return tap_run(suite);
}
