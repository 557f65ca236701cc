/* python/dict: every kind of dict in every version, free places, and dicts that lie. */
#include "assert_error.h"
#include "base/cleanup.h"
#include "failing_memory.h"
#include "fake_objects.h"
#include "python/dict.h"
#include "tap.h"

#include <inttypes.h>
#include <stdio.h>

static struct fake_memory heap;

static void teardown(void)
{
	fake_memory_deinit(&heap);
}

#define LAYOUT fake_memory_init(&heap, (unsigned)_i)

/* COUNT items "k0": 1000, "k1": 1001 …; values are plain numbers, never followed. */
static void make_items(struct fake_item *items, size_t count)
{
	char name[24];
	for (size_t i = 0; i < count; i++) {
		snprintf(name, sizeof(name), "k%zu", i);
		items[i] = (struct fake_item){ fake_str(&heap, name), 1000 + i };
	}
}

static void check_value(pf_addr dict, const char *name, pf_addr want)
{
	pf_addr have = 4711;
	assert_ok(pf_dict_find(&heap.reader, dict, name, &have));
	ck_assert_msg(have == want, "%s: %" PRIu64 " instead of %" PRIu64, name, have, want);
}

START_TEST(every_kind_finds_its_keys)
{
	struct fake_item items[5];
	LAYOUT;
	make_items(items, 5);
	for (enum fake_dict kind = DICT_COMBINED; kind <= DICT_SPLIT; kind++) {
		pf_addr dict = fake_dict_new(&heap, items, 5, kind);
		check_value(dict, "k0", 1000);
		check_value(dict, "k4", 1004);
		check_value(dict, "k5", 0);
		check_value(dict, "", 0);
	}
}
END_TEST

/* The index of 3.6+ has 1, 2 or 4 bytes a slot; the entries begin behind it. */
START_TEST(large_dicts)
{
	enum { MOST = 50000 };
	static const size_t counts[] = { 0, 1, 8, 100, 180, 40000, MOST };
	static struct fake_item items[MOST];
	LAYOUT;
	make_items(items, MOST);
	for (size_t i = 0; i < sizeof(counts) / sizeof(counts[0]); i++) {
		struct pf_dict_entries entries = { 0 };
		pf_addr dict = fake_dict_new(&heap, items, counts[i], DICT_COMBINED);
		assert_ok(pf_dict_peek(&heap.reader, dict, &entries));
		ck_assert_uint_ge(entries.count, counts[i]);
		for (size_t j = 0; j < entries.count; j++) {
			ck_assert_uint_eq(entries.items[j].key, j < counts[i] ? items[j].key : 0);
			ck_assert_uint_eq(entries.items[j].value, j < counts[i] ? 1000 + j : 0);
		}
		pf_dict_entries_deinit(&entries);
	}
}
END_TEST

START_TEST(free_places_are_passed_over)
{
	struct fake_item items[6];
	LAYOUT;
	make_items(items, 6);
	/* 2.7 marks what was deleted with a key of its own, 3.6 and newer leave nothing. */
	pf_addr dummy = heap.layout.major == 2 ? fake_str(&heap, "<dummy key>") : 0;
	items[0] = items[3] = (struct fake_item){ .key = dummy };
	items[4] = (struct fake_item){ .key = fake_int(&heap, 7, false), .value = 5 };
	pf_addr dict = fake_dict_new(&heap, items, 6, DICT_GENERAL);
	check_value(dict, "k0", 0);
	check_value(dict, "k1", 1001);
	check_value(dict, "k3", 0);
	check_value(dict, "k5", 1005);
}
END_TEST

START_TEST(shared_keys_have_no_values)
{
	struct fake_item items[3];
	struct pf_dict_entries entries = { 0 };
	LAYOUT;
	if (heap.layout.major == 2)
		return;
	make_items(items, 3);
	for (int i = 0; i < 3; i++)
		items[i].value = 0;
	assert_ok(pf_keys_peek(&heap.reader, fake_keys(&heap, items, 3, 5, DICT_SPLIT), &entries));
	ck_assert_uint_eq(entries.count, 3);
	ck_assert_int_eq(pf_dict_entries_find(&heap.reader, &entries, "k2"), 2);
	ck_assert_int_eq(pf_dict_entries_find(&heap.reader, &entries, "k3"), -1);
	ck_assert_uint_eq(entries.items[2].value, 0);
	pf_dict_entries_deinit(&entries);
}
END_TEST

START_TEST(a_split_place_may_be_empty)
{
	struct fake_item items[3];
	LAYOUT;
	make_items(items, 3);
	items[1].value = 0; /* the class has the key, this instance has not */
	pf_addr dict = fake_dict_new(&heap, items, 3, DICT_SPLIT);
	check_value(dict, "k1", 0);
	check_value(dict, "k2", 1002);
}
END_TEST

static void check_failure(pf_addr dict, struct pf_error *want)
{
	pf_addr value;
	ck_assert_ptr_eq(pf_dict_find(&heap.reader, dict, "k0", &value), want);
}

/* From 3.11 on a split table remembers in which order its values were set. */
START_TEST(a_split_table_has_an_order)
{
	struct fake_item items[3];
	PF_GUARD(pf_dict_entries_deinit) struct pf_dict_entries entries = { 0 };
	LAYOUT;
	make_items(items, 3);
	pf_addr dict = fake_dict_new(&heap, items, 3, DICT_SPLIT), values;
	if (heap.layout.traits.attributes == ATTR_DICT)
		return;
	assert_ok(pf_reader_peek_word(&heap.reader, dict + (pf_addr)heap.layout.dict.values,
				      &values));
	bool inlined = heap.layout.traits.attributes == ATTR_INLINE;
	for (size_t i = 0; i < 3; i++)
		fake_put_byte(&heap, inlined ? values + 8 + 3 * 8 + i : values - 3 - i,
			      2 - (unsigned)i);
	assert_ok(pf_dict_peek(&heap.reader, dict, &entries));
	ck_assert_uint_eq(entries.count, 3);
	ck_assert_uint_eq(entries.items[0].value, 1002);
	ck_assert_uint_eq(entries.items[2].value, 1000);
	fake_put_byte(&heap, inlined ? values + 8 + 3 * 8 : values - 3, 3);
	check_failure(dict, &pf_error_torn);
}
END_TEST

START_TEST(what_is_no_dict)
{
	LAYOUT;
	check_failure(0, &pf_error_fault);
	check_failure(fake_str(&heap, "x"), &pf_error_torn);
	check_failure(fake_int(&heap, 1, false), &pf_error_torn);
}
END_TEST

static pf_addr keys_of(pf_addr dict)
{
	pf_addr keys = 0;
	assert_ok(pf_reader_peek_word(&heap.reader, dict + heap.layout.dict.keys, &keys));
	return keys;
}

START_TEST(absurd_sizes)
{
	static const uint64_t sizes[] = { UINT64_MAX - 1, UINT64_C(1) << 63, PF_DICT_LIMIT + 1 };
	struct fake_item items[2];
	LAYOUT;
	make_items(items, 2);
	for (size_t i = 0; i < 3; i++) {
		pf_addr dict = fake_dict_new(&heap, items, 2, DICT_COMBINED);
		pf_addr size_at = heap.layout.major == 2
					  ? dict + heap.layout.dict.mask
					  : keys_of(dict) + heap.layout.keys.nentries;
		fake_put_word(&heap, size_at, sizes[i]);
		check_failure(dict, &pf_error_torn);
	}
}
END_TEST

START_TEST(absurd_indices)
{
	struct fake_item items[2];
	LAYOUT;
	if (heap.layout.major == 2)
		return;
	make_items(items, 2);
	pf_addr dict = fake_dict_new(&heap, items, 2, DICT_COMBINED);
	pf_addr size_at = keys_of(dict) + heap.layout.keys.size;
	if (heap.layout.traits.dict == DICT_KEYS)
		fake_put_word(&heap, size_at, UINT64_C(1) << 62);
	else
		fake_put_byte(&heap, size_at + 1, 200);
	check_failure(dict, &pf_error_torn);
	fake_put_word(&heap, dict + heap.layout.dict.keys, 8);
	check_failure(dict, &pf_error_fault);
}
END_TEST

/* A key that cannot be read is another key; whatever else cannot be read is an error. */
START_TEST(the_nth_read_fails)
{
	struct fake_item items[5];
	LAYOUT;
	make_items(items, 5);
	pf_addr dict = fake_dict_new(&heap, items, 5, DICT_SPLIT);
	bool failed = true;
	for (long n = 0; failed; n++) {
		struct failing_memory failing;
		pf_addr value = 0;
		failing_memory_init(&failing, &heap.memory, n, &pf_error_fault);
		struct pf_reader reader = { &failing.memory, &heap.layout };
		struct pf_error *err = pf_dict_find(&reader, dict, "k4", &value);
		failed = failing.failed;
		ck_assert(!err || (failed && err == &pf_error_fault));
		ck_assert(failed || value == 1004);
		ck_assert(value == 0 || value == 1004);
	}
}
END_TEST

int main(void)
{
	int layouts = fake_memory_layouts();
	Suite *suite = suite_create("dict");
	TCase *tests = tcase_create("dict");
	tcase_add_checked_fixture(tests, NULL, teardown);
	tcase_add_loop_test(tests, every_kind_finds_its_keys, 0, layouts);
	tcase_add_loop_test(tests, large_dicts, 0, layouts);
	tcase_add_loop_test(tests, free_places_are_passed_over, 0, layouts);
	tcase_add_loop_test(tests, shared_keys_have_no_values, 0, layouts);
	tcase_add_loop_test(tests, a_split_place_may_be_empty, 0, layouts);
	tcase_add_loop_test(tests, a_split_table_has_an_order, 0, layouts);
	tcase_add_loop_test(tests, what_is_no_dict, 0, layouts);
	tcase_add_loop_test(tests, absurd_sizes, 0, layouts);
	tcase_add_loop_test(tests, absurd_indices, 0, layouts);
	tcase_add_loop_test(tests, the_nth_read_fails, 0, layouts);
	suite_add_tcase(suite, tests);
	return tap_run(suite);
}
