/* python/asyncio_offsets: what asyncio says of itself, whole and damaged. */
#include "assert_error.h"
#include "fake_memory.h"
#include "python/asyncio_offsets.h"
#include "tap.h"

enum { WORDS = 13, SHIFT = 16 };

static struct fake_memory heap;

static void teardown(void)
{
	fake_memory_deinit(&heap);
}

/* The table of a build whose tasks are SHIFT bytes longer in front. */
static pf_addr new_table(void)
{
	const struct pf_layout_task *task = &heap.layout.library.task;
	const struct pf_layout_future *future = &heap.layout.library.future;
	const uint64_t words[WORDS] = {
		200,
		(uint64_t)task->name + SHIFT,
		(uint64_t)future->awaited_by + SHIFT,
		(uint64_t)future->is_task + SHIFT,
		(uint64_t)future->awaited_by_is_set + SHIFT,
		(uint64_t)task->coroutine + SHIFT,
		(uint64_t)task->node + SHIFT,
		20000,
		11111,
		3000,
		2222,
		2230,
		2238,
	};
	pf_addr at = fake_alloc(&heap, sizeof(words));
	fake_put(&heap, at, words, sizeof(words));
	return at;
}

static bool has_table(void)
{
	return heap.layout.library.task.node != PF_ABSENT;
}

START_TEST(described)
{
	fake_memory_init(&heap, (unsigned)_i);
	if (!has_table())
		return;
	struct pf_layout layout = heap.layout;
	const struct pf_library_layout *was = &heap.layout.library, *is = &layout.library;
	assert_ok(pf_asyncio_offsets_apply(&heap.memory, new_table(), &layout));
	ck_assert_int_eq(is->task.coroutine, was->task.coroutine + SHIFT);
	ck_assert_int_eq(is->task.waiter, was->task.waiter + SHIFT);
	ck_assert_int_eq(is->task.name, was->task.name + SHIFT);
	ck_assert_int_eq(is->task.node, was->task.node + SHIFT);
	ck_assert_int_eq(is->future.state, was->future.state + SHIFT);
	ck_assert_int_eq(is->future.callback0, was->future.callback0 + SHIFT);
	ck_assert_int_eq(is->future.awaited_by, was->future.awaited_by + SHIFT);
	ck_assert_int_eq(is->task.tasks_of_interpreter, 11111);
	ck_assert_int_eq(is->task.running_loop, 2222);
	ck_assert_int_eq(is->task.running_task, 2230);
	ck_assert_int_eq(is->task.tasks_of_thread, 2238);
}
END_TEST

START_TEST(lies)
{
	fake_memory_init(&heap, (unsigned)_i);
	if (!has_table())
		return;
	for (size_t i = 0; i < WORDS; i++) {
		struct pf_layout layout = heap.layout;
		pf_addr at = new_table();
		fake_put_word(&heap, at + i * 8, UINT64_MAX - 7);
		assert_error(pf_asyncio_offsets_apply(&heap.memory, at, &layout), PF_CORRUPT,
			     "AsyncioDebug gives 18446744073709551608, which cannot be");
		ck_assert_mem_eq(&layout, &heap.layout, sizeof(layout));
	}
	struct pf_layout layout = heap.layout;
	struct pf_error *err = pf_asyncio_offsets_apply(&heap.memory, 16, &layout);
	ck_assert(err != NULL);
	pf_error_destroy(err);
}
END_TEST

int main(void)
{
	int layouts = fake_memory_layouts();
	Suite *suite = suite_create("asyncio_offsets");
	TCase *tests = tcase_create("asyncio_offsets");
	tcase_add_checked_fixture(tests, NULL, teardown);
	tcase_add_loop_test(tests, described, 0, layouts);
	tcase_add_loop_test(tests, lies, 0, layouts);
	suite_add_tcase(suite, tests);
	return tap_run(suite);
}
