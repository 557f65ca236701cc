/* _Py_DebugOffsets: where CPython 3.13 and newer say themselves that their fields lie. */
#include "python/debug_offsets.h"

#include <inttypes.h>
#include <stddef.h>

/*
 * Source: struct _Py_DebugOffsets, pycore_runtime.h (3.13), pycore_debug_offsets.h (3.14, 3.15).
 * All members are 64-bit words; fields were inserted between minor versions, so that each has its
 * own column. A row: where the word is in theirs, where the value goes in ours, and the least
 * value that cannot be right.
 */
enum column { PY_3_13, PY_3_14, PY_3_15, COLUMNS };

enum { TABLE_WORDS = 111, NO_WORD = 0, FREE_THREADED_WORD = 2 };

struct described {
	uint8_t word[COLUMNS]; /* NO_WORD: not in that version */
	uint16_t member;       /* offset of an int32_t in struct pf_layout */
	uint32_t limit;
	const char *name;
};

enum { RUNTIME = 1 << 22, INTERPRETER = 1 << 22, STRUCT = 4096, SMALL = 256 };

/* Frames and code objects are read whole, into buffers of these sizes: frames.c, code.c. */
enum { FRAME_MAX = 512, CODE_MAX = 512 };

#define ROW(a, b, c, member_, limit_)                                              \
	{                                                                          \
		{ a, b, c }, offsetof(struct pf_layout, member_), limit_, #member_ \
	}

static const struct described table[] = {
	/*  3.13 3.14 3.15  ours                      limit */
	ROW(5, 5, 5, runtime.interpreters_head, RUNTIME),
	ROW(7, 7, 7, interpreter.id, INTERPRETER),
	ROW(8, 8, 8, interpreter.next, INTERPRETER),
	ROW(9, 9, 9, interpreter.threads_head, INTERPRETER),
	ROW(10, 11, 11, interpreter.gc_collecting, INTERPRETER), /* of gc; collecting is added */
	ROW(10, 11, 11, gc.in_interpreter, INTERPRETER),
	ROW(11, 12, 12, interpreter.modules, INTERPRETER),
	ROW(12, 13, 13, interpreter.sysdict, INTERPRETER),
	ROW(13, 14, 14, interpreter.builtins, INTERPRETER),
	ROW(14, 15, 15, interpreter.gil, INTERPRETER),
	ROW(NO_WORD, 20, 20, interpreter.code_generation, INTERPRETER),
	ROW(17, 18, 18, gil.locked, INTERPRETER),      /* of the interpreter: made relative */
	ROW(18, 19, 19, gil.last_holder, INTERPRETER), /* the same */
	ROW(21, 24, 24, thread.next, STRUCT),
	ROW(22, 25, 25, thread.interp, STRUCT),
	ROW(23, 26, 26, thread.frame, STRUCT),
	ROW(24, 27, 30, thread.thread_id, STRUCT),
	ROW(25, 28, 31, thread.native_thread_id, STRUCT),
	ROW(28, 31, 39, frame.size, FRAME_MAX),
	ROW(29, 32, 40, frame.previous, FRAME_MAX),
	ROW(30, 33, 41, frame.code, FRAME_MAX),
	ROW(31, 34, 42, frame.lasti, FRAME_MAX),
	ROW(33, 36, 44, frame.owner, FRAME_MAX),
	ROW(NO_WORD, 37, 45, frame.running, FRAME_MAX),
	ROW(34, 39, 47, code.size, CODE_MAX),
	ROW(35, 40, 48, code.filename, CODE_MAX),
	ROW(36, 41, 49, code.name, CODE_MAX),
	ROW(37, 42, 50, code.qualname, CODE_MAX),
	ROW(38, 43, 51, code.linetable, CODE_MAX),
	ROW(39, 44, 52, code.firstlineno, CODE_MAX),
	ROW(43, 48, 56, code.bytecode, CODE_MAX),
	ROW(44, 50, 58, object.size, SMALL),
	ROW(45, 51, 59, object.type, SMALL),
	ROW(47, 53, 61, type.name, STRUCT),
	ROW(49, 55, 63, type.flags, STRUCT),
	ROW(NO_WORD, NO_WORD, 64, type.basicsize, STRUCT),
	ROW(NO_WORD, NO_WORD, 65, type.dictoffset, STRUCT),
	ROW(NO_WORD, NO_WORD, 67, type.cached_keys, STRUCT),
	ROW(NO_WORD, 37, 45, objects.suspended.top, FRAME_MAX),
	ROW(32, 35, 43, objects.scope.localsplus, FRAME_MAX),
	ROW(40, 45, 53, objects.variables.argcount, CODE_MAX),
	ROW(41, 46, 54, objects.variables.names, CODE_MAX),
	ROW(42, 47, 55, objects.variables.kinds, CODE_MAX),
	ROW(51, 57, 69, objects.sequence.tuple_items, SMALL),
	ROW(54, 60, 72, objects.sequence.list_items, SMALL),
	ROW(NO_WORD, 63, 75, objects.set.used, SMALL),
	ROW(NO_WORD, 64, 76, objects.set.table, SMALL),
	ROW(NO_WORD, 65, 77, objects.set.mask, SMALL),
	ROW(60, 70, 82, objects.number.float_value, SMALL),
	ROW(NO_WORD, 84, 100, objects.generator.name, SMALL),
	ROW(NO_WORD, 85, 101, objects.generator.frame, SMALL),
	ROW(NO_WORD, 86, 102, objects.generator.state, SMALL),
	ROW(57, 67, 79, dict.keys, SMALL),
	ROW(58, 68, 80, dict.values, SMALL),
	ROW(63, 73, 85, object.long_digits, SMALL),
	ROW(62, 72, 84, object.var_size, SMALL), /* lv_tag takes ob_size's place */
	ROW(66, 76, 88, object.bytes_data, SMALL),
	ROW(68, 78, 90, text.state, SMALL),
	ROW(69, 79, 91, text.length, SMALL),
	ROW(70, 80, 92, text.ascii_data, SMALL),
	ROW(NO_WORD, NO_WORD, 93, text.compact_data, SMALL),
};

/* Words that go through arithmetic before they are ours. */
static const uint8_t gil_state_word[COLUMNS] = { 15, 16, 16 };
static const uint8_t gc_collecting_word[COLUMNS] = { 72, 82, 95 };
static const uint8_t gc_size_word[COLUMNS] = { 71, 81, 94 };
static const uint8_t type_name_word[COLUMNS] = { 47, 53, 61 };
static const uint8_t table_words[COLUMNS] = { 73, 95, 111 };

bool pf_debug_head_find(struct pf_memory *memory, pf_addr at, struct pf_debug_head *ret)
{
	struct pf_error *err = pf_memory_peek(memory, at, ret, sizeof(*ret));
	pf_error_destroy(err);
	return !err && ret->cookie == PF_DEBUG_COOKIE;
}

static enum column column_of(const struct pf_layout *layout)
{
	return layout->minor <= 13 ? PY_3_13 : layout->minor == 14 ? PY_3_14 : PY_3_15;
}

static int32_t *member_of(struct pf_layout *layout, const struct described *row)
{
	return (int32_t *)((char *)layout + row->member);
}

static struct pf_error *corrupt(const char *name, uint64_t value)
{
	return pf_error_create(PF_CORRUPT,
			       "_Py_DebugOffsets gives %" PRIu64 " for %s, which cannot be", value,
			       name);
}

static struct pf_error *copy_rows(const uint64_t *words, enum column column,
				  struct pf_layout *layout)
{
	for (size_t i = 0; i < sizeof(table) / sizeof(table[0]); i++) {
		uint8_t word = table[i].word[column];
		if (word == NO_WORD)
			continue;
		if (words[word] >= table[i].limit)
			return corrupt(table[i].name, words[word]);
		*member_of(layout, &table[i]) = (int32_t)words[word];
	}
	return NULL;
}

/* PyCompactUnicodeObject has two words more than PyASCIIObject, PyUnicodeObject's data follows. */
static void derive_text(struct pf_layout *layout)
{
	layout->text.compact_data = layout->text.ascii_data + 16;
	layout->text.legacy_data = layout->text.compact_data;
}

/*
 * A longer object head (free-threaded builds) moves all that a type has. Where the table does not
 * give a member, tp_name tells how far; what cannot be is left to copy_rows().
 */
static void shift_type(struct pf_layout *layout, uint64_t name)
{
	int32_t by = name < STRUCT ? (int32_t)name - layout->type.name : 0;
	layout->type.basicsize += by;
	layout->type.dictoffset += by;
	layout->type.cached_keys += by;
}

/*
 * The table has only `collecting` of struct _gc_runtime_state (pycore_gc.h, from 3.14 on
 * pycore_interp_structs.h). As long as that is where it was, so is what stands before it. 3.14.0
 * to 3.14.4 collect in increments: visited_space says which of two old spaces is gone through,
 * and the struct ends there. 3.14.5 has three words more; so have free-threaded builds, whose
 * visited_space is always 0.
 */
static void derive_gc(const uint64_t *words, enum column column, struct pf_layout_gc *gc)
{
	static const struct {
		uint64_t collecting;
		int32_t enabled, generations, permanent;
	} known[COLUMNS] = { { 200, 12, 24, 104 }, { 192, 12, 24, 96 }, { 112, 0, 8, 80 } };
	uint64_t collecting = words[gc_collecting_word[column]];
	bool same = collecting == known[column].collecting;
	gc->enabled = same ? known[column].enabled : PF_ABSENT;
	gc->generations = same ? known[column].generations : PF_ABSENT;
	gc->permanent = same ? known[column].permanent : PF_ABSENT;
	if (column != PY_3_13)
		gc->generation0 = PF_ABSENT;
	if (column == PY_3_14 && words[gc_size_word[column]] == collecting + 48)
		gc->visited_space = (int32_t)collecting + 40;
}

/*
 * The table gives the GIL's fields from the start of the interpreter, though an interpreter may
 * share another's GIL; what counts is where they lie in struct _gil_runtime_state. There the switch
 * number follows `locked`, and the interval goes before the last holder (pycore_gil.h), and _co_firsttraceable, an int, stands two words before
 * the bytecode (PyCodeObject); neither is in the table.
 */
static struct pf_error *derive(const uint64_t *words, enum column column, struct pf_layout *layout)
{
	uint64_t state = words[gil_state_word[column]];
	uint64_t collecting = words[gc_collecting_word[column]];
	if (state > (uint64_t)layout->gil.locked || state > (uint64_t)layout->gil.last_holder)
		return corrupt("interpreter_state.gil_runtime_state", state);
	if (collecting >= STRUCT)
		return corrupt("gc.collecting", collecting);
	layout->gil.locked -= (int32_t)state;
	layout->gil.last_holder -= (int32_t)state;
	layout->gil.switch_number = layout->gil.locked + 8;
	layout->gil.interval = layout->gil.last_holder - 8;
	if (words[FREE_THREADED_WORD])
		layout->gil.enabled = 0; /* its first member */
	derive_gc(words, column, &layout->gc);
	layout->interpreter.gc_collecting += (int32_t)collecting;
	layout->code.firsttraceable = layout->code.bytecode - 16;
	layout->object.module_dict = layout->object.size;
	derive_text(layout);
	return NULL;
}

/* Every field that a frame or code object is read for must lie inside what is read of it. */
static struct pf_error *check(const struct pf_layout *layout)
{
	const struct pf_layout_frame *frame = &layout->frame;
	const struct pf_layout_code *code = &layout->code;
	int32_t end = frame->size - 8;
	if (frame->previous > end || frame->code > end || frame->lasti > end ||
	    frame->owner > end + 7 || frame->running > end)
		return corrupt("interpreter_frame.size", (uint64_t)frame->size);
	end = code->size - 8;
	if (code->filename > end || code->name > end || code->qualname > end ||
	    code->linetable > end || code->firstlineno > end + 4 || layout->object.type > end)
		return corrupt("code_object.size", (uint64_t)code->size);
	if (code->firsttraceable < 0 || code->firsttraceable > end + 4)
		return corrupt("code_object.co_code_adaptive", (uint64_t)code->bytecode);
	return NULL;
}

struct pf_error *pf_debug_offsets_apply(struct pf_memory *memory, pf_addr at,
					struct pf_layout *layout)
{
	uint64_t words[TABLE_WORDS];
	enum column column = column_of(layout);
	PF_TRY(pf_memory_read(memory, at, words, table_words[column] * sizeof(words[0])));
	shift_type(layout, words[type_name_word[column]]);
	PF_TRY(copy_rows(words, column, layout));
	PF_TRY(derive(words, column, layout));
	PF_TRY(check(layout));
	layout->self_described = true;
	return NULL;
}
