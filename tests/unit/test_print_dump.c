/* shell/print_dump, shell/print_frame, shell/sources: a dump as text. */
#include "printing.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

START_TEST(a_dump_has_a_heading_and_threads)
{
	char *text = print_fake(pf_print_dump);
	ck_assert_str_eq(text, "Process 4711: /usr/bin/python3.11 (CPython 3.11.7), 2 threads, "
			       "paused 0.031 ms\n"
			       "\n"
			       "Thread 4711 \"MainThread\" (running, holds the GIL)\n"
			       "#0  leaf at /srv/app.py:2\n"
			       "#1  Worker.run at /srv/app.py\n"
			       "\n"
			       "Thread ?\n"
			       "(no Python frame)\n");
	free(text);
}
END_TEST

START_TEST(one_thread_is_not_two)
{
	fake.dump.thread_count = 1;
	char *text = print_fake(pf_print_dump);
	ck_assert_ptr_nonnull(strstr(text, ", 1 thread, "));
	free(text);
}
END_TEST

START_TEST(a_command_stands_in_the_heading)
{
	static const char *words[] = { "python3", "-c", "print('x')\x1b", "", NULL };
	fake.command = words;
	char *text = print_fake(pf_print_dump);
	ck_assert_ptr_nonnull(
		strstr(text, "Process 4711: python3 -c 'print('x')\\x1b' '' (CPython "));
	free(text);
	char word[300] = "";
	for (int i = 0; i < 100; i++)
		strcat(word, "\xc3\xa9");
	words[2] = word;
	text = print_fake(pf_print_dump);
	ck_assert_ptr_nonnull(strstr(text, "\xc3\xa9... (CPython 3.11.7), 2 threads"));
	size_t columns = 0;
	for (const char *c = text; *c != '\n'; c++)
		columns += ((unsigned char)*c & 0xc0) != 0x80;
	ck_assert_uint_eq(columns, 120);
	free(text);
}
END_TEST

START_TEST(what_is_missing_is_said)
{
	fake.dump.threads[1].truncated = "a loop";
	fake.dump.truncated = "too many threads";
	char *text = print_fake(pf_print_dump);
	ck_assert_ptr_nonnull(strstr(text, "Thread ?\n"
					   "(stack truncated: a loop)\n"
					   "\n"
					   "(threads missing: too many threads)\n"));
	free(text);
}
END_TEST

static const struct {
	char state;
	bool gil, gc;
	const char *heading;
} states[] = {
	{ 'S', false, false, "\nThread ? (sleeping)\n" },
	{ 'D', false, true, "\nThread ? (waiting for disk, collecting garbage)\n" },
	{ 'T', false, false, "\nThread ? (stopped)\n" },
	{ '?', true, false, "\nThread ? (holds the GIL)\n" },
	{ '?', false, false, "\nThread ?\n" },
	{ 'Q', false, false, "\nThread ?\n" },
};

START_TEST(states_are_words)
{
	fake.dump.threads[1].state = states[_i].state;
	fake.dump.threads[1].gil = states[_i].gil;
	fake.dump.threads[1].gc = states[_i].gc;
	char *text = print_fake(pf_print_dump);
	ck_assert_ptr_nonnull(strstr(text, states[_i].heading));
	free(text);
}
END_TEST

START_TEST(what_a_thread_sleeps_in_is_told)
{
	fake.dump.threads[1].state = 'S';
	fake.dump.threads[1].syscall = FAKE_SYSCALL;
	fake.dump.threads[1].gil_wait = true;
	char *text = print_fake(pf_print_dump);
	ck_assert_ptr_nonnull(
		strstr(text, "\nThread ? (sleeping in epoll_wait, waits for the GIL)\n"));
	free(text);
	fake.dump.threads[1].syscall = FAKE_SYSCALL + 1;
	text = print_fake(pf_print_dump);
	ck_assert_ptr_nonnull(strstr(text, "\nThread ? (sleeping, waits for the GIL)\n"));
	free(text);
}
END_TEST

START_TEST(other_interpreters_are_named)
{
	fake.dump.interpreters[0].id = 2;
	char *text = print_fake(pf_print_dump);
	ck_assert_ptr_nonnull(strstr(text, "holds the GIL)\nInterpreter 2\n#0"));
	free(text);
}
END_TEST

START_TEST(nothing_harms_the_terminal)
{
	fake.executable = "/tmp/\x1b[31mpython";
	fake.dump.threads[0].name = "a\nb\x1b";
	char *text = print_fake(pf_print_dump);
	ck_assert_ptr_null(strchr(text, '\x1b'));
	ck_assert_ptr_nonnull(strstr(text, "\"a\\nb\\x1b\""));
	free(text);
}
END_TEST

START_TEST(many_frames_are_numbered)
{
	enum { COUNT = 100000 };
	struct pf_frame *frames = calloc(COUNT, sizeof(*frames));
	for (size_t i = 0; i < COUNT; i++)
		frames[i] = fake.dump.threads[0].frames[0];
	fake.dump.threads[0].frames = frames;
	fake.dump.threads[0].frame_count = COUNT;
	char *text = print_fake(pf_print_dump);
	ck_assert_ptr_nonnull(strstr(text, "\n#9  leaf at /srv/app.py:2\n#10 leaf at "));
	ck_assert_ptr_nonnull(strstr(text, "\n#99999 leaf at /srv/app.py:2\n\n"));
	free(text);
	free(frames);
}
END_TEST

/* ------------------------------------------------------------------ source lines */

static char folder[] = "/tmp/pf-test-XXXXXX";

static void write_source(const char *bytes, size_t size)
{
	char path[64];
	ck_assert_ptr_nonnull(mkdtemp(folder));
	snprintf(path, sizeof(path), "%s/srv", folder);
	ck_assert_int_eq(mkdir(path, 0700), 0);
	snprintf(path, sizeof(path), "%s/srv/app.py", folder);
	FILE *file = fopen(path, "w");
	ck_assert_uint_eq(fwrite(bytes, 1, size, file), size);
	fclose(file);
	fake.source_folder = folder;
}

static void remove_source(void)
{
	char path[64];
	snprintf(path, sizeof(path), "%s/srv/app.py", folder);
	unlink(path);
	snprintf(path, sizeof(path), "%s/srv", folder);
	rmdir(path);
	rmdir(folder);
	memset(folder + sizeof(folder) - 7, 'X', 6);
}

static const struct {
	const char *source, *shown;
} sources[] = {
	{ "one\n    while True: i += 1\t\r\n", ":2\n        while True: i += 1\n#1" },
	{ "one\ntwo", ":2\n        two\n#1" },
	{ "one\n   \nthree\n", ":2\n#1" },
	{ "one\n", ":2\n#1" },
	{ "one", ":2\n#1" },
	{ "", ":2\n#1" },
	{ "one\nx = '\x1b[2J\xff'\n", ":2\n        x = '\\x1b[2J\\xff'\n#1" },
};

START_TEST(source_lines_follow_frames)
{
	write_source(sources[_i].source, strlen(sources[_i].source));
	char *text = print_fake(pf_print_dump);
	remove_source();
	ck_assert_ptr_nonnull(strstr(text, sources[_i].shown));
	free(text);
}
END_TEST

START_TEST(long_lines_are_cut)
{
	enum { LENGTH = 5000 };
	char source[LENGTH + 2] = "\n";
	memset(source + 1, 'x', LENGTH);
	write_source(source, LENGTH + 1);
	char *text = print_fake(pf_print_dump);
	remove_source();
	const char *line = strstr(text, "        xxx");
	ck_assert_ptr_nonnull(line);
	ck_assert_uint_eq(strcspn(line, "\n"), 8 + 200 + 3);
	free(text);
}
END_TEST

START_TEST(large_files_are_not_read)
{
	enum { SIZE = 2 * 1024 * 1024 + 1 };
	char *source = malloc(SIZE);
	memset(source, 'x', SIZE);
	source[1] = '\n';
	write_source(source, SIZE);
	char *text = print_fake(pf_print_dump);
	remove_source();
	ck_assert_ptr_nonnull(strstr(text, ":2\n#1"));
	free(text);
	free(source);
}
END_TEST

#define COUNT_OF(array) ((int)(sizeof(array) / sizeof((array)[0])))

int main(void)
{
	Suite *suite = suite_create("print_dump");
	TCase *tests = tcase_create("print_dump");
	tcase_add_checked_fixture(tests, fake_reset, NULL);
	tcase_add_test(tests, a_dump_has_a_heading_and_threads);
	tcase_add_test(tests, one_thread_is_not_two);
	tcase_add_test(tests, a_command_stands_in_the_heading);
	tcase_add_test(tests, what_is_missing_is_said);
	tcase_add_loop_test(tests, states_are_words, 0, COUNT_OF(states));
	tcase_add_test(tests, what_a_thread_sleeps_in_is_told);
	tcase_add_test(tests, other_interpreters_are_named);
	tcase_add_test(tests, nothing_harms_the_terminal);
	tcase_add_test(tests, many_frames_are_numbered);
	tcase_add_loop_test(tests, source_lines_follow_frames, 0, COUNT_OF(sources));
	tcase_add_test(tests, long_lines_are_cut);
	tcase_add_test(tests, large_files_are_not_read);
	suite_add_tcase(suite, tests);
	return tap_run(suite);
}
