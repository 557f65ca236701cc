/* python/probe: raw stacks and their places are what frames.c says, for every layout. */
#include "python/probe.h"

#include "assert_error.h"
#include "failing_memory.h"
#include "fake_runtime.h"
#include "python/frames.h"
#include "tap.h"

static struct fake_memory heap;
static struct pf_windows *windows;
static struct pf_probe probe;
static struct pf_code_table codes, other_codes;
static struct pf_raw_stack raw;
static struct pf_frames frames;
static pf_addr interpreter;

static void open_windows(struct pf_memory *below)
{
	assert_ok(pf_windows_create(below, &windows));
	probe = (struct pf_probe){
		windows, { pf_windows_memory(windows), &heap.layout }, false, 0
	};
}

static void set_up(unsigned index)
{
	fake_memory_init(&heap, index);
	heap.whole_pages = true;
	interpreter = fake_interpreter(&heap, fake_runtime(&heap), 0);
	open_windows(&heap.memory);
}

static void teardown(void)
{
	pf_array_deinit(&frames);
	pf_array_deinit(&raw);
	pf_code_table_deinit(&codes);
	pf_code_table_deinit(&other_codes);
	pf_windows_destroy(windows);
	fake_memory_deinit(&heap);
}

static unsigned random_number(unsigned limit)
{
	static uint64_t state = 3;
	state = state * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
	return (unsigned)(state >> 33) % limit;
}

/* Frames of all kinds: begun and not, of generators, of the C stack. */
static pf_addr random_frames(const pf_addr *code, unsigned count)
{
	pf_addr newest = 0;
	for (unsigned i = 0; i < count; i++) {
		enum fake_owner owner = random_number(4) ? OWNED_BY_THREAD : random_number(5);
		bool has_code = heap.layout.frame.owner == PF_ABSENT || owner < OWNED_BY_SHIM;
		newest = fake_frame(&heap, has_code ? code[random_number(3)] : 0,
				    (int32_t)random_number(FAKE_UNITS) - 1, newest, owner);
	}
	return newest;
}

/* What frames.c says of the same thread, frame by frame. */
static void check_thread(pf_addr thread)
{
	const char *truncated = NULL;
	pf_addr newest;
	size_t next = 0;
	frames.count = 0;
	assert_ok(pf_frames_find_newest(&heap.reader, thread, &newest));
	assert_ok(pf_frames_walk(&heap.reader, &other_codes, newest, &frames, &truncated));
	ck_assert_ptr_null(truncated);
	assert_ok(pf_probe_stack(&probe, thread, &raw));
	ck_assert_uint_eq(raw.newest, newest);
	for (size_t i = 0; i < raw.count; i++) {
		struct pf_probe_place place;
		assert_ok(pf_probe_resolve(&probe, &codes, &raw.items[i], &place));
		if (place.incomplete)
			continue;
		ck_assert_uint_lt(next, frames.count);
		const struct pf_frame *frame = &frames.items[next++];
		ck_assert_uint_eq(place.entry->code.at, frame->code->at);
		ck_assert_str_eq(place.entry->code.function, frame->code->function);
		ck_assert_int_eq(place.line, frame->line);
	}
	ck_assert_uint_eq(next, frames.count);
}

START_TEST(random_stacks_are_what_frames_says)
{
	set_up((unsigned)_i);
	pf_addr code[] = { fake_code(&heap, "a.py", "f", 1), fake_code(&heap, "b.py", "g", 50),
			   fake_code(&heap, "c.py", "h", 900) };
	check_thread(fake_thread(&heap, interpreter, 1, 1, 0));
	for (int round = 0; round < 50; round++) {
		pf_addr newest = random_frames(code, random_number(60));
		pf_addr thread = fake_thread(&heap, interpreter, 1, 1, newest);
		assert_ok(pf_windows_refresh(windows)); /* the heap has changed */
		check_thread(thread);			/* most is missed */
		assert_ok(pf_windows_refresh(windows));
		check_thread(thread); /* all remembered */
	}
}
END_TEST

START_TEST(a_repeated_stack_is_one_fetch)
{
	set_up((unsigned)_i);
	pf_addr code = fake_code(&heap, "a.py", "f", 1);
	pf_addr thread = fake_thread(&heap, interpreter, 1, 1, fake_frames(&heap, code, 100));
	check_thread(thread);
	assert_ok(pf_windows_refresh(windows));
	assert_ok(pf_probe_stack(&probe, thread, &raw));
	ck_assert_uint_eq(pf_windows_misses(windows), 0);
	ck_assert_uint_eq(raw.count, 100);
}
END_TEST

START_TEST(circles_are_torn)
{
	set_up((unsigned)_i);
	pf_addr code = fake_code(&heap, "a.py", "f", 1);
	for (size_t length = 1; length < 200; length += 33) {
		pf_addr oldest = fake_frame(&heap, code, 5, 0, OWNED_BY_THREAD), newest = oldest;
		for (size_t i = 1; i < length; i++)
			newest = fake_frame(&heap, code, 5, newest, OWNED_BY_THREAD);
		fake_link_frame(&heap, oldest, newest);
		pf_addr thread = fake_thread(&heap, interpreter, 1, 1, newest);
		assert_ok(pf_windows_refresh(windows));
		assert_error(pf_probe_stack(&probe, thread, &raw), PF_TORN, "");
	}
}
END_TEST

START_TEST(links_to_nowhere_are_faults)
{
	set_up((unsigned)_i);
	pf_addr code = fake_code(&heap, "a.py", "f", 1);
	pf_addr oldest = fake_frame(&heap, code, 5, 0x1000, OWNED_BY_THREAD);
	pf_addr thread = fake_thread(&heap, interpreter, 1, 1, oldest);
	assert_error(pf_probe_stack(&probe, thread, &raw), PF_FAULT, "");
	assert_error(pf_probe_stack(&probe, 0x2000, &raw), PF_FAULT, "");
}
END_TEST

/* Every read may fail; the next walk is right again. */
START_TEST(each_read_fails)
{
	static struct pf_error *const errors[] = { &pf_error_fault, &pf_error_gone };
	set_up((unsigned)_i);
	pf_addr code = fake_code(&heap, "a.py", "f", 1);
	pf_addr thread = fake_thread(&heap, interpreter, 1, 1, fake_frames(&heap, code, 9));
	for (int kind = 0; kind < 2; kind++) {
		bool failed = true;
		for (long n = 0; failed; n++) {
			struct failing_memory failing;
			pf_windows_destroy(windows);
			failing_memory_init(&failing, &heap.memory, n, errors[kind]);
			open_windows(&failing.memory);
			struct pf_error *err = pf_probe_stack(&probe, thread, &raw);
			failed = failing.failed;
			ck_assert(failed ? err == errors[kind] : !err);
			check_thread(thread);
		}
	}
	pf_windows_destroy(windows);
	windows = NULL;
}
END_TEST

/* Nonstop: frames below the newest one must be equal in both copies. */
START_TEST(callers_must_keep_still)
{
	set_up((unsigned)_i);
	pf_addr code = fake_code(&heap, "a.py", "f", 1), at;
	pf_addr thread = fake_thread(&heap, interpreter, 1, 1, fake_frames(&heap, code, 9));
	assert_ok(pf_frames_locate_newest(&heap.reader, thread, &at));
	probe.compare = true;
	pf_windows_set_echo(windows, at, false);
	assert_error(pf_probe_stack(&probe, thread, &raw), PF_TORN, ""); /* no copies yet */
	assert_ok(pf_windows_refresh(windows));
	(void)!pf_probe_stack(&probe, thread, &raw);
	assert_ok(pf_windows_refresh(windows));
	assert_ok(pf_probe_stack(&probe, thread, &raw));
	ck_assert_uint_eq(raw.count, 9);
	ck_assert(pf_windows_last_echo(windows)->same);
	ck_assert_uint_eq(pf_windows_last_echo(windows)->word, raw.newest);
}
END_TEST

/* A walk of the third round, when everything is copied as it is to be. */
static struct pf_error *walk_with_copies(pf_addr thread)
{
	pf_addr at;
	assert_ok(pf_frames_locate_newest(&heap.reader, thread, &at));
	probe.compare = true;
	pf_windows_set_echo(windows, at, false);
	for (int i = 0; i < 2; i++) {
		(void)!pf_probe_stack(&probe, thread, &raw);
		assert_ok(pf_windows_refresh(windows));
	}
	return pf_probe_stack(&probe, thread, &raw);
}

/* Frames without code below the oldest one are read once, whatever their number. */
START_TEST(the_root_is_not_read_again)
{
	set_up((unsigned)_i);
	if (heap.layout.frame.owner == PF_ABSENT)
		return;
	pf_addr code = fake_code(&heap, "a.py", "f", 1);
	pf_addr base = fake_frame(&heap, 0, 0, 0, OWNED_BY_SHIM);
	pf_addr shim = fake_frame(&heap, 0, 0, base, OWNED_BY_SHIM);
	pf_addr oldest = fake_frame(&heap, code, 10, shim, OWNED_BY_THREAD);
	pf_addr between = fake_frame(&heap, 0, 0, oldest, OWNED_BY_SHIM);
	pf_addr newest = fake_frame(&heap, code, 10, between, OWNED_BY_THREAD);
	pf_addr thread = fake_thread(&heap, interpreter, 1, 1, newest);
	assert_ok(pf_probe_stack(&probe, thread, &raw));
	ck_assert_uint_eq(raw.count, 2);
	ck_assert_uint_eq(raw.root, shim);
	fake_link_frame(&heap, shim, 0x1000); /* to nowhere */
	assert_ok(pf_windows_refresh(windows));
	probe.root = shim;
	assert_ok(pf_probe_stack(&probe, thread, &raw));
	ck_assert_uint_eq(raw.count, 2);
	ck_assert_uint_eq(raw.root, shim);
	fake_link_frame(&heap, oldest, 0);
	assert_ok(pf_windows_refresh(windows));
	assert_ok(pf_probe_stack(&probe, thread, &raw));
	ck_assert_uint_eq(raw.root, 0);
}
END_TEST

/* A caller that runs has not called the frame that is thought to be newer. */
START_TEST(callers_that_run_are_none)
{
	set_up((unsigned)_i);
	pf_addr code = fake_code(&heap, "a.py", "f", 1);
	pf_addr caller = fake_frames(&heap, code, 3);
	pf_addr thread = fake_thread(&heap, interpreter, 1, 1,
				     fake_frame(&heap, code, 10, caller, OWNED_BY_THREAD));
	bool tells = heap.layout.traits.running >= RUNNING_STACKTOP;
	ck_assert_ptr_eq(walk_with_copies(thread), tells ? &pf_error_torn : NULL);
}
END_TEST

/* Unless C called it. */
START_TEST(callers_of_c_run)
{
	set_up((unsigned)_i);
	if (heap.layout.frame.owner == PF_ABSENT)
		return;
	pf_addr code = fake_code(&heap, "a.py", "f", 1);
	pf_addr caller = fake_frames(&heap, code, 3), between = caller;
	bool entry = heap.layout.frame.is_entry != PF_ABSENT;
	if (!entry)
		between = fake_frame(&heap, code, 10, caller, OWNED_BY_SHIM);
	pf_addr newest = fake_frame(&heap, code, 10, between, OWNED_BY_THREAD);
	if (entry)
		fake_put_byte(&heap, newest + (pf_addr)heap.layout.frame.is_entry, 1);
	assert_ok(walk_with_copies(fake_thread(&heap, interpreter, 1, 1, newest)));
	ck_assert_uint_eq(raw.count, 4);
}
END_TEST

/* A newest frame that does not run is left over from a call that is over. */
START_TEST(newest_frames_must_run)
{
	set_up((unsigned)_i);
	pf_addr code = fake_code(&heap, "a.py", "f", 1), newest = fake_frames(&heap, code, 4);
	pf_addr thread = fake_thread(&heap, interpreter, 1, 1, newest);
	enum pf_running how = heap.layout.traits.running;
	pf_addr at = newest + (pf_addr)heap.layout.frame.running;
	fake_set_running(&heap, newest, false);
	if (how == RUNNING_EXECUTING || how == RUNNING_STATE)
		fake_put_byte(&heap, at, how == RUNNING_STATE); /* 0; FRAME_RETURNED */
	bool tells = how != RUNNING_UNKNOWN && how != RUNNING_STACKPOINTER;
	ck_assert_ptr_eq(walk_with_copies(thread), tells ? &pf_error_torn : NULL);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("probe");
	TCase *tests = tcase_create("probe");
	int layouts = fake_memory_layouts();
	tcase_add_checked_fixture(tests, NULL, teardown);
	tcase_add_loop_test(tests, random_stacks_are_what_frames_says, 0, layouts);
	tcase_add_loop_test(tests, a_repeated_stack_is_one_fetch, 0, layouts);
	tcase_add_loop_test(tests, circles_are_torn, 0, layouts);
	tcase_add_loop_test(tests, links_to_nowhere_are_faults, 0, layouts);
	tcase_add_loop_test(tests, each_read_fails, 0, layouts);
	tcase_add_loop_test(tests, callers_must_keep_still, 0, layouts);
	tcase_add_loop_test(tests, the_root_is_not_read_again, 0, layouts);
	tcase_add_loop_test(tests, callers_that_run_are_none, 0, layouts);
	tcase_add_loop_test(tests, callers_of_c_run, 0, layouts);
	tcase_add_loop_test(tests, newest_frames_must_run, 0, layouts);
	suite_add_tcase(suite, tests);
	return tap_run(suite);
}
