/* value/heap_walk: walks in several goes, while lists change; and collections that are going on. */
#include "heap_walking.h"

#include "tap.h"

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

int main(void)
{
	int layouts = fake_memory_layouts();
	Suite *suite = suite_create("heap_slices");
	TCase *tests = tcase_create("heap_slices");
	tcase_add_checked_fixture(tests, NULL, teardown);
	tcase_add_loop_test(tests, a_walk_goes_on, 0, layouts);
	tcase_add_loop_test(tests, visited_objects_go_away, 0, layouts);
	tcase_add_loop_test(tests, the_place_is_lost, 0, layouts);
	tcase_add_loop_test(tests, a_list_ages, 0, layouts);
	tcase_add_loop_test(tests, a_place_in_a_younger_list, 0, layouts);
	tcase_add_loop_test(tests, a_type_is_replaced, 0, layouts);
	tcase_add_loop_test(tests, a_collection_is_waited_for, 0, layouts);
	tcase_add_loop_test(tests, a_collection_that_lasts, 0, layouts);
	tcase_set_timeout(tests, 60);
	suite_add_tcase(suite, tests);
	return tap_run(suite);
}
