/* value/kind_*: the standard library's C structures, in each version's layout, whole and damaged. */
#include "assert_error.h"
#include "failing_memory.h"
#include "fake_objects.h"
#include "python/object.h"
#include "tap.h"
#include "value/kind.h"

#include <string.h>

static struct fake_memory heap;
static pf_addr type_of_classes;

static void begin(int layout)
{
	fake_memory_init(&heap, (unsigned)layout);
	type_of_classes = fake_type_new(&heap, "type", PF_TYPE_CLASS);
	fake_put_word(&heap, type_of_classes + (pf_addr)heap.layout.object.type, type_of_classes);
}

static void teardown(void)
{
	fake_memory_deinit(&heap);
}

/* A type becomes one that is believed to be a class. */
static pf_addr as_class(pf_addr type)
{
	fake_put_word(&heap, type + (pf_addr)heap.layout.object.type, type_of_classes);
	return type;
}

static pf_addr new_class(const char *name, uint64_t flags, size_t size)
{
	pf_addr type = as_class(fake_type_new(&heap, name, flags));
	fake_put_word(&heap, type + (pf_addr)heap.layout.type.basicsize, size);
	return type;
}

static pf_addr new_int(int64_t value)
{
	as_class(fake_type_of(&heap, FAKE_INT));
	return fake_int(&heap, value, false);
}

static void put_word(pf_addr at, int32_t offset, uint64_t word)
{
	fake_put_word(&heap, at + (pf_addr)offset, word);
}

static void repr_through(const struct pf_reader *reader, pf_addr at, struct pf_text *text)
{
	struct pf_view view;
	pf_view_init(&view, reader);
	assert_ok(pf_repr(&view, at, &pf_limits_default, text));
	pf_view_deinit(&view);
}

static void assert_repr(pf_addr at, const char *want)
{
	struct pf_text text = { 0 };
	repr_through(&heap.reader, at, &text);
	ck_assert_str_eq(pf_text_str(&text), want);
	pf_text_deinit(&text);
}

/* Whichever read fails, there is a text, and it says so unless nothing failed that counts. */
static void assert_survives(pf_addr at, const char *want)
{
	bool failed = true;
	for (long n = 0; failed; n++) {
		struct pf_text text = { 0 };
		struct failing_memory failing;
		failing_memory_init(&failing, &heap.memory, n, &pf_error_fault);
		struct pf_reader reader = { &failing.memory, &heap.layout };
		repr_through(&reader, at, &text);
		failed = failing.failed;
		ck_assert(pf_text_str(&text)[0] != 0);
		if (!failed)
			ck_assert_str_eq(pf_text_str(&text), want);
		pf_text_deinit(&text);
	}
}

/* --- deque */

enum { DEQUE_SIZE = 96, FIRST = 3 };

/* COUNT ints that begin at the FIRST place of the first block. */
static pf_addr new_deque(uint64_t count, int64_t maxlen)
{
	const struct pf_layout_deque *layout = &heap.layout.library.deque;
	size_t block_size = (size_t)layout->block_length * 8 + 16;
	pf_addr at = fake_object(&heap, new_class("collections.deque", 0, DEQUE_SIZE), DEQUE_SIZE);
	pf_addr block = fake_alloc(&heap, block_size);
	put_word(at, layout->left_block, block);
	put_word(at, layout->left_index, FIRST);
	put_word(at, layout->length, count);
	put_word(at, layout->maxlen, (uint64_t)maxlen);
	for (uint64_t i = 0, place = FIRST; i < count; i++, place++) {
		if (place == (uint64_t)layout->block_length) {
			pf_addr next = fake_alloc(&heap, block_size);
			put_word(block, layout->block_right, next);
			block = next;
			place = 0;
		}
		put_word(block, layout->block_items + (int32_t)place * 8, new_int((int64_t)i));
	}
	return at;
}

START_TEST(deques)
{
	struct pf_text want = { 0 };
	begin(_i);
	assert_repr(new_deque(0, -1), "deque([])");
	assert_repr(new_deque(0, 5), "deque([], maxlen=5)");
	for (int i = 0; i < 150; i++)
		pf_text_printf(&want, "%s%d", i ? ", " : "deque([", i);
	pf_text_append_str(&want, "])");
	assert_repr(new_deque(150, -1), pf_text_str(&want));
	pf_text_deinit(&want);
	assert_survives(new_deque(2, 9), "deque([0, 1], maxlen=9)");
}
END_TEST

START_TEST(deques_that_lie)
{
	begin(_i);
	pf_addr at = new_deque(2, -1);
	put_word(at, heap.layout.library.deque.left_index, 1000);
	assert_repr(at, "<corrupt: a deque that begins at 1000>");
	at = new_deque(2, -1);
	put_word(at, heap.layout.library.deque.length, (uint64_t)-1);
	assert_repr(at, "<corrupt: a length of -1>");
	at = new_deque(2, -1);
	put_word(at, heap.layout.library.deque.left_block, 16);
	assert_repr(at, "<corrupt: unreadable memory>");
	at = new_deque(2, -1);
	put_word(at, heap.layout.library.deque.length, 1 << 30); /* there is only one block */
	struct pf_text text = { 0 };
	repr_through(&heap.reader, at, &text);
	ck_assert(strstr(pf_text_str(&text), "<corrupt: ") != NULL);
	pf_text_deinit(&text);
}
END_TEST

/* --- datetime */

static pf_addr new_moment(const void *bytes)
{
	pf_addr at = fake_object(&heap, new_class("datetime.datetime", 0, 48), 48);
	fake_put(&heap, at + (pf_addr)heap.layout.library.datetime.moment, bytes, 10);
	return at;
}

static pf_addr new_duration(int32_t days, int32_t seconds, int32_t microseconds)
{
	const struct pf_layout_timedelta *layout = &heap.layout.library.timedelta;
	pf_addr at = fake_object(&heap, new_class("datetime.timedelta", 0, 40), 40);
	fake_put_int(&heap, at + (pf_addr)layout->days, days);
	fake_put_int(&heap, at + (pf_addr)layout->seconds, seconds);
	fake_put_int(&heap, at + (pf_addr)layout->microseconds, microseconds);
	return at;
}

START_TEST(moments)
{
	begin(_i);
	assert_repr(new_moment("\x07\xea\x0b\x14\x10\x0a\0\0\0\0"),
		    "datetime.datetime(2026, 11, 20, 16, 10)");
	assert_repr(new_moment("\x07\xea\x0b\x14\x10\x0a\x05\0\0\0"),
		    "datetime.datetime(2026, 11, 20, 16, 10, 5)");
	assert_repr(new_moment("\0\x01\x01\x01\0\0\0\x01\x02\x03"),
		    "datetime.datetime(1, 1, 1, 0, 0, 0, 66051)");
	assert_survives(new_moment("\0\x01\x01\x01\0\0\0\0\0\0"),
			"datetime.datetime(1, 1, 1, 0, 0)");
}
END_TEST

START_TEST(zones)
{
	begin(_i);
	pf_addr at = new_moment("\x07\xea\x01\x02\0\0\0\0\0\0");
	fake_put_byte(&heap, at + (pf_addr)heap.layout.library.datetime.aware, 1);
	put_word(at, heap.layout.library.datetime.moment_zone, at); /* its zone is itself */
	struct pf_text want = { 0 };
	pf_text_printf(&want,
		       "datetime.datetime(2026, 1, 2, 0, 0, tzinfo=<datetime.datetime object at "
		       "0x%llx>)",
		       (unsigned long long)at);
	assert_repr(at, pf_text_str(&want));
	pf_text_deinit(&want);
	if (heap.layout.library.timedelta.zone_offset == PF_ABSENT)
		return;
	pf_addr zone = fake_object(&heap, new_class("datetime.timezone", 0, 32), 32);
	put_word(zone, heap.layout.library.timedelta.zone_offset, new_duration(0, 0, 0));
	put_word(at, heap.layout.library.datetime.moment_zone, zone);
	assert_survives(at, "datetime.datetime(2026, 1, 2, 0, 0, tzinfo=datetime.timezone.utc)");
}
END_TEST

START_TEST(durations)
{
	begin(_i);
	bool named = heap.layout.traits.reprs >= REPRS_NAMED;
	assert_repr(new_duration(0, 0, 0), "datetime.timedelta(0)");
	assert_repr(new_duration(-3, 0, 5), named ? "datetime.timedelta(days=-3, microseconds=5)"
						  : "datetime.timedelta(-3, 0, 5)");
	assert_survives(new_duration(0, 7, 0),
			named ? "datetime.timedelta(seconds=7)" : "datetime.timedelta(0, 7)");
}
END_TEST

/* --- Decimal */

static pf_addr new_decimal(unsigned flags, int64_t exponent, uint64_t high, uint64_t low)
{
	const struct pf_layout_decimal *layout = &heap.layout.library.decimal;
	pf_addr at = fake_object(&heap, new_class("decimal.Decimal", 0, 104), 104);
	pf_addr data = fake_alloc(&heap, 16);
	fake_put_byte(&heap, at + (pf_addr)layout->flags, flags);
	put_word(at, layout->exponent, (uint64_t)exponent);
	put_word(at, layout->length, high ? 2 : 1);
	put_word(at, layout->data, data);
	put_word(data, 0, low);
	put_word(data, 8, high);
	return at;
}

START_TEST(decimals)
{
	begin(_i);
	if (heap.layout.library.decimal.data == PF_ABSENT)
		return;
	assert_repr(new_decimal(0, 0, 0, 0), "Decimal('0')");
	assert_repr(new_decimal(1, -2, 0, 150), "Decimal('-1.50')");
	assert_repr(new_decimal(0, -6, 0, 1), "Decimal('0.000001')");
	assert_repr(new_decimal(0, -7, 0, 1), "Decimal('1E-7')");
	assert_repr(new_decimal(0, 3, 0, 12), "Decimal('1.2E+4')");
	assert_repr(new_decimal(0, 0, 12, 5), "Decimal('120000000000000000005')");
	assert_repr(new_decimal(2, 0, 0, 0), "Decimal('Infinity')");
	assert_repr(new_decimal(5, 0, 0, 123), "Decimal('-NaN123')");
	assert_survives(new_decimal(8, 0, 0, 1), "Decimal('sNaN1')");
	pf_addr at = new_decimal(0, 0, 0, 1);
	put_word(at, heap.layout.library.decimal.length, 0);
	assert_repr(at, "<corrupt: a Decimal without digits>");
	put_word(at, heap.layout.library.decimal.length, UINT64_MAX);
	assert_repr(at, "<corrupt: a Decimal of 18446744073709551615 words>");
}
END_TEST

/* --- OrderedDict: its keys in another order than those of the dict */

START_TEST(ordered_dicts)
{
	const struct pf_layout_mapping *layout = &heap.layout.library.mapping;
	begin(_i);
	if (layout->first == PF_ABSENT)
		return;
	struct fake_item items[3];
	pf_addr nodes[3];
	for (int i = 0; i < 3; i++) {
		items[i] = (struct fake_item){ new_int(i), new_int(10 * i) };
		nodes[i] = fake_alloc(&heap, 32);
		put_word(nodes[i], layout->node_key, items[i].key);
	}
	put_word(nodes[2], layout->node_next, nodes[0]);
	put_word(nodes[0], layout->node_next, nodes[1]);
	pf_addr plain = fake_dict_new(&heap, items, 3, DICT_GENERAL);
	pf_addr type = new_class("collections.OrderedDict", PF_TYPE_DICT, 112), word;
	pf_addr at = fake_object(&heap, type, 112);
	assert_ok(pf_reader_peek_word(&heap.reader, plain + (pf_addr)heap.layout.dict.keys, &word));
	put_word(at, heap.layout.dict.keys, word);
	put_word(at, heap.layout.dict.used, 3);
	put_word(at, layout->first, nodes[2]);
	bool braces = heap.layout.traits.reprs >= REPRS_BRACES;
	assert_survives(at, braces ? "OrderedDict({2: 20, 0: 0, 1: 10})"
				   : "OrderedDict([(2, 20), (0, 0), (1, 10)])");
	put_word(at, heap.layout.dict.used, 4);
	assert_repr(at, "<corrupt: an OrderedDict with less keys than items>");
}
END_TEST

/* --- array */

START_TEST(sockets)
{
	begin(_i);
	pf_addr at = fake_object(&heap, new_class("_socket.socket", 0, 64), 64);
	int32_t head = heap.layout.object.size;
	put_word(at, head, UINT64_C(2) << 32 | 7);
	put_word(at, head + 8, UINT64_C(6) << 32 | 1);
	assert_repr(at, heap.layout.major == 2
				? "<socket object, fd=7, family=2, type=1, protocol=6>"
				: "<socket object, fd=7, family=2, type=1, proto=6>");
}
END_TEST

START_TEST(arrays)
{
	const struct pf_layout_array *layout = &heap.layout.library.array;
	const int16_t items[] = { 1, -2, 300 };
	begin(_i);
	pf_addr at = fake_object(&heap, new_class("array.array", 0, 64), 64);
	pf_addr about = fake_alloc(&heap, 40), data = fake_alloc(&heap, sizeof(items));
	fake_put(&heap, data, items, sizeof(items));
	fake_put(&heap, about + (pf_addr)layout->typecode, "h", 1);
	fake_put_int(&heap, about + (pf_addr)layout->itemsize, 2);
	put_word(at, heap.layout.object.var_size, 3);
	put_word(at, layout->items, data);
	put_word(at, layout->description, about);
	assert_survives(at, "array('h', [1, -2, 300])");
	fake_put_int(&heap, about + (pf_addr)layout->itemsize, -2);
	assert_repr(at, "array('h', <3 items>)");
	put_word(at, heap.layout.object.var_size, (uint64_t)-1);
	assert_repr(at, "<corrupt: a length of -1>");
}
END_TEST

int main(void)
{
	int layouts = fake_memory_layouts();
	Suite *suite = suite_create("kind_library");
	TCase *tests = tcase_create("kind_library");
	tcase_add_checked_fixture(tests, NULL, teardown);
	tcase_add_loop_test(tests, deques, 0, layouts);
	tcase_add_loop_test(tests, deques_that_lie, 0, layouts);
	tcase_add_loop_test(tests, moments, 0, layouts);
	tcase_add_loop_test(tests, zones, 0, layouts);
	tcase_add_loop_test(tests, durations, 0, layouts);
	tcase_add_loop_test(tests, decimals, 0, layouts);
	tcase_add_loop_test(tests, ordered_dicts, 0, layouts);
	tcase_add_loop_test(tests, sockets, 0, layouts);
	tcase_add_loop_test(tests, arrays, 0, layouts);
	suite_add_tcase(suite, tests);
	return tap_run(suite);
}
