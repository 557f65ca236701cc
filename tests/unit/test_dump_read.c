/* python/dump_read: all threads of a fake program, read twice, with reads that fail. */
#include "assert_error.h"
#include "failing_memory.h"
#include "fake_program.h"
#include "python/dump_read.h"
#include "tap.h"

static struct fake_program program;
static struct pf_dump_store store;

static void teardown(void)
{
	pf_dump_store_deinit(&store);
	fake_program_deinit(&program);
}

#define LAYOUT fake_program_init(&program, (unsigned)_i)

/* The thread INDEX is PROGRAM's and has the COUNT frames FUNCTIONS, newest first. */
static void check_thread(size_t index, const char *const *functions, size_t count)
{
	const struct pf_thread_reading *reading = &store.threads.items[index];
	ck_assert_uint_eq(store.states.threads.items[index].at, program.threads[index]);
	ck_assert_uint_eq(reading->frame_count, count);
	ck_assert_ptr_null(reading->truncated);
	for (size_t i = 0; i < count; i++) {
		const struct pf_frame *frame = &store.frames.items[reading->first_frame + i];
		ck_assert_str_eq(frame->code->function, functions[i]);
		ck_assert_str_eq(frame->code->file, "app.py");
		ck_assert_int_eq(frame->line, 15);
	}
}

static void check_all(void)
{
	static const char *const work[] = { "work", "main" },
				 *const wait[] = { "wait", "wait", "main" },
				 *const sub[] = { "sub" };
	ck_assert_uint_eq(store.states.interpreters.count, 2);
	ck_assert_uint_eq(store.threads.count, 4);
	check_thread(0, work, 2);
	check_thread(1, wait, 3);
	check_thread(2, NULL, 0);
	check_thread(3, sub, 1);
	for (size_t i = 0; i < 4; i++) {
		ck_assert_int_eq(store.threads.items[i].gil, i == 1);
		ck_assert(!store.threads.items[i].gc);
	}
}

START_TEST(stacks_belong_to_their_threads)
{
	LAYOUT;
	for (int i = 0; i < 3; i++) {
		assert_ok(pf_dump_store_read(&store, &program.python));
		check_all();
	}
}
END_TEST

START_TEST(names_belong_to_their_threads)
{
	static const char *const want[] = { "MainThread", NULL, NULL, "Sub" };
	LAYOUT;
	assert_ok(pf_dump_store_read(&store, &program.python));
	assert_ok(pf_dump_store_locate_names(&store, &program.python));
	for (int round = 0; round < 2; round++) {
		assert_ok(pf_dump_store_read(&store, &program.python));
		for (size_t i = 0; i < 4; i++) {
			const char *have =
				pf_dump_store_name(&store, &store.states.threads.items[i]);
			ck_assert_pstr_eq(have, want[i]);
		}
	}
}
END_TEST

START_TEST(the_target_moves_between_readings)
{
	LAYOUT;
	struct fake_memory *heap = &program.heap;
	assert_ok(pf_dump_store_read(&store, &program.python));
	pf_addr code = fake_code(heap, "app.py", "new", 10);
	pf_addr newest = fake_frame(heap, code, 20, 0, OWNED_BY_THREAD);
	program.threads[0] = fake_thread(heap, program.interpreters[1], 10, 110, newest);
	assert_ok(pf_dump_store_read(&store, &program.python));
	ck_assert_uint_eq(store.threads.count, 5);
	const struct pf_thread_reading *last = &store.threads.items[4];
	ck_assert_uint_eq(last->frame_count, 1);
	ck_assert_str_eq(store.frames.items[last->first_frame].code->function, "new");
}
END_TEST

START_TEST(one_bad_stack_costs_only_itself)
{
	LAYOUT;
	struct fake_memory *heap = &program.heap;
	int32_t offset = heap->layout.traits.newest_frame == FRAME_AT_THREAD
				 ? heap->layout.thread.frame
				 : heap->layout.thread.cframe;
	fake_put_word(heap, program.threads[0] + (pf_addr)offset, 64);
	assert_ok(pf_dump_store_read(&store, &program.python));
	ck_assert_ptr_nonnull(store.threads.items[0].truncated);
	ck_assert_uint_eq(store.threads.items[0].frame_count, 0);
	ck_assert_uint_eq(store.threads.items[1].frame_count, 3);
	ck_assert_uint_eq(store.threads.items[3].frame_count, 1);
}
END_TEST

/* Whatever read fails: an error, or a result that owns up to what is missing. */
START_TEST(the_nth_read_fails)
{
	LAYOUT;
	struct pf_python python = program.python;
	python.pages.layout = python.live.layout = &python.layout;
	bool failed = true;
	for (long n = 0; failed; n++) {
		struct failing_memory failing;
		failing_memory_init(&failing, &program.heap.memory, n, &pf_error_fault);
		python.pages.memory = &failing.memory; /* past the cache: each read counts */
		struct pf_error *err = pf_dump_store_read(&store, &python);
		bool whole = !err && !store.states.truncated && store.frames.count == 6;
		for (size_t i = 0; whole && i < store.threads.count; i++)
			whole = !store.threads.items[i].truncated;
		/* A name that is not known shows as one that is missing. */
		whole = whole && pf_dump_store_name(&store, &store.states.threads.items[0]) &&
			pf_dump_store_name(&store, &store.states.threads.items[3]);
		failed = failing.failed;
		ck_assert_msg(failed || whole, "read %ld", n);
		if (whole) /* only a key of a dict was lost that nobody looked for */
			check_all();
		pf_error_destroy(err);
		pf_dump_store_deinit(&store);
		ck_assert_int_lt(n, 1000);
	}
}
END_TEST

int main(void)
{
	int layouts = fake_memory_layouts();
	Suite *suite = suite_create("dump_read");
	TCase *tests = tcase_create("dump_read");
	tcase_add_checked_fixture(tests, NULL, teardown);
	tcase_add_loop_test(tests, stacks_belong_to_their_threads, 0, layouts);
	tcase_add_loop_test(tests, names_belong_to_their_threads, 0, layouts);
	tcase_add_loop_test(tests, the_target_moves_between_readings, 0, layouts);
	tcase_add_loop_test(tests, one_bad_stack_costs_only_itself, 0, layouts);
	tcase_add_loop_test(tests, the_nth_read_fails, 0, layouts);
	suite_add_tcase(suite, tests);
	return tap_run(suite);
}
