/* target/command_line: words as they were given, titles in their place, and none at all. */
#include "assert_error.h"
#include "child.h"
#include "pyflame.h"
#include "tap.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { LONG = 100 * 1024 };

static char *own_words; /* where ours are, and so a child's */

static void run_program(int in, int out, void *arg)
{
	dup2(in, STDIN_FILENO);
	dup2(out, STDOUT_FILENO);
	execv("/bin/sh", arg);
	abort();
}

static void run_titled(int in, int out, void *arg)
{
	size_t size = strlen(own_words);
	memset(own_words, 0, size);
	memcpy(own_words, "title", 5);
	child_echo(in, out, arg);
}

/* The command line of a child, read in both ways. To destroy. */
static struct pf_command_line *read_child(void (*main)(int in, int out, void *arg), void *arg)
{
	struct child child;
	struct pf_process *process;
	struct pf_command_line *line, *same;
	child_start(&child, main, arg);
	child_ping(&child);
	assert_ok(pf_process_attach(child.pid, &process));
	assert_ok(pf_process_read_command_line(process, &line));
	assert_ok(pf_command_line_read(child.pid, &same));
	ck_assert_uint_eq(same->count, line->count);
	pf_command_line_destroy(same);
	pf_process_destroy(process);
	child_end(&child);
	return line;
}

START_TEST(words_stay_apart)
{
	static const char *given[] = { "sh",	     "-c",   "cat; :", "a b", "",
				       "two\nlines", "\xff", "",       NULL };
	struct pf_command_line *line = read_child(run_program, given);
	ck_assert_uint_eq(line->count, 8);
	given[6] = "\\xff";
	for (size_t i = 0; i < line->count; i++)
		ck_assert_str_eq(line->words[i], given[i]);
	given[6] = "\xff";
	pf_command_line_destroy(line);
}
END_TEST

START_TEST(titles_are_one_word)
{
	struct pf_command_line *line = read_child(run_titled, NULL);
	ck_assert_uint_eq(line->count, 1);
	ck_assert_str_eq(line->words[0], "title");
	pf_command_line_destroy(line);
}
END_TEST

START_TEST(long_lines_are_cut)
{
	char *word = malloc(LONG + 1);
	memset(word, 'x', LONG);
	word[LONG] = '\0';
	const char *given[] = { "sh", "-c", "cat; :", word, NULL };
	struct pf_command_line *line = read_child(run_program, given);
	ck_assert_uint_eq(line->count, 4);
	ck_assert_uint_eq(strlen(line->words[3]), 64 * 1024 - strlen("sh -c cat; : "));
	pf_command_line_destroy(line);
	free(word);
}
END_TEST

START_TEST(others_have_none)
{
	struct pf_command_line *line;
	assert_error(pf_command_line_read(0x3fffffff, &line), PF_GONE, "has ended");
}
END_TEST

int main(int argc, char **argv)
{
	(void)argc;
	own_words = argv[0];
	Suite *suite = suite_create("command_line");
	TCase *tests = tcase_create("command_line");
	tcase_add_test(tests, words_stay_apart);
	tcase_add_test(tests, titles_are_one_word);
	tcase_add_test(tests, long_lines_are_cut);
	tcase_add_test(tests, others_have_none);
	suite_add_tcase(suite, tests);
	return tap_run(suite);
}
