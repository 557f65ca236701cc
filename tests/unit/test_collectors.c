/* python/collectors: the garbage collector of every version, and what cannot be known of it. */
#include "assert_error.h"
#include "child.h"
#include "fake_runtime.h"
#include "tap.h"

static struct fake_memory heap;
static struct pf_python python;
static pf_addr interpreter;
static struct pf_collector *collectors;
static size_t count;

static void setup(int index)
{
	fake_memory_init(&heap, (unsigned)index);
	fake_python_init(&heap, &python);
	assert_ok(pf_page_cache_create(&heap.memory, &python.cache));
	python.runtime = fake_runtime(&heap);
	interpreter = fake_interpreter(&heap, python.runtime, 0);
	collectors = NULL;
}

static void teardown(void)
{
	free(collectors);
	pf_page_cache_destroy(python.cache);
	fake_memory_deinit(&heap);
}

static void read_collectors(void)
{
	free(collectors);
	collectors = NULL;
	assert_ok(pf_python_read_collectors(&python, &collectors, &count));
}

/* Where the collector's state is; 0 before 3.7. */
static pf_addr state_at(void)
{
	const struct pf_layout_gc *layout = &heap.layout.gc;
	if (layout->in_interpreter != PF_ABSENT)
		return interpreter + (pf_addr)layout->in_interpreter;
	return layout->in_runtime == PF_ABSENT ? 0 : python.runtime + (pf_addr)layout->in_runtime;
}

static void put_generations(pf_addr at)
{
	const struct pf_layout_gc *layout = &heap.layout.gc;
	for (int i = 0; i < PF_GENERATIONS; i++) {
		pf_addr generation = at + (pf_addr)(i * layout->generation_size);
		fake_put_int(&heap, generation + (pf_addr)layout->threshold, 700 + i);
		fake_put_int(&heap, generation + (pf_addr)layout->count, 10 + i);
	}
}

/* In the state at AT, BEFORE bytes before their usual place. */
static void put_generations_in(pf_addr at, unsigned before)
{
	pf_addr generations = at + (pf_addr)heap.layout.gc.generations - before;
	put_generations(generations);
	if (heap.layout.gc.generation0 != PF_ABSENT)
		fake_put_word(&heap, at + (pf_addr)heap.layout.gc.generation0, generations);
}

/* Before 3.7 the variables are placed only now, as if there were symbols for them. */
static void put_collector(int enabled)
{
	pf_addr at = state_at();
	if (at) {
		fake_put_int(&heap, at + (pf_addr)heap.layout.gc.enabled, enabled);
		put_generations_in(at, 0);
		return;
	}
	pf_addr generations = fake_alloc(&heap, 3 * (size_t)heap.layout.gc.generation_size);
	put_generations(generations);
	python.collecting_at = fake_alloc(&heap, 4);
	python.globals.gc_enabled_at = fake_alloc(&heap, 4);
	python.globals.gc_generation0_at = fake_alloc(&heap, 8);
	fake_put_word(&heap, python.globals.gc_generation0_at, generations);
	fake_put_int(&heap, python.globals.gc_enabled_at, enabled);
}

static void check_counts(const int32_t *threshold, const int32_t *counts)
{
	for (int i = 0; i < PF_GENERATIONS; i++) {
		ck_assert_int_eq(collectors->threshold[i], threshold[i]);
		ck_assert_int_eq(collectors->count[i], counts[i]);
	}
}

START_TEST(what_gc_says)
{
	setup(_i);
	put_collector(1);
	read_collectors();
	ck_assert_uint_eq(count, 1);
	ck_assert_uint_eq(collectors->interpreter,
			  heap.layout.gc.in_interpreter == PF_ABSENT ? 0 : interpreter);
	ck_assert_int_eq(collectors->enabled, 1);
	ck_assert_int_eq(collectors->collecting, 0);
	ck_assert_ptr_null(collectors->unknown);
	check_counts((int32_t[]){ 700, 701, 702 }, (int32_t[]){ 10, 11, 12 });
	put_collector(0);
	read_collectors();
	ck_assert_int_eq(collectors->enabled, 0);
}
END_TEST

/* As 3.13.5 does, and as none does. */
START_TEST(generations_elsewhere)
{
	setup(_i);
	if (!state_at() || heap.layout.gc.generation0 == PF_ABSENT)
		return;
	put_generations_in(state_at(), 4);
	read_collectors();
	check_counts((int32_t[]){ 700, 701, 702 }, (int32_t[]){ 10, 11, 12 });
	fake_put_word(&heap, state_at() + (pf_addr)heap.layout.gc.generation0, state_at() + 64);
	read_collectors();
	ck_assert_ptr_nonnull(collectors->unknown);
}
END_TEST

/* As 2.7.15 does: what the lists' heads say decides. */
START_TEST(generations_that_are_aligned)
{
	setup(_i);
	if (state_at())
		return;
	put_collector(1);
	heap.layout.gc.generation_size = 48;
	pf_addr at = fake_alloc(&heap, 3 * 48);
	put_generations(at);
	fake_put_word(&heap, at + 48, at + 48);
	fake_put_word(&heap, at + 48 + 8, at + 48);
	fake_put_word(&heap, python.globals.gc_generation0_at, at);
	read_collectors();
	check_counts((int32_t[]){ 700, 701, 702 }, (int32_t[]){ 10, 11, 12 });
}
END_TEST

START_TEST(each_interpreter_has_one)
{
	setup(_i);
	put_collector(1);
	fake_interpreter(&heap, python.runtime, 1);
	read_collectors();
	ck_assert_uint_eq(count, heap.layout.gc.in_interpreter == PF_ABSENT ? 1 : 2);
	ck_assert_int_eq(collectors[count - 1].enabled, count == 1);
}
END_TEST

START_TEST(two_old_spaces_in_turn)
{
	setup(_i);
	if (heap.layout.gc.in_interpreter == PF_ABSENT)
		return;
	put_collector(1);
	python.layout.gc.visited_space = 200;
	for (int visited = 0; visited < 2; visited++) {
		fake_put_int(&heap, state_at() + 200, visited);
		read_collectors();
		check_counts((int32_t[]){ 700, 701, 0 },
			     (int32_t[]){ 10, 11 + visited, 12 - visited });
	}
}
END_TEST

START_TEST(what_is_not_known)
{
	setup(_i);
	python.layout.gc.enabled = python.layout.gc.generations = PF_ABSENT;
	read_collectors();
	ck_assert_int_eq(collectors->enabled, PF_UNKNOWN);
	ck_assert_int_eq(collectors->collecting, state_at() ? 0 : PF_UNKNOWN);
	ck_assert_str_eq(collectors->unknown,
			 state_at() ? "this CPython keeps them where is not known"
				    : "the variables that they are in have no symbols");
}
END_TEST

START_TEST(one_that_cannot_be_read)
{
	struct child child;
	setup(_i);
	if (state_at())
		return;
	put_collector(1);
	fake_put_word(&heap, python.globals.gc_generation0_at, 16);
	child_start(&child, child_echo, NULL);
	assert_ok(pf_process_attach(child.pid, &python.process));
	assert_error(pf_python_read_collectors(&python, &collectors, &count), PF_TORN,
		     "garbage collectors");
	pf_process_destroy(python.process);
	child_end(&child);
}
END_TEST

int main(void)
{
	int layouts = fake_memory_layouts();
	Suite *suite = suite_create("collectors");
	TCase *tests = tcase_create("collectors");
	tcase_add_checked_fixture(tests, NULL, teardown);
	tcase_add_loop_test(tests, what_gc_says, 0, layouts);
	tcase_add_loop_test(tests, generations_elsewhere, 0, layouts);
	tcase_add_loop_test(tests, generations_that_are_aligned, 0, layouts);
	tcase_add_loop_test(tests, each_interpreter_has_one, 0, layouts);
	tcase_add_loop_test(tests, two_old_spaces_in_turn, 0, layouts);
	tcase_add_loop_test(tests, what_is_not_known, 0, layouts);
	tcase_add_loop_test(tests, one_that_cannot_be_read, 0, layouts);
	suite_add_tcase(suite, tests);
	return tap_run(suite);
}
