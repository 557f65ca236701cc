/* python/dict_probe: tables of every width, filled as CPython fills them, and tables that lie. */
#include "python/dict_probe.h"

#include "assert_error.h"
#include "failing_memory.h"
#include "fake_memory.h"
#include "tap.h"

/* Slots of a table, and entries in it, of which every third was taken out again. */
enum { SLOTS = 1 << 12, ENTRIES = 1500, WORD = 8, KEYS_AT = 0x10000 };

static struct fake_memory heap;
static struct pf_dict_places places;
static bool early;

/* Many have the same last bits. */
static uint64_t hash_of(uint64_t number)
{
	return number * UINT64_C(0x100000) + number % 7;
}

static void put(pf_addr at, uint64_t value, size_t size)
{
	fake_put(&heap, at, &value, size);
}

/* As in insertdict(): the first slot on the way that is free. */
static uint64_t free_slot(const bool *taken, uint64_t hash)
{
	uint64_t perturb = hash, slot = hash;
	while (taken[slot & (SLOTS - 1)]) {
		if (early)
			perturb >>= 5;
		slot = slot * 5 + perturb + 1;
		if (!early)
			perturb >>= 5;
	}
	return slot & (SLOTS - 1);
}

static void fill(unsigned width, size_t words)
{
	bool taken[SLOTS] = { false };
	pf_addr indices = width ? fake_alloc(&heap, SLOTS * width) : 0;
	size_t count = width ? ENTRIES : SLOTS;
	places = (struct pf_dict_places){ .at = fake_alloc(&heap, count * words * WORD),
					  .count = count,
					  .words = words,
					  .slots = SLOTS,
					  .indices = indices,
					  .index_width = width };
	for (uint64_t i = 0; width && i < SLOTS; i++)
		put(indices + i * width, UINT64_MAX, width);
	for (uint64_t i = 0; i < ENTRIES; i++) {
		uint64_t slot = free_slot(taken, hash_of(i));
		pf_addr entry = places.at + (width ? i : slot) * words * WORD;
		taken[slot] = true;
		if (width) /* every third one has been deleted */
			put(indices + slot * width, i % 3 ? i : UINT64_MAX - 1, width);
		if (words == 3)
			fake_put_word(&heap, entry, hash_of(i));
		fake_put_word(&heap, entry + (words - 2) * WORD, KEYS_AT + i);
		fake_put_word(&heap, entry + (words - 1) * WORD, i % 3 ? 1000 + i : 0);
	}
}

static struct pf_error *check(void *context, pf_addr key, bool *ret)
{
	*ret = key == KEYS_AT + *(uint64_t *)context;
	return NULL;
}

static const struct {
	unsigned width;
	size_t words;
	bool early;
} tables[] = { { 0, 3, false }, { 2, 3, false }, { 2, 3, true },
	       { 2, 2, true },	{ 4, 3, true },	 { 8, 2, true } };

enum { TABLES = sizeof(tables) / sizeof(tables[0]) };

static void begin(int number)
{
	fake_memory_init(&heap, 0);
	early = tables[number].early;
	fill(tables[number].width, tables[number].words);
}

static void teardown(void)
{
	fake_memory_deinit(&heap);
}

START_TEST(each_entry_is_found)
{
	begin(_i);
	for (uint64_t i = 0; i < ENTRIES + 100; i++) {
		pf_addr value;
		assert_ok(pf_dict_probe(&heap.reader, &places, hash_of(i), check, &i, &value));
		ck_assert_uint_eq(value, i < ENTRIES && i % 3 ? 1000 + i : 0);
	}
}
END_TEST

/* Without a free slot the way has no end. */
START_TEST(a_full_table_ends)
{
	uint64_t nobody = 1 << 20;
	pf_addr value;
	begin(1);
	for (uint64_t i = 0; i < SLOTS; i++)
		put(places.indices + i * 2, i % 2 ? 0xfffe : 60000, 2);
	heap.reads = 0;
	assert_ok(pf_dict_probe(&heap.reader, &places, 5, check, &nobody, &value));
	ck_assert_uint_eq(value, 0);
	ck_assert_uint_lt(heap.reads, 2000);
}
END_TEST

START_TEST(what_is_no_table_has_nothing)
{
	uint64_t number = 1;
	pf_addr value;
	begin(1);
	places.slots = 100;
	assert_ok(pf_dict_probe(&heap.reader, &places, hash_of(1), check, &number, &value));
	ck_assert_uint_eq(value, 0);
	places.slots = SLOTS;
	places.values = places.at;
	assert_ok(pf_dict_probe(&heap.reader, &places, hash_of(1), check, &number, &value));
	ck_assert_uint_eq(value, 0);
	places.values = 0;
	places.indices += 1 << 30;
	assert_error(pf_dict_probe(&heap.reader, &places, hash_of(1), check, &number, &value),
		     PF_FAULT, "");
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("dict_probe");
	TCase *tests = tcase_create("dict_probe");
	tcase_add_checked_fixture(tests, NULL, teardown);
	tcase_add_loop_test(tests, each_entry_is_found, 0, TABLES);
	tcase_add_test(tests, a_full_table_ends);
	tcase_add_test(tests, what_is_no_table_has_nothing);
	suite_add_tcase(suite, tests);
	return tap_run(suite);
}
