/* value/heap_walk: lists of objects of every version, in one go and in several; and lists that lie. */
#include "value/heap_walk.h"

#include "assert_error.h"
#include "failing_malloc.h"
#include "failing_memory.h"
#include "fake_collector.h"
#include "fake_runtime.h"
#include "python/object.h"
#include "tap.h"

#include <stdio.h>

static struct fake_memory heap;
static struct pf_python python;
static struct fake_collector collector;
static struct pf_heap_walk walk;
static pf_addr interpreter, list_type, user_type;
static size_t visited;

static struct pf_error *count_visit(struct pf_heap_walk *of, const struct pf_heap_object *object)
{
	(void)of, (void)object;
	visited++;
	return NULL;
}

static void setup(int index)
{
	fake_memory_init(&heap, (unsigned)index);
	fake_python_init(&heap, &python);
	assert_ok(pf_page_cache_create(&heap.memory, &python.cache));
	python.runtime = fake_runtime(&heap);
	interpreter = fake_interpreter(&heap, python.runtime, 0);
	fake_collector_init(&collector, &heap, &python, interpreter);
	list_type = fake_tracked_type(&collector, "list", UINT64_C(1) << 25, 40, 0);
	user_type = fake_tracked_class(&collector, "app", "User", 48);
	assert_ok(pf_heap_walk_init(&walk, &python));
	walk.visit = count_visit;
	visited = 0;
}

static void teardown(void)
{
	pf_heap_walk_deinit(&walk);
	pf_page_cache_destroy(python.cache);
	fake_memory_deinit(&heap);
	walk = (struct pf_heap_walk){ 0 };
	python.cache = NULL;
	heap = (struct fake_memory){ 0 };
}

static enum pf_heap_end run(void)
{
	enum pf_heap_end end;
	assert_ok(pf_heap_walk_run(&walk, &end));
	return end;
}

static void track(int list, pf_addr type, size_t count)
{
	for (size_t i = 0; i < count; i++)
		fake_tracked(&collector, list, type, 64);
}

/* The type called NAME; all that was counted of it is kept. */
static const struct pf_heap_type *type_called(const char *name)
{
	for (size_t i = 0; i < walk.types.count; i++) {
		if (!strcmp(walk.types.items[i].name, name))
			return &walk.types.items[i];
	}
	return NULL;
}

static void assert_count(const char *name, uint64_t count, uint64_t each)
{
	const struct pf_heap_type *type = type_called(name);
	ck_assert_msg(type != NULL, "no %s", name);
	ck_assert_uint_eq(type->more_count, count);
	ck_assert_uint_eq(type->more_bytes, count * each);
}

START_TEST(nothing_is_there)
{
	setup(_i);
	ck_assert_int_eq(run(), PF_HEAP_WHOLE);
	ck_assert_uint_eq(visited, 0);
	ck_assert_ptr_null(walk.truncated);
}
END_TEST

START_TEST(all_generations_are_walked)
{
	setup(_i);
	uint64_t head = (uint64_t)heap.layout.gc.head_size;
	track(0, list_type, 3);
	track(1, list_type, 20);
	track(2, user_type, 100);
	ck_assert_int_eq(run(), PF_HEAP_WHOLE);
	ck_assert_uint_eq(visited, 123);
	ck_assert_ptr_null(walk.truncated);
	assert_count("list", 23, head + 40);
	assert_count("app.User", 100, head + 48);
	ck_assert_int_eq(type_called("list")->kind, PF_HEAP_LIST);
}
END_TEST

START_TEST(what_is_frozen_is_there)
{
	setup(_i);
	if (!collector.heads[FAKE_FROZEN])
		return;
	track(FAKE_FROZEN, user_type, 7);
	track(0, list_type, 1);
	ck_assert_int_eq(run(), PF_HEAP_WHOLE);
	ck_assert_uint_eq(visited, 8);
}
END_TEST

START_TEST(every_interpreter_has_lists)
{
	struct fake_collector other;
	setup(_i);
	if (heap.layout.gc.in_interpreter == PF_ABSENT)
		return;
	fake_collector_init(&other, &heap, &python, fake_interpreter(&heap, python.runtime, 1));
	track(0, list_type, 2);
	for (int i = 0; i < 5; i++)
		fake_tracked(&other, i % 3, list_type, 64);
	ck_assert_int_eq(run(), PF_HEAP_WHOLE);
	ck_assert_uint_eq(visited, 7);
}
END_TEST

/* Flags of a collection that is over are no part of a link. */
START_TEST(links_have_flags)
{
	setup(_i);
	pf_addr first = fake_tracked(&collector, 0, list_type, 64);
	pf_addr last = fake_tracked(&collector, 0, list_type, 64);
	fake_put_word(&heap, fake_head_of(&collector, first), fake_head_of(&collector, last) | 1);
	fake_put_word(&heap, fake_head_of(&collector, last) + 8,
		      fake_head_of(&collector, first) | 3);
	ck_assert_int_eq(run(), PF_HEAP_WHOLE);
	ck_assert_uint_eq(visited, 2);
	ck_assert_ptr_null(walk.truncated);
}
END_TEST

START_TEST(sizes)
{
	setup(_i);
	uint64_t head = (uint64_t)heap.layout.gc.head_size;
	bool managed = heap.layout.traits.attributes != ATTR_DICT;
	pf_addr tuple = fake_tracked_type(&collector, "tuple", UINT64_C(1) << 26, 24, 8);
	pf_addr dicted = fake_tracked_type(&collector, "x.Dicted", PF_TYPE_MANAGED_DICT, 16, 0);
	pf_addr generator = fake_tracked_type(&collector, "generator", 0, 144, 8);
	pf_addr at = fake_tracked(&collector, 0, tuple, 64);
	fake_put_word(&heap, at + (pf_addr)heap.layout.object.var_size, 5);
	at = fake_tracked(&collector, 0, tuple, 64);
	fake_put_word(&heap, at + (pf_addr)heap.layout.object.var_size, UINT64_MAX);
	at = fake_tracked(&collector, 0, generator, 64);
	fake_put_word(&heap, at + (pf_addr)heap.layout.object.var_size, 5);
	fake_tracked(&collector, 0, dicted, 64);
	ck_assert_int_eq(run(), PF_HEAP_WHOLE);
	ck_assert_uint_eq(type_called("tuple")->more_bytes, 2 * (head + 24) + 5 * 8);
	assert_count("generator", 1, head + 144);
	assert_count("x.Dicted", 1, head + 16 + (managed ? 16 : 0));
}
END_TEST

/* ------------------------------------------------------------------ in several goes */

/* Each go is over at once: after the objects between two looks at the clock. */
static void hurry(void)
{
	walk.deadline_ns = 1;
}

START_TEST(a_walk_goes_on)
{
	int goes = 1;
	setup(_i);
	track(0, list_type, 1000);
	track(2, user_type, 1000);
	hurry();
	for (enum pf_heap_end end; (end = run()) != PF_HEAP_WHOLE; goes++) {
		ck_assert_int_eq(end, PF_HEAP_TIME);
		ck_assert_int_lt(goes, 10);
		pf_heap_types_keep(&walk.types);
	}
	pf_heap_types_keep(&walk.types);
	ck_assert_int_eq(goes, 7); /* three times in each list, and to its end */
	ck_assert_uint_eq(visited, 2000);
	ck_assert_uint_eq(type_called("list")->count, 1000);
	ck_assert_uint_eq(type_called("app.User")->count, 1000);
}
END_TEST

static void unlink_node(pf_addr node)
{
	uint64_t next, previous;
	assert_ok(pf_reader_peek_word(&heap.reader, node, &next));
	assert_ok(pf_reader_peek_word(&heap.reader, node + 8, &previous));
	fake_put_word(&heap, previous, next);
	fake_put_word(&heap, next + 8, previous);
	fake_put_word(&heap, node, 0);
	fake_put_word(&heap, node + 8, 0);
}

/* The newest of the objects that were visited, the COUNT-th before it. */
static pf_addr recent(uint64_t count)
{
	return walk.place.recent[(walk.place.visited - 1 - count) % PF_HEAP_RECENT];
}

START_TEST(visited_objects_go_away)
{
	setup(_i);
	track(1, list_type, 600);
	hurry();
	ck_assert_int_eq(run(), PF_HEAP_TIME);
	for (uint64_t i = 0; i < 100; i++)
		unlink_node(recent(i));
	walk.deadline_ns = 0;
	ck_assert_int_eq(run(), PF_HEAP_WHOLE);
	ck_assert_uint_eq(visited, 600);
	ck_assert_ptr_null(walk.truncated);
}
END_TEST

START_TEST(the_place_is_lost)
{
	setup(_i);
	track(1, list_type, 600);
	hurry();
	ck_assert_int_eq(run(), PF_HEAP_TIME);
	for (uint64_t i = 0; i < PF_HEAP_RECENT; i++)
		unlink_node(recent(i));
	ck_assert_int_eq(run(), PF_HEAP_LOST);
}
END_TEST

/* A young list that is put behind an older one is followed there. */
START_TEST(a_list_ages)
{
	setup(_i);
	track(1, list_type, 5);
	track(0, list_type, 600);
	hurry();
	while (walk.place.list < walk.lists.count - 1 || !walk.place.visited)
		ck_assert_int_eq(run(), PF_HEAP_TIME);
	uint64_t first, last = collector.tails[0];
	assert_ok(pf_reader_peek_word(&heap.reader, collector.heads[0], &first));
	fake_put_word(&heap, collector.tails[1], first);
	fake_put_word(&heap, first + 8, collector.tails[1]);
	fake_put_word(&heap, last, collector.heads[1]);
	fake_put_word(&heap, collector.heads[1] + 8, last);
	fake_put_word(&heap, collector.heads[0], collector.heads[0]);
	fake_put_word(&heap, collector.heads[0] + 8, collector.heads[0]);
	walk.deadline_ns = 0;
	ck_assert_int_eq(run(), PF_HEAP_WHOLE);
	ck_assert_uint_eq(visited, 605);
}
END_TEST

/* An object that was freed, and made anew in a younger list, leads away from what is left. */
START_TEST(a_place_in_a_younger_list)
{
	setup(_i);
	track(2, list_type, 600);
	hurry();
	ck_assert_int_eq(run(), PF_HEAP_TIME);
	pf_addr node = recent(0), head = collector.heads[0];
	unlink_node(node);
	fake_put_word(&heap, head, node);
	fake_put_word(&heap, head + 8, node);
	fake_put_word(&heap, node, head);
	fake_put_word(&heap, node + 8, head);
	ck_assert_int_eq(run(), PF_HEAP_LOST);
}
END_TEST

START_TEST(a_type_is_replaced)
{
	setup(_i);
	track(2, user_type, 600);
	hurry();
	ck_assert_int_eq(run(), PF_HEAP_TIME);
	pf_heap_types_keep(&walk.types);
	uint64_t done = visited;
	fake_put_word(&heap, user_type + (pf_addr)heap.layout.type.name,
		      fake_c_string(&heap, "Other"));
	walk.deadline_ns = 0;
	ck_assert_int_eq(run(), PF_HEAP_WHOLE);
	pf_heap_types_keep(&walk.types);
	ck_assert_uint_eq(type_called("app.User")->count, done);
	ck_assert_uint_eq(type_called("app.Other")->count, 600 - done);
}
END_TEST

static void set_collecting(int collecting)
{
	const struct pf_layout *layout = &heap.layout;
	pf_addr at = layout->interpreter.gc_collecting != PF_ABSENT
			     ? interpreter + (pf_addr)layout->interpreter.gc_collecting
		     : layout->runtime.gc_collecting != PF_ABSENT
			     ? python.runtime + (pf_addr)layout->runtime.gc_collecting
			     : python.collecting_at;
	fake_put_int(&heap, at, collecting);
}

START_TEST(a_collection_is_waited_for)
{
	setup(_i);
	track(2, user_type, 10);
	set_collecting(1);
	walk.patient = true;
	ck_assert_int_eq(run(), PF_HEAP_BUSY);
	ck_assert_uint_eq(visited, 0);
	set_collecting(0);
	ck_assert_int_eq(run(), PF_HEAP_WHOLE);
	ck_assert(!walk.collecting);
	ck_assert_uint_eq(visited, 10);
}
END_TEST

/* It counts references where the links back are. */
START_TEST(a_collection_that_lasts)
{
	setup(_i);
	for (int i = 0; i < 10; i++) {
		pf_addr at = fake_tracked(&collector, 2, user_type, 64);
		fake_put_word(&heap, fake_head_of(&collector, at) + 8, 4 * 7 + 2);
	}
	set_collecting(1);
	ck_assert_int_eq(run(), PF_HEAP_WHOLE);
	ck_assert(walk.collecting);
	ck_assert_uint_eq(visited, 10);
}
END_TEST

/* ------------------------------------------------------------------ lists that lie */

START_TEST(a_circle)
{
	for (int collecting = 0; collecting < 2; collecting++) {
		setup(_i);
		set_collecting(collecting);
		track(2, user_type, 10);
		pf_addr middle = collector.tails[2];
		track(2, user_type, 10);
		fake_put_word(&heap, collector.tails[2], middle);
		track(0, list_type, 5);
		ck_assert_int_eq(run(), PF_HEAP_WHOLE);
		ck_assert_ptr_nonnull(strstr(walk.truncated, "contradicts itself"));
		ck_assert_uint_ge(visited, 25);
		ck_assert_uint_le(visited, 80);
		assert_count("list", 5, (uint64_t)heap.layout.gc.head_size + 40);
		teardown();
	}
	setup(_i);
}
END_TEST

START_TEST(nowhere)
{
	static const uint64_t places[] = { 0, 8, 4096, UINT64_MAX, UINT64_MAX & ~UINT64_C(7) };
	for (size_t i = 0; i < sizeof(places) / sizeof(places[0]); i++) {
		setup(_i);
		track(2, user_type, 10);
		fake_put_word(&heap, collector.tails[2], places[i]);
		track(0, list_type, 5);
		ck_assert_int_eq(run(), PF_HEAP_WHOLE);
		ck_assert_ptr_nonnull(strstr(walk.truncated, "no memory"));
		ck_assert_uint_eq(visited, 15);
		teardown();
	}
	setup(_i);
}
END_TEST

START_TEST(types_that_are_none)
{
	setup(_i);
	pf_addr vast = fake_tracked_type(&collector, "vast", 0, UINT64_C(1) << 40, 0);
	pf_addr no_type = fake_type_new(&heap, "nothing", 0);
	static const uint64_t places[] = { 0, 1, 8, UINT64_MAX };
	for (size_t i = 0; i < sizeof(places) / sizeof(places[0]); i++)
		track(0, places[i], 2);
	track(0, vast, 1);
	track(0, no_type, 1);
	ck_assert_int_eq(run(), PF_HEAP_WHOLE);
	uint64_t corrupt = 0;
	for (size_t i = 0; i < walk.types.count; i++) {
		ck_assert_str_eq(walk.types.items[i].name, "<corrupt>");
		corrupt += walk.types.items[i].more_count;
	}
	ck_assert_uint_eq(corrupt, 10);
	ck_assert_uint_eq(visited, 10);
}
END_TEST

START_TEST(names_that_are_none)
{
	char longest[400];
	setup(_i);
	memset(longest, 'x', sizeof(longest) - 1);
	longest[sizeof(longest) - 1] = '\0';
	track(0, fake_tracked_type(&collector, longest, 0, 16, 0), 1);
	track(0, fake_tracked_type(&collector, "\xff\xfe", 0, 16, 0), 1);
	track(0, fake_tracked_type(&collector, "Homeless", PF_TYPE_HEAP, 16, 0), 1);
	pf_addr nameless = fake_tracked_type(&collector, "x", 0, 16, 0);
	fake_put_word(&heap, nameless + (pf_addr)heap.layout.type.name, 24);
	track(0, nameless, 1);
	ck_assert_int_eq(run(), PF_HEAP_WHOLE);
	ck_assert_uint_eq(strlen(walk.types.items[0].name), 256);
	ck_assert_ptr_nonnull(type_called("\\xff\\xfe"));
	ck_assert_ptr_nonnull(type_called("Homeless"));
	ck_assert_ptr_nonnull(type_called("<corrupt>"));
}
END_TEST

/* ------------------------------------------------------------------ what fails */

static bool never(void *data)
{
	return !++*(int *)data;
}

static bool always(void *data)
{
	return ++*(int *)data > 1;
}

START_TEST(an_interruption)
{
	int asked = 0;
	enum pf_heap_end end;
	setup(_i);
	track(0, list_type, 70000);
	walk.data = &asked;
	walk.interrupted = never;
	ck_assert_int_eq(run(), PF_HEAP_WHOLE);
	ck_assert_int_eq(asked, 1);
	walk.place = (struct pf_heap_place){ 0 };
	walk.interrupted = always;
	assert_error(pf_heap_walk_run(&walk, &end), PF_INTERRUPTED, "");
}
END_TEST

static struct pf_error *walk_anew(struct pf_memory *memory)
{
	struct pf_heap_walk other;
	enum pf_heap_end end;
	python.live.memory = memory;
	struct pf_error *err = pf_heap_walk_init(&other, &python);
	if (!err)
		err = pf_heap_walk_run(&other, &end);
	pf_heap_walk_deinit(&other);
	python.live.memory = &heap.memory;
	return err;
}

START_TEST(each_allocation_fails)
{
	bool failed = true;
	setup(_i);
	track(0, list_type, 3);
	track(2, user_type, 3);
	for (long n = 0; failed; n++) {
		failing_malloc_arm(n);
		struct pf_error *err = walk_anew(&heap.memory);
		failed = failing_malloc_disarm();
		ck_assert_msg((err == &pf_error_no_memory) == failed, "n %ld: %s", n,
			      err ? pf_error_message(err) : "no error");
		ck_assert(failed || n > 5);
	}
}
END_TEST

/* What cannot be read is left out; the end of the target ends all. */
START_TEST(the_nth_read_fails)
{
	struct failing_memory failing;
	setup(_i);
	track(0, list_type, 300);
	track(2, user_type, 300);
	for (long n = 0, left = -1; left < 0; n++) {
		failing_memory_init(&failing, &heap.memory, n, &pf_error_gone);
		struct pf_error *err = walk_anew(&failing.memory);
		ck_assert(err == (failing.failed ? &pf_error_gone : NULL));
		left = failing.failed ? -1 : n;
		failing_memory_init(&failing, &heap.memory, n, &pf_error_fault);
		assert_ok(walk_anew(&failing.memory));
	}
}
END_TEST

int main(void)
{
	int layouts = fake_memory_layouts();
	Suite *suite = suite_create("heap_walk");
	TCase *tests = tcase_create("heap_walk");
	tcase_add_checked_fixture(tests, NULL, teardown);
	tcase_add_loop_test(tests, nothing_is_there, 0, layouts);
	tcase_add_loop_test(tests, all_generations_are_walked, 0, layouts);
	tcase_add_loop_test(tests, what_is_frozen_is_there, 0, layouts);
	tcase_add_loop_test(tests, every_interpreter_has_lists, 0, layouts);
	tcase_add_loop_test(tests, links_have_flags, 0, layouts);
	tcase_add_loop_test(tests, sizes, 0, layouts);
	tcase_add_loop_test(tests, a_walk_goes_on, 0, layouts);
	tcase_add_loop_test(tests, visited_objects_go_away, 0, layouts);
	tcase_add_loop_test(tests, the_place_is_lost, 0, layouts);
	tcase_add_loop_test(tests, a_list_ages, 0, layouts);
	tcase_add_loop_test(tests, a_place_in_a_younger_list, 0, layouts);
	tcase_add_loop_test(tests, a_type_is_replaced, 0, layouts);
	tcase_add_loop_test(tests, a_collection_is_waited_for, 0, layouts);
	tcase_add_loop_test(tests, a_collection_that_lasts, 0, layouts);
	tcase_add_loop_test(tests, a_circle, 0, layouts);
	tcase_add_loop_test(tests, nowhere, 0, layouts);
	tcase_add_loop_test(tests, types_that_are_none, 0, layouts);
	tcase_add_loop_test(tests, names_that_are_none, 0, layouts);
	tcase_add_test(tests, an_interruption);
	tcase_add_loop_test(tests, each_allocation_fails, 0, layouts);
	tcase_add_loop_test(tests, the_nth_read_fails, 0, layouts);
	tcase_set_timeout(tests, 60);
	suite_add_tcase(suite, tests);
	return tap_run(suite);
}
