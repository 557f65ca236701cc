/* python/object: types and their flags, ints of every size, code objects by their type's name. */
#include "assert_error.h"
#include "fake_runtime.h"
#include "python/object.h"
#include "tap.h"

static struct fake_memory heap;

static void teardown(void)
{
	fake_memory_deinit(&heap);
}

#define LAYOUT fake_memory_init(&heap, (unsigned)_i)

static void check_int(pf_addr at, int64_t want)
{
	int64_t have = 12345;
	assert_ok(pf_object_peek_int(&heap.reader, at, &have));
	ck_assert_int_eq(have, want);
}

static void check_no_int(pf_addr at)
{
	int64_t have;
	ck_assert_ptr_eq(pf_object_peek_int(&heap.reader, at, &have), &pf_error_torn);
}

START_TEST(ints_of_every_size)
{
	static const int64_t values[] = {
		0,
		1,
		-1,
		5,
		-5,
		256,
		(1 << 30) - 1,
		1 << 30,
		-(1 << 30),
		INT32_MAX,
		INT32_MIN,
		INT64_C(1) << 31,
		INT64_C(1) << 32,
		-(INT64_C(1) << 45),
		140021372557120,
		INT64_C(1) << 60,
		INT64_C(1) << 62,
		-(INT64_C(1) << 62),
		INT64_MAX,
		-INT64_MAX,
		INT64_MIN,
	};
	LAYOUT;
	for (size_t i = 0; i < sizeof(values) / sizeof(values[0]); i++) {
		check_int(fake_int(&heap, values[i], false), values[i]);
		check_int(fake_int(&heap, values[i], true), values[i]);
	}
}
END_TEST

START_TEST(ints_that_do_not_fit)
{
	static const uint32_t just[] = { 0, 0, 8 }, more[] = { 1, 0, 8 },
			      most[] = { 0, 0, 1 << 29 }, four[] = { 1, 2, 3, 4 };
	LAYOUT;
	check_no_int(fake_long_digits(&heap, just, 3, false));
	check_int(fake_long_digits(&heap, just, 3, true), INT64_MIN);
	check_no_int(fake_long_digits(&heap, more, 3, true));
	check_no_int(fake_long_digits(&heap, most, 3, false));
	check_no_int(fake_long_digits(&heap, most, 3, true));
	check_no_int(fake_long_digits(&heap, four, 4, false));
	check_no_int(fake_long_digits(&heap, four, 4, true));
}
END_TEST

START_TEST(absurd_counts_of_digits)
{
	static const uint64_t sizes[] = { INT64_MAX, (uint64_t)INT64_MIN, UINT64_C(1) << 40 };
	LAYOUT;
	for (size_t i = 0; i < 3; i++) {
		pf_addr at = fake_int(&heap, 77, true);
		fake_put_word(&heap, at + heap.layout.object.var_size, sizes[i]);
		check_no_int(at);
	}
}
END_TEST

/* The bit that small ints of 3.14 carry for being immortal is none of the digits' count. */
START_TEST(tags_of_immortal_ints)
{
	LAYOUT;
	if (heap.layout.traits.ints != INT_LV_TAG)
		return;
	pf_addr at = fake_int(&heap, -5, true);
	fake_put_word(&heap, at + heap.layout.object.var_size, 1 << 3 | 1 << 2 | 2);
	check_int(at, -5);
}
END_TEST

START_TEST(what_is_no_int)
{
	LAYOUT;
	int64_t value;
	check_no_int(fake_str(&heap, "5"));
	check_no_int(fake_dict_new(&heap, NULL, 0, DICT_COMBINED));
	ck_assert_ptr_eq(pf_object_peek_int(&heap.reader, 0, &value), &pf_error_fault);
}
END_TEST

START_TEST(types_and_flags)
{
	LAYOUT;
	uint64_t flags;
	pf_addr type = fake_type_new(&heap, "Thing", UINT64_C(1) << 9 | 1u << 29), found;
	pf_addr at = fake_object(&heap, type, 16);
	assert_ok(pf_object_peek_type(&heap.reader, at, &found, &flags));
	ck_assert_uint_eq(found, type);
	ck_assert_uint_eq(flags, UINT64_C(1) << 9 | 1u << 29);
	assert_ok(pf_object_expect(&heap.reader, at, PF_TYPE_DICT));
	assert_ok(pf_object_expect(&heap.reader, at, PF_TYPE_LONG | PF_TYPE_HEAP));
	ck_assert_ptr_eq(pf_object_expect(&heap.reader, at, PF_TYPE_TEXT), &pf_error_torn);
}
END_TEST

static struct pf_error *expect_code(pf_addr at, pf_addr *type)
{
	unsigned char head[32];
	PF_TRY(pf_reader_peek(&heap.reader, at, head, sizeof(head)));
	return pf_object_expect_code(&heap.reader, head, type);
}

START_TEST(code_is_known_by_its_types_name)
{
	LAYOUT;
	pf_addr code = fake_code(&heap, "a.py", "f", 1), type = 0;
	pf_addr other = fake_object(&heap, fake_type_new(&heap, "coder", 0), 64);
	pf_addr shorter = fake_object(&heap, fake_type_new(&heap, "cod", 0), 64);
	ck_assert_ptr_eq(expect_code(other, &type), &pf_error_torn);
	ck_assert_ptr_eq(expect_code(shorter, &type), &pf_error_fault); /* its name ends too soon */
	ck_assert_uint_eq(type, 0);
	assert_ok(expect_code(code, &type));
	ck_assert_uint_eq(type, fake_type_of(&heap, FAKE_CODE));
	size_t reads = heap.reads;
	assert_ok(expect_code(code, &type));
	ck_assert_uint_eq(heap.reads, reads + 1); /* the head, and no type */
	ck_assert_ptr_eq(expect_code(other, &type), &pf_error_torn);
}
END_TEST

int main(void)
{
	int layouts = fake_memory_layouts();
	Suite *suite = suite_create("object");
	TCase *tests = tcase_create("object");
	tcase_add_checked_fixture(tests, NULL, teardown);
	tcase_add_loop_test(tests, ints_of_every_size, 0, layouts);
	tcase_add_loop_test(tests, ints_that_do_not_fit, 0, layouts);
	tcase_add_loop_test(tests, absurd_counts_of_digits, 0, layouts);
	tcase_add_loop_test(tests, tags_of_immortal_ints, 0, layouts);
	tcase_add_loop_test(tests, what_is_no_int, 0, layouts);
	tcase_add_loop_test(tests, types_and_flags, 0, layouts);
	tcase_add_loop_test(tests, code_is_known_by_its_types_name, 0, layouts);
	suite_add_tcase(suite, tests);
	return tap_run(suite);
}
