/* value/heap: counts by type, objects of a type, who refers to one; of every version. */
#include "assert_error.h"
#include "child.h"
#include "failing_malloc.h"
#include "fake_collector.h"
#include "fake_objects.h"
#include "fake_runtime.h"
#include "tap.h"

#include <stdlib.h>

static struct fake_memory heap;
static struct pf_python python;
static struct fake_collector collector;
static struct child child;
static struct pf_hold *hold; /* of no thread: nothing moves in a heap of ours */
static struct pf_heap *result;
static struct pf_heap_options options;
static pf_addr interpreter, list_type, tuple_type, dict_type, user_type, set_type;

enum { LIST = 1 << 25, TUPLE = 1 << 26, DICT = 1 << 29 };

static void place_types(void)
{
	list_type = fake_tracked_type(&collector, "list", LIST, 40, 0);
	tuple_type = fake_tracked_type(&collector, "tuple", TUPLE, 24, 8);
	dict_type = fake_tracked_type(&collector, "dict", DICT, 48, 0);
	set_type = fake_tracked_type(&collector, "set", 0, 400, 0);
	user_type = fake_tracked_class(&collector, "app", "User", 48);
}

static void setup(int index)
{
	child_start(&child, child_echo, NULL);
	fake_memory_init(&heap, (unsigned)index);
	fake_python_init(&heap, &python);
	assert_ok(pf_page_cache_create(&heap.memory, &python.cache));
	assert_ok(pf_process_attach(child.pid, &python.process));
	assert_ok(pf_hold_create(python.process, &hold));
	python.runtime = fake_runtime(&heap);
	interpreter = fake_interpreter(&heap, python.runtime, 0);
	fake_collector_init(&collector, &heap, &python, interpreter);
	place_types();
	options = (struct pf_heap_options){ .hold = hold, .limit = 10 };
}

static void teardown(void)
{
	pf_heap_destroy(result);
	pf_heap_destroy(NULL);
	pf_hold_destroy(hold);
	pf_process_destroy(python.process);
	pf_page_cache_destroy(python.cache);
	fake_memory_deinit(&heap);
	child_end(&child);
	result = NULL;
}

static void read_heap(void)
{
	pf_heap_destroy(result);
	result = NULL;
	assert_ok(pf_python_read_heap(&python, &options, &result));
}

static pf_addr track(pf_addr type)
{
	return fake_tracked(&collector, 0, type, 256);
}

START_TEST(types_by_bytes)
{
	setup(_i);
	uint64_t head = (uint64_t)heap.layout.gc.head_size;
	for (int i = 0; i < 3; i++)
		track(user_type);
	for (int i = 0; i < 2; i++)
		track(list_type);
	track(set_type);
	read_heap();
	ck_assert_uint_eq(result->type_count, 3);
	ck_assert_uint_eq(result->count, 6);
	ck_assert_uint_eq(result->bytes, 6 * head + 3 * 48 + 2 * 40 + 400);
	ck_assert_str_eq(result->types[0].type, "set");
	ck_assert_uint_eq(result->types[0].bytes, head + 400);
	ck_assert_str_eq(result->types[1].type, "app.User");
	ck_assert_uint_eq(result->types[1].count, 3);
	ck_assert_str_eq(result->types[2].type, "list");
	ck_assert_uint_eq(result->pauses, 1);
	ck_assert_uint_eq(result->found_count, 0);
	ck_assert(!result->collecting && !result->truncated);
}
END_TEST

START_TEST(classes_of_one_name)
{
	setup(_i);
	pf_addr again = fake_tracked_class(&collector, "app", "User", 64);
	track(user_type);
	track(again);
	track(again);
	read_heap();
	ck_assert_uint_eq(result->type_count, 1);
	ck_assert_uint_eq(result->types[0].count, 3);
}
END_TEST

START_TEST(objects_of_a_type)
{
	static const char *const names[] = { "app.User", "User" };
	setup(_i);
	pf_addr first = track(user_type);
	track(list_type);
	pf_addr second = track(user_type);
	for (size_t i = 0; i < 2; i++) {
		options.type = names[i];
		options.limits = i ? &pf_limits_default : NULL;
		read_heap();
		ck_assert_uint_eq(result->found_count, 2);
		ck_assert_uint_eq(result->match_count, 2);
		ck_assert_uint_eq(result->found[0].at, first);
		ck_assert_uint_eq(result->found[1].at, second);
		ck_assert_str_eq(result->found[1].type, "app.User");
		ck_assert_ptr_null(result->found[0].how);
		ck_assert((result->found[0].repr != NULL) == (i == 1));
		if (i)
			ck_assert(!strncmp(result->found[0].repr, "<app.User object at 0x", 22));
		ck_assert_uint_eq(result->count, 3); /* all are counted */
	}
	options.type = "ser";
	read_heap();
	ck_assert_uint_eq(result->match_count, 0);
}
END_TEST

START_TEST(no_more_than_the_limit)
{
	setup(_i);
	for (int i = 0; i < 20; i++)
		track(user_type);
	options.type = "User";
	read_heap();
	ck_assert_uint_eq(result->found_count, 10);
	ck_assert_uint_eq(result->match_count, 20);
	options.limit = 0;
	read_heap();
	ck_assert_uint_eq(result->found_count, 0);
	ck_assert_uint_eq(result->match_count, 20);
}
END_TEST

/* ------------------------------------------------------------------ referrers */

static pf_addr wanted;

static void put_word(pf_addr at, int32_t offset, uint64_t word)
{
	fake_put_word(&heap, at + (pf_addr)offset, word);
}

static void find_referrers(void)
{
	options.referrers_of = wanted;
	options.limits = &pf_limits_default;
	read_heap();
}

static const struct pf_heap_found *assert_referrer(pf_addr at, const char *how, int64_t index)
{
	for (size_t i = 0; i < result->found_count; i++) {
		const struct pf_heap_found *found = &result->found[i];
		if (found->at != at)
			continue;
		ck_assert_str_eq(found->how, how);
		ck_assert_int_eq(found->index, index);
		return found;
	}
	ck_abort_msg("no %s", how);
}

static void setup_wanted(int index)
{
	setup(index);
	wanted = track(user_type);
}

START_TEST(items_by_index)
{
	enum { MANY = 2000 };
	setup_wanted(_i);
	int32_t size = heap.layout.object.var_size;
	pf_addr list = track(list_type), tuple = track(tuple_type);
	pf_addr table = fake_alloc(&heap, MANY * 8);
	fake_put_word(&heap, table + 1500 * 8, wanted);
	put_word(list, size, MANY);
	put_word(list, heap.layout.objects.sequence.list_items, table);
	put_word(tuple, size, 4);
	put_word(tuple, heap.layout.objects.sequence.tuple_items + 2 * 8, wanted);
	find_referrers();
	ck_assert_uint_eq(result->match_count, 2);
	assert_referrer(list, "item", 1500);
	assert_referrer(tuple, "item", 2);
	put_word(list, size, 1500);
	put_word(tuple, size, 2);
	find_referrers();
	ck_assert_uint_eq(result->match_count, 0);
	ck_assert_ptr_null(result->truncated);
}
END_TEST

START_TEST(items_of_deques)
{
	setup_wanted(_i);
	const struct pf_layout_deque *layout = &heap.layout.library.deque;
	pf_addr type = fake_tracked_type(&collector, "collections.deque", 0, 200, 0);
	pf_addr deque = track(type), blocks[2];
	uint64_t length = (uint64_t)layout->block_length;
	for (size_t i = 0; i < 2; i++)
		blocks[i] = fake_alloc(&heap, 16 + length * 8);
	put_word(blocks[0], layout->block_right, blocks[1]);
	put_word(blocks[1], layout->block_items + 3 * 8, wanted);
	put_word(deque, layout->left_block, blocks[0]);
	put_word(deque, layout->left_index, length - 2);
	put_word(deque, layout->length, 6);
	find_referrers();
	assert_referrer(deque, "item", 5);
	put_word(deque, layout->length, 5);
	find_referrers();
	ck_assert_uint_eq(result->match_count, 0);
	ck_assert_ptr_null(result->truncated);
	put_word(deque, layout->left_index, length);
	find_referrers();
	ck_assert_ptr_nonnull(strstr(result->truncated, "could not be looked into"));
}
END_TEST

START_TEST(members_of_sets)
{
	setup_wanted(_i);
	const struct pf_layout_set *layout = &heap.layout.objects.set;
	pf_addr set = track(set_type), table = fake_alloc(&heap, 8 * 16);
	put_word(set, layout->mask, 7);
	put_word(set, layout->table, table);
	put_word(table, 5 * 16 + (heap.layout.major == 2 ? 8 : 0), wanted);
	find_referrers();
	assert_referrer(set, "item", 0);
	put_word(set, layout->mask, UINT64_MAX);
	find_referrers();
	ck_assert_uint_eq(result->match_count, 0);
	ck_assert_ptr_nonnull(strstr(result->truncated, "could not be looked into"));
}
END_TEST

/* A dict in a list: what fake_dict_new() makes has no head, so it is copied. */
static pf_addr track_dict(const struct fake_item *items, size_t count)
{
	unsigned char bytes[48];
	pf_addr made = fake_dict_new(&heap, items, count, DICT_COMBINED), at = track(dict_type);
	assert_ok(pf_memory_peek(&heap.memory, made + 16, bytes, 32));
	fake_put(&heap, at + 16, bytes, 32);
	return at;
}

START_TEST(keys_and_values)
{
	setup_wanted(_i);
	pf_addr name = fake_str(&heap, "name"), other = fake_str(&heap, "other");
	pf_addr value = track_dict((struct fake_item[]){ { other, other }, { name, wanted } }, 2);
	pf_addr key = track_dict(&(struct fake_item){ wanted, other }, 1);
	track_dict(&(struct fake_item){ name, other }, 1);
	find_referrers();
	ck_assert_uint_eq(result->match_count, 2);
	ck_assert_str_eq(assert_referrer(value, "value", 0)->key, "'name'");
	ck_assert_ptr_null(assert_referrer(key, "key", 0)->key);
}
END_TEST

/* The dict of an instance that holds nothing that is collected is in no list. */
START_TEST(attributes_of_instances)
{
	enum { COLLECTED = 1 << 14 };
	setup_wanted(_i);
	pf_addr name = fake_str(&heap, "name"),
		of_lock = fake_tracked_type(&collector, "lock", 0, 32, 0);
	pf_addr user = track(user_type);
	wanted = fake_object(&heap, of_lock, 32);
	put_word(user_type, heap.layout.type.dictoffset, 40);
	put_word(user, 40,
		 fake_dict_new(&heap, &(struct fake_item){ name, wanted }, 1, DICT_COMBINED));
	find_referrers();
	ck_assert_uint_eq(result->match_count, 1);
	ck_assert_str_eq(assert_referrer(user, "attribute", 0)->key, "'name'");
	put_word(of_lock, heap.layout.type.flags, COLLECTED);
	find_referrers();
	ck_assert_uint_eq(result->match_count, 0);
}
END_TEST

START_TEST(fields_and_types)
{
	setup_wanted(_i);
	pf_addr user = track(user_type);
	put_word(user, 40, wanted);
	find_referrers();
	ck_assert_uint_eq(result->match_count, 1);
	assert_referrer(user, "field", 40);
	wanted = list_type;
	pf_addr list = track(list_type);
	find_referrers();
	assert_referrer(list, "type", heap.layout.object.type);
}
END_TEST

START_TEST(weak_references)
{
	setup_wanted(_i);
	pf_addr type = fake_tracked_type(&collector, "weakref", 0, 64, 0), at = track(type);
	put_word(at, heap.layout.objects.weakref.object, wanted);
	find_referrers();
	ck_assert_uint_eq(result->match_count, 0);
	put_word(at, heap.layout.objects.weakref.object + 8, wanted);
	find_referrers();
	assert_referrer(at, "callback", 0);
}
END_TEST

START_TEST(only_of_a_type)
{
	setup_wanted(_i);
	put_word(track(user_type), 40, wanted);
	pf_addr list = track(list_type);
	put_word(list, 32, wanted);
	options.type = "list";
	find_referrers();
	ck_assert_uint_eq(result->match_count, 1);
	ck_assert_uint_eq(result->found[0].at, list);
}
END_TEST

/* ------------------------------------------------------------------ what cannot be */

START_TEST(free_threaded)
{
	setup(_i);
	python.free_threaded = true;
	assert_error(pf_python_read_heap(&python, &options, &result), PF_UNSUPPORTED,
		     "free-threaded");
}
END_TEST

START_TEST(lists_that_are_not_known)
{
	setup(_i);
	python.layout.gc.generations = PF_ABSENT;
	python.globals.gc_generation0_at = 0;
	assert_error(pf_python_read_heap(&python, &options, &result), PF_UNSUPPORTED,
		     "cannot be listed");
}
END_TEST

START_TEST(a_process_that_has_ended)
{
	setup(_i);
	child_end(&child);
	assert_error(pf_python_read_heap(&python, &options, &result), PF_GONE, "");
	child_start(&child, child_echo, NULL); /* for the teardown */
}
END_TEST

static bool always(void *data)
{
	return data == &result;
}

START_TEST(an_interruption)
{
	setup(0);
	for (int i = 0; i < 1 << 16; i++)
		fake_tracked(&collector, 0, list_type, 64);
	options.interrupted = always;
	options.data = &result;
	assert_error(pf_python_read_heap(&python, &options, &result), PF_INTERRUPTED, "");
}
END_TEST

START_TEST(each_allocation_fails)
{
	bool failed = true;
	setup_wanted(_i);
	put_word(track(user_type), 40, wanted);
	pf_addr name = fake_str(&heap, "name");
	track_dict(&(struct fake_item){ name, wanted }, 1);
	options.referrers_of = wanted;
	options.limits = &pf_limits_default;
	for (long n = 0; failed; n++) {
		struct pf_heap *made = NULL;
		failing_malloc_arm(n);
		struct pf_error *err = pf_python_read_heap(&python, &options, &made);
		failed = failing_malloc_disarm();
		ck_assert_msg((err == &pf_error_no_memory) == failed, "n %ld: %s", n,
			      err ? pf_error_message(err) : "no error");
		ck_assert(failed || (n > 9 && made->match_count == 2));
		pf_heap_destroy(made);
	}
}
END_TEST

/* ------------------------------------------------------------------ mutated heaps */

static uint64_t seed;

/* The same numbers each time (Knuth's MMIX). */
static uint64_t random_below(uint64_t limit)
{
	seed = seed * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
	return (seed >> 33) % limit;
}

static void place_all_kinds(void)
{
	pf_addr name = fake_str(&heap, "name"), table = fake_alloc(&heap, 64);
	pf_addr list = track(list_type), tuple = track(tuple_type), set = track(set_type);
	put_word(list, heap.layout.object.var_size, 8);
	put_word(list, heap.layout.objects.sequence.list_items, table);
	put_word(tuple, heap.layout.object.var_size, 4);
	put_word(tuple, heap.layout.objects.sequence.tuple_items, wanted);
	put_word(set, heap.layout.objects.set.mask, 3);
	put_word(set, heap.layout.objects.set.table, table);
	track_dict(&(struct fake_item){ name, wanted }, 1);
	put_word(track(user_type), 40, wanted);
}

/* A word of the heap becomes another one: small, huge, or the address of something. */
static void mutate(void)
{
	const struct fake_block *from = &heap.blocks.items[random_below(heap.blocks.count)];
	const struct fake_block *to = &heap.blocks.items[random_below(heap.blocks.count)];
	const uint64_t words[] = { random_below(300),
				   UINT64_MAX - random_below(300),
				   to->at + random_below(to->size + 1),
				   to->at,
				   UINT64_C(1) << random_below(64),
				   random_below(UINT32_MAX) };
	if (from->size >= 8)
		fake_put_word(&heap, from->at + random_below(from->size / 8) * 8,
			      words[random_below(6)]);
}

START_TEST(mutated_heaps)
{
	enum { ROUNDS = 400 };
	setup_wanted(_i);
	place_all_kinds();
	unsigned char *whole = malloc(heap.used);
	memcpy(whole, heap.bytes, heap.used);
	options.referrers_of = wanted;
	options.limits = &pf_limits_default;
	seed = (uint64_t)_i;
	for (int round = 0; round < ROUNDS; round++) {
		for (uint64_t i = random_below(4) + 1; i; i--)
			mutate();
		struct pf_heap *made = NULL;
		struct pf_error *err = pf_python_read_heap(&python, &options, &made);
		ck_assert(err || made->found_count <= options.limit);
		pf_error_destroy(err);
		pf_heap_destroy(made);
		memcpy(heap.bytes, whole, heap.used);
	}
	free(whole);
}
END_TEST

int main(void)
{
	int layouts = fake_memory_layouts();
	Suite *suite = suite_create("heap");
	TCase *tests = tcase_create("heap");
	tcase_add_checked_fixture(tests, NULL, teardown);
	tcase_add_loop_test(tests, types_by_bytes, 0, layouts);
	tcase_add_loop_test(tests, classes_of_one_name, 0, layouts);
	tcase_add_loop_test(tests, objects_of_a_type, 0, layouts);
	tcase_add_loop_test(tests, no_more_than_the_limit, 0, layouts);
	tcase_add_loop_test(tests, items_by_index, 0, layouts);
	tcase_add_loop_test(tests, items_of_deques, 0, layouts);
	tcase_add_loop_test(tests, members_of_sets, 0, layouts);
	tcase_add_loop_test(tests, keys_and_values, 0, layouts);
	tcase_add_loop_test(tests, attributes_of_instances, 0, layouts);
	tcase_add_loop_test(tests, fields_and_types, 0, layouts);
	tcase_add_loop_test(tests, weak_references, 0, layouts);
	tcase_add_loop_test(tests, only_of_a_type, 0, layouts);
	tcase_add_loop_test(tests, free_threaded, 0, layouts);
	tcase_add_loop_test(tests, lists_that_are_not_known, 0, layouts);
	tcase_add_loop_test(tests, a_process_that_has_ended, 0, layouts);
	tcase_add_test(tests, an_interruption);
	tcase_add_loop_test(tests, each_allocation_fails, 0, layouts);
	tcase_add_loop_test(tests, mutated_heaps, 0, layouts);
	tcase_set_timeout(tests, 60);
	suite_add_tcase(suite, tests);
	return tap_run(suite);
}
