/* python/layouts: every row is whole, fits its structures and has what its traits need. */
#include "python/layout.h"
#include "tap.h"

#include <stdlib.h>

static struct pf_layout layout;

static void setup(int index)
{
	unsigned major, minor;
	ck_assert(pf_layout_version_at((unsigned)index, &major, &minor));
	ck_assert(pf_layout_init(&layout, major, minor));
	ck_assert_uint_eq(layout.major, major);
	ck_assert_uint_eq(layout.minor, minor);
	ck_assert(!layout.self_described);
}

static int count_layouts(void)
{
	unsigned count = 0, major, minor;
	while (pf_layout_version_at(count, &major, &minor))
		count++;
	return (int)count;
}

START_TEST(versions_ascend_without_gaps)
{
	static const unsigned minors[] = { 7, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15 };
	ck_assert_int_eq(count_layouts(), 11);
	for (unsigned i = 0; i < 11; i++) {
		unsigned major, minor;
		ck_assert(pf_layout_version_at(i, &major, &minor));
		ck_assert_uint_eq(major, i ? 3 : 2);
		ck_assert_uint_eq(minor, minors[i]);
	}
}
END_TEST

START_TEST(what_is_not_known)
{
	ck_assert(!pf_layout_init(&layout, 3, 5));
	ck_assert(!pf_layout_init(&layout, 3, 16));
	ck_assert(!pf_layout_init(&layout, 2, 6));
	ck_assert(!pf_layout_init(&layout, 4, 0));
	unsigned major, minor;
	ck_assert(!pf_layout_version_at(11, &major, &minor));
	ck_assert(!pf_layout_version_at(UINT32_MAX, &major, &minor));
}
END_TEST

static void check_inside(int32_t offset, int32_t field, int32_t size)
{
	ck_assert_int_ge(offset, 0);
	ck_assert_int_le(offset + field, size);
}

START_TEST(fields_lie_inside)
{
	setup(_i);
	check_inside(layout.frame.previous, 8, layout.frame.size);
	check_inside(layout.frame.code, 8, layout.frame.size);
	check_inside(layout.frame.lasti, 4, layout.frame.size);
	ck_assert_int_le(layout.frame.size, 512);
	check_inside(layout.code.filename, 8, layout.code.size);
	check_inside(layout.code.name, 8, layout.code.size);
	check_inside(layout.code.linetable, 8, layout.code.size);
	check_inside(layout.code.firstlineno, 4, layout.code.size);
	ck_assert_int_le(layout.code.size, 512);
	check_inside(layout.object.type, 8, layout.object.size);
	check_inside(layout.type.flags, 8, 1024);
	check_inside(layout.interpreter.next, 8, 8192);
	check_inside(layout.interpreter.threads_head, 8, 8192);
	check_inside(layout.thread.next, 8, 512);
	check_inside(layout.thread.interp, 8, 512);
	check_inside(layout.thread.thread_id, 8, 512);
}
END_TEST

START_TEST(traits_have_their_fields)
{
	setup(_i);
	bool at_thread = layout.traits.newest_frame == FRAME_AT_THREAD;
	ck_assert_int_eq(at_thread, layout.thread.frame != PF_ABSENT);
	ck_assert(at_thread || layout.thread.cframe != PF_ABSENT);
	bool pointer = layout.traits.lasti == LASTI_POINTER;
	ck_assert_int_eq(pointer, layout.frame.owner != PF_ABSENT);
	ck_assert_int_eq(pointer, layout.code.firsttraceable != PF_ABSENT);
	ck_assert_int_eq(layout.traits.text == TEXT_PEP393, layout.text.state != PF_ABSENT);
	ck_assert_int_eq(layout.traits.dict == DICT_TABLE, layout.dict.mask != PF_ABSENT);
	ck_assert_int_eq(layout.traits.dict == DICT_KEYS_LOG2, layout.keys.kind != PF_ABSENT);
	ck_assert_int_eq(layout.traits.gil == GIL_INTERPRETER, layout.interpreter.gil != PF_ABSENT);
	ck_assert_int_eq(layout.traits.gil == GIL_RUNTIME, layout.runtime.gil_locked != PF_ABSENT);
	ck_assert(layout.traits.attributes == ATTR_DICT || layout.type.cached_keys != PF_ABSENT);
}
END_TEST

/* Absent is not zero: these are at offset 0, and those are absent. */
START_TEST(zero_is_a_place)
{
	ck_assert(pf_layout_init(&layout, 2, 7));
	ck_assert_int_eq(layout.thread.next, 0);
	ck_assert_int_eq(layout.interpreter.id, PF_ABSENT);
	ck_assert(pf_layout_init(&layout, 3, 12));
	ck_assert_int_eq(layout.frame.code, 0);
	ck_assert_int_eq(layout.thread.cframe_frame, 0);
	ck_assert(pf_layout_init(&layout, 3, 11));
	ck_assert_int_eq(layout.thread.cframe_frame, 8);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("layouts");
	TCase *tests = tcase_create("layouts");
	tcase_add_test(tests, versions_ascend_without_gaps);
	tcase_add_test(tests, what_is_not_known);
	tcase_add_loop_test(tests, fields_lie_inside, 0, count_layouts());
	tcase_add_loop_test(tests, traits_have_their_fields, 0, count_layouts());
	tcase_add_test(tests, zero_is_a_place);
	suite_add_tcase(suite, tests);
	return tap_run(suite);
}
