/* target: every allocation fails once; each time an error, no leak, and the child runs on. */
#include "assert_error.h"
#include "child.h"
#include "failing_malloc.h"
#include "tap.h"
#include "target/maps.h"
#include "target/modules.h"
#include "target/page_cache.h"
#include "target/process.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

int test_no_memory_marker;

static struct child child;
static struct pf_process *process;

static void setup(void)
{
	child_start(&child, child_echo, NULL);
	assert_ok(pf_process_attach(child.pid, &process));
}

static void teardown(void)
{
	ck_assert_int_eq(child_tracer(child.pid), 0);
	child_ping(&child);
	pf_process_destroy(process);
	child_end(&child);
}

static struct pf_error *attach(void)
{
	struct pf_process *other;
	PF_TRY(pf_process_attach(child.pid, &other));
	pf_process_destroy(other);
	return NULL;
}

static struct pf_error *read_maps(void)
{
	struct pf_maps *maps;
	PF_TRY(pf_maps_read(process, &maps));
	pf_maps_destroy(maps);
	return NULL;
}

static struct pf_error *read_tasks(void)
{
	struct pf_task *tasks;
	size_t count;
	PF_TRY(pf_process_read_tasks(process, &tasks, &count));
	free(tasks);
	return NULL;
}

static struct pf_error *translate_tid(void)
{
	struct pf_process *other;
	pid_t tid;
	PF_TRY(pf_process_attach(child.pid, &other));
	struct pf_error *err = pf_process_translate_tid(other, child.pid, &tid);
	pf_process_destroy(other);
	return err;
}

static struct pf_error *open_elf(void)
{
	struct pf_elf *elf;
	pf_addr at;
	FILE *file = fopen("/proc/self/exe", "re");
	struct pf_error *err = pf_elf_open(fileno(file), "ourselves", &elf);
	fclose(file);
	if (err)
		return err;
	pf_elf_find_symbol(elf, "test_no_memory_marker", &at, NULL);
	pf_elf_close(elf);
	return NULL;
}

/* A file that cannot be opened for lack of memory may hide a symbol, and no more. */
static struct pf_error *find_symbol(void)
{
	struct pf_process *other;
	pf_addr at;
	PF_TRY(pf_process_attach(child.pid, &other));
	struct pf_error *err = pf_process_prefer_modules(other, "libc");
	if (!err)
		err = pf_process_find_symbol(other, "test_no_memory_marker", &at, NULL);
	if (!err)
		err = pf_process_refresh_modules(other);
	pf_process_destroy(other);
	return err;
}

/* From however deep a folder the tests run in. */
#define UP4 "../../../../"
#define UP32 UP4 UP4 UP4 UP4 UP4 UP4 UP4 UP4

static struct pf_error *open_file(void)
{
	int fd;
	PF_TRY(pf_process_open_file(process, UP32 UP32 "etc/passwd", &fd));
	close(fd);
	return NULL;
}

static struct pf_error *hold(void)
{
	struct pf_hold *one;
	PF_TRY(pf_hold_create(process, &one));
	struct pf_error *err = pf_hold_stop(one, &child.pid, 1);
	pf_hold_destroy(one);
	return err;
}

/* The second hold is refused: its error explains itself. */
static struct pf_error *refuse_hold(void)
{
	struct pf_hold *one, *two;
	PF_TRY(pf_hold_create(process, &one));
	struct pf_error *err = pf_hold_create(process, &two);
	if (!err) {
		err = pf_hold_stop(one, &child.pid, 1);
		struct pf_error *refusal = err ? NULL : pf_hold_stop(two, &child.pid, 1);
		bool expected = refusal && pf_error_code(refusal) == PF_PERMISSION;
		if (expected)
			pf_error_destroy(refusal);
		else if (!err)
			err = refusal;
		pf_hold_destroy(two);
	}
	pf_hold_destroy(one);
	return err;
}

static struct pf_error *cache_pages(void)
{
	struct pf_page_cache *cache;
	static char large[200 * 4096];
	char bytes[16];
	struct pf_span spans[] = { { .at = (pf_addr)large, .size = sizeof(large) } };
	PF_TRY(pf_page_cache_create(pf_process_memory(process), &cache));
	struct pf_error *err = pf_page_cache_prefetch(cache, spans, 1);
	if (!err)
		err = pf_memory_peek(pf_page_cache_memory(cache), (pf_addr)&child, bytes, 16);
	pf_page_cache_destroy(cache);
	return err;
}

static struct pf_error *read_nowhere(void)
{
	char bytes[8];
	struct pf_error *err = pf_process_read(process, 16, bytes, 8);
	if (pf_error_code(err) != PF_FAULT)
		return err;
	pf_error_destroy(err);
	return NULL;
}

/* A file whose symbols there is no memory for may seem to have none. */
static struct pf_error *list_symbols(void)
{
	struct pf_symbols *symbols;
	struct pf_symbol symbol;
	PF_TRY(pf_process_list_symbols(process, "test_no_memory*", 100, &symbols));
	pf_symbols_destroy(symbols);
	return pf_process_find_symbol_at(process, (pf_addr)&test_no_memory_marker, &symbol);
}

static struct pf_error *read_files(void)
{
	struct pf_file *files;
	size_t count;
	PF_TRY(pf_process_read_files(process, &files, &count));
	free(files);
	return NULL;
}

static const struct {
	struct pf_error *(*run)(void);
	bool may_succeed; /* although an allocation failed: there is another way */
} tries[] = {
	{ attach, false },	  { read_maps, false },	   { read_tasks, false },
	{ translate_tid, false }, { open_elf, true },	   { find_symbol, true },
	{ open_file, true },	  { hold, true },	   { refuse_hold, true },
	{ cache_pages, false },	  { read_nowhere, false }, { list_symbols, true },
	{ read_files, false },
};

START_TEST(every_allocation_may_fail)
{
	for (long n = 0;; n++) {
		ck_assert_int_lt(n, 10000);
		failing_malloc_arm(n);
		struct pf_error *err = tries[_i].run();
		bool failed = failing_malloc_disarm();
		ck_assert_msg(failed || !err, "%s", err ? pf_error_message(err) : "");
		ck_assert(!failed || err || tries[_i].may_succeed);
		ck_assert_int_ne(child_state(child.pid), 't');
		pf_error_destroy(err);
		if (!failed)
			break;
	}
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("no_memory");
	TCase *tests = tcase_create("no_memory");
	tcase_add_checked_fixture(tests, setup, teardown);
	tcase_add_loop_test(tests, every_allocation_may_fail, 0,
			    (int)(sizeof(tries) / sizeof(tries[0])));
	suite_add_tcase(suite, tests);
	return tap_run(suite);
}
