/* target/root and mapped_file: paths as the target sees them, and the files that it has mapped. */
#include "assert_error.h"
#include "child.h"
#include "tap.h"
#include "target/maps.h"
#include "target/process.h"

#include <fcntl.h>
#include <grp.h>
#include <linux/capability.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/fsuid.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

static char folder[] = "/tmp/pf_root_XXXXXX";
static const char odd[] = "inside/a\nb c";
static struct child child;
static struct pf_process *process;

/* folder/ top inside/file inside/link->/top inside/up->../../../../../top fifo escape->/etc */
static const char *const files[] = { "top", "inside/file" };
static const char *const links[][2] = {
	{ "/top", "inside/link" },
	{ "../../../../../top", "inside/up" },
	{ "/etc/passwd", "escape" },
	{ "loop", "loop" },
};

/*
 * Every second test of the mapped files does without the capabilities that map_files wants: root
 * becomes nobody, to return for cleaning up.
 */
static void become_nobody(void)
{
	if (geteuid())
		return;
	ck_assert_int_eq(setresuid(65534, 65534, 0), 0);
	prctl(PR_SET_DUMPABLE, 1);
}

static void write_file(const char *path)
{
	FILE *file = fopen(path, "we");
	ck_assert_ptr_nonnull(file);
	fputs(path, file);
	fclose(file);
}

static void setup(void)
{
	ck_assert_ptr_nonnull(mkdtemp(folder));
	ck_assert_int_eq(chdir(folder), 0);
	ck_assert_int_eq(chmod(".", 0755), 0);
	ck_assert_int_eq(mkdir("inside", 0755), 0);
	for (size_t i = 0; i < 2; i++)
		write_file(files[i]);
	for (size_t i = 0; i < 4; i++)
		ck_assert_int_eq(symlink(links[i][0], links[i][1]), 0);
	ck_assert_int_eq(mkfifo("fifo", 0644), 0);
}

static void teardown(void)
{
	uid_t saved;
	if (getresuid(&(uid_t){ 0 }, &(uid_t){ 0 }, &saved) == 0 && !saved)
		ck_assert_int_eq(setresuid(0, 0, 0), 0);
	ck_assert_int_eq(chdir(folder), 0);
	for (size_t i = 0; i < 2; i++)
		unlink(files[i]);
	for (size_t i = 0; i < 4; i++)
		unlink(links[i][1]);
	unlink("fifo");
	unlink(odd);
	unlink("old");
	rmdir("inside");
	rmdir(folder);
}

static void run_inside(int in, int out, void *arg)
{
	const char *root = arg;
	if (getuid() && !setresuid(getuid(), getuid(), getuid()))
		prctl(PR_SET_DUMPABLE, 1);
	bool done = (!root || !chroot(root)) && !chdir(root ? "/inside" : "inside");
	child_send(out, done ? "y" : "n", 1);
	child_echo(in, out, NULL);
}

static bool start(const char *root)
{
	char byte;
	child_start(&child, run_inside, (void *)root);
	ck_assert(child_receive(child.out, &byte, 1));
	assert_ok(pf_process_attach(child.pid, &process));
	return byte == 'y';
}

static void finish(void)
{
	pf_process_destroy(process);
	child_end(&child);
}

/* The file's text is what it was created as. */
static void assert_opens(const char *path, const char *text)
{
	char bytes[64] = "";
	int fd;
	assert_ok(pf_process_open_file(process, path, &fd));
	ck_assert(read(fd, bytes, sizeof(bytes) - 1) > 0);
	ck_assert_str_eq(bytes, text);
	ck_assert_int_ne(fcntl(fd, F_GETFD) & FD_CLOEXEC, 0);
	close(fd);
}

static void assert_refuses(const char *path, enum pf_error_code code, const char *text)
{
	int fd = -1;
	assert_error(pf_process_open_file(process, path, &fd), code, text);
	ck_assert_int_eq(fd, -1);
}

START_TEST(relative_paths_start_at_the_working_directory)
{
	start(NULL);
	assert_opens("file", "inside/file");
	assert_opens("./../top", "top");
	char path[64];
	snprintf(path, sizeof(path), "%s/top", folder);
	assert_opens(path, "top");
	assert_refuses("none", PF_SYSTEM, "cannot open none of process");
	finish();
}
END_TEST

START_TEST(only_regular_files_are_opened)
{
	start(NULL);
	assert_refuses("../fifo", PF_SYSTEM, "not a regular file");
	assert_refuses(".", PF_SYSTEM, "not a regular file");
	assert_refuses("/dev/null", PF_SYSTEM, "not a regular file");
	assert_refuses("../loop", PF_SYSTEM, "cannot open ../loop");
	assert_refuses("/proc/self/exe", PF_SYSTEM, "cannot open /proc/self/exe");
	assert_refuses("", PF_SYSTEM, "not a regular file");
	finish();
}
END_TEST

/* A link leads to where the target would go, and never out of its root. */
START_TEST(root_of_the_target_counts)
{
	if (start(folder)) {
		assert_opens("/top", "top");
		assert_opens("file", "inside/file");
		assert_opens("link", "top");
		assert_opens("up", "top");
		assert_opens("../../../top", "top");
		assert_refuses("/escape", PF_SYSTEM, "No such file");
		assert_refuses("/etc/passwd", PF_SYSTEM, "No such file");
	}
	finish();
}
END_TEST

START_TEST(end_is_gone)
{
	int fd;
	start(NULL);
	child_end(&child);
	assert_error(pf_process_open_file(process, "/top", &fd), PF_GONE, "has ended");
	pf_process_destroy(process);
}
END_TEST

/* --- rights: only root can tell them apart */

enum { NOBODY = 65534, FRIENDS = 54321 };

struct rights_case {
	const char *path;
	uid_t owner;
	gid_t group;
	mode_t mode;
	bool nobody, bare_root; /* who may read it */
};

static const struct rights_case rights_cases[] = {
	{ "secret", 0, 0, 0600, false, true },
	{ "public", 0, 0, 0604, true, true },
	{ "own", NOBODY, 0, 0600, true, false },
	{ "friends", 12345, FRIENDS, 0640, true, false },
	{ "strangers", 12345, 12345, 0660, false, false },
	{ "hidden/public", 0, 0, 0644, false, true }, /* in a folder of root's */
};
enum { RIGHTS_CASES = sizeof(rights_cases) / sizeof(*rights_cases) };

static void make_rights_case(const struct rights_case *it)
{
	write_file(it->path);
	ck_assert_int_eq(chown(it->path, it->owner, it->group), 0);
	ck_assert_int_eq(chmod(it->path, it->mode), 0);
}

static void remove_rights_cases(void)
{
	for (size_t i = 0; i < RIGHTS_CASES; i++)
		unlink(rights_cases[i].path);
	rmdir("hidden");
}

static void run_as_nobody(int in, int out, void *arg)
{
	bool done = !setgroups(1, &(gid_t){ FRIENDS }) && !setresgid(NOBODY, NOBODY, NOBODY) &&
		    !setresuid(NOBODY, NOBODY, NOBODY);
	child_send(out, done ? "y" : "n", 1);
	child_echo(in, out, arg);
}

/* Root as in a container that has given up its capabilities. */
static void run_as_bare_root(int in, int out, void *arg)
{
	struct __user_cap_header_struct header = { .version = _LINUX_CAPABILITY_VERSION_3 };
	struct __user_cap_data_struct none[2] = { { 0 } };
	bool done = !setgroups(0, NULL) && !syscall(SYS_capset, &header, none);
	child_send(out, done ? "y" : "n", 1);
	child_echo(in, out, arg);
}

static void start_as(void (*main)(int, int, void *))
{
	char byte;
	child_start(&child, main, NULL);
	ck_assert(child_receive(child.out, &byte, 1));
	ck_assert_int_eq(byte, 'y');
	assert_ok(pf_process_attach(child.pid, &process));
}

/* What we may do is what we could do before. */
static void assert_still_root(void)
{
	struct __user_cap_header_struct header = { .version = _LINUX_CAPABILITY_VERSION_3 };
	struct __user_cap_data_struct now[2];
	gid_t groups[2];
	ck_assert_int_eq(syscall(SYS_capget, &header, now), 0);
	ck_assert_uint_ne(now[0].effective & 1 << CAP_DAC_OVERRIDE, 0);
	ck_assert_uint_ne(now[0].effective & 1 << CAP_DAC_READ_SEARCH, 0);
	ck_assert_int_eq(setfsuid((uid_t)-1), 0);
	ck_assert_int_eq(setfsgid((gid_t)-1), 0);
	ck_assert_int_eq(getgroups(2, groups), 1);
	ck_assert_uint_eq(groups[0], 777);
}

START_TEST(files_that_the_target_may_not_read_stay_closed)
{
	if (geteuid())
		return;
	ck_assert_int_eq(setgroups(1, &(gid_t){ 777 }), 0);
	ck_assert_int_eq(mkdir("hidden", 0700), 0);
	for (size_t i = 0; i < RIGHTS_CASES; i++)
		make_rights_case(&rights_cases[i]);
	start_as(_i ? run_as_bare_root : run_as_nobody);
	for (size_t i = 0; i < RIGHTS_CASES; i++) {
		const struct rights_case *it = &rights_cases[i];
		if (_i ? it->bare_root : it->nobody)
			assert_opens(it->path, it->path);
		else
			assert_refuses(it->path, PF_PERMISSION, "Permission denied");
		assert_still_root();
	}
	finish();
	remove_rights_cases();
}
END_TEST

/* Root itself reads whatever root may. */
START_TEST(files_of_others_open_for_a_target_that_is_root)
{
	if (geteuid())
		return;
	make_rights_case(&rights_cases[4]);
	start(NULL);
	assert_opens("../strangers", "strangers");
	finish();
	remove_rights_cases();
}
END_TEST

/* --- mapped files */

static void *mapped;

static void map_file(const char *path)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	mapped = mmap(NULL, 64, PROT_READ | PROT_EXEC, MAP_PRIVATE, fd, 0);
	ck_assert_ptr_ne(mapped, MAP_FAILED);
	close(fd);
}

static struct pf_error *open_mapped(const void *at, int *ret)
{
	struct pf_maps *maps;
	assert_ok(pf_maps_read(process, &maps));
	const struct pf_map_region *region = pf_maps_find(maps, (pf_addr)at);
	ck_assert_ptr_nonnull(region);
	struct pf_error *err = pf_process_open_region(process, region, ret);
	pf_maps_destroy(maps);
	return err;
}

static void assert_region_opens(const void *at, const char *path)
{
	struct stat got, wanted;
	int fd;
	assert_ok(open_mapped(at, &fd));
	ck_assert_int_eq(fstat(fd, &got), 0);
	ck_assert_int_eq(stat(path, &wanted), 0);
	ck_assert_uint_eq(got.st_ino, wanted.st_ino);
	close(fd);
}

static const char constant[] = "constant";

START_TEST(executable_and_libraries_open)
{
	if (_i)
		become_nobody();
	start(NULL);
	assert_region_opens(constant, "/proc/self/exe");
	assert_error(open_mapped(&(char){ 0 }, &(int){ 0 }), PF_SYSTEM, "cannot open the file");
	finish();
}
END_TEST

START_TEST(odd_names_open)
{
	write_file(odd);
	map_file(odd);
	if (_i)
		become_nobody();
	start(NULL);
	assert_region_opens(mapped, odd);
	finish();
}
END_TEST

/* Another file has the name now: it must not be taken for the mapped one. */
START_TEST(replaced_file_is_not_opened)
{
	struct stat got, other;
	int fd = -1;
	write_file("old");
	map_file("old");
	ck_assert_int_eq(rename("top", "old"), 0);
	if (_i)
		become_nobody();
	start(NULL);
	struct pf_error *err = open_mapped(mapped, &fd);
	if (!err) { /* through map_files */
		ck_assert_int_eq(fstat(fd, &got), 0);
		ck_assert_int_eq(stat("old", &other), 0);
		ck_assert_uint_ne(got.st_ino, other.st_ino);
		close(fd);
	} else {
		ck_assert_int_eq(pf_error_code(err), PF_SYSTEM);
		pf_error_destroy(err);
	}
	finish();
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("root");
	TCase *tests = tcase_create("root");
	tcase_add_checked_fixture(tests, setup, teardown);
	tcase_add_test(tests, relative_paths_start_at_the_working_directory);
	tcase_add_test(tests, only_regular_files_are_opened);
	tcase_add_test(tests, root_of_the_target_counts);
	tcase_add_test(tests, end_is_gone);
	tcase_add_loop_test(tests, files_that_the_target_may_not_read_stay_closed, 0, 2);
	tcase_add_test(tests, files_of_others_open_for_a_target_that_is_root);
	tcase_add_loop_test(tests, executable_and_libraries_open, 0, 2);
	tcase_add_loop_test(tests, odd_names_open, 0, 2);
	tcase_add_loop_test(tests, replaced_file_is_not_opened, 0, 2);
	suite_add_tcase(suite, tests);
	return tap_run(suite);
}
