/* target/bulk: what is fetched, how often, and what is not. */
#include "assert_error.h"
#include "failing_memory.h"
#include "tap.h"
#include "target/bulk.h"

#include <stdlib.h>
#include <string.h>

enum { PAGE = 4096, CHUNK = 65536, CHUNKS = 40 };

/* Chunks from BASE on; a page of the third one, and the end of the last one, cannot be read. */
#define BASE UINT64_C(0x7f0000000000)
enum { HOLE = 2 * CHUNK + 5 * PAGE, SIZE = CHUNKS * CHUNK - 3 * PAGE - 100 };

static unsigned char *heap;
static size_t calls, bytes_read;

static struct pf_error *peek(struct pf_memory *memory, pf_addr at, void *buf, size_t size)
{
	(void)memory;
	calls++;
	bytes_read += size;
	if (at < BASE || at + size < at || at + size > BASE + SIZE)
		return &pf_error_fault;
	if (at < BASE + HOLE + PAGE && at + size > BASE + HOLE)
		return &pf_error_fault;
	memcpy(buf, heap + (at - BASE), size);
	return NULL;
}

static struct pf_memory below = { .peek = peek };
static struct pf_bulk *bulk;

static void setup(void)
{
	heap = malloc(SIZE);
	for (size_t i = 0; i < SIZE; i++)
		heap[i] = (unsigned char)(i * 13 + i / PAGE);
	assert_ok(pf_bulk_create(&below, &bulk));
	calls = bytes_read = 0;
}

static void teardown(void)
{
	pf_bulk_destroy(bulk);
	pf_bulk_destroy(NULL);
	free(heap);
}

static void assert_view(size_t offset, size_t size)
{
	const unsigned char *bytes;
	assert_ok(pf_bulk_view(bulk, BASE + offset, size, &bytes));
	ck_assert(!memcmp(bytes, heap + offset, size));
}

static void assert_read(size_t offset, size_t size)
{
	unsigned char *bytes = malloc(size);
	assert_ok(pf_memory_peek(pf_bulk_memory(bulk), BASE + offset, bytes, size));
	ck_assert(!memcmp(bytes, heap + offset, size));
	free(bytes);
}

static void assert_fault(pf_addr at, size_t size)
{
	static unsigned char bytes[CHUNK];
	const unsigned char *view;
	ck_assert_ptr_eq(pf_memory_peek(pf_bulk_memory(bulk), at, bytes, size), &pf_error_fault);
	if (size <= PF_BULK_VIEW)
		ck_assert_ptr_eq(pf_bulk_view(bulk, at, size, &view), &pf_error_fault);
}

/* A page at first, all that it lies in when another one is wanted. */
START_TEST(bites_grow)
{
	assert_view(100, 8);
	assert_view(200, PF_BULK_VIEW);
	ck_assert_uint_eq(calls, 1);
	ck_assert_uint_eq(bytes_read, PAGE);
	assert_view(3 * PAGE, 8);
	ck_assert_uint_eq(calls, 2);
	ck_assert_uint_eq(bytes_read, PAGE + CHUNK);
	for (size_t page = 0; page < CHUNK / PAGE; page++)
		assert_view(page * PAGE + 17, 8);
	ck_assert_uint_eq(calls, 2);
}
END_TEST

START_TEST(all_is_forgotten)
{
	assert_view(100, 8);
	heap[100]++;
	pf_bulk_clear(bulk);
	assert_view(100, 8);
	ck_assert_uint_eq(calls, 2);
}
END_TEST

START_TEST(views_across_pages)
{
	assert_view(PAGE - 8, 16);
	assert_view(CHUNK - 1, 2);
	assert_view(CHUNK - 60, PF_BULK_VIEW);
	ck_assert_uint_eq(calls, 3);
}
END_TEST

START_TEST(long_reads)
{
	assert_read(0, 2 * CHUNK);
	ck_assert_uint_eq(calls, 4);
	assert_read(10, 2 * CHUNK - 20);
	ck_assert_uint_eq(calls, 4);
	assert_read(0, 0);
}
END_TEST

/* More than there is room for: what comes later takes the place of what came first. */
START_TEST(each_byte_is_right)
{
	for (int round = 0; round < 2; round++) {
		for (size_t at = 3 * CHUNK; at + 64 < SIZE; at += 1000)
			assert_view(at, 64);
		for (size_t at = SIZE - 64; at > 3 * CHUNK; at -= 990)
			assert_view(at, 64);
	}
}
END_TEST

/* What is around a page that cannot be read, can be. */
START_TEST(a_hole)
{
	assert_fault(BASE + HOLE, 8);
	assert_fault(BASE + HOLE - 8, 16);
	assert_fault(BASE + HOLE + PAGE - 4, 8);
	assert_view(HOLE - 8, 8);
	assert_view(HOLE + PAGE, 8);
	assert_view(HOLE + 2 * PAGE, 8);
	assert_read(HOLE + PAGE, CHUNK);
	assert_fault(BASE + HOLE, 8);
}
END_TEST

START_TEST(the_edges)
{
	assert_view(SIZE - 8, 8);
	assert_read(SIZE - 5000, 5000);
	assert_fault(BASE + SIZE - 8, 16);
	assert_fault(BASE + SIZE, 1);
	assert_fault(0, 8);
	assert_fault(8, 8);
	assert_fault(UINT64_MAX, 1);
	assert_fault(UINT64_MAX - 3, 8);
}
END_TEST

START_TEST(spans)
{
	unsigned char bytes[2][16];
	struct pf_span wishes[] = { { BASE + 1, bytes[0], 16, true },
				    { BASE + HOLE, bytes[1], 16, false } };
	assert_ok(pf_memory_peek_spans(pf_bulk_memory(bulk), wishes, 2));
	ck_assert(!wishes[0].failed && wishes[1].failed);
	ck_assert(!memcmp(bytes[0], heap + 1, 16));
}
END_TEST

START_TEST(the_end_of_the_target)
{
	struct failing_memory failing;
	struct pf_bulk *over;
	const unsigned char *bytes;
	for (long n = 0; n < 2; n++) {
		failing_memory_init(&failing, &below, n, &pf_error_gone);
		assert_ok(pf_bulk_create(&failing.memory, &over));
		if (n)
			assert_ok(pf_bulk_view(over, BASE, 8, &bytes));
		ck_assert_ptr_eq(pf_bulk_view(over, BASE + PAGE, 8, &bytes), &pf_error_gone);
		assert_ok(pf_bulk_view(over, BASE + PAGE, 8, &bytes));
		ck_assert(!memcmp(bytes, heap + PAGE, 8));
		pf_bulk_destroy(over);
	}
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("bulk");
	TCase *tests = tcase_create("bulk");
	tcase_add_checked_fixture(tests, setup, teardown);
	tcase_add_test(tests, bites_grow);
	tcase_add_test(tests, all_is_forgotten);
	tcase_add_test(tests, views_across_pages);
	tcase_add_test(tests, long_reads);
	tcase_add_test(tests, each_byte_is_right);
	tcase_add_test(tests, a_hole);
	tcase_add_test(tests, the_edges);
	tcase_add_test(tests, spans);
	tcase_add_test(tests, the_end_of_the_target);
	suite_add_tcase(suite, tests);
	return tap_run(suite);
}
