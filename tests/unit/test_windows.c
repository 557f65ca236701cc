/* target/windows: what is remembered, fetched anew, given up, and what two copies can prove. */
#include "target/windows.h"

#include "assert_error.h"
#include "failing_malloc.h"
#include "failing_memory.h"
#include "flipping_memory.h"
#include "tap.h"

#include <malloc.h>
#include <stdlib.h>

enum { PAGE = FLIP_PAGE, PAGES = FLIP_PAGES, BLOCK = 1024, TRIM = 64 };

#define BASE FLIP_BASE

static struct flipping_memory below;
static struct pf_windows *windows;

static void setup(void)
{
	flipping_memory_init(&below);
	assert_ok(pf_windows_create(&below.memory, &windows));
}

static void teardown(void)
{
	pf_windows_destroy(windows);
}

static const unsigned char *view(pf_addr at, size_t size)
{
	const unsigned char *bytes = NULL;
	assert_ok(pf_windows_view(windows, at, size, &bytes));
	return bytes;
}

/* Looks at SIZE bytes and compares them with what is there. */
static void check(pf_addr at, size_t size)
{
	ck_assert_mem_eq(view(at, size), below.bytes[below.now] + (at - BASE), size);
}

static void refresh(void)
{
	assert_ok(pf_windows_refresh(windows));
}

static void check_size(size_t size, size_t spans)
{
	size_t have;
	ck_assert_uint_eq(pf_windows_size(windows, &have), size);
	ck_assert_uint_eq(have, spans);
}

/* --- windows */

START_TEST(a_miss_is_one_read_and_later_none)
{
	check(BASE + 5000, 100);
	ck_assert_uint_eq(below.reads, 1);
	check(BASE + 5020, 8);
	ck_assert_uint_eq(below.reads, 1);
	ck_assert_uint_eq(pf_windows_misses(windows), 1);
	refresh();
	ck_assert_uint_eq(below.calls, 1);
	ck_assert_uint_eq(pf_windows_misses(windows), 0);
	size_t reads = below.reads;
	check(BASE + 5000, 100);
	ck_assert_uint_eq(below.reads, reads);
	check_size(BLOCK, 1);
}
END_TEST

START_TEST(a_round_shows_what_was_at_its_refresh)
{
	check(BASE + 100, 50);
	refresh();
	below.now = 1;
	ck_assert_mem_eq(view(BASE + 100, 50), below.bytes[0] + 100, 50);
	refresh();
	check(BASE + 100, 50);
}
END_TEST

/* What is read in passing stays for the round, and is not fetched again. */
START_TEST(what_passes_is_no_window)
{
	check(BASE, 8);
	refresh();
	pf_windows_set_passing(windows, true);
	check(BASE + 20 * PAGE, 8);
	check(BASE + 20 * PAGE + 8, 8);
	ck_assert_uint_eq(pf_windows_misses(windows), 1);
	check(BASE + 40 * PAGE, 8);
	pf_windows_set_passing(windows, false);
	check(BASE + 30 * PAGE, 8);
	refresh();
	check_size(2 * BLOCK, 2);
	check(BASE + 50 * PAGE, 8); /* a new round has begun as any other */
	refresh();
	check_size(3 * BLOCK, 3);
	ck_assert_uint_eq(pf_windows_misses(windows), 0);
}
END_TEST

START_TEST(only_passing)
{
	for (int i = 0; i < 300; i++) {
		pf_windows_set_passing(windows, true);
		check(BASE + (pf_addr)(i % PAGES) * PAGE, 8);
		ck_assert_uint_eq(pf_windows_misses(windows), 1);
		refresh();
		check_size(0, 0);
	}
}
END_TEST

START_TEST(it_is_memory)
{
	struct pf_memory *memory = pf_windows_memory(windows);
	unsigned char small[8], large[3 * BLOCK];
	struct pf_span spans[] = { { .at = BASE + 40, .buf = small, .size = 8 },
				   { .at = BASE - 8, .buf = large, .size = 8 } };
	assert_ok(pf_memory_peek(memory, BASE + 77, small, 8));
	ck_assert_mem_eq(small, below.bytes[0] + 77, 8);
	assert_ok(pf_memory_peek(memory, BASE + 300, large, sizeof(large)));
	ck_assert_mem_eq(large, below.bytes[0] + 300, sizeof(large));
	ck_assert_uint_eq(pf_windows_misses(windows), 1); /* large reads are not remembered */
	assert_ok(pf_memory_peek_spans(memory, spans, 2));
	ck_assert(!spans[0].failed && spans[1].failed);
	ck_assert_mem_eq(small, below.bytes[0] + 40, 8);
}
END_TEST

START_TEST(close_windows_become_one)
{
	check(BASE + 0, 8);
	check(BASE + 2 * BLOCK, 8);
	refresh();
	check_size(3 * BLOCK, 1);
	check(BASE + 100 * BLOCK, 8);
	refresh();
	check_size(4 * BLOCK, 2);
	check(BASE + BLOCK, 2);
	check(BASE + 100 * BLOCK + 8, 100);
}
END_TEST

START_TEST(views_that_cross_blocks_overlap)
{
	check(BASE + BLOCK - 4, 8);
	check(BASE + 2 * BLOCK - 4, 8);
	check(BASE + 3 * BLOCK - 100, BLOCK);
	refresh();
	check_size(4 * BLOCK, 1);
	check(BASE, BLOCK);
	check(BASE + BLOCK - 4, 8);
	check(BASE + 3 * BLOCK - 1, 2);
}
END_TEST

START_TEST(what_nobody_looks_at_is_given_up)
{
	check(BASE, 8);
	check(BASE + 20 * PAGE, 8);
	check(BASE + 40 * PAGE, 8);
	refresh();
	check_size(3 * BLOCK, 3);
	for (int round = 0; round < 2 * TRIM; round++) {
		check(BASE + 20 * PAGE, 8);
		refresh();
	}
	check_size(BLOCK, 1);
	for (int round = 0; round < 2 * TRIM; round++)
		refresh();
	check_size(0, 0);
	check(BASE, 8);
}
END_TEST

START_TEST(large_windows_are_cut_down)
{
	for (pf_addr at = BASE; at < BASE + 16 * PAGE; at += BLOCK)
		check(at, 8);
	refresh();
	check_size(16 * PAGE, 1);
	for (int round = 0; round < 2 * TRIM; round++) {
		check(BASE + 5 * PAGE + 3, 8);
		refresh();
	}
	check_size(BLOCK, 1);
}
END_TEST

/* --- the edges of what is mapped */

START_TEST(a_miss_never_leaves_its_pages)
{
	for (unsigned i = 0; i < PAGES; i++)
		below.mapped[i] = i == 10 || i == 11 || i == 13;
	check(BASE + 10 * PAGE, 8);
	check(BASE + 12 * PAGE - 8, 8);
	check(BASE + 11 * PAGE - 4, 8);
	check(BASE + 13 * PAGE, 1);
	check(BASE + 14 * PAGE - BLOCK, BLOCK);
	refresh();
	ck_assert(!below.strayed);
	size_t spans;
	pf_windows_size(windows, &spans);
	refresh();
	ck_assert(!below.strayed); /* nor does what is between windows */
	check(BASE + 12 * PAGE - 8, 8);
}
END_TEST

START_TEST(what_is_not_there_is_a_fault)
{
	const unsigned char *bytes;
	below.mapped[3] = false;
	assert_error(pf_windows_view(windows, BASE + 3 * PAGE, 8, &bytes), PF_FAULT, "");
	assert_error(pf_windows_view(windows, BASE + 3 * PAGE - 4, 8, &bytes), PF_FAULT, "");
	assert_error(pf_windows_view(windows, UINT64_MAX - 4, 8, &bytes), PF_FAULT, "");
	assert_error(pf_windows_view(windows, UINT64_MAX, 1, &bytes), PF_FAULT, "");
	assert_error(pf_windows_view(windows, 0, 8, &bytes), PF_FAULT, "");
	check(BASE + 3 * PAGE - 8, 8);
	refresh();
	check(BASE + 3 * PAGE - 8, 8);
}
END_TEST

/* Faults between misses: what was looked into last must not be what has moved since. */
START_TEST(faults_between_misses)
{
	const unsigned char *bytes;
	below.mapped[50] = false;
	for (unsigned i = 0; i < 40; i++) {
		check(BASE + i * PAGE, 8);
		assert_error(pf_windows_view(windows, BASE + 50 * PAGE, 8, &bytes), PF_FAULT, "");
		check(BASE + i * PAGE + 8, 8);
	}
}
END_TEST

START_TEST(memory_may_go_away_and_come_back)
{
	const unsigned char *bytes;
	check(BASE + 1 * PAGE, 8);
	check(BASE + 20 * PAGE, 8);
	check(BASE + 40 * PAGE, 8);
	refresh();
	below.mapped[20] = false;
	refresh();
	assert_error(pf_windows_view(windows, BASE + 20 * PAGE, 8, &bytes), PF_FAULT, "");
	check(BASE + 1 * PAGE, 8);
	check(BASE + 40 * PAGE, 8);
	refresh();
	check_size(2 * BLOCK, 2);
	below.mapped[20] = true;
	check(BASE + 20 * PAGE, 8);
	refresh();
	below.now = 1;
	refresh();
	check(BASE + 20 * PAGE, 8);
	check(BASE + 40 * PAGE, 8);
}
END_TEST

/* A window may reach over pages of which one goes away. */
START_TEST(half_of_a_window_may_go_away)
{
	check(BASE + 8 * PAGE - 8, 8);
	check(BASE + 8 * PAGE, 8);
	refresh();
	check_size(2 * BLOCK, 1);
	below.mapped[8] = false;
	refresh();
	check(BASE + 8 * PAGE - 8, 8);
	refresh();
	check(BASE + 8 * PAGE - 8, 8);
}
END_TEST

/* --- for a long time */

START_TEST(memory_stays_bounded)
{
	size_t settled = 0;
	for (int round = 0; round < 100000; round++) {
		unsigned home = flipping_random(PAGES - 4);
		for (unsigned look = flipping_random(12); look > 0; look--) {
			unsigned at = home * PAGE + flipping_random(3 * PAGE);
			check(BASE + at, 1 + flipping_random(200));
		}
		below.mapped[flipping_random(PAGES)] = true;
		below.now = (int)flipping_random(2);
		refresh();
		size_t spans;
		ck_assert_uint_le(pf_windows_size(windows, &spans), PAGES * PAGE);
		if (round == 20000)
			settled = mallinfo2().uordblks;
	}
	ck_assert_uint_le(mallinfo2().uordblks, settled + 4 * PAGE);
}
END_TEST

/* --- failures */

START_TEST(the_end_of_the_target_is_told)
{
	struct failing_memory failing;
	struct pf_windows *over;
	const unsigned char *bytes;
	for (long n = 0; n < 3; n++) {
		failing_memory_init(&failing, &below.memory, n, &pf_error_gone);
		assert_ok(pf_windows_create(&failing.memory, &over));
		struct pf_error *err = pf_windows_view(over, BASE, 8, &bytes);
		if (!err)
			err = pf_windows_refresh(over);
		if (!err)
			err = pf_windows_refresh(over);
		ck_assert_ptr_eq(err, &pf_error_gone);
		pf_windows_destroy(over);
	}
}
END_TEST

/* After a refresh that found no memory, the next one is right again. */
START_TEST(each_allocation_may_fail)
{
	bool failed = true;
	for (long n = 0; failed; n++) {
		struct pf_windows *fresh = NULL;
		const unsigned char *bytes;
		below.now = 0;
		failing_malloc_arm(n);
		struct pf_error *err = pf_windows_create(&below.memory, &fresh);
		for (unsigned i = 0; i < 40 && !err; i++)
			err = pf_windows_view(fresh, BASE + i * PAGE, 8, &bytes);
		if (!err)
			err = pf_windows_refresh(fresh);
		failed = failing_malloc_disarm();
		ck_assert(failed ? err == &pf_error_no_memory : !err);
		below.now = 1;
		for (unsigned i = 0; i < 40 && fresh; i++) {
			if (i == 20 || !i)
				assert_ok(pf_windows_refresh(fresh));
			assert_ok(pf_windows_view(fresh, BASE + i * PAGE, 8, &bytes));
			ck_assert_mem_eq(bytes, below.bytes[1] + i * PAGE, 8);
		}
		pf_windows_destroy(fresh);
	}
}
END_TEST

/* What could be read before the deadline is there the next time. */
START_TEST(a_deadline_ends_reading)
{
	const unsigned char *bytes;
	pf_windows_set_deadline(windows, 1);
	struct pf_error *err = NULL;
	unsigned rounds = 0;
	for (unsigned have = 0; have < 40; rounds++) {
		err = NULL;
		for (have = 0; have < 40 && !err; have += !err)
			err = pf_windows_view(windows, BASE + have * PAGE, 8, &bytes);
		ck_assert(!err || err == &pf_error_torn);
		pf_windows_set_deadline(windows, rounds % 2 ? 1 : UINT64_MAX);
		refresh();
	}
	ck_assert_uint_gt(rounds, 1);
	for (unsigned i = 0; i < 40; i++)
		check(BASE + i * PAGE, 8);
}
END_TEST

/* Far more than are looked for among those of this round. */
START_TEST(very_many_misses)
{
	for (int round = 0; round < 2; round++) {
		for (unsigned i = 0; i < PAGES * 4; i++)
			check(BASE + i * BLOCK, 8);
		for (unsigned i = 0; i < PAGES * 4; i++)
			check(BASE + i * BLOCK + 500, 8);
	}
	check(BASE + 3, 8);
	refresh();
	check_size(PAGES * PAGE, 1);
}
END_TEST

START_TEST(destroying_nothing)
{
	pf_windows_destroy(NULL);
}
END_TEST

int main(void)
{
	const TTest *const tests[] = {
		a_miss_is_one_read_and_later_none,
		a_round_shows_what_was_at_its_refresh,
		what_passes_is_no_window,
		only_passing,
		it_is_memory,
		close_windows_become_one,
		views_that_cross_blocks_overlap,
		what_nobody_looks_at_is_given_up,
		large_windows_are_cut_down,
		a_miss_never_leaves_its_pages,
		what_is_not_there_is_a_fault,
		faults_between_misses,
		memory_may_go_away_and_come_back,
		half_of_a_window_may_go_away,
		memory_stays_bounded,
		the_end_of_the_target_is_told,
		each_allocation_may_fail,
		a_deadline_ends_reading,
		very_many_misses,
		destroying_nothing,
	};
	Suite *suite = suite_create("windows");
	TCase *all = tcase_create("windows");
	tcase_add_checked_fixture(all, setup, teardown);
	for (size_t i = 0; i < sizeof(tests) / sizeof(tests[0]); i++)
		tcase_add_test(all, tests[i]);
	suite_add_tcase(suite, all);
	return tap_run(suite);
}
