/* profile/where: rows of a real Python that are chosen by values, while anything may fail. */
#include "profile/where.h"

#include "assert_error.h"
#include "failing_malloc.h"
#include "failing_memory.h"
#include "profile/moment.h"
#include "python/runtime.h"
#include "python_child.h"
#include "tap.h"

#include <string.h>

static struct child child;
static struct pf_process *process;
static struct pf_python *python;
static struct pf_profile *profile;
static struct pf_moment moment;
static struct pf_wish wish;
static struct pf_sampling_stats stats;
static bool absent;

/* In `wait` the newest frame has depth 0; for `spin` it is the global one. */
static const char PROGRAM[] =
	"import os, threading\n"
	"gate = os.pipe()\n"
	"class Job(object):\n"
	"    @property\n"
	"    def size(self): return 1\n"
	"job = Job()\n"
	"def wait(depth):\n"
	"    if depth: wait(depth - 1)\n"
	"    else: os.read(gate[0], 1)\n"
	"for depth in range(3):\n"
	"    threading.Thread(target=wait, args=(depth,), daemon=True).start()\n"
	"def spin():\n"
	"    os.write(1, b'r')\n"
	"    while True: pass\n"
	"spin()\n";

static void setup(void)
{
	absent = !python_child_start(&child, PROGRAM);
	if (absent)
		return;
	assert_ok(pf_process_attach(child.pid, &process));
	struct pf_error *err = pf_python_attach(process, &python);
	absent = err && pf_error_code(err) == PF_UNSUPPORTED;
	ck_assert(!err || absent);
	pf_error_destroy(err);
	if (!absent)
		child_await_state(child.pid, "R");
}

static void teardown(void)
{
	pf_python_detach(python);
	pf_process_destroy(process);
	child_end(&child);
}

/* Counts the rows of a moment; how many of them are wanted. */
static unsigned count_wanted(void)
{
	unsigned wanted = 0;
	for (size_t i = 0; i < moment.rows.count; i++)
		wanted += pf_where_admits(&moment.where, i, &stats);
	return wanted;
}

static struct pf_error *begin(const char *where, const struct pf_filter_options *filter)
{
	struct pf_sampling_options options = { .mode = PF_EXACT, .threads = true };
	memset(&stats, 0, sizeof(stats));
	PF_TRY(pf_wish_init(&wish, where, filter));
	PF_TRY(pf_profile_create(&profile));
	PF_TRY(pf_moment_init(&moment, python, profile, &options));
	return pf_moment_choose(&moment, &wish);
}

static struct pf_error *take(unsigned count)
{
	for (unsigned i = 0; i < count; i++) {
		enum pf_outcome outcome;
		PF_TRY(pf_moment_take(&moment, &outcome));
		PF_TRY(pf_moment_tidy(&moment));
	}
	return NULL;
}

/* Until a moment has all threads. */
static unsigned take_all(void)
{
	do
		assert_ok(take(1));
	while (moment.rows.count != 4);
	return count_wanted();
}

static void finish(void)
{
	pf_moment_deinit(&moment);
	pf_profile_destroy(profile);
	pf_wish_deinit(&wish);
	profile = NULL;
	memset(&moment, 0, sizeof(moment));
	moment.guard.processor.current = -1;
}

START_TEST(rows_are_judged)
{
	static const struct {
		const char *where, *function;
		unsigned wanted, unmatched, nowhere, undecided;
	} cases[] = {
		{ "depth == 0", NULL, 3, 1, 0, 0 },
		{ "depth == 2", NULL, 1, 3, 0, 0 },
		{ "depth == 0", "wait", 3, 0, 0, 0 },
		{ "depth == 2", "spin", 1, 0, 0, 0 },
		{ "self", "spin", 0, 0, 1, 0 },
		{ "nobody", NULL, 0, 0, 4, 0 },
		{ "job.size", NULL, 0, 0, 0, 4 },
		{ "job.weight", NULL, 0, 0, 4, 0 },
		{ "depth or job.size", NULL, 1, 0, 0, 3 },
	};
	if (absent)
		return;
	struct pf_filter_options filter = { .function = cases[_i].function };
	assert_ok(begin(cases[_i].where, &filter));
	ck_assert_uint_eq(take_all(), cases[_i].wanted);
	ck_assert_uint_eq(stats.unmatched, cases[_i].unmatched);
	ck_assert_uint_eq(stats.nowhere, cases[_i].nowhere);
	ck_assert_uint_eq(stats.undecided, cases[_i].undecided);
	ck_assert(!moment.where.reasons[PF_VERDICT_UNDECIDED] == !cases[_i].undecided);
	finish();
}
END_TEST

enum { CASES = 9 };

/* There is no time at all. */
START_TEST(what_takes_too_long_is_not_decided)
{
	if (absent)
		return;
	assert_ok(begin("5000 in gate", NULL));
	moment.where.limit_ns = 1;
	ck_assert_uint_eq(take_all(), 0);
	ck_assert_uint_eq(stats.undecided, 4);
	ck_assert_str_eq(pf_error_message(moment.where.reasons[PF_VERDICT_UNDECIDED]),
			 "it would have kept threads still for too long");
	finish();
}
END_TEST

START_TEST(what_cannot_be_chosen_by_is_refused)
{
	struct pf_wish refused;
	assert_error(pf_wish_init(&refused, "a ==", NULL), PF_USAGE, "column");
	assert_error(pf_wish_init(&refused, "a == $b", NULL), PF_USAGE, "$b is not known");
	if (absent)
		return;
	python->free_threaded = true;
	assert_error(begin("depth", NULL), PF_UNSUPPORTED, "without a GIL");
	finish();
}
END_TEST

START_TEST(each_allocation_may_fail)
{
	bool failed = !absent;
	for (long n = 0; failed; n++) {
		failing_malloc_arm(n);
		struct pf_error *err = begin("job.size", NULL);
		if (!err)
			err = take(2);
		failed = failing_malloc_disarm();
		if (err)
			ck_assert_int_eq(pf_error_code(err), PF_NO_MEMORY);
		ck_assert(failed || !err);
		pf_error_destroy(err);
		finish();
	}
}
END_TEST

/* What cannot be read is not decided, and costs nothing else. */
START_TEST(each_read_may_fail)
{
	struct pf_memory *below = absent ? NULL : python->pages.memory;
	bool failed = !absent;
	for (long n = 0; failed; n++) {
		struct failing_memory failing;
		assert_ok(begin("depth == 0", NULL));
		ck_assert_uint_eq(take_all(), 3);
		failing_memory_init(&failing, below, n, &pf_error_fault);
		python->pages.memory = &failing.memory;
		assert_ok(take(1));
		failed = failing.failed;
		if (moment.rows.count == 4)
			ck_assert_uint_ge(count_wanted() + failed, 3);
		python->pages.memory = below;
		finish();
	}
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("where");
	TCase *tcase = tcase_create("where");
	tcase_add_checked_fixture(tcase, setup, teardown);
	tcase_add_loop_test(tcase, rows_are_judged, 0, CASES);
	tcase_add_test(tcase, what_takes_too_long_is_not_decided);
	tcase_add_test(tcase, what_cannot_be_chosen_by_is_refused);
	tcase_add_test(tcase, each_allocation_may_fail);
	tcase_add_test(tcase, each_read_may_fail);
	suite_add_tcase(suite, tcase);
	return tap_run(suite);
}
