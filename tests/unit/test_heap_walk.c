/* value/heap_walk: lists of objects of every version, in one go and in several; and lists that lie. */
#include "heap_walking.h"

#include "failing_malloc.h"
#include "failing_memory.h"
#include "python/object.h"
#include "tap.h"

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

/* ------------------------------------------------------------------ lists that lie */

START_TEST(a_circle)
{
	for (int collecting = 0; collecting < 2; collecting++) {
		setup(_i);
		set_collecting(collecting);
		track(2, user_type, 10);
		pf_addr middle = collector.tails[2];
		track(2, user_type, 10);
		pf_addr late = collector.tails[2];
		track(2, user_type, 3);
		fake_put_word(&heap, late, middle);
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
		pf_addr late = collector.tails[2];
		track(2, user_type, 3);
		fake_put_word(&heap, late, places[i]);
		track(0, list_type, 5);
		ck_assert_int_eq(run(), PF_HEAP_WHOLE);
		ck_assert_ptr_nonnull(strstr(walk.truncated, "no memory"));
		ck_assert_uint_eq(visited, 15);
		teardown();
	}
	setup(_i);
}
END_TEST

/* ------------------------------------------------------------------ threads that stand still */

static void set_links(pf_addr object, pf_addr next, pf_addr previous)
{
	pf_addr head = fake_head_of(&collector, object);
	fake_put_word(&heap, head, next);
	fake_put_word(&heap, head + 8, previous);
}

static void assert_visited(size_t count)
{
	ck_assert_int_eq(run(), PF_HEAP_WHOLE);
	ck_assert_ptr_null(walk.truncated);
	ck_assert_uint_eq(visited, count);
	teardown();
}

/* Either neighbour of the one in the middle knows already that it is not there. */
START_TEST(an_object_is_being_unlinked)
{
	for (int which = 0; which < 2; which++) {
		setup(_i);
		track(0, user_type, 3);
		pf_addr first =
			fake_head_of(&collector, fake_tracked(&collector, 0, user_type, 64));
		fake_tracked(&collector, 0, user_type, 64);
		pf_addr last = fake_head_of(&collector, fake_tracked(&collector, 0, user_type, 64));
		track(0, user_type, 3);
		fake_put_word(&heap, which ? first : last + 8, which ? last : first);
		assert_visited(which ? 8 : 9);
	}
	setup(_i);
}
END_TEST

/* The last one leads to an object that does not lead back yet, or not to the list's head. */
START_TEST(an_object_is_being_linked)
{
	for (int which = 0; which < 2; which++) {
		setup(_i);
		track(0, user_type, 6);
		pf_addr last = collector.tails[0];
		pf_addr object = fake_tracked(&collector, 0, user_type, 64);
		set_links(object, 0, which ? last : 0);
		fake_put_word(&heap, collector.heads[0] + 8, last);
		assert_visited(which ? 7 : 6);
	}
	setup(_i);
}
END_TEST

/* ------------------------------------------------------------------ types that lie */

START_TEST(types_that_are_none)
{
	setup(_i);
	pf_addr vast = fake_tracked_type(&collector, "vast", 0, UINT64_C(1) << 40, 0);
	pf_addr no_type = fake_type_new(&heap, "nothing", 0);
	fake_put_word(&heap, no_type + (pf_addr)heap.layout.object.type, list_type);
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
	track(0, list_type, 60);
	track(2, user_type, 60);
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
	tcase_add_loop_test(tests, a_circle, 0, layouts);
	tcase_add_loop_test(tests, nowhere, 0, layouts);
	tcase_add_loop_test(tests, an_object_is_being_unlinked, 0, layouts);
	tcase_add_loop_test(tests, an_object_is_being_linked, 0, layouts);
	tcase_add_loop_test(tests, types_that_are_none, 0, layouts);
	tcase_add_loop_test(tests, names_that_are_none, 0, layouts);
	tcase_add_test(tests, an_interruption);
	tcase_add_loop_test(tests, each_allocation_fails, 0, layouts);
	tcase_add_loop_test(tests, the_nth_read_fails, 0, layouts);
	tcase_set_timeout(tests, 60);
	suite_add_tcase(suite, tests);
	return tap_run(suite);
}
