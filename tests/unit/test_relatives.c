/* target/relatives: a child or grandchild by its program's name. */
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

int main(void)
{
	Suite *suite = suite_create("relatives");
	TCase *tests = tcase_create("relatives");
	tcase_add_loop_test(tests, descendants_are_found, 0, 2);
	suite_add_tcase(suite, tests);
	return tap_run(suite);
}
