/* profile/catch: a real Python is held where it matches, and whatever fails, it runs on. */
#include "assert_error.h"
#include "base/clock.h"
#include "failing_malloc.h"
#include "pyflame.h"
#include "python_child.h"
#include "tap.h"

#include <signal.h>
#include <string.h>
#include <unistd.h>

static struct child child;
static struct pf_profile *profile;
static struct pf_catcher *catcher;
static const char *wanted; /* a function */
static unsigned asked;
static uint64_t begun_ns, unwanted_ns; /* the start; the main thread's last look without it */

static const char PROGRAM[] = "import os, threading\n"
			      "gate = os.pipe()\n"
			      "def wait(): os.read(gate[0], 1)\n"
			      "threading.Thread(target=wait, daemon=True).start()\n"
			      "def blip():\n"
			      "    for i in range(200): pass\n"
			      "def rest():\n"
			      "    for i in range(2000): pass\n"
			      "def live():\n"
			      "    os.write(1, b'r')\n"
			      "    while True: rest(); blip()\n"
			      "live()\n";

static bool absent;

static void setup(void)
{
	absent = !python_child_start(&child, PROGRAM);
	asked = 0;
}

static void teardown(void)
{
	if (!absent && !kill(child.pid, 0))
		ck_assert_int_eq(child_tracer(child.pid), 0);
	child_end(&child);
}

static bool is_in(const struct pf_sample *row, const char *function)
{
	for (uint32_t stack = row->stack; stack;) {
		const struct pf_stack *it = pf_profile_stack(profile, stack);
		if (!strcmp(pf_profile_place(profile, it->place)->function, function))
			return true;
		stack = it->caller;
	}
	return false;
}

static bool has_wanted(void *data, const struct pf_sample *row)
{
	bool ret = is_in(row, wanted);
	(void)data;
	asked++;
	if (!ret && is_in(row, "live"))
		unwanted_ns = pf_clock_now_ns();
	return ret;
}

/* UNSUPPORTED: this machine's Python is none that can be read. */
static struct pf_error *create(uint64_t lasting_ns)
{
	struct pf_catch_options options = { .interval_ns = 500000,
					    .lasting_ns = lasting_ns,
					    .matches = has_wanted };
	PF_TRY(pf_profile_create(&profile));
	struct pf_error *err = pf_catcher_create(child.pid, profile, &options, &catcher);
	absent |= err && pf_error_code(err) == PF_UNSUPPORTED;
	return err;
}

static void finish(void)
{
	pf_catcher_destroy(catcher);
	pf_profile_destroy(profile);
	catcher = NULL;
	profile = NULL;
}

static void begin(const char *function, uint64_t lasting_ns)
{
	wanted = function;
	begun_ns = pf_clock_now_ns();
	unwanted_ns = 0;
	if (absent)
		return;
	struct pf_error *err = create(lasting_ns);
	ck_assert(!err || absent);
	pf_error_destroy(err);
}

static struct pf_error *look_until(struct pf_catch *ret, unsigned looks, bool *caught)
{
	bool due;
	*caught = false;
	for (unsigned i = 0; i < looks && !*caught; i++) {
		PF_TRY(pf_catcher_rest(catcher, UINT64_MAX, &due));
		PF_TRY(pf_catcher_look(catcher, ret, caught));
	}
	return NULL;
}

static bool has_function(const struct pf_thread *thread, const char *function)
{
	for (size_t i = 0; i < thread->frame_count; i++) {
		if (!strcmp(thread->frames[i].code->function, function))
			return true;
	}
	return false;
}

static void check_caught(const struct pf_catch *it)
{
	const struct pf_thread *thread = &it->dump->threads[it->thread];
	struct pf_dump *again;
	struct pf_process *process;
	struct pf_python *python;
	ck_assert(has_function(thread, wanted));
	assert_ok(pf_process_attach(child.pid, &process));
	assert_ok(pf_python_attach(process, &python));
	usleep(1000);
	assert_ok(pf_dump_take(python, it->hold, &again));
	const struct pf_thread *later = &again->threads[it->thread];
	ck_assert_uint_eq(later->frame_count, thread->frame_count);
	for (size_t i = 0; i < thread->frame_count; i++)
		ck_assert_int_eq(later->frames[i].lasti, thread->frames[i].lasti);
	ck_assert_int_eq(child_tracer(child.pid), getpid());
	pf_dump_destroy(again);
	pf_python_detach(python);
	pf_process_destroy(process);
}

static void let_go(struct pf_catch *it)
{
	pf_dump_destroy(it->dump);
	pf_hold_destroy(it->hold);
	ck_assert_int_eq(child_tracer(child.pid), 0);
}

/* The thread that waits, the one that computes, and short calls. */
START_TEST(wanted_stacks_are_held)
{
	static const char *const functions[] = { "wait", "live", "blip" };
	begin(functions[_i], 0);
	for (int round = 0; round < 10 && !absent; round++) {
		struct pf_catch it;
		bool caught;
		assert_ok(look_until(&it, 20000, &caught));
		ck_assert(caught);
		check_caught(&it);
		let_go(&it);
	}
	finish();
}
END_TEST

enum { LASTING_NS = 50000000 };

/* Never, unless somebody else had the processor for so long while it was there. */
START_TEST(what_comes_and_goes_does_not_last)
{
	struct pf_catch it;
	bool caught = false;
	begin("blip", LASTING_NS);
	if (!absent)
		assert_ok(look_until(&it, 400, &caught));
	if (caught) {
		ck_assert_uint_ge(pf_clock_now_ns() - unwanted_ns, LASTING_NS);
		let_go(&it);
	}
	finish();
}
END_TEST

START_TEST(what_lasts_must_last)
{
	struct pf_catch it;
	bool caught;
	begin("live", LASTING_NS);
	if (!absent) {
		assert_ok(look_until(&it, 20000, &caught));
		ck_assert(caught);
		ck_assert_uint_ge(pf_clock_now_ns() - begun_ns, LASTING_NS);
		let_go(&it);
	}
	finish();
}
END_TEST

START_TEST(nothing_is_held_without_a_match)
{
	struct pf_catch it;
	bool caught;
	begin("nowhere", 0);
	if (!absent) {
		assert_ok(look_until(&it, 50, &caught));
		ck_assert(!caught);
		ck_assert_uint_gt(asked, 50);
	}
	finish();
}
END_TEST

START_TEST(the_end_of_the_process_is_said)
{
	struct pf_catch it;
	bool caught;
	begin("nowhere", 0);
	if (!absent) {
		assert_ok(look_until(&it, 5, &caught));
		kill(child.pid, SIGKILL);
		assert_error(look_until(&it, 10000, &caught), PF_GONE, "process ");
	}
	finish();
}
END_TEST

static struct pf_error *try_all(struct pf_catch *it, bool *caught)
{
	*caught = false;
	PF_TRY(create(0));
	return look_until(it, 20000, caught);
}

START_TEST(each_allocation_may_fail)
{
	begin("live", 0);
	finish();
	bool failed = !absent;
	for (long n = 0; failed; n++) {
		struct pf_catch it;
		bool caught;
		failing_malloc_arm(n);
		struct pf_error *err = try_all(&it, &caught);
		failed = failing_malloc_disarm();
		ck_assert(caught == !err);
		if (err)
			ck_assert_int_eq(pf_error_code(err), PF_NO_MEMORY);
		ck_assert(failed || !err);
		pf_error_destroy(err);
		if (caught)
			let_go(&it);
		finish();
		ck_assert_int_eq(child_tracer(child.pid), 0);
	}
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("catch");
	TCase *tests = tcase_create("a Python");
	tcase_add_checked_fixture(tests, setup, teardown);
	tcase_add_loop_test(tests, wanted_stacks_are_held, 0, 3);
	tcase_add_test(tests, what_comes_and_goes_does_not_last);
	tcase_add_test(tests, what_lasts_must_last);
	tcase_add_test(tests, nothing_is_held_without_a_match);
	tcase_add_test(tests, the_end_of_the_process_is_said);
	tcase_add_test(tests, each_allocation_may_fail);
	suite_add_tcase(suite, tests);
	return tap_run(suite);
}
