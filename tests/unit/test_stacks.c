/* profile/stacks: with a memo and without one a stack is the same; code objects that are replaced. */
#include "profile/stacks.h"

#include "assert_error.h"
#include "failing_malloc.h"
#include "fake_runtime.h"
#include "tap.h"

enum { CODES = 6 };

static struct fake_memory heap;
static struct pf_windows *windows;
static struct pf_probe probe;
static struct pf_profile *profile;
static struct pf_stacks stacks;
static struct pf_stack_memo memo;
static struct pf_raw_stack raw;
static pf_addr code[CODES];

static unsigned random_number(unsigned limit)
{
	static uint64_t state = 7;
	state = state * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
	return (unsigned)(state >> 33) % limit;
}

static void set_up(unsigned index)
{
	char name[] = "f0";
	fake_memory_init(&heap, index);
	heap.whole_pages = true;
	for (int i = 0; i < CODES; i++) {
		name[1] = (char)('0' + i);
		code[i] = fake_code(&heap, i % 2 ? "odd.py" : "even.py", name, 10 * i + 1);
	}
	assert_ok(pf_windows_create(&heap.memory, &windows));
	probe = (struct pf_probe){
		windows, { pf_windows_memory(windows), &heap.layout }, false, 0
	};
	assert_ok(pf_profile_create(&profile));
	stacks = (struct pf_stacks){ .probe = &probe, .profile = profile };
}

static void teardown(void)
{
	pf_array_deinit(&raw);
	pf_stack_memo_deinit(&memo);
	pf_stacks_deinit(&stacks);
	pf_profile_destroy(profile);
	pf_windows_destroy(windows);
	fake_memory_deinit(&heap);
}

static uint64_t lasti(pf_addr of, unsigned unit)
{
	switch (heap.layout.traits.lasti) {
	case LASTI_BYTES:
		return 2 * unit;
	case LASTI_UNITS:
		return unit;
	case LASTI_POINTER:
		break;
	}
	return of + (pf_addr)heap.layout.code.bytecode + 2 * unit;
}

static struct pf_raw_frame random_frame(void)
{
	pf_addr of = code[random_number(CODES)];
	return (struct pf_raw_frame){ of | (random_number(8) ? 0 : 1),
				      lasti(of, random_number(FAKE_UNITS)), 0 };
}

/* Changes the newest frames of what is in RAW, or the number of frames, or all. */
static void mutate(void)
{
	size_t count = random_number(10) ? raw.count : 0;
	count -= random_number(4) < count ? random_number((unsigned)count + 1) / 2 : 0;
	raw.count = count;
	for (unsigned more = random_number(12); more > 0; more--)
		assert_ok(pf_array_push(&raw, random_frame()));
}

static void copy_raw(const struct pf_raw_stack *from, struct pf_raw_stack *to)
{
	to->count = 0;
	for (size_t i = 0; i < from->count; i++)
		assert_ok(pf_array_push(to, from->items[i]));
}

/* The newest frame is first, so what mutate() appends is the oldest: turn it round. */
static void reverse(struct pf_raw_stack *stack)
{
	for (size_t i = 0; i < stack->count / 2; i++) {
		struct pf_raw_frame swapped = stack->items[i];
		stack->items[i] = stack->items[stack->count - 1 - i];
		stack->items[stack->count - 1 - i] = swapped;
	}
}

static uint32_t intern(struct pf_stack_memo *with)
{
	struct pf_raw_stack copy = { 0 };
	uint32_t ret = UINT32_MAX;
	copy_raw(&raw, &copy);
	reverse(&copy);
	assert_ok(pf_stacks_intern(&stacks, with, &copy, &ret));
	pf_array_deinit(&copy);
	return ret;
}

static uint32_t intern_afresh(void)
{
	struct pf_stack_memo none = { 0 };
	uint32_t ret = intern(&none);
	pf_stack_memo_deinit(&none);
	return ret;
}

START_TEST(a_memo_changes_nothing)
{
	set_up((unsigned)_i);
	ck_assert_uint_eq(intern(&memo), 0);
	for (int round = 0; round < 2000; round++) {
		mutate();
		if (!random_number(5))
			pf_code_table_renew(&stacks.codes);
		uint32_t have = intern(&memo);
		ck_assert_uint_eq(have, intern_afresh());
		ck_assert_uint_eq(have, intern(&memo));
		ck_assert_uint_le(pf_profile_stack(profile, have)->depth, raw.count);
	}
}
END_TEST

static const struct pf_place *newest_place(uint32_t stack)
{
	return pf_profile_place(profile, pf_profile_stack(profile, stack)->place);
}

/* The head of the code object number FROM, where number TO was: freed and made anew. */
static void replace_code(int to, int from)
{
	unsigned char head[256];
	assert_ok(pf_reader_peek(&heap.reader, code[from], head, (size_t)heap.layout.code.size));
	fake_put(&heap, code[to], head, (size_t)heap.layout.code.size);
	assert_ok(pf_windows_refresh(windows));
}

START_TEST(a_code_object_is_replaced)
{
	set_up((unsigned)_i);
	struct pf_raw_frame main = { code[0], lasti(code[0], 9), 0 };
	struct pf_raw_frame callee = { code[2], lasti(code[2], 9), 0 };
	assert_ok(pf_array_push(&raw, main));
	assert_ok(pf_array_push(&raw, callee));
	uint32_t before = intern(&memo);
	ck_assert_str_eq(newest_place(before)->function, "f2");
	replace_code(2, 5);
	ck_assert_uint_eq(intern(&memo), before); /* in one epoch nothing is replaced */
	pf_code_table_renew(&stacks.codes);
	uint32_t after = intern(&memo);
	ck_assert_str_eq(newest_place(after)->function, "f5");
	ck_assert_str_eq(newest_place(after)->file, "odd.py");
	ck_assert_int_eq(newest_place(after)->line, 56);
	ck_assert_uint_eq(pf_profile_stack(profile, after)->caller,
			  pf_profile_stack(profile, before)->caller);
	ck_assert_uint_eq(intern_afresh(), after);
}
END_TEST

/* In a program that makes code objects all the time each of them gets places of its own. */
START_TEST(the_cache_of_places_is_bounded)
{
	set_up((unsigned)_i);
	for (uint64_t serial = 1 << 30; stacks.places.count < 1 << 16; serial++)
		assert_ok(pf_map_put(&stacks.places, serial << 32, 1));
	assert_ok(pf_array_push(&raw, ((struct pf_raw_frame){ code[0], lasti(code[0], 9), 0 })));
	ck_assert_str_eq(newest_place(intern(&memo))->function, "f0");
	ck_assert_uint_eq(stacks.places.count, 1);
	ck_assert_uint_le(stacks.places.capacity * sizeof(struct pf_map_slot), 2 << 20);
}
END_TEST

START_TEST(a_callers_code_object_is_replaced)
{
	set_up((unsigned)_i);
	for (int i = 0; i < 5; i++) {
		struct pf_raw_frame frame = { code[i], lasti(code[i], 9), 0 };
		assert_ok(pf_array_push(&raw, frame));
	}
	for (int replaced = 0; replaced < 5; replaced++) {
		uint32_t before = intern(&memo);
		replace_code(replaced, 5);
		pf_code_table_renew(&stacks.codes);
		uint32_t after = intern(&memo);
		ck_assert_uint_ne(after, before);
		ck_assert_uint_eq(after, intern_afresh());
	}
}
END_TEST

/* A frame that is being set up is none, and shows up once it has begun. */
START_TEST(incomplete_frames_are_left_out)
{
	set_up((unsigned)_i);
	struct pf_raw_frame main = { code[0], lasti(code[0], 9), 0 };
	struct pf_raw_frame begins = { code[1], lasti(code[1], 0), 0 };
	assert_ok(pf_array_push(&raw, main));
	uint32_t only = intern(&memo);
	assert_ok(pf_array_push(&raw, begins));
	if (heap.layout.code.firsttraceable != PF_ABSENT)
		ck_assert_uint_eq(intern(&memo), only);
	raw.items[1].lasti = lasti(code[1], FAKE_FIRST_TRACEABLE);
	uint32_t both = intern(&memo);
	ck_assert_uint_eq(pf_profile_stack(profile, both)->caller, only);
	raw.items[1] = (struct pf_raw_frame){ code[1] | 1, lasti(code[1], 0), 0 };
	ck_assert_uint_eq(pf_profile_stack(profile, intern(&memo))->depth, 2);
}
END_TEST

/* What is no code object is torn, and the memo is right afterwards. */
START_TEST(no_code_object)
{
	set_up((unsigned)_i);
	for (int round = 0; round < 100; round++) {
		struct pf_raw_stack wrong = { 0 };
		uint32_t ret;
		mutate();
		copy_raw(&raw, &wrong);
		struct pf_raw_frame bad = { round % 2 ? 0 : 0x1234, 8, 0 };
		assert_ok(pf_array_push(&wrong, bad));
		if (round % 3)
			reverse(&wrong);
		struct pf_error *err = pf_stacks_intern(&stacks, &memo, &wrong, &ret);
		ck_assert(err == &pf_error_torn || err == &pf_error_fault);
		ck_assert_uint_eq(intern(&memo), intern_afresh());
		pf_array_deinit(&wrong);
	}
}
END_TEST

START_TEST(each_allocation_may_fail)
{
	bool failed = true;
	for (long n = 0; failed; n++) {
		struct pf_raw_stack copy = { 0 };
		uint32_t ret;
		set_up(0);
		for (int i = 0; i < 40; i++)
			assert_ok(pf_array_push(&raw, random_frame()));
		copy_raw(&raw, &copy);
		failing_malloc_arm(n);
		struct pf_error *err = pf_stacks_intern(&stacks, &memo, &copy, &ret);
		failed = failing_malloc_disarm();
		ck_assert(failed ? err == &pf_error_no_memory : !err);
		ck_assert_uint_eq(intern(&memo), intern_afresh());
		pf_array_deinit(&copy);
		if (failed) {
			teardown();
			raw = (struct pf_raw_stack){ 0 };
		}
	}
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("stacks");
	TCase *tests = tcase_create("stacks");
	int layouts = fake_memory_layouts();
	tcase_add_checked_fixture(tests, NULL, teardown);
	tcase_add_loop_test(tests, a_memo_changes_nothing, 0, layouts);
	tcase_add_loop_test(tests, a_code_object_is_replaced, 0, layouts);
	tcase_add_loop_test(tests, a_callers_code_object_is_replaced, 0, layouts);
	tcase_add_loop_test(tests, the_cache_of_places_is_bounded, 0, layouts);
	tcase_add_loop_test(tests, incomplete_frames_are_left_out, 0, layouts);
	tcase_add_loop_test(tests, no_code_object, 0, layouts);
	tcase_add_test(tests, each_allocation_may_fail);
	suite_add_tcase(suite, tests);
	return tap_run(suite);
}
