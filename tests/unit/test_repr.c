/* value/repr: limits, circles, damage, and how much is read. */
#include "assert_error.h"
#include "failing_memory.h"
#include "fake_classes.h"
#include "python/dict.h"
#include "tap.h"
#include "value/dict_children.h"
#include "value/kind.h"

#include <string.h>

static struct fake_memory heap;
static struct pf_view view;
static struct pf_text text;
static pf_addr list_class, tuple_class;

static void begin(unsigned layout)
{
	fake_memory_init(&heap, layout);
	pf_view_init(&view, &heap.reader);
	list_class = fake_class(&heap, "list", FAKE_LIST_TYPE, 0, 0);
	tuple_class = fake_class(&heap, "tuple", FAKE_TUPLE_TYPE, 0, 0);
}

static void teardown(void)
{
	pf_text_deinit(&text);
	pf_view_deinit(&view);
	fake_memory_deinit(&heap);
}

#define LAYOUT begin((unsigned)_i)

static const char *repr(pf_addr at, const struct pf_limits *limits)
{
	pf_text_deinit(&text);
	text = (struct pf_text){ 0 };
	assert_ok(pf_repr(&view, at, limits, &text));
	return pf_text_str(&text);
}

static pf_addr list_of(const pf_addr *items, size_t count)
{
	return fake_list(&heap, list_class, items, count);
}

static pf_addr number(int64_t value)
{
	return fake_int(&heap, value, false);
}

/* [[[…LEVELS…[]…]]] */
static pf_addr nested(unsigned levels)
{
	pf_addr at = list_of(NULL, 0);
	for (; levels; levels--)
		at = list_of(&at, 1);
	return at;
}

START_TEST(within_the_limits)
{
	struct pf_limits limits = pf_limits_default;
	LAYOUT;
	pf_addr one = number(1), two = number(2), same[13], some[30];
	for (size_t i = 0; i < 13; i++)
		same[i] = one;
	for (size_t i = 0; i < 30; i++)
		some[i] = number((int64_t)i);
	same[12] = two;
	ck_assert_str_eq(repr(list_of(same + 1, 12), &limits), "[1 <repeats 11 times>, 2]");
	ck_assert_str_eq(repr(list_of(same + 2, 11), &limits), "[1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 2]");
	ck_assert_str_eq(repr(fake_tuple(&heap, tuple_class, same, 1), &limits), "(1,)");
	ck_assert_str_eq(repr(fake_tuple(&heap, tuple_class, same, 0), &limits), "()");
	limits.elements = 3;
	ck_assert_str_eq(repr(list_of(some, 30), &limits), "[0, 1, 2...]");
	ck_assert_str_eq(repr(list_of(some, 3), &limits), "[0, 1, 2]");
	limits.depth = 2;
	ck_assert_str_eq(repr(nested(3), &limits), "[[[...]]]");
	limits.max_string = 3;
	ck_assert_str_eq(repr(fake_str(&heap, "abcd"), &limits), "'abc'...");
	ck_assert_str_eq(repr(fake_str(&heap, "abc"), &limits), "'abc'");
}
END_TEST

/* What there is no time for is cut: nothing of it at all when the pause is over before it begins. */
START_TEST(a_pause_ends)
{
	pf_addr items[3];
	LAYOUT;
	for (size_t i = 0; i < 3; i++)
		items[i] = number((int64_t)i);
	pf_addr list = list_of(items, 3);
	pf_view_limit(&view);
	ck_assert_str_eq(repr(list, &pf_limits_default), "[0, 1, 2]");
	view.until_ns = 1;
	ck_assert_str_eq(repr(list, &pf_limits_default), "[...]");
	ck_assert_str_eq(repr(number(5), &pf_limits_default), "5");
}
END_TEST

/* A text that is longer than what is read at a time: that much of it, then the pause ends. */
START_TEST(a_pause_ends_within_a_text)
{
	enum { LONG = 200000, PART = 1 << 16 };
	static char letters[LONG + 1];
	const struct pf_limits all = { 0 };
	LAYOUT;
	memset(letters, 'x', LONG);
	pf_addr str = fake_str(&heap, letters), bytes = fake_bytes(&heap, letters, LONG);
	ck_assert_uint_eq(strlen(repr(str, &all)), LONG + strlen("''"));
	view.until_ns = 1;
	ck_assert_uint_eq(strlen(repr(str, &all)), PART + strlen("''..."));
	ck_assert_uint_lt(strlen(repr(bytes, &all)), LONG);
}
END_TEST

/* What is behind a name of a secret: in dicts, and in pairs as headers are. */
START_TEST(secrets_are_redacted)
{
	static const char *const words[] = { "token", NULL };
	const struct pf_redaction redaction = { words };
	const struct pf_limits limits = pf_limits_default;
	LAYOUT;
	pf_view_redact(&view, &redaction);
	pf_addr name = fake_str(&heap, "X-Token"), other = fake_str(&heap, "host");
	pf_addr secret = fake_str(&heap, "s"), pair[] = { name, secret, secret };
	pf_addr plain[] = { other, secret };
	ck_assert_str_eq(repr(fake_tuple(&heap, tuple_class, pair, 2), &limits),
			 "('X-Token', <redacted>)");
	ck_assert_str_eq(repr(list_of(pair, 2), &limits), "['X-Token', <redacted>]");
	ck_assert_str_eq(repr(list_of(pair, 3), &limits), "['X-Token', 's', 's']");
	ck_assert_str_eq(repr(list_of(plain, 2), &limits), "['host', 's']");
	ck_assert_str_eq(repr(list_of(pair, 1), &limits), "['X-Token']");
	const struct fake_item items[] = { { name, secret }, { other, secret } };
	pf_addr dict = fake_dict_new(&heap, items, 2, DICT_COMBINED);
	ck_assert(strstr(repr(dict, &limits), "'X-Token': <redacted>"));
	ck_assert(strstr(repr(dict, &limits), "'host': 's'"));
}
END_TEST

/* Memory that is all zero, wherever one reads: a table of free places without end. */
static struct pf_error *peek_zeros(struct pf_memory *memory, pf_addr at, void *buf, size_t size)
{
	(void)memory, (void)at;
	memset(buf, 0, size);
	return NULL;
}

START_TEST(free_places_come_to_an_end)
{
	struct pf_memory zeros = { .peek = peek_zeros };
	struct pf_children children = { 0 };
	struct pf_dict_places places = { .at = 4096, .count = UINT64_C(1) << 36, .words = 3 };
	struct pf_error *err = NULL;
	begin(0);
	view.reader = &(struct pf_reader){ &zeros, &heap.layout };
	for (int calls = 0; !err && calls < 1000; calls++)
		err = pf_dict_place_children(&view, &places, 64, &children);
	assert_error(err, PF_CORRUPT, "free places in a row");
	pf_children_deinit(&children);
}
END_TEST

/* Few lists, each of them hundreds of times in others: no more is printed than can be read. */
START_TEST(wide_and_deep)
{
	enum { WIDE = 200 };
	pf_addr items[WIDE], one, two;
	LAYOUT;
	one = number(1);
	two = number(2);
	for (int level = 0; level < 4; level++) {
		for (size_t i = 0; i < WIDE; i++)
			items[i] = i % 2 ? one : two;
		one = list_of(items, WIDE);
		two = list_of(items, WIDE - 1);
	}
	const char *have = repr(one, &pf_limits_default);
	ck_assert_uint_gt(strlen(have), 1 << 20);
	ck_assert_uint_lt(strlen(have), 2 << 20);
	ck_assert(!strcmp(have + strlen(have) - 4, "...]"));
}
END_TEST

START_TEST(circles)
{
	LAYOUT;
	pf_addr one = number(1), inner = list_of(&one, 1);
	pf_addr outer = list_of(&inner, 1), items;
	assert_ok(pf_reader_peek_word(
		&heap.reader, inner + (pf_addr)heap.layout.objects.sequence.list_items, &items));
	fake_put_word(&heap, items, outer);
	ck_assert_str_eq(repr(outer, &pf_limits_default), "[[[...]]]");
	fake_put_word(&heap, items, inner);
	ck_assert_str_eq(repr(inner, &pf_limits_default), "[[...]]");
}
END_TEST

/* However deep it is, and without a limit, too. */
START_TEST(depth_takes_no_stack)
{
	struct pf_limits limits = { 0 };
	LAYOUT;
	const char *deep = repr(nested(5000), &limits);
	ck_assert_uint_gt(strlen(deep), 1000);
	ck_assert(strstr(deep, "[[[...]]]"));
}
END_TEST

/* A terminal must not obey the name of a class. */
START_TEST(names_are_escaped)
{
	LAYOUT;
	pf_addr class = fake_class(&heap, "E\033[2J\177", 0, 0, 0);
	const char *have = repr(fake_object(&heap, class, 32), &pf_limits_default);
	ck_assert_msg(!strncmp(have, "<E\\x1b[2J\\x7f object at 0x", 26), "%s", have);
}
END_TEST

static void check_corrupt(pf_addr at)
{
	pf_addr one = number(1), items[] = { one, at, one };
	const char *alone = repr(at, &pf_limits_default);
	ck_assert_msg(strstr(alone, "<corrupt: ") != NULL, "%s", alone);
	const char *beside = repr(list_of(items, 3), &pf_limits_default);
	ck_assert_msg(!strncmp(beside, "[1, ", 4) && strstr(beside, "<corrupt: "), "%s", beside);
	ck_assert_msg(!strcmp(beside + strlen(beside) - 4, ", 1]"), "%s", beside);
}

static void check_trashed(pf_addr at, int32_t offset)
{
	static const uint64_t words[] = { UINT64_C(1) << 50, 1 << 30, UINT64_MAX, INT64_MAX };
	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++) {
		fake_put_word(&heap, at + (pf_addr)offset, words[i]);
		check_corrupt(at);
	}
}

START_TEST(trashed_lengths)
{
	LAYOUT;
	pf_addr item = number(1);
	int32_t size = heap.layout.object.var_size;
	check_trashed(list_of(&item, 1), size);
	check_trashed(fake_tuple(&heap, tuple_class, &item, 1), size);
	check_trashed(fake_bytes(&heap, "abc", 3), size);
	check_trashed(fake_str(&heap, "abc"),
		      heap.layout.major == 2 ? size : heap.layout.text.length);
}
END_TEST

START_TEST(trashed_pointers)
{
	static const pf_addr wrong[] = { 0, 8, 0xdead0000, UINT64_MAX - 7 };
	LAYOUT;
	for (size_t i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++) {
		pf_addr item = number(1), list = list_of(&item, 1), other = number(1000);
		struct fake_item pair = { fake_str(&heap, "k"), item };
		pf_addr dict = fake_dict_new(&heap, &pair, 1, DICT_COMBINED);
		int32_t table =
			heap.layout.major == 2 ? heap.layout.dict.table : heap.layout.dict.keys;
		fake_put_word(&heap, list + (pf_addr)heap.layout.objects.sequence.list_items,
			      wrong[i]);
		fake_put_word(&heap, other + (pf_addr)heap.layout.object.type, wrong[i]);
		fake_put_word(&heap, dict + (pf_addr)table, wrong[i]);
		check_corrupt(list);
		check_corrupt(other);
		check_corrupt(dict);
	}
	check_corrupt(0);
	check_corrupt(16);
}
END_TEST

/* An error in one place is a text there. */
START_TEST(the_nth_read_fails)
{
	LAYOUT;
	pf_addr items[] = { number(1), fake_str(&heap, "x"), fake_none(&heap), nested(1) };
	struct fake_item pair = { fake_str(&heap, "k"), list_of(items, 4) };
	pf_addr dict = fake_dict_new(&heap, &pair, 1, DICT_COMBINED);
	bool failed = true;
	for (long n = 0; failed; n++) {
		struct failing_memory failing;
		failing_memory_init(&failing, &heap.memory, n, &pf_error_fault);
		struct pf_reader reader = { &failing.memory, &heap.layout };
		pf_view_deinit(&view);
		pf_view_init(&view, &reader);
		const char *have = repr(dict, &pf_limits_default);
		failed = failing.failed;
		ck_assert(failed || !strcmp(have, "{'k': [1, 'x', None, [[]]]}"));
	}
}
END_TEST

/* --- a dict that is larger than any heap of ours */

enum { ENTRIES = 3000000, LOG2 = 23 };
static const pf_addr FAR = UINT64_C(0x7e0000000000);

struct large_memory {
	struct pf_memory memory; /* first */
	pf_addr places;
	size_t words, bytes;
	uint64_t entry[3];
};

static struct pf_error *large_peek(struct pf_memory *memory, pf_addr at, void *buf, size_t size)
{
	struct large_memory *large = (struct large_memory *)memory;
	large->bytes += size;
	if (!large->places || at < large->places ||
	    at - large->places >= ENTRIES * large->words * 8)
		return pf_memory_peek(&heap.memory, at, buf, size);
	for (size_t i = 0; i < size / 8; i++)
		((uint64_t *)buf)[i] = large->entry[((at - large->places) / 8 + i) % large->words];
	return NULL;
}

/* Makes a dict of one entry say that it has all those. */
static void pretend(pf_addr dict)
{
	const struct pf_layout *layout = &heap.layout;
	pf_addr keys;
	if (layout->major == 2) {
		fake_put_word(&heap, dict + (pf_addr)layout->dict.mask, (1 << LOG2) - 1);
		fake_put_word(&heap, dict + (pf_addr)layout->dict.table, FAR);
		return;
	}
	assert_ok(pf_reader_peek_word(&heap.reader, dict + (pf_addr)layout->dict.keys, &keys));
	fake_put_word(&heap, keys + (pf_addr)layout->keys.nentries, ENTRIES);
	if (layout->traits.dict == DICT_KEYS) {
		fake_put_word(&heap, keys + (pf_addr)layout->keys.size, 1 << LOG2);
		return;
	}
	fake_put_byte(&heap, keys + (pf_addr)layout->keys.size, LOG2);
	fake_put_byte(&heap, keys + (pf_addr)layout->keys.size + 1, LOG2 + 2);
}

START_TEST(ten_of_three_million)
{
	struct pf_limits limits = pf_limits_default;
	struct large_memory large = { .memory = { .peek = large_peek } };
	struct pf_dict_places places;
	LAYOUT;
	struct fake_item item = { fake_str(&heap, "k"), number(1) };
	pf_addr dict = fake_dict_new(&heap, &item, 1, DICT_GENERAL);
	pretend(dict);
	struct pf_reader reader = { &large.memory, &heap.layout };
	assert_ok(pf_dict_locate(&reader, dict, &places));
	large.places = places.at;
	large.words = places.words;
	large.entry[large.words - 2] = item.key;
	large.entry[large.words - 1] = item.value;
	large.bytes = 0;
	pf_view_deinit(&view);
	pf_view_init(&view, &reader);
	limits.elements = 10;
	const char *have = repr(dict, &limits);
	ck_assert_str_eq(have, "{'k': 1, 'k': 1, 'k': 1, 'k': 1, 'k': 1, 'k': 1, 'k': 1, 'k': 1, "
			       "'k': 1, 'k': 1...}");
	ck_assert_uint_le(large.bytes, 64 << 10);
}
END_TEST

/* --- the order in which shared keys got their values */

static void put_order(pf_addr values, const uint8_t *order, unsigned count)
{
	bool behind = heap.layout.traits.attributes == ATTR_INLINE;
	if (behind) {
		fake_put_byte(&heap, values - 8, 4);
		fake_put_byte(&heap, values - 7, count);
	} else {
		fake_put_byte(&heap, values - 2, count);
	}
	for (unsigned i = 0; i < count; i++)
		fake_put_byte(&heap, behind ? values + 4 * 8 + i : values - 3 - i, order[i]);
}

START_TEST(in_the_order_of_setting)
{
	static const uint8_t turned[] = { 2, 0, 1 }, none[] = { 9, 0, 1 };
	LAYOUT;
	struct fake_item items[] = { { fake_str(&heap, "a"), number(1) },
				     { fake_str(&heap, "b"), number(2) },
				     { fake_str(&heap, "c"), number(3) } };
	if (heap.layout.traits.attributes == ATTR_DICT)
		return;
	pf_addr dict = fake_dict_new(&heap, items, 3, DICT_SPLIT);
	pf_addr values = fake_alloc(&heap, 128) + 64;
	bool inline_values = heap.layout.traits.attributes == ATTR_INLINE;
	for (size_t i = 0; i < 3; i++)
		fake_put_word(&heap, values + i * 8, items[i].value);
	fake_put_word(&heap, dict + (pf_addr)heap.layout.dict.values,
		      inline_values ? values - 8 : values);
	put_order(values, turned, 3);
	ck_assert_str_eq(repr(dict, &pf_limits_default), "{'c': 3, 'a': 1, 'b': 2}");
	put_order(values, turned, 2);
	ck_assert_str_eq(repr(dict, &pf_limits_default), "{'c': 3, 'a': 1}");
	put_order(values, none, 3);
	ck_assert(strstr(repr(dict, &pf_limits_default), "<corrupt: "));
}
END_TEST

int main(void)
{
	int layouts = fake_memory_layouts();
	Suite *suite = suite_create("repr");
	TCase *tests = tcase_create("repr");
	tcase_add_checked_fixture(tests, NULL, teardown);
	tcase_add_loop_test(tests, within_the_limits, 0, layouts);
	tcase_add_loop_test(tests, a_pause_ends, 0, layouts);
	tcase_add_loop_test(tests, a_pause_ends_within_a_text, 0, layouts);
	tcase_add_loop_test(tests, secrets_are_redacted, 0, layouts);
	tcase_add_test(tests, free_places_come_to_an_end);
	tcase_add_loop_test(tests, wide_and_deep, 0, layouts);
	tcase_add_loop_test(tests, circles, 0, layouts);
	tcase_add_loop_test(tests, depth_takes_no_stack, 0, layouts);
	tcase_add_loop_test(tests, names_are_escaped, 0, layouts);
	tcase_add_loop_test(tests, trashed_lengths, 0, layouts);
	tcase_add_loop_test(tests, trashed_pointers, 0, layouts);
	tcase_add_loop_test(tests, the_nth_read_fails, 0, layouts);
	tcase_add_loop_test(tests, ten_of_three_million, 0, layouts);
	tcase_add_loop_test(tests, in_the_order_of_setting, 0, layouts);
	suite_add_tcase(suite, tests);
	return tap_run(suite);
}
