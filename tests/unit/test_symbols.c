/* target/symbols and target/files: which symbol is where, and which files are mapped. */
#include "assert_error.h"
#include "child.h"
#include "pyflame.h"
#include "tap.h"

#include <stdlib.h>
#include <string.h>

int test_symbols_marker[4] = { 7 }; /* at the same place in a fork */

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

static void check_at(pf_addr at, const char *name)
{
	struct pf_symbol symbol;
	assert_ok(pf_process_find_symbol_at(process, at, &symbol));
	ck_assert_pstr_eq(symbol.name, name);
	if (!name)
		return;
	ck_assert_uint_eq(symbol.at, (pf_addr)test_symbols_marker);
	ck_assert_str_eq(symbol.section, ".data");
	ck_assert_str_eq(symbol.path, pf_process_executable(process));
}

START_TEST(an_address_has_a_symbol)
{
	check_at((pf_addr)test_symbols_marker, "test_symbols_marker");
	check_at((pf_addr)test_symbols_marker + 15, "test_symbols_marker");
	check_at(0, NULL);
	check_at(UINT64_MAX, NULL);
}
END_TEST

START_TEST(a_function_of_a_library)
{
	struct pf_symbol symbol;
	pf_addr at;
	uint64_t size;
	assert_ok(pf_process_find_symbol(process, "qsort", &at, &size));
	assert_ok(pf_process_find_symbol_at(process, at + size - 1, &symbol));
	ck_assert_ptr_nonnull(strstr(symbol.name, "qsort"));
	ck_assert_str_eq(symbol.section, ".text");
	ck_assert_ptr_nonnull(strstr(symbol.path, "libc"));
}
END_TEST

static size_t count_of(const char *pattern, size_t limit, bool more)
{
	struct pf_symbols *symbols;
	assert_ok(pf_process_list_symbols(process, pattern, limit, &symbols));
	size_t count = pf_symbols_count(symbols);
	ck_assert_int_eq(pf_symbols_has_more(symbols), more);
	for (size_t i = 1; i < count; i++) {
		const struct pf_symbol *one = pf_symbols_get(symbols, i - 1);
		const struct pf_symbol *two = pf_symbols_get(symbols, i);
		ck_assert(strcmp(one->path, two->path) != 0 || one->at <= two->at);
	}
	pf_symbols_destroy(symbols);
	return count;
}

START_TEST(patterns)
{
	ck_assert_uint_ge(count_of("test_symbols_marker", 10, false), 1); /* AddressSanitizer's */
	ck_assert_uint_ge(count_of("symbols_marke", 10, false), 1);
	ck_assert_uint_eq(count_of("test_symbols_m?r*r", 10, false), 1);
	ck_assert_uint_eq(count_of("symbols_m*", 10, false), 0);
	ck_assert_uint_eq(count_of("[", 10, false), 0);
	ck_assert_uint_eq(count_of("", 5, true), 5);
	ck_assert_uint_eq(count_of(NULL, 0, true), 0);
	ck_assert_uint_gt(count_of(NULL, 1000000, false), 1000);
}
END_TEST

START_TEST(mapped_files)
{
	struct pf_file *files;
	size_t count;
	assert_ok(pf_process_read_files(process, &files, &count));
	ck_assert_uint_ge(count, 3);
	ck_assert_str_eq(files[0].path, pf_process_executable(process));
	pf_addr marker = (pf_addr)test_symbols_marker;
	ck_assert(files[0].start < marker && marker < files[0].end && !files[0].deleted);
	for (size_t i = 0; i < count; i++) {
		ck_assert(files[i].start < files[i].end);
		ck_assert_uint_eq(strspn(files[i].build_id, "0123456789abcdef"),
				  strlen(files[i].build_id));
	}
	free(files);
}
END_TEST

START_TEST(end_is_gone)
{
	struct pf_symbol symbol;
	struct pf_symbols *symbols;
	struct pf_file *files;
	size_t count;
	child_end(&child);
	assert_error(pf_process_find_symbol_at(process, 0, &symbol), PF_GONE, "ended");
	assert_error(pf_process_list_symbols(process, NULL, 1, &symbols), PF_GONE, "ended");
	assert_error(pf_process_read_files(process, &files, &count), PF_GONE, "ended");
	child_start(&child, child_echo, NULL);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("symbols");
	TCase *tests = tcase_create("symbols");
	tcase_add_checked_fixture(tests, setup, teardown);
	tcase_add_test(tests, an_address_has_a_symbol);
	tcase_add_test(tests, a_function_of_a_library);
	tcase_add_test(tests, patterns);
	tcase_add_test(tests, mapped_files);
	tcase_add_test(tests, end_is_gone);
	suite_add_tcase(suite, tests);
	return tap_run(suite);
}
