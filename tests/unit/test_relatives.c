/* target/relatives: a child or grandchild by its program's name, and all descendants. */
#include "assert_error.h"
#include "child.h"
#include "pyflame.h"
#include "tap.h"

#include <stdlib.h>
#include <unistd.h>

/* Waits for input in "cat", a child or, with "between", a grandchild; says that it is there. */
static void run_shell(int in, int out, void *arg)
{
	dup2(in, STDIN_FILENO);
	dup2(out, STDOUT_FILENO);
	execl("/bin/sh", "sh", "-c", arg, NULL);
	abort();
}

static const char *const commands[] = { "cat; :", "sh -c 'cat; :'; :" };

START_TEST(descendants_are_found)
{
	struct child child;
	struct pf_text program = { 0 };
	pid_t pid = 0;
	child_start(&child, run_shell, (void *)commands[_i]);
	child_ping(&child);
	assert_ok(pf_process_find_child(child.pid, "ca", &pid, &program));
	ck_assert_int_gt(pid, 0);
	ck_assert_int_ne(pid, child.pid);
	ck_assert(strstr(pf_text_str(&program), "ca") && !strchr(program.bytes, '/'));
	pf_text_clear(&program);
	assert_ok(pf_process_find_child(child.pid, "no such program", &pid, &program));
	ck_assert_int_eq(pid, 0);
	ck_assert_str_eq(pf_text_str(&program), "");
	assert_ok(pf_process_find_child(0x3fffffff, "", &pid, &program));
	ck_assert_int_eq(pid, 0);
	pf_text_deinit(&program);
	child_end(&child);
}
END_TEST

START_TEST(all_of_them_are_listed)
{
	struct child child;
	struct pf_text program = { 0 };
	pid_t cat, *pids = NULL;
	size_t count;
	child_start(&child, run_shell, (void *)commands[_i]);
	child_ping(&child);
	assert_ok(pf_process_find_child(child.pid, "ca", &cat, &program));
	assert_ok(pf_process_list_descendants(child.pid, &pids, &count));
	ck_assert_uint_eq(count, (size_t)_i + 1);
	ck_assert_int_eq(pids[count - 1], cat);
	free(pids);
	assert_ok(pf_process_list_descendants(getpid(), &pids, &count));
	ck_assert_uint_eq(count, (size_t)_i + 2);
	ck_assert_int_eq(pids[0], child.pid);
	free(pids);
	assert_ok(pf_process_list_descendants(0x3fffffff, &pids, &count));
	ck_assert_uint_eq(count, 0);
	ck_assert_ptr_null(pids);
	pf_text_deinit(&program);
	child_end(&child);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("relatives");
	TCase *tests = tcase_create("relatives");
	tcase_add_loop_test(tests, descendants_are_found, 0, 2);
	tcase_add_loop_test(tests, all_of_them_are_listed, 0, 2);
	suite_add_tcase(suite, tests);
	return tap_run(suite);
}
