/* base/safe_file: whole files only, and nothing lost on a full disk. */
#include "assert_error.h"
#include "base/safe_file.h"
#include "base/text.h"
#include "tap.h"

#include <dirent.h>
#include <fcntl.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

static char folder[] = "/tmp/pyflame-test-XXXXXX";

static void set_up(void)
{
	strcpy(folder + strlen(folder) - 6, "XXXXXX");
	ck_assert_ptr_nonnull(mkdtemp(folder));
	ck_assert(!chdir(folder));
	setenv("TMPDIR", folder, 1);
}

/* The entries of the folder, counted and removed. */
static int remove_all(void)
{
	int count = 0;
	DIR *dir = opendir(folder);
	for (struct dirent *entry; (entry = readdir(dir));) {
		if (entry->d_name[0] != '.')
			count += !unlink(entry->d_name);
	}
	closedir(dir);
	return count;
}

static void tear_down(void)
{
	remove_all();
	ck_assert(!chdir("/") && !rmdir(folder));
}

static struct pf_safe_file *create(const char *path)
{
	struct pf_safe_file *file;
	assert_ok(pf_safe_file_create(path, &file));
	return file;
}

/* The file's content; static. "" when there is none. */
static const char *content(const char *path)
{
	static char bytes[4096];
	FILE *file = fopen(path, "r");
	bytes[file ? fread(bytes, 1, sizeof(bytes) - 1, file) : 0] = '\0';
	if (file)
		fclose(file);
	return bytes;
}

static void make(const char *path, const char *text, mode_t mode)
{
	FILE *file = fopen(path, "w");
	fputs(text, file);
	fclose(file);
	ck_assert(!chmod(path, mode));
}

START_TEST(it_has_its_name_at_the_end)
{
	umask(027);
	struct pf_safe_file *file = create("new");
	assert_ok(pf_safe_file_write(file, "text", 4));
	ck_assert(access("new", F_OK));
	assert_ok(pf_safe_file_finish(file));
	pf_safe_file_destroy(file);
	ck_assert_str_eq(content("new"), "text");
	struct stat it;
	ck_assert(!stat("new", &it));
	ck_assert_uint_eq(it.st_mode & 07777, 0640);
	ck_assert_int_eq(remove_all(), 1);
}
END_TEST

START_TEST(one_that_is_not_finished_leaves_nothing)
{
	make("old", "before", 0600);
	struct pf_safe_file *file = create("old");
	assert_ok(pf_safe_file_write(file, "text", 4));
	pf_safe_file_destroy(file);
	ck_assert_str_eq(content("old"), "before");
	ck_assert_int_eq(remove_all(), 1);
	pf_safe_file_destroy(NULL);
}
END_TEST

START_TEST(what_it_replaces_gives_its_permissions)
{
	make("old", "before", 0604);
	ck_assert(!symlink("old", "link"));
	struct pf_safe_file *file = create("link");
	assert_ok(pf_safe_file_write(file, "after", 5));
	assert_ok(pf_safe_file_finish(file));
	pf_safe_file_destroy(file);
	struct stat it;
	ck_assert(!lstat("link", &it) && S_ISLNK(it.st_mode));
	ck_assert(!stat("old", &it));
	ck_assert_uint_eq(it.st_mode & 07777, 0604);
	ck_assert_str_eq(content("old"), "after");
}
END_TEST

START_TEST(what_cannot_be_created_says_why)
{
	struct pf_safe_file *file;
	assert_error(pf_safe_file_create("none/x", &file), PF_SYSTEM, "cannot create none/x: No");
	assert_error(pf_safe_file_create(folder, &file), PF_SYSTEM, "Is a directory");
	assert_error(pf_safe_file_create("", &file), PF_USAGE, "cannot have an empty name");
}
END_TEST

/* What pf_safe_file_locate() says of PATH: a path, or the message; static. */
static const char *location(const char *path)
{
	static char says[4096];
	struct pf_text real = { 0 };
	struct pf_error *err = pf_safe_file_locate(path, &real);
	snprintf(says, sizeof(says), "%s", err ? pf_error_message(err) : pf_text_str(&real));
	pf_error_destroy(err);
	pf_text_deinit(&real);
	return says;
}

START_TEST(what_may_be_replaced_is_an_ordinary_file)
{
	char real[sizeof(folder) + 4];
	snprintf(real, sizeof(real), "%s/old", folder);
	make("old", "before", 0604);
	ck_assert(!symlink("old", "link") && !symlink("none", "nothing") && !symlink("b", "b"));
	ck_assert(!mkfifo("pipe", 0600));
	ck_assert_str_eq(location("new"), "new");
	ck_assert_str_eq(location("link"), real);
	ck_assert_ptr_nonnull(strstr(location("nothing"), "a link to what does not exist"));
	ck_assert_ptr_nonnull(strstr(location("b"), "cannot create b: Too many levels"));
	ck_assert_ptr_nonnull(strstr(location("pipe"), "cannot replace pipe: it is a pipe;"));
	ck_assert_ptr_nonnull(strstr(location(folder), "it is a directory;"));
	ck_assert_ptr_nonnull(strstr(location("/dev/null"), "it is no ordinary file;"));
	ck_assert_str_eq(location(""), "a file cannot have an empty name");
}
END_TEST

START_TEST(devices_are_written_to_at_once)
{
	struct pf_safe_file *file = create("/dev/null");
	assert_ok(pf_safe_file_write(file, "text", 4));
	assert_ok(pf_safe_file_finish(file));
	pf_safe_file_destroy(file);
	struct stat it;
	ck_assert(!stat("/dev/null", &it) && S_ISCHR(it.st_mode));
}
END_TEST

/* Where an error says that the content is. */
static const char *refuge_in(struct pf_error *err)
{
	static char path[256];
	ck_assert_ptr_nonnull(err);
	const char *in = strstr(pf_error_message(err), " is in ");
	ck_assert_msg(in != NULL, "%s", pf_error_message(err));
	snprintf(path, sizeof(path), "%s", in + 7);
	pf_error_destroy(err);
	return path;
}

START_TEST(a_full_device_loses_nothing)
{
	struct pf_safe_file *file = create("/dev/full");
	assert_ok(pf_safe_file_write(file, "text", 4));
	struct pf_error *err = pf_safe_file_finish(file);
	ck_assert_ptr_nonnull(strstr(pf_error_message(err), "cannot write /dev/full: No space"));
	ck_assert_str_eq(content(refuge_in(err)), "text");
	pf_safe_file_destroy(file);
	ck_assert_int_eq(remove_all(), 1);
}
END_TEST

START_TEST(a_full_disk_loses_nothing)
{
	static char much[100000];
	memset(much, 'x', sizeof(much));
	struct pf_safe_file *file = create("big");
	assert_ok(pf_safe_file_write(file, much, sizeof(much)));
	/* From here on no file may grow: so it is on a full disk, but for the refuge. */
	struct rlimit before, limit = { 100000, RLIM_INFINITY };
	signal(SIGXFSZ, SIG_IGN);
	getrlimit(RLIMIT_FSIZE, &before);
	limit.rlim_max = before.rlim_max;
	setrlimit(RLIMIT_FSIZE, &limit);
	assert_ok(pf_safe_file_write(file, "end", 3));
	struct pf_error *err = pf_safe_file_finish(file);
	setrlimit(RLIMIT_FSIZE, &before);
	/* The refuge has the same limit: nothing can be done, and that is said. */
	ck_assert_int_eq(strlen(content(refuge_in(err))), 4095);
	pf_safe_file_destroy(file);
	ck_assert(access("big", F_OK));
	ck_assert_int_eq(remove_all(), 1);
}
END_TEST

START_TEST(a_descriptor_stays_open)
{
	int fd = open("out", O_WRONLY | O_CREAT, 0600);
	struct pf_safe_file *file;
	assert_ok(pf_safe_file_open(fd, &file));
	assert_ok(pf_safe_file_write(file, "text", 4));
	assert_ok(pf_safe_file_finish(file));
	pf_safe_file_destroy(file);
	ck_assert(!close(fd));
	ck_assert_str_eq(content("out"), "text");
}
END_TEST

START_TEST(a_reader_that_has_gone_needs_no_copy)
{
	int fds[2];
	struct pf_safe_file *file;
	signal(SIGPIPE, SIG_IGN);
	ck_assert(!pipe(fds) && !close(fds[0]));
	assert_ok(pf_safe_file_open(fds[1], &file));
	assert_ok(pf_safe_file_write(file, "text", 4));
	assert_error(pf_safe_file_finish(file), PF_SYSTEM, "Broken pipe");
	pf_safe_file_destroy(file);
	ck_assert_int_eq(remove_all(), 0);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("safe_file");
	TCase *tcase = tcase_create("files");
	tcase_add_checked_fixture(tcase, set_up, tear_down);
	tcase_add_test(tcase, it_has_its_name_at_the_end);
	tcase_add_test(tcase, one_that_is_not_finished_leaves_nothing);
	tcase_add_test(tcase, what_it_replaces_gives_its_permissions);
	tcase_add_test(tcase, what_cannot_be_created_says_why);
	tcase_add_test(tcase, what_may_be_replaced_is_an_ordinary_file);
	tcase_add_test(tcase, devices_are_written_to_at_once);
	tcase_add_test(tcase, a_full_device_loses_nothing);
	tcase_add_test(tcase, a_full_disk_loses_nothing);
	tcase_add_test(tcase, a_descriptor_stays_open);
	tcase_add_test(tcase, a_reader_that_has_gone_needs_no_copy);
	suite_add_tcase(suite, tcase);
	return tap_run(suite);
}
