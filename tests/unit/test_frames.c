/* python/frames: whole stacks, frames that are none, circles, links to nowhere, deep recursion. */
#include "assert_error.h"
#include "failing_memory.h"
#include "fake_runtime.h"
#include "python/frames.h"
#include "tap.h"

#include <stdlib.h>

static struct fake_memory heap;
static struct pf_code_table codes;
static struct pf_frames frames;
static const char *truncated;
static pf_addr code;

static void teardown(void)
{
	pf_array_deinit(&frames);
	pf_code_table_deinit(&codes);
	fake_memory_deinit(&heap);
}

#define LAYOUT                                 \
	fake_memory_init(&heap, (unsigned)_i); \
	code = fake_code(&heap, "a.py", "f", 100)

static bool has_owners(void)
{
	return heap.layout.frame.owner != PF_ABSENT;
}

static void walk(pf_addr newest)
{
	frames.count = 0;
	truncated = NULL;
	assert_ok(pf_frames_walk(&heap.reader, &codes, newest, &frames, &truncated));
}

static pf_addr frame(pf_addr of, int32_t unit, pf_addr previous)
{
	return fake_frame(&heap, of, unit, previous, OWNED_BY_THREAD);
}

static void check_whole(pf_addr newest, size_t count)
{
	walk(newest);
	ck_assert_ptr_null(truncated);
	ck_assert_uint_eq(frames.count, count);
}

static void check_truncated(pf_addr newest, size_t least, size_t most, const char *reason)
{
	walk(newest);
	ck_assert_ptr_nonnull(truncated);
	ck_assert_msg(strstr(truncated, reason) != NULL, "%s", truncated);
	ck_assert_uint_ge(frames.count, least);
	ck_assert_uint_le(frames.count, most);
}

START_TEST(a_stack_in_order)
{
	LAYOUT;
	pf_addr g = fake_code(&heap, "b.py", "g", 7);
	pf_addr oldest = frame(code, 3, 0), middle = frame(g, 4, oldest);
	pf_addr newest = frame(code, 60, middle);
	check_whole(newest, 3);
	const struct pf_frame *have = frames.items;
	ck_assert_uint_eq(have[0].at, newest);
	ck_assert_uint_eq(have[1].at, middle);
	ck_assert_uint_eq(have[2].at, oldest);
	ck_assert_str_eq(have[1].code->function, "g");
	ck_assert_str_eq(have[1].code->file, "b.py");
	ck_assert_ptr_eq(have[0].code, have[2].code);
	ck_assert_int_eq(have[0].lasti, 120);
	ck_assert_int_eq(have[1].lasti, 8);
	ck_assert_int_eq(have[0].line, 105);
	ck_assert_int_eq(have[1].line, 12);
	ck_assert_int_eq(have[0].column, PF_UNKNOWN);
	check_whole(0, 0);
}
END_TEST

START_TEST(walks_append)
{
	LAYOUT;
	assert_ok(pf_frames_walk(&heap.reader, &codes, frame(code, 3, 0), &frames, &truncated));
	assert_ok(pf_frames_walk(&heap.reader, &codes, fake_frames(&heap, code, 2), &frames,
				 &truncated));
	ck_assert_uint_eq(frames.count, 3);
}
END_TEST

/* Before 3.11 a frame that has not begun is one: it stands at its first line. */
START_TEST(frames_that_are_being_set_up)
{
	LAYOUT;
	pf_addr complete = frame(code, FAKE_FIRST_TRACEABLE, 0);
	for (int32_t unit = FAKE_FIRST_TRACEABLE - 1; unit >= -1; unit--)
		check_whole(frame(code, unit, complete), has_owners() ? 1 : 2);
	ck_assert_int_eq(frames.items[0].line, has_owners() ? 105 : 100);
}
END_TEST

/* A generator that is just being resumed stands before its first traceable instruction, and is. */
START_TEST(generators_are_never_incomplete)
{
	LAYOUT;
	pf_addr caller = frame(code, 5, 0);
	check_whole(fake_frame(&heap, code, 30, caller, OWNED_BY_GENERATOR), 2);
	check_whole(fake_frame(&heap, code, 0, caller, OWNED_BY_GENERATOR), 2);
	check_whole(fake_frame(&heap, code, 30, caller, OWNED_BY_OBJECT), 2);
}
END_TEST

/* Where frames have owners, those of the C stack and of the interpreter have no code of Python's. */
START_TEST(shims_are_passed_over)
{
	LAYOUT;
	if (!has_owners())
		return;
	pf_addr oldest = frame(code, 5, 0);
	pf_addr shim = fake_frame(&heap, 0, 0, oldest, OWNED_BY_SHIM);
	pf_addr called = frame(code, 6, shim);
	pf_addr two = fake_frame(&heap, 12345, 0, called, OWNED_BY_SHIM);
	pf_addr newest = fake_frame(&heap, 1, 0, two, OWNED_BY_C_STACK);
	check_whole(newest, 2);
	ck_assert_uint_eq(frames.items[0].at, called);
	ck_assert_uint_eq(frames.items[1].at, oldest);
	check_whole(fake_frame(&heap, 0, 0, 0, OWNED_BY_SHIM), 0);
}
END_TEST

START_TEST(references_may_have_tags)
{
	LAYOUT;
	if (heap.layout.traits.reference != REF_TAGGED)
		return;
	for (unsigned tag = 0; tag < 4; tag++) {
		pf_addr at = frame(code, 5, 0);
		fake_put_word(&heap, at + (pf_addr)heap.layout.frame.code, code | tag);
		check_whole(at, 1);
		ck_assert_uint_eq(frames.items[0].code->at, code);
	}
}
END_TEST

/* Many thread states may share one long stack: what is listed of all of them has a bound. */
START_TEST(all_stacks_together_have_a_limit)
{
	LAYOUT;
	pf_addr newest = frame(code, 5, 0);
	struct pf_frames full = { .count = PF_FRAME_LIMIT };
	truncated = NULL;
	assert_ok(pf_frames_walk(&heap.reader, &codes, newest, &full, &truncated));
	ck_assert_ptr_nonnull(truncated);
	ck_assert_uint_eq(full.count, PF_FRAME_LIMIT);
}
END_TEST

START_TEST(frames_without_code_have_a_limit)
{
	LAYOUT;
	if (!has_owners())
		return;
	pf_addr newest = frame(code, 5, 0);
	for (int i = 0; i < 5000; i++) {
		newest = fake_frame(&heap, code, 5, newest, OWNED_BY_C_STACK);
		newest = i % 2 ? newest : frame(code, 5, newest);
	}
	check_whole(newest, 2501);
	for (int i = 0; i < 10000; i++)
		newest = fake_frame(&heap, code, 5, newest, OWNED_BY_C_STACK);
	check_truncated(newest, 0, 0, "without code");
}
END_TEST

START_TEST(circles)
{
	static const size_t lengths[] = { 1, 2, 3, 7, 1000 };
	LAYOUT;
	for (size_t i = 0; i < 5; i++) {
		for (size_t lead = 0; lead < 4; lead += 3) {
			pf_addr oldest = frame(code, 5, 0), newest = oldest;
			for (size_t j = 1; j < lengths[i]; j++)
				newest = frame(code, 5, newest);
			fake_link_frame(&heap, oldest, newest);
			for (size_t j = 0; j < lead; j++)
				newest = frame(code, 5, newest);
			check_truncated(newest, lengths[i] + lead, 3 * (lengths[i] + lead) + 3,
					"circle");
		}
	}
}
END_TEST

START_TEST(links_to_nowhere)
{
	static const pf_addr nowhere[] = { 1, 8, UINT64_MAX, UINT64_MAX - 7, UINT64_C(1) << 63 };
	LAYOUT;
	for (size_t i = 0; i < 5; i++) {
		check_truncated(frame(code, 5, frame(code, 6, nowhere[i])), 2, 2, "cannot be read");
		check_truncated(nowhere[i], 0, 0, "cannot be read");
	}
}
END_TEST

START_TEST(corrupt_code_in_the_middle)
{
	LAYOUT;
	pf_addr bad = fake_object(&heap, fake_type_of(&heap, FAKE_DICT), 256);
	pf_addr newest = frame(code, 5, frame(bad, 5, frame(code, 5, 0)));
	check_truncated(newest, 1, 1, "cannot be read");
	check_truncated(frame(code, 5, frame(0x1000, 5, 0)), 1, 1, "cannot be read");
}
END_TEST

/* instr_ptr far from the bytecode: the frame is there, only its line is not known. */
START_TEST(instructions_outside_of_the_code)
{
	static const uint64_t pointers[] = { 0, UINT64_MAX, 4096 };
	LAYOUT;
	if (heap.layout.traits.lasti != LASTI_POINTER)
		return;
	for (size_t i = 0; i < 3; i++) {
		pf_addr at = frame(code, 5, 0);
		fake_put_word(&heap, at + (pf_addr)heap.layout.frame.lasti, pointers[i]);
		check_whole(at, 1);
		ck_assert_int_eq(frames.items[0].line, PF_UNKNOWN);
	}
	check_whole(frame(code, FAKE_UNITS, 0), 1); /* just behind the last one */
	ck_assert_int_eq(frames.items[0].line, PF_UNKNOWN);
}
END_TEST

START_TEST(deep_recursion_is_listed_whole)
{
	enum { DEEP = 100000 };
	LAYOUT;
	check_whole(fake_frames(&heap, code, DEEP), DEEP);
	ck_assert_uint_lt(heap.reads, DEEP + 200); /* one read for each frame */
}
END_TEST

START_TEST(the_newest_frame_of_a_thread)
{
	LAYOUT;
	pf_addr runtime = fake_runtime(&heap), interpreter = fake_interpreter(&heap, runtime, 0);
	pf_addr newest = fake_frames(&heap, code, 3), found;
	pf_addr thread = fake_thread(&heap, interpreter, 1, 1, newest);
	assert_ok(pf_frames_find_newest(&heap.reader, thread, &found));
	ck_assert_uint_eq(found, newest);
	thread = fake_thread(&heap, interpreter, 1, 1, 0);
	assert_ok(pf_frames_find_newest(&heap.reader, thread, &found));
	ck_assert_uint_eq(found, 0);
	ck_assert_ptr_eq(pf_frames_find_newest(&heap.reader, 16, &found), &pf_error_fault);
}
END_TEST

/* Any read that fails cuts the stack there; the end of the process is an error. */
static void fail_nth_reads(struct pf_error *error)
{
	pf_addr g = fake_code(&heap, "b.py", "g", 7);
	pf_addr newest = frame(code, 5, frame(g, 5, frame(code, 5, 0)));
	bool failed = true;
	for (long n = 0; failed; n++) {
		struct failing_memory failing;
		failing_memory_init(&failing, &heap.memory, n, error);
		struct pf_reader reader = { &failing.memory, &heap.layout };
		frames.count = 0;
		truncated = NULL;
		pf_code_table_deinit(&codes);
		struct pf_error *err = pf_frames_walk(&reader, &codes, newest, &frames, &truncated);
		failed = failing.failed;
		if (error == &pf_error_fault) {
			ck_assert_ptr_null(err);
			ck_assert_int_eq(truncated != NULL, failed);
			ck_assert_int_eq(frames.count < 3, failed);
		} else {
			ck_assert_ptr_eq(err, failed ? error : NULL);
		}
		ck_assert_int_lt(n, 200);
	}
}

START_TEST(the_nth_read_fails)
{
	LAYOUT;
	fail_nth_reads(&pf_error_fault);
	fail_nth_reads(&pf_error_gone);
}
END_TEST

int main(void)
{
	int layouts = fake_memory_layouts();
	Suite *suite = suite_create("frames");
	TCase *tests = tcase_create("frames");
	tcase_add_checked_fixture(tests, NULL, teardown);
	tcase_add_loop_test(tests, a_stack_in_order, 0, layouts);
	tcase_add_loop_test(tests, walks_append, 0, layouts);
	tcase_add_loop_test(tests, frames_that_are_being_set_up, 0, layouts);
	tcase_add_loop_test(tests, generators_are_never_incomplete, 0, layouts);
	tcase_add_loop_test(tests, shims_are_passed_over, 0, layouts);
	tcase_add_loop_test(tests, references_may_have_tags, 0, layouts);
	tcase_add_loop_test(tests, all_stacks_together_have_a_limit, 0, layouts);
	tcase_add_loop_test(tests, frames_without_code_have_a_limit, 0, layouts);
	tcase_add_loop_test(tests, circles, 0, layouts);
	tcase_add_loop_test(tests, links_to_nowhere, 0, layouts);
	tcase_add_loop_test(tests, corrupt_code_in_the_middle, 0, layouts);
	tcase_add_loop_test(tests, instructions_outside_of_the_code, 0, layouts);
	tcase_add_loop_test(tests, deep_recursion_is_listed_whole, 0, layouts);
	tcase_add_loop_test(tests, the_newest_frame_of_a_thread, 0, layouts);
	tcase_add_loop_test(tests, the_nth_read_fails, 0, layouts);
	suite_add_tcase(suite, tests);
	return tap_run(suite);
}
