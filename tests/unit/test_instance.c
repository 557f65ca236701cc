/* python/instance: attributes in each place where a version may keep them. */
#include "assert_error.h"
#include "failing_memory.h"
#include "fake_objects.h"
#include "python/instance.h"
#include "tap.h"

static struct fake_memory heap;

static void teardown(void)
{
	fake_memory_deinit(&heap);
}

#define LAYOUT fake_memory_init(&heap, (unsigned)_i)

static void check_attribute(pf_addr at, const char *name, pf_addr want)
{
	pf_addr have = 4711;
	assert_ok(pf_instance_find(&heap.reader, at, name, &have));
	ck_assert_uint_eq(have, want);
}

START_TEST(every_place)
{
	LAYOUT;
	struct fake_item items[] = { { fake_str(&heap, "_target"), 11 },
				     { fake_str(&heap, "_name"), 22 },
				     { fake_str(&heap, "_args"), 33 },
				     { fake_str(&heap, "_unset"), 0 } };
	for (enum fake_place place = 0; place < PLACE_COUNT; place++) {
		if (!fake_place_exists(&heap, place))
			continue;
		pf_addr at = fake_instance(&heap, items, 4, place);
		check_attribute(at, "_target", 11);
		check_attribute(at, "_name", 22);
		check_attribute(at, "_args", 33);
		check_attribute(at, "_unset", 0);
		check_attribute(at, "_nam", 0);
	}
}
END_TEST

START_TEST(no_attributes_at_all)
{
	LAYOUT;
	pf_addr at = fake_object(&heap, fake_type_new(&heap, "Slots", 1 << 9), 32);
	check_attribute(at, "_name", 0);
	for (enum fake_place place = 0; place < PLACE_COUNT; place++) {
		if (fake_place_exists(&heap, place))
			check_attribute(fake_instance(&heap, NULL, 0, place), "_name", 0);
	}
}
END_TEST

/* A type like int and tuple: of 32 bytes and 4 for each item; its dict is the last word. */
static pf_addr odd_object(int64_t count)
{
	pf_addr type = fake_type_new(&heap, "Odd", 1 << 9);
	fake_put_word(&heap, type + (pf_addr)heap.layout.type.basicsize, 32);
	fake_put_word(&heap, type + (pf_addr)heap.layout.objects.class.itemsize, 4);
	fake_put_word(&heap, type + (pf_addr)heap.layout.type.dictoffset, (uint64_t)-8);
	pf_addr at = fake_object(&heap, type, 48);
	fake_put_word(&heap, at + (pf_addr)heap.layout.object.var_size, (uint64_t)count);
	return at;
}

START_TEST(counted_from_the_end)
{
	pf_addr value;
	LAYOUT;
	struct fake_item item = { fake_str(&heap, "_name"), 22 };
	pf_addr dict = fake_dict_new(&heap, &item, 1, DICT_COMBINED);
	const int64_t counts[] = { 3, -3, 4 };
	for (size_t i = 0; i < 3; i++) {
		pf_addr at = odd_object(counts[i]);
		fake_put_word(&heap, at + 40, dict);
		check_attribute(at, "_name", 22);
	}
	ck_assert_ptr_eq(pf_instance_find(&heap.reader, odd_object(INT64_MAX), "_name", &value),
			 &pf_error_torn);
}
END_TEST

/* A managed dict that was never made: the word in front of the object is 0. */
START_TEST(a_dict_that_is_not_there_yet)
{
	LAYOUT;
	if (!fake_place_exists(&heap, PLACE_DICT))
		return;
	pf_addr at = fake_instance(&heap, NULL, 0, PLACE_DICT);
	fake_put_word(&heap, at - 24, 0);
	check_attribute(at, "_name", 0);
}
END_TEST

START_TEST(lies_are_errors)
{
	pf_addr value;
	LAYOUT;
	struct fake_item item = { fake_str(&heap, "_name"), 22 };
	for (enum fake_place place = 0; place < PLACE_COUNT; place++) {
		if (!fake_place_exists(&heap, place))
			continue;
		pf_addr at = fake_instance(&heap, &item, 1, place), type;
		assert_ok(pf_reader_peek_word(&heap.reader, at + heap.layout.object.type, &type));
		if (place == PLACE_VALUES)
			fake_put_word(&heap, type + heap.layout.type.cached_keys, 0);
		else
			fake_put_word(&heap, place == PLACE_DICT ? at - 24 : at + 24, 16);
		ck_assert_ptr_eq(pf_instance_find(&heap.reader, at, "_name", &value),
				 &pf_error_fault);
	}
	ck_assert_ptr_eq(pf_instance_find(&heap.reader, 0, "_name", &value), &pf_error_fault);
}
END_TEST

/* A key that cannot be read is another key; whatever else cannot be read is an error. */
START_TEST(the_nth_read_fails)
{
	LAYOUT;
	struct fake_item items[] = { { fake_str(&heap, "_args"), 11 },
				     { fake_str(&heap, "_name"), 22 } };
	for (enum fake_place place = 0; place < PLACE_COUNT; place++) {
		bool failed = fake_place_exists(&heap, place);
		pf_addr at = failed ? fake_instance(&heap, items, 2, place) : 0;
		for (long n = 0; failed; n++) {
			struct failing_memory failing;
			pf_addr value = 0;
			failing_memory_init(&failing, &heap.memory, n, &pf_error_fault);
			struct pf_reader reader = { &failing.memory, &heap.layout };
			struct pf_error *err = pf_instance_find(&reader, at, "_name", &value);
			failed = failing.failed;
			ck_assert(!err || (failed && err == &pf_error_fault));
			ck_assert(value == 22 || (failed && value == 0));
		}
	}
}
END_TEST

int main(void)
{
	int layouts = fake_memory_layouts();
	Suite *suite = suite_create("instance");
	TCase *tests = tcase_create("instance");
	tcase_add_checked_fixture(tests, NULL, teardown);
	tcase_add_loop_test(tests, every_place, 0, layouts);
	tcase_add_loop_test(tests, no_attributes_at_all, 0, layouts);
	tcase_add_loop_test(tests, counted_from_the_end, 0, layouts);
	tcase_add_loop_test(tests, a_dict_that_is_not_there_yet, 0, layouts);
	tcase_add_loop_test(tests, lies_are_errors, 0, layouts);
	tcase_add_loop_test(tests, the_nth_read_fails, 0, layouts);
	suite_add_tcase(suite, tests);
	return tap_run(suite);
}
