/* profile/profile: equal things have one index, indices stay, and a moved profile is the same. */
#include "assert_error.h"
#include "base/cleanup.h"
#include "failing_malloc.h"
#include "fake_profile.h"
#include "profile/text_table.h"
#include "tap.h"

#include <malloc.h>
#include <stdio.h>

PF_DEFINE_GUARD(guard_profile, struct pf_profile *, pf_profile_destroy);
#define AUTO_PROFILE PF_GUARD(guard_profile) struct pf_profile *

static struct pf_profile *new_profile(void)
{
	struct pf_profile *profile;
	assert_ok(pf_profile_create(&profile));
	return profile;
}

START_TEST(index_0_is_none)
{
	AUTO_PROFILE profile = new_profile();
	size_t count;
	ck_assert_uint_eq(pf_profile_place_count(profile), 1);
	ck_assert_uint_eq(pf_profile_stack_count(profile), 1);
	ck_assert_uint_eq(pf_profile_thread_count(profile), 1);
	ck_assert_str_eq(pf_profile_place(profile, 0)->file, "");
	ck_assert_str_eq(pf_profile_place(profile, 0)->function, "");
	ck_assert_int_eq(pf_profile_place(profile, 0)->line, PF_UNKNOWN);
	ck_assert_uint_eq(pf_profile_stack(profile, 0)->depth, 0);
	ck_assert_int_eq(pf_profile_thread(profile, 0)->tid, 0);
	pf_profile_samples(profile, &count);
	ck_assert_uint_eq(count, 0);
	ck_assert_uint_eq(pf_profile_start_realtime_ns(profile), 0);
	pf_profile_destroy(NULL);
}
END_TEST

static uint32_t intern(struct pf_profile *profile, const char *file, const char *function,
		       const char *qualname, int32_t line)
{
	/* Copies, so that no pointer is like another. */
	PF_AUTO_FREE char *own_file = strdup(file), *own_function = strdup(function);
	PF_AUTO_FREE char *own_qualname = qualname ? strdup(qualname) : NULL;
	uint32_t index;
	struct pf_place place = { own_file, own_function, own_qualname, line };
	assert_ok(pf_profile_intern_place(profile, &place, &index));
	return index;
}

START_TEST(places_are_interned_by_content)
{
	AUTO_PROFILE profile = new_profile();
	ck_assert_uint_eq(intern(profile, "a.py", "f", "C.f", 3), 1);
	ck_assert_uint_eq(intern(profile, "a.py", "f", "C.f", 3), 1);
	ck_assert_uint_eq(intern(profile, "a.py", "f", "C.f", 4), 2);
	ck_assert_uint_eq(intern(profile, "a.py", "f", NULL, 3), 3);
	ck_assert_uint_eq(intern(profile, "a.py", "f", "", 3), 4);
	ck_assert_uint_eq(intern(profile, "f", "a.py", "C.f", 3), 5);
	ck_assert_uint_eq(intern(profile, "a.py", "f", "C.f", PF_UNKNOWN), 6);
	ck_assert_uint_eq(intern(profile, "a.py", "f", "C.f", 4), 2);
	ck_assert_uint_eq(pf_profile_place_count(profile), 7);
	ck_assert_str_eq(pf_profile_place(profile, 5)->function, "a.py");
	ck_assert_ptr_null(pf_profile_place(profile, 3)->qualname);
}
END_TEST

START_TEST(stacks_are_a_tree)
{
	AUTO_PROFILE profile = new_profile();
	uint32_t main, f, g, again;
	assert_ok(pf_profile_intern_stack(profile, 0, 1, &main));
	assert_ok(pf_profile_intern_stack(profile, main, 2, &f));
	assert_ok(pf_profile_intern_stack(profile, f, 2, &g));
	assert_ok(pf_profile_intern_stack(profile, main, 2, &again));
	ck_assert_uint_eq(f, again);
	ck_assert_uint_ne(f, g);
	ck_assert_uint_eq(pf_profile_stack(profile, g)->depth, 3);
	ck_assert_uint_eq(pf_profile_stack(profile, g)->caller, f);
	ck_assert_uint_eq(pf_profile_stack(profile, g)->place, 2);
	ck_assert_uint_eq(pf_profile_stack_count(profile), 4);
}
END_TEST

START_TEST(texts_of_all_lengths_are_told_apart)
{
	struct pf_text_table table = { 0 };
	const char *kept[300];
	char text[300] = "";
	for (int round = 0; round < 2; round++) {
		memset(text, 0, sizeof(text));
		for (int i = 0; i < 299; i++) {
			const char *own;
			assert_ok(pf_text_table_intern(&table, text, &own));
			ck_assert_str_eq(own, text);
			ck_assert(!round || own == kept[i]);
			kept[i] = own;
			text[i] = 'a';
		}
	}
	pf_text_table_deinit(&table);
}
END_TEST

START_TEST(moving_makes_the_same_profile)
{
	AUTO_PROFILE from = new_profile();
	AUTO_PROFILE to = new_profile();
	AUTO_PROFILE all = new_profile();
	struct fake_stream stream = {
		.seed = 1, .interval_ns = 1000000, .threads = 3, .stacks = 400
	};
	struct fake_stream again = stream;
	for (int i = 0; i < 50; i++) {
		uint64_t moments = i % 4 * 20;
		assert_ok(fake_moments(from, &stream, moments));
		assert_ok(fake_moments(all, &again, moments));
		assert_ok(pf_profile_move(from, to));
		assert_same_tables(from, to);
		size_t left;
		pf_profile_samples(from, &left);
		ck_assert_uint_eq(left, 0);
	}
	assert_same_profile(to, all, 1);
	size_t count;
	pf_profile_samples(to, &count);
	ck_assert_uint_eq(pf_profile_forgotten(from), count);
	ck_assert_uint_eq(pf_profile_forgotten(to), 0);
}
END_TEST

START_TEST(moving_renames)
{
	AUTO_PROFILE from = new_profile();
	AUTO_PROFILE to = new_profile();
	uint32_t a, b;
	assert_ok(pf_profile_add_thread(from, &(struct pf_sampled_thread){ .tid = 7 }, &a));
	assert_ok(pf_profile_move(from, to));
	assert_ok(pf_profile_set_thread_name(from, a, "worker"));
	assert_ok(pf_profile_add_thread(from, &(struct pf_sampled_thread){ .tid = 8 }, &b));
	assert_ok(pf_profile_set_thread_name(from, b, "other"));
	assert_ok(pf_profile_move(from, to));
	ck_assert_str_eq(pf_profile_thread(to, a)->name, "worker");
	assert_ok(pf_profile_set_thread_name(from, a, NULL));
	assert_ok(pf_profile_move(from, to));
	assert_same_profile(from, to, 1);
	ck_assert_ptr_null(pf_profile_thread(to, a)->name);
}
END_TEST

START_TEST(moving_into_another_profile_is_refused)
{
	AUTO_PROFILE from = new_profile();
	AUTO_PROFILE to = new_profile();
	intern(to, "a.py", "f", NULL, 1);
	assert_error(pf_profile_move(from, to), PF_USAGE, "elsewhere");
	intern(from, "b.py", "f", NULL, 1);
	intern(from, "a.py", "f", NULL, 1);
	assert_error(pf_profile_move(from, to), PF_USAGE, "elsewhere");
}
END_TEST

START_TEST(dropped_samples_are_forgotten_and_tables_stay)
{
	AUTO_PROFILE profile = new_profile();
	struct fake_stream stream = { .interval_ns = 10, .threads = 2, .stacks = 9 };
	size_t count;
	assert_ok(fake_moments(profile, &stream, 100));
	size_t stacks = pf_profile_stack_count(profile);
	pf_profile_drop_samples(profile);
	pf_profile_samples(profile, &count);
	ck_assert_uint_eq(count, 0);
	ck_assert_uint_eq(pf_profile_stack_count(profile), stacks);
	ck_assert_uint_eq(pf_profile_forgotten(profile), 200);
	assert_ok(fake_moments(profile, &stream, 1));
	ck_assert_uint_eq(pf_profile_samples(profile, &count)[0].time_ns, 1000);
	ck_assert_uint_eq(count, 2);
}
END_TEST

/* What malloc has given out; its own bookkeeping and what it keeps free do not count. */
static size_t bytes_in_use(void)
{
	struct mallinfo2 info = mallinfo2();
	return info.uordblks + info.hblkhd;
}

START_TEST(repeating_stacks_use_no_memory)
{
	AUTO_PROFILE from = new_profile();
	AUTO_PROFILE to = new_profile();
	struct fake_stream stream = { .interval_ns = 1000, .threads = 4, .stacks = 50 };
	size_t before = 0;
	for (int i = 0; i < 300; i++) {
		assert_ok(fake_moments(from, &stream, 1000));
		assert_ok(pf_profile_move(from, to));
		pf_profile_drop_samples(to);
		if (i == 10)
			before = bytes_in_use();
	}
#ifndef PF_SANITIZE /* whose malloc tells nothing */
	ck_assert_uint_gt(before, 0);
#endif
	ck_assert_uint_le(bytes_in_use(), before);
}
END_TEST

START_TEST(samples_use_their_rows_only)
{
	AUTO_PROFILE profile = new_profile();
	struct fake_stream stream = { .interval_ns = 1000, .threads = 1, .stacks = 50 };
	enum { ROWS = 2000000 };
	assert_ok(fake_moments(profile, &stream, 1000));
	size_t before = bytes_in_use();
	assert_ok(fake_moments(profile, &stream, ROWS - 1000));
	ck_assert_uint_le(bytes_in_use() - before, (size_t)2 * ROWS * sizeof(struct pf_sample));
}
END_TEST

static struct pf_error *make_and_move(void)
{
	PF_GUARD(guard_profile) struct pf_profile *from = NULL;
	PF_GUARD(guard_profile) struct pf_profile *to = NULL;
	struct fake_stream stream = { .interval_ns = 1000, .threads = 3, .stacks = 60 };
	PF_TRY(pf_profile_create(&from));
	PF_TRY(pf_profile_create(&to));
	PF_TRY(fake_moments(from, &stream, 60));
	PF_TRY(pf_profile_move(from, to));
	PF_TRY(fake_moments(from, &stream, 60));
	PF_TRY(pf_profile_set_thread_name(from, 1, "renamed to something that is new"));
	return pf_profile_move(from, to);
}

START_TEST(every_allocation_may_fail)
{
	bool failed = true;
	for (long n = 0; failed; n++) {
		failing_malloc_arm(n);
		struct pf_error *err = make_and_move();
		failed = failing_malloc_disarm();
		ck_assert_int_eq(failed, err != NULL);
		if (err)
			ck_assert_int_eq(pf_error_code(err), PF_NO_MEMORY);
		pf_error_destroy(err);
	}
}
END_TEST

START_TEST(a_move_that_failed_goes_on)
{
	AUTO_PROFILE all = new_profile();
	struct fake_stream stream = { .interval_ns = 1000, .threads = 3, .stacks = 60 };
	struct fake_stream again = stream;
	assert_ok(fake_moments(all, &again, 120));
	for (long n = 0, failures = 1; failures; n++) {
		AUTO_PROFILE from = new_profile();
		AUTO_PROFILE to = new_profile();
		struct fake_stream own = stream;
		assert_ok(fake_moments(from, &own, 60));
		assert_ok(pf_profile_move(from, to));
		assert_ok(fake_moments(from, &own, 60));
		failing_malloc_arm(n);
		struct pf_error *err = pf_profile_move(from, to);
		failures = failing_malloc_disarm();
		ck_assert_int_eq(failures != 0, err != NULL);
		if (err)
			assert_ok(pf_profile_move(from, to));
		assert_same_profile(to, all, 1);
	}
}
END_TEST

START_TEST(states_have_names)
{
	static const char *const names[] = { "idle", "gil", "running", "waiting", "failed" };
	for (int i = PF_STATE_IDLE; i <= PF_STATE_FAILED; i++)
		ck_assert_str_eq(pf_state_name((enum pf_state)i), names[i]);
}
END_TEST

/* The stack of one frame, a function that no other number has. */
static uint32_t intern_numbered(struct pf_profile *profile, int number, uint32_t caller)
{
	char name[32];
	uint32_t stack;
	snprintf(name, sizeof(name), "f%d", number);
	assert_ok(pf_profile_intern_stack(profile, caller,
					  intern(profile, "a.py", name, name, number), &stack));
	return stack;
}

START_TEST(what_is_beyond_the_limit_is_other)
{
	AUTO_PROFILE profile = new_profile();
	AUTO_PROFILE to = new_profile();
	pf_profile_set_limit(profile, 100000);
	uint32_t first = intern_numbered(profile, 0, 0), last = 0;
	for (int i = 0; i < 10000; i++)
		last = intern_numbered(profile, i, 0);
	size_t places = pf_profile_place_count(profile), stacks = pf_profile_stack_count(profile);
	ck_assert_uint_lt(places, 2000);
	ck_assert_uint_gt(places, 100);
	const struct pf_stack *other = pf_profile_stack(profile, last);
	ck_assert_uint_eq(other->depth, 1);
	ck_assert_str_eq(pf_profile_place(profile, other->place)->function, "(other)");
	ck_assert_uint_eq(intern_numbered(profile, 0, 0), first); /* it is still known */
	ck_assert_uint_eq(intern_numbered(profile, 1, first), last);
	ck_assert_uint_eq(intern_numbered(profile, 20000, last), last);
	ck_assert_uint_eq(pf_profile_place_count(profile), places);
	ck_assert_uint_eq(pf_profile_stack_count(profile), stacks);
	assert_ok(pf_profile_move(profile, to));
	ck_assert_uint_eq(pf_profile_stack_count(to), stacks);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("profile");
	TCase *tests = tcase_create("profile");
	tcase_add_test(tests, index_0_is_none);
	tcase_add_test(tests, places_are_interned_by_content);
	tcase_add_test(tests, stacks_are_a_tree);
	tcase_add_test(tests, texts_of_all_lengths_are_told_apart);
	tcase_add_test(tests, moving_makes_the_same_profile);
	tcase_add_test(tests, moving_renames);
	tcase_add_test(tests, moving_into_another_profile_is_refused);
	tcase_add_test(tests, dropped_samples_are_forgotten_and_tables_stay);
	tcase_add_test(tests, repeating_stacks_use_no_memory);
	tcase_add_test(tests, samples_use_their_rows_only);
	tcase_add_test(tests, every_allocation_may_fail);
	tcase_add_test(tests, a_move_that_failed_goes_on);
	tcase_add_test(tests, states_have_names);
	tcase_add_test(tests, what_is_beyond_the_limit_is_other);
	suite_add_tcase(suite, tests);
	return tap_run(suite);
}
