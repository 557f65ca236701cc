/* value/coroutine: what suspended coroutines await, in each version's layout, whole and damaged. */
#include "assert_error.h"
#include "failing_malloc.h"
#include "failing_memory.h"
#include "fake_classes.h"
#include "fake_runtime.h"
#include "tap.h"
#include "value/coroutine.h"

enum { UNIT = 10, STACK = 4, WORD = 8, FRAME_SIZE = 512, YIELD_FROM = 72, AWAIT = 3, YIELD = 1 };

static struct fake_memory heap;
static pf_addr of_coroutines;

static void teardown(void)
{
	fake_memory_deinit(&heap);
}

static void begin(int layout)
{
	fake_memory_init(&heap, (unsigned)layout);
	of_coroutines = fake_class(&heap, "coroutine", 0, 0, 0);
}

/* All instructions of the code object say that it awaits, or that it does not. */
static void put_bytecode(pf_addr code, bool awaits)
{
	unsigned char bytes[2 * FAKE_UNITS] = { 0 };
	bool old = heap.layout.traits.await == AWAIT_YIELD_FROM;
	for (size_t i = 0; i < FAKE_UNITS; i++) {
		bytes[2 * i] = old && awaits ? YIELD_FROM : 0;
		bytes[2 * i + 1] = old ? 0 : awaits ? AWAIT : YIELD;
	}
	pf_addr at = code + (pf_addr)heap.layout.code.bytecode;
	if (old)
		fake_put_word(&heap, at, fake_bytes(&heap, bytes, sizeof(bytes)));
	else
		fake_put(&heap, at, bytes, sizeof(bytes));
}

/* Of the frame at FRAME, which has its variables at PLACES: what it awaits is on top. */
static void put_stack(pf_addr frame, pf_addr places, pf_addr awaited)
{
	const struct pf_layout_suspended *layout = &heap.layout.objects.suspended;
	pf_addr tag = heap.layout.traits.reference == REF_TAGGED && awaited ? 1 : 0;
	fake_put_word(&heap, places + (STACK - 1) * WORD, awaited | tag);
	if (layout->stack != PF_ABSENT)
		fake_put_word(&heap, frame + (pf_addr)layout->stack, places);
	if (layout->top != PF_ABSENT)
		fake_put_word(&heap, frame + (pf_addr)layout->top, places + STACK * WORD);
	if (layout->depth != PF_ABSENT)
		fake_put_int(&heap, frame + (pf_addr)layout->depth, STACK);
}

/* From 3.11 on the frame is in the coroutine. */
static pf_addr new_coroutine(const char *name, int32_t unit, bool awaits, pf_addr awaited)
{
	pf_addr code = fake_code(&heap, "app.py", name, 1);
	pf_addr frame = fake_frame(&heap, code, unit, 0, OWNED_BY_GENERATOR);
	int32_t offset = heap.layout.objects.generator.frame;
	pf_addr at = fake_object(&heap, of_coroutines, (size_t)offset + FRAME_SIZE);
	put_bytecode(code, awaits);
	if (heap.layout.objects.shell.frame == PF_ABSENT) {
		fake_put_word(&heap, at + (pf_addr)offset, frame);
		put_stack(frame, frame + (pf_addr)heap.layout.objects.scope.localsplus, awaited);
		return at;
	}
	unsigned char bytes[FRAME_SIZE];
	size_t size = (size_t)heap.layout.frame.size;
	assert_ok(pf_reader_peek(&heap.reader, frame, bytes, size));
	fake_put(&heap, at + (pf_addr)offset, bytes, size);
	frame = at + (pf_addr)offset;
	put_stack(frame, frame + (pf_addr)heap.layout.objects.scope.localsplus, awaited);
	return at;
}

static pf_addr new_wrapper(const char *name, pf_addr wrapped)
{
	pf_addr at = fake_object(&heap, fake_class(&heap, name, 0, 0, 0), 64);
	fake_put_word(&heap, at + (pf_addr)heap.layout.object.size, wrapped);
	return at;
}

struct walk {
	struct pf_frames frames;
	struct pf_code_table codes;
	const char *truncated;
};

static struct pf_error *walk(const struct pf_reader *reader, pf_addr at, struct walk *ret)
{
	struct pf_view view;
	*ret = (struct walk){ .truncated = NULL };
	pf_view_init(&view, reader);
	struct pf_error *err =
		pf_coroutine_walk(&view, &ret->codes, at, &ret->frames, &ret->truncated);
	pf_view_deinit(&view);
	return err;
}

static void walk_deinit(struct walk *walk)
{
	pf_array_deinit(&walk->frames);
	pf_code_table_deinit(&walk->codes);
}

/* NAMES ends in NULL. */
static void assert_walk(pf_addr at, const char *truncated, const char *const *names)
{
	struct walk result;
	size_t count = 0;
	assert_ok(walk(&heap.reader, at, &result));
	for (; names[count]; count++) {
		ck_assert_uint_lt(count, result.frames.count);
		ck_assert_str_eq(result.frames.items[count].code->function, names[count]);
		ck_assert_int_eq(result.frames.items[count].line, 6);
	}
	ck_assert_uint_eq(result.frames.count, count);
	ck_assert_ptr_eq((const void *)(uintptr_t)!result.truncated,
			 (const void *)(uintptr_t)!truncated);
	if (truncated)
		ck_assert_str_eq(result.truncated, truncated);
	walk_deinit(&result);
}

#define NAMES(...) ((const char *const[]){ __VA_ARGS__, NULL })

START_TEST(chains)
{
	begin(_i);
	pf_addr leaf = new_coroutine("leaf", UNIT, true, fake_none(&heap));
	pf_addr inner = new_coroutine("inner", UNIT, true, new_wrapper("coroutine_wrapper", leaf));
	pf_addr ticks = new_coroutine("ticks", UNIT, true, inner);
	pf_addr outer =
		new_coroutine("outer", UNIT, true, new_wrapper("async_generator_asend", ticks));
	assert_walk(leaf, NULL, NAMES("leaf"));
	assert_walk(outer, NULL, NAMES("outer", "ticks", "inner", "leaf"));
}
END_TEST

/* What is on top of the stack of one that does not await is something else. */
START_TEST(one_that_does_not_await)
{
	begin(_i);
	pf_addr leaf = new_coroutine("leaf", UNIT, true, 0);
	assert_walk(leaf, NULL, NAMES("leaf"));
	assert_walk(new_coroutine("yields", UNIT, false, leaf), NULL, NAMES("yields"));
	assert_walk(fake_none(&heap), NULL, (const char *const[]){ NULL });
}
END_TEST

START_TEST(circles)
{
	begin(_i);
	pf_addr wrapper = new_wrapper("coroutine_wrapper", 0);
	pf_addr at = new_coroutine("round", UNIT, true, wrapper);
	struct walk result;
	fake_put_word(&heap, wrapper + (pf_addr)heap.layout.object.size, at);
	assert_ok(walk(&heap.reader, at, &result));
	ck_assert_str_eq(result.truncated, "the coroutines await each other in a circle");
	ck_assert_uint_lt(result.frames.count, 10);
	walk_deinit(&result);
	fake_put_word(&heap, wrapper + (pf_addr)heap.layout.object.size, wrapper);
	assert_walk(wrapper, "the coroutines await each other in a circle",
		    (const char *const[]){ NULL });
}
END_TEST

START_TEST(lies)
{
	begin(_i);
	const char *why = "a coroutine cannot be read";
	assert_walk(16, why, (const char *const[]){ NULL });
	assert_walk(new_coroutine("liar", UNIT, true, 4096 * 7), why, NAMES("liar"));
	assert_walk(new_wrapper("coroutine_wrapper", 4096 * 7), why, (const char *const[]){ NULL });
	pf_addr far = new_coroutine("far", 1 << 20, true, 0);
	struct walk result;
	assert_ok(walk(&heap.reader, far, &result)); /* its instruction is nowhere */
	ck_assert_uint_le(result.frames.count, 1);
	walk_deinit(&result);
}
END_TEST

START_TEST(the_nth_read_fails)
{
	bool failed = true;
	begin(_i);
	pf_addr leaf = new_coroutine("leaf", UNIT, true, 0);
	pf_addr at = new_coroutine("outer", UNIT, true, new_wrapper("coroutine_wrapper", leaf));
	for (long n = 0; failed; n++) {
		struct failing_memory failing;
		struct walk result;
		failing_memory_init(&failing, &heap.memory, n, &pf_error_fault);
		struct pf_reader reader = { &failing.memory, &heap.layout };
		assert_ok(walk(&reader, at, &result));
		failed = failing.failed;
		ck_assert(failed || (result.frames.count == 2 && !result.truncated));
		ck_assert_uint_le(result.frames.count, 2);
		walk_deinit(&result);
	}
}
END_TEST

START_TEST(no_memory)
{
	bool failed = true;
	begin(_i);
	pf_addr leaf = new_coroutine("leaf", UNIT, true, 0);
	pf_addr at = new_coroutine("outer", UNIT, true, leaf);
	for (long n = 0; failed; n++) {
		struct walk result;
		failing_malloc_arm(n);
		struct pf_error *err = walk(&heap.reader, at, &result);
		failed = failing_malloc_disarm();
		ck_assert((err == &pf_error_no_memory) == failed);
		ck_assert(failed || n > 5);
		walk_deinit(&result);
	}
}
END_TEST

START_TEST(a_process_that_ends)
{
	struct failing_memory failing;
	struct walk result;
	begin(_i);
	pf_addr at = new_coroutine("leaf", UNIT, true, 0);
	failing_memory_init(&failing, &heap.memory, 3, &pf_error_gone);
	struct pf_reader reader = { &failing.memory, &heap.layout };
	ck_assert_ptr_eq(walk(&reader, at, &result), &pf_error_gone);
	walk_deinit(&result);
}
END_TEST

int main(void)
{
	int layouts = fake_memory_layouts();
	Suite *suite = suite_create("coroutine");
	TCase *tests = tcase_create("coroutine");
	tcase_add_checked_fixture(tests, NULL, teardown);
	tcase_add_loop_test(tests, chains, 0, layouts);
	tcase_add_loop_test(tests, one_that_does_not_await, 0, layouts);
	tcase_add_loop_test(tests, circles, 0, layouts);
	tcase_add_loop_test(tests, lies, 0, layouts);
	tcase_add_loop_test(tests, the_nth_read_fails, 0, layouts);
	tcase_add_loop_test(tests, no_memory, 0, layouts);
	tcase_add_loop_test(tests, a_process_that_ends, 0, layouts);
	suite_add_tcase(suite, tests);
	return tap_run(suite);
}
