/* profile/schedule: deadlines that are kept, dropped and counted, and sleeps that are ended. */
#include "profile/schedule.h"

#include "base/clock.h"
#include "tap.h"

#include <pthread.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/eventfd.h>
#include <time.h>
#include <unistd.h>

static atomic_bool stop;
static struct pf_schedule schedule;

static void setup(void)
{
	stop = false;
	schedule = (struct pf_schedule){ .interval_ns = 1000,
					 .slot_ns = 10000,
					 .next_ns = 10000,
					 .end_ns = UINT64_MAX,
					 .stop_fd = eventfd(0, EFD_NONBLOCK),
					 .stop = &stop };
	ck_assert_int_ge(schedule.stop_fd, 0);
}

static void teardown(void)
{
	close(schedule.stop_fd);
}

/* That the next deadline lies in the interval from SLOT_NS on, and is not past. */
static void check_advance(uint64_t now_ns, uint64_t dropped, uint64_t slot_ns)
{
	ck_assert_uint_eq(pf_schedule_advance(&schedule, now_ns), dropped);
	ck_assert_uint_ge(schedule.next_ns, slot_ns);
	ck_assert_uint_ge(schedule.next_ns, now_ns);
	ck_assert_uint_lt(schedule.next_ns, slot_ns + 1000);
}

START_TEST(intervals_follow_each_other)
{
	check_advance(10001, 0, 11000);
	check_advance(11500, 0, 12000);
	check_advance(11999, 0, 13000); /* before it was due: none is skipped */
	check_advance(14500, 0, 14000); /* late: what is left of it */
	check_advance(15999, 0, 15000);
}
END_TEST

START_TEST(late_deadlines_are_dropped_and_counted)
{
	check_advance(12000, 1, 12000);
	check_advance(16999, 3, 16000);
	check_advance(1000000, 983, 1000000);
}
END_TEST

/* Whatever the delays are, every interval is either met or counted. */
START_TEST(none_is_lost)
{
	uint64_t now_ns = 10000, dropped = 0, met = 0;
	for (int i = 0; i < 100000; i++) {
		now_ns = schedule.next_ns + (uint64_t)(rand() % 5000);
		dropped += pf_schedule_advance(&schedule, now_ns);
		met++;
		ck_assert_uint_ge(schedule.next_ns, now_ns);
		ck_assert_uint_lt(schedule.next_ns, now_ns + 2 * schedule.interval_ns);
	}
	ck_assert_uint_eq(10000 + (met + dropped) * 1000, schedule.slot_ns);
}
END_TEST

/* Each moment of an interval is as likely as another, whatever the one before was. */
START_TEST(deadlines_keep_no_step)
{
	enum { PARTS = 10, ROUNDS = 100000 };
	int counts[PARTS][PARTS] = { { 0 } };
	uint64_t before = 0;
	for (int i = 0; i < ROUNDS; i++) {
		ck_assert_uint_eq(pf_schedule_advance(&schedule, schedule.slot_ns), 0);
		uint64_t part = (schedule.next_ns - schedule.slot_ns) * PARTS / 1000;
		ck_assert_uint_lt(part, PARTS);
		counts[before][part]++;
		before = part;
	}
	for (int i = 0; i < PARTS * PARTS; i++) {
		int count = counts[i / PARTS][i % PARTS];
		ck_assert_int_gt(count, 800); /* of 1,000 */
		ck_assert_int_lt(count, 1200);
	}
}
END_TEST

START_TEST(no_rate_no_deadlines)
{
	schedule.interval_ns = 0;
	ck_assert_uint_eq(pf_schedule_advance(&schedule, 999999), 0);
	ck_assert_uint_eq(schedule.next_ns, 10000);
}
END_TEST

START_TEST(sleeps_end_in_time)
{
	static const uint64_t spans[] = { 0, 1000, 100000, 5000000, 19000000, 35000000 };
	for (size_t i = 0; i < sizeof(spans) / sizeof(spans[0]); i++) {
		uint64_t until_ns = pf_clock_now_ns() + spans[i];
		ck_assert(pf_schedule_sleep(&schedule, until_ns));
		ck_assert_uint_ge(pf_clock_now_ns(), until_ns);
	}
	ck_assert(pf_schedule_sleep(&schedule, 0)); /* long past */
}
END_TEST

static uint64_t cpu_ns(void)
{
	struct timespec now;
	clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
	return (uint64_t)now.tv_sec * 1000000000u + (uint64_t)now.tv_nsec;
}

START_TEST(sleeps_take_no_processor_time)
{
	uint64_t before_ns = cpu_ns();
	ck_assert(pf_schedule_sleep(&schedule, pf_clock_now_ns() + 300000000));
	ck_assert_uint_lt(cpu_ns() - before_ns, 30000000);
}
END_TEST

static void *stop_soon(void *unused)
{
	uint64_t one = 1;
	(void)unused;
	stop = true;
	ck_assert_int_eq(write(schedule.stop_fd, &one, sizeof(one)), sizeof(one));
	return NULL;
}

/* Of an hour; a test that fails here does not end in time. */
START_TEST(a_stop_ends_a_long_sleep)
{
	pthread_t thread;
	pthread_create(&thread, NULL, stop_soon, NULL);
	ck_assert(!pf_schedule_sleep(&schedule, pf_clock_now_ns() + UINT64_C(3600000000000)));
	pthread_join(thread, NULL);
	ck_assert(!pf_schedule_sleep(&schedule, 0));
}
END_TEST

static void ignore(int number)
{
	(void)number;
}

/* Signals neither end a sleep nor make it short. */
START_TEST(signals_do_not_shorten_sleeps)
{
	struct sigaction action = { .sa_handler = ignore };
	struct itimerspec often = { { 0, 500000 }, { 0, 500000 } };
	timer_t timer;
	sigaction(SIGALRM, &action, NULL);
	ck_assert_int_eq(timer_create(CLOCK_MONOTONIC, NULL, &timer), 0);
	timer_settime(timer, 0, &often, NULL);
	for (int i = 0; i < 4; i++) {
		uint64_t until_ns = pf_clock_now_ns() + (i % 2 ? 10000000 : 50000000);
		ck_assert(pf_schedule_sleep(&schedule, until_ns));
		ck_assert_uint_ge(pf_clock_now_ns(), until_ns);
	}
	timer_delete(timer);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("schedule");
	TCase *tests = tcase_create("schedule");
	tcase_add_checked_fixture(tests, setup, teardown);
	tcase_add_test(tests, intervals_follow_each_other);
	tcase_add_test(tests, late_deadlines_are_dropped_and_counted);
	tcase_add_test(tests, none_is_lost);
	tcase_add_test(tests, deadlines_keep_no_step);
	tcase_add_test(tests, no_rate_no_deadlines);
	tcase_add_test(tests, sleeps_end_in_time);
	tcase_add_test(tests, sleeps_take_no_processor_time);
	tcase_add_test(tests, a_stop_ends_a_long_sleep);
	tcase_add_test(tests, signals_do_not_shorten_sleeps);
	suite_add_tcase(suite, tests);
	return tap_run(suite);
}
