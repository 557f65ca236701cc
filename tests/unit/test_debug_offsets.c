/* python/debug_offsets: the real tables of 3.13 to 3.15, and each word of them turned into a lie. */
#include "assert_error.h"
#include "debug_table.h"
#include "failing_memory.h"
#include "python/debug_offsets.h"
#include "tap.h"

#include <stddef.h>

static struct fake_memory heap;
static struct debug_word table[DEBUG_WORDS];
static size_t count;
static pf_addr at;

/* The loop's index is the minor version. */
static void setup(unsigned minor)
{
	fake_memory_init(&heap, 0);
	ck_assert(pf_layout_init(&heap.layout, 3, minor));
	debug_table_init(table, minor, &count);
	at = fake_alloc(&heap, count * 8);
	debug_table_put(&heap, at, table, count);
}

static void teardown(void)
{
	fake_memory_deinit(&heap);
}

/* Which of our members holds what CPython's word says, as it is. */
static const struct {
	const char *theirs, *ours;
	size_t member;
} members[] = {
#define MEMBER(theirs, ours)                                     \
	{                                                        \
#theirs, #ours, offsetof(struct pf_layout, ours) \
	}
	MEMBER(runtime_state.interpreters_head, runtime.interpreters_head),
	MEMBER(interpreter_state.id, interpreter.id),
	MEMBER(interpreter_state.next, interpreter.next),
	MEMBER(interpreter_state.threads_head, interpreter.threads_head),
	MEMBER(interpreter_state.imports_modules, interpreter.modules),
	MEMBER(interpreter_state.sysdict, interpreter.sysdict),
	MEMBER(interpreter_state.builtins, interpreter.builtins),
	MEMBER(interpreter_state.ceval_gil, interpreter.gil),
	MEMBER(interpreter_state.code_object_generation, interpreter.code_generation),
	MEMBER(thread_state.next, thread.next),
	MEMBER(thread_state.interp, thread.interp),
	MEMBER(thread_state.current_frame, thread.frame),
	MEMBER(thread_state.thread_id, thread.thread_id),
	MEMBER(thread_state.native_thread_id, thread.native_thread_id),
	MEMBER(interpreter_frame.size, frame.size),
	MEMBER(interpreter_frame.previous, frame.previous),
	MEMBER(interpreter_frame.executable, frame.code),
	MEMBER(interpreter_frame.instr_ptr, frame.lasti),
	MEMBER(interpreter_frame.owner, frame.owner),
	MEMBER(interpreter_frame.stackpointer, frame.running),
	MEMBER(code_object.size, code.size),
	MEMBER(code_object.filename, code.filename),
	MEMBER(code_object.name, code.name),
	MEMBER(code_object.qualname, code.qualname),
	MEMBER(code_object.linetable, code.linetable),
	MEMBER(code_object.firstlineno, code.firstlineno),
	MEMBER(code_object.co_code_adaptive, code.bytecode),
	MEMBER(pyobject.size, object.size),
	MEMBER(pyobject.ob_type, object.type),
	MEMBER(type_object.tp_name, type.name),
	MEMBER(type_object.tp_flags, type.flags),
	MEMBER(type_object.tp_basicsize, type.basicsize),
	MEMBER(type_object.tp_dictoffset, type.dictoffset),
	MEMBER(heap_type_object.ht_cached_keys, type.cached_keys),
	MEMBER(interpreter_frame.localsplus, objects.scope.localsplus),
	MEMBER(code_object.argcount, objects.variables.argcount),
	MEMBER(code_object.localsplusnames, objects.variables.names),
	MEMBER(code_object.localspluskinds, objects.variables.kinds),
	MEMBER(tuple_object.ob_item, objects.sequence.tuple_items),
	MEMBER(list_object.ob_item, objects.sequence.list_items),
	MEMBER(set_object.used, objects.set.used),
	MEMBER(set_object.table, objects.set.table),
	MEMBER(set_object.mask, objects.set.mask),
	MEMBER(float_object.ob_fval, objects.number.float_value),
	MEMBER(gen_object.gi_name, objects.generator.name),
	MEMBER(gen_object.gi_iframe, objects.generator.frame),
	MEMBER(gen_object.gi_frame_state, objects.generator.state),
	MEMBER(dict_object.ma_keys, dict.keys),
	MEMBER(dict_object.ma_values, dict.values),
	MEMBER(long_object.lv_tag, object.var_size),
	MEMBER(long_object.ob_digit, object.long_digits),
	MEMBER(bytes_object.ob_sval, object.bytes_data),
	MEMBER(unicode_object.state, text.state),
	MEMBER(unicode_object.length, text.length),
	MEMBER(unicode_object.asciiobject_size, text.ascii_data),
	MEMBER(unicode_object.compactunicodeobject_size, text.compact_data),
};

enum { MEMBERS = sizeof(members) / sizeof(members[0]) };

static int32_t value_of(const struct pf_layout *layout, size_t i)
{
	return *(const int32_t *)((const char *)layout + members[i].member);
}

static uint64_t word(const char *name)
{
	return table[debug_table_find(table, count, name)].value;
}

START_TEST(each_word_goes_to_its_member)
{
	setup((unsigned)_i);
	assert_ok(pf_debug_offsets_apply(&heap.memory, at, &heap.layout));
	const struct pf_layout *layout = &heap.layout;
	for (size_t i = 0; i < count; i++) {
		for (size_t j = 0; j < MEMBERS; j++) {
			if (strcmp(table[i].name, members[j].theirs) == 0)
				ck_assert_msg(value_of(layout, j) == (int64_t)table[i].value,
					      "%s is %d", members[j].ours, value_of(layout, j));
		}
	}
	ck_assert(layout->self_described);
	ck_assert_int_eq(layout->gil.last_holder, 8);
	ck_assert_int_eq(layout->gil.locked, 16);
	ck_assert_int_eq(layout->gil.switch_number, 24);
	ck_assert_int_eq(layout->interpreter.gc_collecting,
			 (int64_t)(word("interpreter_state.gc") + word("gc.collecting")));
	ck_assert_int_eq(layout->code.firsttraceable, _i == 13 ? 184 : 192);
	ck_assert_int_eq(layout->object.module_dict, 16);
}
END_TEST

static void put(const char *name, uint64_t value)
{
	fake_put_word(&heap, at + debug_table_find(table, count, name) * 8, value);
}

/* What the table does not have of the collector and the GIL. */
START_TEST(collector_and_gil)
{
	setup((unsigned)_i);
	struct pf_layout old = heap.layout, incremental = old, other = old;
	assert_ok(pf_debug_offsets_apply(&heap.memory, at, &heap.layout));
	ck_assert_int_eq(heap.layout.gc.in_interpreter, (int64_t)word("interpreter_state.gc"));
	ck_assert_int_eq(heap.layout.gc.enabled, _i == 15 ? 0 : 12);
	ck_assert_int_eq(heap.layout.gc.generations, _i == 15 ? 8 : 24);
	ck_assert_int_eq(heap.layout.gc.generation0, _i == 13 ? 96 : PF_ABSENT);
	ck_assert_int_eq(heap.layout.gc.visited_space, PF_ABSENT);
	ck_assert_int_eq(heap.layout.gil.interval, 0);
	ck_assert_int_eq(heap.layout.gil.enabled, PF_ABSENT);

	fake_put_word(&heap, at + 16, 1); /* free_threaded */
	put("gc.size", word("gc.collecting") + 48);
	assert_ok(pf_debug_offsets_apply(&heap.memory, at, &incremental));
	ck_assert_int_eq(incremental.gc.visited_space, _i == 14 ? 232 : PF_ABSENT);
	ck_assert_int_eq(incremental.gil.enabled, 0);

	put("gc.collecting", word("gc.collecting") + 8);
	assert_ok(pf_debug_offsets_apply(&heap.memory, at, &other));
	ck_assert_int_eq(other.gc.enabled, PF_ABSENT);
	ck_assert_int_eq(other.gc.generations, PF_ABSENT);
}
END_TEST

/* What 3.13.0 says of itself is what gen-layouts found in its debug information. */
START_TEST(the_row_of_3_13_agrees)
{
	setup(13);
	struct pf_layout row = heap.layout;
	assert_ok(pf_debug_offsets_apply(&heap.memory, at, &heap.layout));
	ck_assert_int_ge(heap.layout.frame.size,
			 row.frame.size); /* theirs counts a local as well */
	row.frame.size = heap.layout.frame.size;
	row.self_described = true;
	ck_assert_mem_eq(&heap.layout, &row, sizeof(row));
}
END_TEST

/* The name by which CORRUPT calls a word; NULL when it is not used. */
static const char *name_of(const char *theirs)
{
	static const char *const derived[][2] = {
		{ "interpreter_state.gc", "interpreter.gc_collecting" },
		{ "interpreter_state.gil_runtime_state", "interpreter_state.gil_runtime_state" },
		{ "interpreter_state.gil_runtime_state_locked", "gil.locked" },
		{ "interpreter_state.gil_runtime_state_holder", "gil.last_holder" },
		{ "gc.collecting", "gc.collecting" },
	};
	for (size_t i = 0; i < MEMBERS; i++) {
		if (strcmp(members[i].theirs, theirs) == 0)
			return members[i].ours;
	}
	for (size_t i = 0; i < 5; i++) {
		if (strcmp(derived[i][0], theirs) == 0)
			return derived[i][1];
	}
	return NULL;
}

/* With the word INDEX being VALUE, CORRUPT names it, or nothing changes because nobody asks it. */
static void check_lie(size_t index, uint64_t value, const struct pf_layout *truth)
{
	struct pf_layout layout = heap.layout;
	const char *name = name_of(table[index].name);
	fake_put_word(&heap, at + index * 8, value);
	if (name) {
		assert_error(pf_debug_offsets_apply(&heap.memory, at, &layout), PF_CORRUPT, name);
	} else {
		assert_ok(pf_debug_offsets_apply(&heap.memory, at, &layout));
		ck_assert_mem_eq(&layout, truth, sizeof(layout));
	}
	fake_put_word(&heap, at + index * 8, table[index].value);
}

START_TEST(each_word_lies)
{
	static const uint64_t lies[] = { UINT64_MAX, INT64_MAX, UINT64_C(1) << 32, INT32_MAX,
					 1 << 22 };
	setup((unsigned)_i);
	struct pf_layout truth = heap.layout;
	assert_ok(pf_debug_offsets_apply(&heap.memory, at, &truth));
	for (size_t i = 3; i < count; i++) {
		for (size_t j = 0; j < 5; j++)
			check_lie(i, lies[j], &truth);
	}
}
END_TEST

/* What frames and code objects are read for must lie in the part of them that is read. */
START_TEST(fields_beyond_what_is_read)
{
	static const struct {
		const char *word;
		uint64_t value;
	} lies[] = {
		{ "interpreter_frame.size", 8 },
		{ "interpreter_frame.size", 511 + 1 },
		{ "interpreter_frame.previous", 400 },
		{ "interpreter_frame.owner", 90 },
		{ "code_object.co_code_adaptive", 8 },
		{ "code_object.co_code_adaptive", 3000 },
		{ "code_object.filename", 2000 },
		{ "code_object.name", 506 },
		{ "code_object.qualname", 4000 },
		{ "code_object.linetable", 600 },
		{ "code_object.firstlineno", 511 },
		{ "code_object.size", 64 },
		{ "code_object.size", 0 },
	};
	setup((unsigned)_i);
	for (size_t i = 0; i < sizeof(lies) / sizeof(lies[0]); i++) {
		struct pf_layout layout = heap.layout;
		size_t index = debug_table_find(table, count, lies[i].word);
		fake_put_word(&heap, at + index * 8, lies[i].value);
		struct pf_error *err = pf_debug_offsets_apply(&heap.memory, at, &layout);
		ck_assert_msg(err && pf_error_code(err) == PF_CORRUPT, "%s", lies[i].word);
		pf_error_destroy(err);
		fake_put_word(&heap, at + index * 8, table[index].value);
	}
}
END_TEST

START_TEST(a_table_that_ends_too_soon)
{
	setup((unsigned)_i);
	pf_addr half = fake_alloc(&heap, (count - 1) * 8);
	debug_table_put(&heap, half, table, count - 1);
	assert_error(pf_debug_offsets_apply(&heap.memory, half, &heap.layout), PF_FAULT,
		     "cannot read");
	ck_assert(!heap.layout.self_described);
}
END_TEST

START_TEST(the_head)
{
	struct pf_debug_head head;
	setup((unsigned)_i);
	ck_assert(pf_debug_head_find(&heap.memory, at, &head));
	ck_assert_uint_eq(head.version, 0x030000f0 | (uint64_t)_i << 16);
	ck_assert_uint_eq(head.free_threaded, 0);
	ck_assert(!pf_debug_head_find(&heap.memory, at + 8, &head));
	ck_assert(!pf_debug_head_find(&heap.memory, 0, &head));
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("debug_offsets");
	TCase *tests = tcase_create("debug_offsets");
	tcase_add_checked_fixture(tests, NULL, teardown);
	tcase_add_loop_test(tests, each_word_goes_to_its_member, 13, 16);
	tcase_add_loop_test(tests, collector_and_gil, 13, 16);
	tcase_add_test(tests, the_row_of_3_13_agrees);
	tcase_add_loop_test(tests, each_word_lies, 13, 16);
	tcase_add_loop_test(tests, fields_beyond_what_is_read, 13, 16);
	tcase_add_loop_test(tests, a_table_that_ends_too_soon, 13, 16);
	tcase_add_loop_test(tests, the_head, 13, 16);
	suite_add_tcase(suite, tests);
	return tap_run(suite);
}
