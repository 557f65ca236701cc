/* python/names: threading's names of threads, wherever instances keep them, and what is in the way. */
#include "assert_error.h"
#include "failing_memory.h"
#include "fake_runtime.h"
#include "python/names.h"
#include "tap.h"

static struct fake_memory heap;
static struct pf_arena arena;
static struct pf_map names;
static pf_addr interpreter;

static void setup(int index)
{
	fake_memory_init(&heap, (unsigned)index);
	pf_addr runtime = fake_runtime(&heap);
	interpreter = fake_interpreter(&heap, runtime, 0);
}

static void teardown(void)
{
	pf_map_deinit(&names);
	pf_arena_deinit(&arena);
	fake_memory_deinit(&heap);
}

/* A Thread object named NAME; NULL: its name is no text. */
static pf_addr thread_object(const char *name, enum fake_place place)
{
	struct fake_item items[] = {
		{ fake_str(&heap, "_target"), 0 },
		{ fake_str(&heap, heap.layout.major == 2 ? "_Thread__name" : "_name"),
		  name ? fake_str(&heap, name) : fake_int(&heap, 5, false) },
		{ fake_str(&heap, "_daemonic"), 0 },
	};
	return fake_instance(&heap, items, 3, place);
}

static struct fake_item active_item(uint64_t ident, const char *name, enum fake_place place)
{
	return (struct fake_item){ fake_int(&heap, (int64_t)ident, false),
				   thread_object(name, place) };
}

static void set_active(const struct fake_item *items, size_t count)
{
	fake_put_word(&heap, interpreter + (pf_addr)heap.layout.interpreter.modules,
		      fake_threading(&heap, items, count));
}

static struct pf_error *read_names(const struct pf_reader *reader)
{
	pf_addr active;
	PF_TRY(pf_names_find(reader, interpreter, &active));
	return active ? pf_names_peek(reader, interpreter, active, &arena, &names) : NULL;
}

static void check_name(uint64_t ident, const char *want)
{
	uint64_t *found = pf_map_find(&names, ident ^ interpreter);
	ck_assert_int_eq(found != NULL, want != NULL);
	if (want)
		ck_assert_str_eq((const char *)(uintptr_t)*found, want);
}

START_TEST(names_in_every_place)
{
	setup(_i);
	for (enum fake_place place = 0; place < PLACE_COUNT; place++) {
		if (!fake_place_exists(&heap, place))
			continue;
		struct fake_item items[] = { active_item(140021372557120, "MainThread", place),
					     active_item(140021372557121, "worker-1", place),
					     { 0, 0 },
					     active_item(INT64_C(1) << 62, "", place) };
		set_active(items, 4);
		pf_map_clear(&names);
		assert_ok(read_names(&heap.reader));
		check_name(140021372557120, "MainThread");
		check_name(140021372557121, "worker-1");
		check_name(INT64_C(1) << 62, "");
		check_name(1, NULL);
	}
}
END_TEST

/* One bad entry costs its own name only. */
START_TEST(bad_entries_are_left_out)
{
	setup(_i);
	struct fake_item items[] = {
		active_item(1, NULL, PLACE_DICTOFFSET),
		{ fake_str(&heap, "no ident"), thread_object("x", PLACE_DICTOFFSET) },
		{ fake_int(&heap, 3, false), 16 },
		{ 16, thread_object("y", PLACE_DICTOFFSET) },
		{ fake_int(&heap, 5, false), fake_instance(&heap, NULL, 0, PLACE_DICTOFFSET) },
		{ fake_int(&heap, 6, false), fake_str(&heap, "no thread") },
		active_item(7, "good", PLACE_DICTOFFSET),
	};
	set_active(items, 7);
	assert_ok(read_names(&heap.reader));
	check_name(7, "good");
	ck_assert_uint_eq(names.count, 1);
}
END_TEST

/* Whatever the dict holds, what is kept of it has a bound. */
START_TEST(names_without_end)
{
	enum { COUNT = 400, SIZE = 60000 };
	static struct fake_item items[COUNT];
	char name[SIZE + 1];
	setup(_i);
	memset(name, 'x', SIZE);
	name[SIZE] = '\0';
	for (size_t i = 0; i < COUNT; i++)
		items[i] = (struct fake_item){ fake_int(&heap, (int64_t)i + 1, false), 0 };
	pf_addr thread = thread_object(name, PLACE_DICTOFFSET);
	for (size_t i = 0; i < COUNT; i++)
		items[i].value = thread;
	set_active(items, COUNT);
	assert_ok(read_names(&heap.reader));
	ck_assert_uint_gt(names.count, COUNT / 2);
	ck_assert_uint_lt(names.count, COUNT);
	check_name(1, name);
}
END_TEST

START_TEST(threading_is_not_imported)
{
	pf_addr active = 4711;
	setup(_i);
	assert_ok(pf_names_find(&heap.reader, interpreter, &active));
	ck_assert_uint_eq(active, 0); /* not even sys.modules is there */
	fake_modules(&heap, interpreter, 0x030000f0, 0);
	active = 4711;
	assert_ok(pf_names_find(&heap.reader, interpreter, &active));
	ck_assert_uint_eq(active, 0);
}
END_TEST

START_TEST(modules_that_lie)
{
	pf_addr active;
	setup(_i);
	fake_put_word(&heap, interpreter + (pf_addr)heap.layout.interpreter.modules, 16);
	ck_assert_ptr_eq(pf_names_find(&heap.reader, interpreter, &active), &pf_error_fault);
	fake_put_word(&heap, interpreter + (pf_addr)heap.layout.interpreter.modules,
		      fake_str(&heap, "x"));
	ck_assert_ptr_eq(pf_names_find(&heap.reader, interpreter, &active), &pf_error_torn);
	ck_assert_ptr_eq(pf_names_peek(&heap.reader, interpreter, 16, &arena, &names),
			 &pf_error_fault);
}
END_TEST

/* A key that cannot be read is another key: then there is no error, but a name is missing. */
START_TEST(the_nth_read_fails)
{
	setup(_i);
	struct fake_item items[] = { active_item(1, "a", PLACE_DICTOFFSET),
				     active_item(2, "b", PLACE_DICTOFFSET) };
	set_active(items, 2);
	bool failed = true;
	for (long n = 0; failed; n++) {
		struct failing_memory failing;
		failing_memory_init(&failing, &heap.memory, n,
				    _i & 1 ? &pf_error_fault : &pf_error_gone);
		struct pf_reader reader = { &failing.memory, &heap.layout };
		struct pf_error *err = read_names(&reader);
		failed = failing.failed;
		ck_assert(err || names.count <= 2);
		if (!failed) {
			ck_assert_ptr_null(err);
			ck_assert_uint_eq(names.count, 2);
		}
		pf_map_clear(&names);
		ck_assert_int_lt(n, 400);
	}
}
END_TEST

int main(void)
{
	int layouts = fake_memory_layouts();
	Suite *suite = suite_create("names");
	TCase *tests = tcase_create("names");
	tcase_add_checked_fixture(tests, NULL, teardown);
	tcase_add_loop_test(tests, names_in_every_place, 0, layouts);
	tcase_add_loop_test(tests, bad_entries_are_left_out, 0, layouts);
	tcase_add_loop_test(tests, names_without_end, 0, layouts);
	tcase_add_loop_test(tests, threading_is_not_imported, 0, layouts);
	tcase_add_loop_test(tests, modules_that_lie, 0, layouts);
	tcase_add_loop_test(tests, the_nth_read_fails, 0, layouts);
	suite_add_tcase(suite, tests);
	return tap_run(suite);
}
