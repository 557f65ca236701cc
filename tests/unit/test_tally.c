/* profile/tally: the same counts as counting one by one. */
#include "assert_error.h"
#include "failing_malloc.h"
#include "fake_profile.h"
#include "profile/tally.h"
#include "tap.h"

enum { COUNT = 20000, THREADS = 5, STACKS = 40, STATES = PF_STATE_COUNT, CALLS = 3 };
enum { LAST_THREAD = (1 << PF_THREAD_BITS) - 2, LAST_STACK = (1 << PF_STACK_BITS) - 2 };
enum { LAST_CALL = (1 << PF_SYSCALL_BITS) - 1 };

/* Runs of a few equal samples among few threads and stacks. */
static void make_samples(struct pf_sample *samples, uint64_t seed)
{
	for (size_t i = 0; i < COUNT; i++) {
		uint64_t random = fake_random(&seed);
		if (i && random % 3 == 0) {
			samples[i] = samples[i - 1];
			continue;
		}
		samples[i] = (struct pf_sample){ .time_ns = i,
						 .thread = (uint32_t)(random >> 8) % THREADS,
						 .stack = (uint32_t)(random >> 32) % STACKS,
						 .state = (random >> 16) % STATES,
						 .syscall = (random >> 20) % CALLS };
	}
}

START_TEST(counts_are_those_of_counting_one_by_one)
{
	static struct pf_sample samples[COUNT];
	static uint64_t counts[THREADS][STACKS][STATES][CALLS];
	unsigned by = (unsigned)_i;
	struct pf_tally *tally;
	size_t rows, added = 0;
	make_samples(samples, 5);
	assert_ok(pf_tally_create(by, &tally));
	for (size_t i = 0; i < COUNT; i++)
		counts[by & PF_BY_THREAD ? samples[i].thread : 0][samples[i].stack]
		      [samples[i].state][by & PF_BY_SYSCALL ? samples[i].syscall : 0]++;
	for (size_t size = 0; added < COUNT; added += size, size = size * 2 + 1) {
		size = size < COUNT - added ? size : COUNT - added;
		assert_ok(pf_tally_add(tally, samples + added, size));
	}

	const struct pf_tally_row *row = pf_tally_rows(tally, &rows);
	uint64_t total = 0;
	for (size_t i = 0; i < rows; i++) {
		uint64_t *count =
			&counts[row[i].thread][row[i].stack][row[i].state][row[i].syscall];
		ck_assert_uint_eq(row[i].count, *count);
		total += *count;
		*count = 0; /* a second row of the same would not agree */
	}
	ck_assert_uint_eq(total, COUNT);
	pf_tally_destroy(tally);
}
END_TEST

START_TEST(rows_are_in_order_of_first_occurrence)
{
	const struct pf_sample samples[] = {
		{ .thread = 2, .stack = 9, .state = PF_STATE_GIL },
		{ .thread = 0, .stack = 0, .state = PF_STATE_IDLE },
		{ .thread = 2, .stack = 9, .state = PF_STATE_WAITING },
		{ .thread = 2, .stack = 9, .state = PF_STATE_GIL },
		{ .thread = 2, .stack = 9, .state = PF_STATE_WAITING, .syscall = 1 },
		{ .thread = LAST_THREAD,
		  .stack = LAST_STACK,
		  .state = PF_STATE_FAILED,
		  .syscall = LAST_CALL },
		{ .thread = 1, .stack = 9, .state = PF_STATE_GIL },
	};
	const struct pf_tally_row expected[] = {
		{ 2, 9, PF_STATE_GIL, 2, 0 },
		{ 0, 0, PF_STATE_IDLE, 1, 0 },
		{ 2, 9, PF_STATE_WAITING, 1, 0 },
		{ 2, 9, PF_STATE_WAITING, 1, 1 },
		{ LAST_THREAD, LAST_STACK, PF_STATE_FAILED, 1, LAST_CALL },
		{ 1, 9, PF_STATE_GIL, 1, 0 },
	};
	struct pf_tally *tally;
	size_t count;
	assert_ok(pf_tally_create(PF_BY_THREAD | PF_BY_SYSCALL, &tally));
	ck_assert_ptr_null(pf_tally_rows(tally, &count));
	ck_assert_uint_eq(count, 0);
	assert_ok(pf_tally_add(tally, samples, sizeof(samples) / sizeof(samples[0])));
	const struct pf_tally_row *rows = pf_tally_rows(tally, &count);
	ck_assert_uint_eq(count, sizeof(expected) / sizeof(expected[0]));
	for (size_t i = 0; i < count; i++) {
		ck_assert(rows[i].thread == expected[i].thread &&
			  rows[i].stack == expected[i].stack);
		ck_assert(rows[i].state == expected[i].state && rows[i].count == expected[i].count);
		ck_assert_uint_eq(rows[i].syscall, expected[i].syscall);
	}
	pf_tally_destroy(tally);
	pf_tally_destroy(NULL);
}
END_TEST

static struct pf_error *count_samples(const struct pf_sample *samples)
{
	struct pf_tally *tally;
	PF_TRY(pf_tally_create(PF_BY_THREAD | PF_BY_SYSCALL, &tally));
	struct pf_error *err = pf_tally_add(tally, samples, COUNT);
	pf_tally_destroy(tally);
	return err;
}

START_TEST(every_allocation_may_fail)
{
	static struct pf_sample samples[COUNT];
	bool failed = true;
	make_samples(samples, 6);
	for (long n = 0; failed; n++) {
		failing_malloc_arm(n);
		struct pf_error *err = count_samples(samples);
		failed = failing_malloc_disarm();
		ck_assert_int_eq(failed, err != NULL);
		pf_error_destroy(err);
	}
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("tally");
	TCase *tests = tcase_create("tally");
	tcase_add_loop_test(tests, counts_are_those_of_counting_one_by_one, 0, 4);
	tcase_add_test(tests, rows_are_in_order_of_first_occurrence);
	tcase_add_test(tests, every_allocation_may_fail);
	suite_add_tcase(suite, tests);
	return tap_run(suite);
}
