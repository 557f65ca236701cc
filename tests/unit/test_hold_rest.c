/* target/hold: rests of this program, in which nothing is held. */
#include "holding.h"
#include "tap.h"

#include <pthread.h>
#include <stdatomic.h>

static atomic_bool rest_ended;

/* A sampler's thread. Returns whether it held the child only after the rest. */
static void *hold_in_thread(void *unused)
{
	static bool in_time;
	struct pf_hold *own;
	(void)unused;
	assert_ok(pf_hold_create(process, &own));
	assert_ok(pf_hold_stop(own, &child.pid, 1));
	in_time = atomic_load(&rest_ended);
	pf_hold_destroy(own);
	return &in_time;
}

START_TEST(no_thread_begins_in_a_rest)
{
	pthread_t thread;
	void *in_time;
	start(child_echo, false);
	ck_assert(pf_hold_begin_rest(0));
	pthread_create(&thread, NULL, hold_in_thread, NULL);
	assert_free(child.pid);
	atomic_store(&rest_ended, true);
	pf_hold_end_rest();
	pthread_join(thread, &in_time);
	ck_assert(*(bool *)in_time);
	finish();
}
END_TEST

START_TEST(a_rest_waits_for_others)
{
	start(child_echo, false);
	assert_ok(pf_hold_stop(hold, &child.pid, 1));
	ck_assert(!pf_hold_begin_rest(0));
	ck_assert(pf_hold_begin_rest(1));
	pf_hold_end_rest();
	pf_hold_resume(hold);
	ck_assert(pf_hold_begin_rest(0));
	pf_hold_end_rest();
	assert_ok(pf_hold_stop(hold, &child.pid, 1));
	finish();
	ck_assert(pf_hold_begin_rest(0));
	pf_hold_end_rest();
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("hold_rest");
	TCase *tests = tcase_create("hold_rest");
	tcase_add_test(tests, no_thread_begins_in_a_rest);
	tcase_add_test(tests, a_rest_waits_for_others);
	suite_add_tcase(suite, tests);
	return tap_run(suite);
}
