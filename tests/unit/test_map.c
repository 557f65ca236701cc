/* base/map and base/array: what is put in is found, also after growing. */
#include "base/array.h"
#include "base/hash.h"
#include "base/map.h"
#include "tap.h"

#include <stdlib.h>

START_TEST(empty_map_finds_nothing)
{
	struct pf_map map = { 0 };
	ck_assert_ptr_null(pf_map_find(&map, 1));
	ck_assert_ptr_null(pf_map_find(&map, 0));
	pf_map_clear(&map);
	pf_map_deinit(&map);
}
END_TEST

/* Addresses of pages, objects and neighbours: keys that differ in few bits. */
static const uint64_t strides[] = { 1, 16, 0x1000, UINT64_C(1) << 32, UINT64_C(1) << 52 };

START_TEST(map_keeps_every_key)
{
	const uint64_t stride = strides[_i], count = 4000;
	struct pf_map map = { 0 };
	for (uint64_t i = 1; i <= count; i++)
		ck_assert_ptr_null(pf_map_put(&map, i * stride, i));
	ck_assert_uint_eq(map.count, count);
	for (uint64_t i = 1; i <= count; i++) {
		uint64_t *value = pf_map_find(&map, i * stride);
		ck_assert_ptr_nonnull(value);
		ck_assert_uint_eq(*value, i);
	}
	ck_assert_ptr_null(pf_map_find(&map, (count + 1) * stride));
	pf_map_deinit(&map);
}
END_TEST

/* The most slots in a row that are taken: how far a search may have to go. */
static size_t longest_row(const struct pf_map *map)
{
	size_t longest = 0, row = 0;
	for (size_t i = 0; i < 2 * map->capacity; i++) {
		row = map->slots[i % map->capacity].key ? row + 1 : 0;
		longest = row > longest ? row : longest;
	}
	return longest;
}

/* Keys that all belong to one slot by a multiplication that everybody knows. */
START_TEST(nobody_can_choose_keys_that_collide)
{
	const uint64_t inverse_of_golden = UINT64_C(0xf1de83e19937733d);
	struct pf_map map = { 0 };
	for (uint64_t i = 1; i <= 20000; i++)
		ck_assert_ptr_null(pf_map_put(&map, i * inverse_of_golden, i));
	ck_assert_uint_lt(longest_row(&map), 1000);
	pf_map_deinit(&map);
	ck_assert_uint_ne(pf_hash_key[0], UINT64_C(0x2d358dccaa6c78a5));
	ck_assert_uint_eq(pf_hash_key[1] % 2, 1);
}
END_TEST

/* Every byte counts, and so does the size. */
START_TEST(text_has_a_hash)
{
	char text[32] = "abcdefghijklmnopqrstuvwxyz";
	for (size_t size = 0; size < 26; size++) {
		uint64_t before = pf_hash_bytes(text, size);
		ck_assert_uint_ne(before, 0);
		ck_assert_uint_eq(before, pf_hash_bytes(text, size));
		ck_assert_uint_ne(before, pf_hash_bytes(text, size + 1));
		for (size_t i = 0; i < size; i++) {
			text[i] ^= 1;
			ck_assert_uint_ne(before, pf_hash_bytes(text, size));
			text[i] ^= 1;
		}
	}
	ck_assert_uint_ne(pf_hash_bytes("\0\0", 1), pf_hash_bytes("\0\0", 2));
}
END_TEST

START_TEST(map_put_replaces_and_clear_forgets)
{
	struct pf_map map = { 0 };
	ck_assert_ptr_null(pf_map_put(&map, 7, 1));
	ck_assert_ptr_null(pf_map_put(&map, 7, 2));
	ck_assert_uint_eq(map.count, 1);
	ck_assert_uint_eq(*pf_map_find(&map, 7), 2);
	pf_map_clear(&map);
	ck_assert_ptr_null(pf_map_find(&map, 7));
	ck_assert_uint_eq(map.count, 0);
	pf_map_deinit(&map);
}
END_TEST

START_TEST(array_grows)
{
	PF_ARRAY(uint16_t) numbers = { 0 };
	for (unsigned i = 0; i < 1000; i++)
		ck_assert_ptr_null(pf_array_push(&numbers, (uint16_t)i));
	ck_assert_uint_eq(numbers.count, 1000);
	for (unsigned i = 0; i < 1000; i++)
		ck_assert_uint_eq(numbers.items[i], i);
	pf_array_deinit(&numbers);
}
END_TEST

START_TEST(array_that_cannot_grow_stays)
{
	PF_ARRAY(uint64_t) numbers = { 0 };
	ck_assert_ptr_null(pf_array_push(&numbers, 5));
	struct pf_error *err = pf_array_reserve(&numbers, SIZE_MAX / 4);
	ck_assert_ptr_nonnull(err);
	ck_assert_int_eq(pf_error_code(err), PF_NO_MEMORY);
	pf_error_destroy(err);
	ck_assert_uint_eq(numbers.count, 1);
	ck_assert_uint_eq(numbers.items[0], 5);
	pf_array_deinit(&numbers);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("map");
	TCase *tests = tcase_create("map");
	tcase_add_test(tests, empty_map_finds_nothing);
	tcase_add_loop_test(tests, map_keeps_every_key, 0,
			    (int)(sizeof(strides) / sizeof(strides[0])));
	tcase_add_test(tests, nobody_can_choose_keys_that_collide);
	tcase_add_test(tests, text_has_a_hash);
	tcase_add_test(tests, map_put_replaces_and_clear_forgets);
	tcase_add_test(tests, array_grows);
	tcase_add_test(tests, array_that_cannot_grow_stays);
	suite_add_tcase(suite, tests);
	return tap_run(suite);
}
