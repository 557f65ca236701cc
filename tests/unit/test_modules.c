/* target/modules: the order of the mapped files, and symbols at their addresses. */
#include "assert_error.h"
#include "child.h"
#include "tap.h"
#include "target/modules.h"

#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <unistd.h>

int test_modules_marker = 7; /* in the executable's .symtab; at the same place in a fork */

static struct child child;
static struct pf_process *process;

static void setup(void)
{
	child_start(&child, child_echo, NULL);
	assert_ok(pf_process_attach(child.pid, &process));
}

static void teardown(void)
{
	pf_process_destroy(process);
	child_end(&child);
}

static const char *name_of(const struct pf_module *module)
{
	const char *slash = strrchr(module->path, '/');
	return slash ? slash + 1 : module->path;
}

START_TEST(executable_comes_first_then_the_preferred)
{
	const struct pf_module *modules;
	size_t count;
	assert_ok(pf_process_modules(process, &modules, &count));
	ck_assert_uint_ge(count, 3);
	ck_assert_str_eq(modules[0].path, pf_process_executable(process));
	for (size_t i = 2; i < count; i++)
		ck_assert(modules[i - 1].first->start < modules[i].first->start);

	assert_ok(pf_process_prefer_modules(process, "libc."));
	assert_ok(pf_process_modules(process, &modules, &count));
	ck_assert_str_eq(modules[0].path, pf_process_executable(process));
	ck_assert_ptr_nonnull(strstr(name_of(&modules[1]), "libc."));
	assert_ok(pf_process_prefer_modules(process, NULL));
}
END_TEST

START_TEST(symbols_have_their_address)
{
	pf_addr at = 0;
	uint64_t size = 0;
	assert_ok(pf_process_find_symbol(process, "test_modules_marker", &at, &size));
	ck_assert_uint_eq(at, (pf_addr)&test_modules_marker);
	ck_assert_uint_ge(size, sizeof(int)); /* AddressSanitizer makes it larger */
	assert_ok(pf_process_find_symbol(process, "in6addr_loopback", &at, NULL)); /* libc's */
	char loopback[16];
	assert_ok(pf_process_read(process, at, loopback, 16));
	ck_assert(!memcmp(loopback, "\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\1", 16));
	assert_ok(pf_process_find_symbol(process, "no such symbol", &at, &size));
	ck_assert_uint_eq(at, 0);
}
END_TEST

START_TEST(refresh_keeps_open_files)
{
	const struct pf_module *modules;
	const struct pf_maps *maps;
	struct pf_elf *before, *after;
	pf_addr bias, same;
	size_t count;
	assert_ok(pf_module_elf(process, 0, &before, &bias));
	assert_ok(pf_process_refresh_modules(process));
	assert_ok(pf_process_modules(process, &modules, &count));
	ck_assert_ptr_eq(modules[0].elf, before);
	assert_ok(pf_module_elf(process, 0, &after, &same));
	ck_assert_ptr_eq(before, after);
	ck_assert_uint_eq(bias, same);
	assert_ok(pf_process_maps(process, &maps));
	ck_assert_ptr_nonnull(pf_maps_find(maps, (pf_addr)&test_modules_marker));
	assert_error(pf_module_elf(process, count, &after, &same), PF_USAGE, "no module");
}
END_TEST

START_TEST(no_capability_is_needed)
{
	pf_addr at;
	if (!geteuid()) {
		ck_assert_int_eq(setresuid(65534, 65534, 65534), 0);
		prctl(PR_SET_DUMPABLE, 1);
	}
	struct child other;
	struct pf_process *ours;
	child_start(&other, child_echo, NULL);
	assert_ok(pf_process_attach(other.pid, &ours));
	assert_ok(pf_process_find_symbol(ours, "test_modules_marker", &at, NULL));
	ck_assert_uint_eq(at, (pf_addr)&test_modules_marker);
	assert_ok(pf_process_find_symbol(ours, "in6addr_loopback", &at, NULL));
	ck_assert_uint_ne(at, 0);
	pf_process_destroy(ours);
	child_end(&other);
}
END_TEST

START_TEST(end_is_gone)
{
	pf_addr at;
	child_end(&child);
	assert_error(pf_process_find_symbol(process, "x", &at, NULL), PF_GONE, "ended");
	child_start(&child, child_echo, NULL);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("modules");
	TCase *tests = tcase_create("modules");
	tcase_add_checked_fixture(tests, setup, teardown);
	tcase_add_test(tests, executable_comes_first_then_the_preferred);
	tcase_add_test(tests, symbols_have_their_address);
	tcase_add_test(tests, refresh_keeps_open_files);
	tcase_add_test(tests, no_capability_is_needed);
	tcase_add_test(tests, end_is_gone);
	suite_add_tcase(suite, tests);
	return tap_run(suite);
}
