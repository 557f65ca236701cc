/* target/page_cache: what is fetched, how often, and what is not. */
#include "assert_error.h"
#include "failing_memory.h"
#include "tap.h"
#include "target/page_cache.h"

#include <string.h>

enum { PAGE = 4096, PAGES = 600, HOLE = 5, BASE = 0x7f0000 };

/* PAGES pages from BASE on, where the page HOLE cannot be read. Counts calls and spans. */
static unsigned char heap[PAGES * PAGE];
static size_t calls, span_count;

static struct pf_error *peek(struct pf_memory *memory, pf_addr at, void *buf, size_t size)
{
	(void)memory;
	calls++;
	if (at < BASE || at + size < at || at + size > BASE + sizeof(heap))
		return &pf_error_fault;
	if (at < BASE + (HOLE + 1) * PAGE && at + size > BASE + HOLE * PAGE)
		return &pf_error_fault;
	memcpy(buf, heap + (at - BASE), size);
	return NULL;
}

static struct pf_error *peek_spans(struct pf_memory *memory, struct pf_span *spans, size_t count)
{
	for (size_t i = 0; i < count; i++)
		spans[i].failed = peek(memory, spans[i].at, spans[i].buf, spans[i].size) != NULL;
	calls -= count - 1;
	span_count += count;
	return NULL;
}

static struct pf_memory below = { peek, peek_spans };
static struct pf_page_cache *cache;
static struct pf_memory *memory;

static void setup(void)
{
	for (size_t i = 0; i < sizeof(heap); i++)
		heap[i] = (unsigned char)(i * 13 + i / PAGE);
	assert_ok(pf_page_cache_create(&below, &cache));
	memory = pf_page_cache_memory(cache);
	calls = span_count = 0;
}

static void teardown(void)
{
	pf_page_cache_destroy(cache);
	pf_page_cache_destroy(NULL);
}

static void assert_read(size_t offset, size_t size)
{
	static unsigned char bytes[sizeof(heap)];
	assert_ok(pf_memory_peek(memory, BASE + offset, bytes, size));
	ck_assert(!memcmp(bytes, heap + offset, size));
}

static void assert_fault(pf_addr at, size_t size)
{
	static unsigned char bytes[sizeof(heap)];
	ck_assert_ptr_eq(pf_memory_peek(memory, at, bytes, size), &pf_error_fault);
}

START_TEST(page_is_read_once)
{
	assert_read(100, 8);
	assert_read(0, PAGE);
	assert_read(PAGE - 1, 1);
	ck_assert_uint_eq(calls, 1);
	pf_page_cache_clear(cache);
	heap[100]++;
	assert_read(100, 8);
	ck_assert_uint_eq(calls, 2);
}
END_TEST

START_TEST(neighbours_come_in_one_call)
{
	assert_read(PAGE, 1);
	assert_read(8, 4 * PAGE); /* pages 0, 2, 3 and 4 are missing */
	ck_assert_uint_eq(calls, 2);
	ck_assert_uint_eq(span_count, 5);
	assert_read(0, 5 * PAGE);
	ck_assert_uint_eq(calls, 2);
}
END_TEST

START_TEST(hole_is_remembered)
{
	assert_fault(BASE + HOLE * PAGE - 8, 16); /* into it */
	assert_read(HOLE * PAGE - 8, 8);	  /* what is there is there */
	ck_assert_uint_eq(calls, 1);
	assert_fault(BASE + HOLE * PAGE, 1);
	assert_fault(BASE + (HOLE + 1) * PAGE - 1, 1);
	ck_assert_uint_eq(calls, 1);
	assert_fault(BASE + (HOLE + 1) * PAGE - 1, 2); /* out of it */
	assert_read((HOLE + 1) * PAGE, PAGE);
	ck_assert_uint_eq(calls, 2);
}
END_TEST

START_TEST(prefetch_takes_each_page_once)
{
	struct pf_span spans[] = {
		{ .at = BASE, .size = 8 },
		{ .at = BASE + 64, .size = PAGE },
		{ .at = BASE + HOLE * PAGE, .size = 8 },
		{ .at = BASE + 7 * PAGE, .size = 0 },
		{ .at = BASE + 9 * PAGE + 8, .size = 8 },
		{ .at = UINT64_MAX - 3, .size = 8 },
		{ .at = 0, .size = SIZE_MAX },
	};
	assert_ok(pf_page_cache_prefetch(cache, spans, 7));
	ck_assert_uint_eq(calls, 1);
	ck_assert_uint_eq(span_count, 4);
	assert_read(0, 2 * PAGE);
	assert_read(9 * PAGE, PAGE);
	assert_fault(BASE + HOLE * PAGE, 8);
	ck_assert_uint_eq(calls, 1);
	assert_ok(pf_page_cache_prefetch(cache, spans, 7));
	assert_ok(pf_page_cache_prefetch(cache, NULL, 0));
	ck_assert_uint_eq(calls, 1);
}
END_TEST

START_TEST(spans_are_answered_from_pages)
{
	unsigned char bytes[3][16];
	struct pf_span spans[] = { { BASE + 1, bytes[0], 16, true },
				   { BASE + HOLE * PAGE - 8, bytes[1], 16, false },
				   { BASE + 8 * PAGE - 8, bytes[2], 16, true } };
	assert_ok(pf_memory_peek_spans(memory, spans, 3));
	ck_assert_uint_eq(calls, 1);
	ck_assert(!spans[0].failed && spans[1].failed && !spans[2].failed);
	ck_assert(!memcmp(bytes[0], heap + 1, 16));
	ck_assert(!memcmp(bytes[2], heap + 8 * PAGE - 8, 16));
}
END_TEST

START_TEST(large_reads_pass_through)
{
	assert_read(6 * PAGE, 500 * PAGE);
	assert_read(6 * PAGE, 500 * PAGE);
	ck_assert_uint_eq(calls, 2);
	ck_assert_uint_eq(span_count, 0);
}
END_TEST

START_TEST(edges_of_the_address_space)
{
	assert_fault(0, 8);
	assert_fault(UINT64_MAX, 1);
	assert_fault(UINT64_MAX, 2);
	assert_fault(UINT64_MAX - PAGE, PAGE + 1);
	assert_fault(8, SIZE_MAX);
	assert_read(0, 0);
	assert_read(PAGES * PAGE - 1, 1);
	assert_fault(BASE + PAGES * PAGE - 1, 2);
}
END_TEST

/* Cleared memory is used again; many pages need many blocks. */
START_TEST(memory_is_used_again)
{
	for (int round = 0; round < 3; round++) {
		for (size_t page = HOLE + 1; page < PAGES; page++)
			assert_read(page * PAGE, PAGE);
		for (size_t page = HOLE + 1; page < PAGES; page++)
			assert_read(page * PAGE + 1, 8);
		ck_assert_uint_eq(calls, (size_t)(round + 1) * (PAGES - HOLE - 1));
		pf_page_cache_clear(cache);
	}
}
END_TEST

START_TEST(end_of_the_target_leaves_nothing_half_known)
{
	struct failing_memory failing;
	struct pf_page_cache *over;
	unsigned char bytes[8];
	failing_memory_init(&failing, &below, 3, &pf_error_gone);
	assert_ok(pf_page_cache_create(&failing.memory, &over));
	struct pf_memory *through = pf_page_cache_memory(over);
	assert_ok(pf_memory_peek(through, BASE, bytes, 8));
	struct pf_span spans[] = { { .at = BASE, .size = 8 * PAGE } };
	ck_assert_ptr_eq(pf_page_cache_prefetch(over, spans, 1), &pf_error_gone);
	assert_ok(pf_memory_peek(through, BASE + PAGE, bytes, 8));
	ck_assert(!memcmp(bytes, heap + PAGE, 8));
	pf_page_cache_destroy(over);
}
END_TEST

/* --- memory without an end */

static struct pf_error *peek_endless(struct pf_memory *ignored, pf_addr at, void *buf, size_t size)
{
	(void)ignored;
	(void)at;
	calls++;
	memset(buf, 'e', size);
	return NULL;
}

static struct pf_error *peek_endless_spans(struct pf_memory *ignored, struct pf_span *spans,
					   size_t count)
{
	for (size_t i = 0; i < count; i++)
		spans[i].failed = peek_endless(ignored, spans[i].at, spans[i].buf, PAGE) != NULL;
	return NULL;
}

static void assert_endless(size_t page)
{
	char byte = 0;
	assert_ok(pf_memory_peek(memory, BASE + page * PAGE, &byte, 1));
	ck_assert_int_eq(byte, 'e');
}

START_TEST(what_is_kept_has_a_limit)
{
	static struct pf_span spans[2 * PF_PAGE_CACHE_PAGES];
	const size_t many = 2 * PF_PAGE_CACHE_PAGES;
	below = (struct pf_memory){ peek_endless, peek_endless_spans };
	for (size_t i = 0; i < many; i++)
		assert_endless(i);
	ck_assert_uint_eq(calls, many);
	assert_endless(many - 1);
	ck_assert_uint_eq(calls, many); /* it is still there */
	assert_endless(0);
	ck_assert_uint_eq(calls, many + 1); /* it is not */
	for (size_t i = 0; i < many; i++)
		spans[i] = (struct pf_span){ .at = BASE + i * PAGE, .size = PAGE };
	pf_page_cache_clear(cache);
	calls = 0;
	assert_ok(pf_page_cache_prefetch(cache, spans, many));
	ck_assert_uint_le(calls, PF_PAGE_CACHE_PAGES);
	ck_assert_uint_gt(calls, PF_PAGE_CACHE_PAGES / 2);
	below = (struct pf_memory){ peek, peek_spans };
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("page_cache");
	TCase *tests = tcase_create("page_cache");
	tcase_add_checked_fixture(tests, setup, teardown);
	tcase_add_test(tests, page_is_read_once);
	tcase_add_test(tests, neighbours_come_in_one_call);
	tcase_add_test(tests, hole_is_remembered);
	tcase_add_test(tests, prefetch_takes_each_page_once);
	tcase_add_test(tests, spans_are_answered_from_pages);
	tcase_add_test(tests, large_reads_pass_through);
	tcase_add_test(tests, edges_of_the_address_space);
	tcase_add_test(tests, memory_is_used_again);
	tcase_add_test(tests, end_of_the_target_leaves_nothing_half_known);
	tcase_add_test(tests, what_is_kept_has_a_limit);
	suite_add_tcase(suite, tests);
	return tap_run(suite);
}
