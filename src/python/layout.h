/* What differs between CPython versions: where the fields lie, and how they are to be read. */
#ifndef PF_PYTHON_LAYOUT_H
#define PF_PYTHON_LAYOUT_H

#include "python/library_layout.h"
#include "python/object_layout.h"

#include <stdbool.h>
#include <stdint.h>

/*
 * Offsets in bytes, or PF_ABSENT, which is not zero: 2.7's thread.next is at offset 0. The members
 * of each group stand in the order of its rows in layout_rows.inc.
 * ORDER LAYOUT: build-aux/gen-layouts writes these groups, debug_offsets.c overwrites some.
 */
struct pf_layout_runtime {
	int32_t interpreters_head, gil_last_holder, gil_locked, gil_switch_number, gc_collecting,
		tstate_current;
};

struct pf_layout_interpreter {
	int32_t id, next, threads_head, modules, sysdict, builtins, gil, gc_collecting,
		code_generation;
};

struct pf_layout_gil {
	int32_t last_holder, locked, switch_number, interval, enabled;
};

struct pf_layout_thread {
	int32_t next, interp, frame, cframe, cframe_frame, thread_id, native_thread_id;
};

struct pf_layout_frame {
	int32_t previous, code, lasti, owner, running, is_entry, size;
};

struct pf_layout_code {
	int32_t filename, name, qualname, linetable, firstlineno, bytecode, firsttraceable, size;
};

struct pf_layout_type {
	int32_t name, flags, basicsize, dictoffset, cached_keys;
};

struct pf_layout_object {
	int32_t size, type, var_size, bytes_data, long_digits, module_dict;
};

struct pf_layout_text {
	int32_t length, state, ascii_data, compact_data, legacy_data;
	uint32_t unicode_width; /* bytes of a Py_UNICODE; not in the rows: 2.7 tells at run time */
};

struct pf_layout_dict {
	int32_t keys, values, mask, table, used;
};

struct pf_layout_keys {
	int32_t size, kind, nentries, indices;
};

/* Before 3.7 the collector's state is in variables of its own: only its generations are here. */
struct pf_layout_gc {
	int32_t in_runtime, in_interpreter, enabled, generations, generation0, permanent,
		visited_space, generation_size, threshold, count, head_size;
};

enum pf_newest_frame { FRAME_AT_THREAD, FRAME_AT_CFRAME };
enum pf_lasti { LASTI_BYTES, LASTI_UNITS, LASTI_POINTER };
enum pf_lines { LINES_LNOTAB_UNSIGNED, LINES_LNOTAB, LINES_PEP626, LINES_PEP657 };
enum pf_text_kind { TEXT_BYTES, TEXT_PEP393 };

/* Who holds the GIL: a global thread pointer, the runtime's GIL, each interpreter's own. */
enum pf_gil_kind { GIL_CURRENT, GIL_RUNTIME, GIL_INTERPRETER };

/* A dict: one table of entries; keys with dk_size; keys with dk_log2_size and dk_kind. */
enum pf_dict_kind { DICT_TABLE, DICT_KEYS, DICT_KEYS_LOG2 };

/* Where an instance's attributes are: see instance.c. */
enum pf_attributes { ATTR_DICT, ATTR_VALUES_POINTER, ATTR_DICT_OR_VALUES, ATTR_INLINE };

/* An int: digits behind ob_size; behind lv_tag; 2.7's int beside long. */
enum pf_int_kind { INT_OB_SIZE, INT_LV_TAG, INT_AND_LONG };

/* References in frames: plain pointers, or _PyStackRef with tag bits. */
enum pf_reference { REF_PLAIN, REF_TAGGED };

/*
 * What a frame tells of whether it runs: nothing; `f_executing` is 1, `f_state` 0 from its call to
 * its end; `stacktop` is -1, `stackpointer` NULL while it does not wait for a function that it has
 * called.
 */
enum pf_running {
	RUNNING_UNKNOWN,
	RUNNING_EXECUTING,
	RUNNING_STATE,
	RUNNING_STACKTOP,
	RUNNING_STACKPOINTER
};

/*
 * How repr() writes what is of the standard library. Each is as the one before, but: names of
 * classes and of arguments are in it; a staticmethod shows what it wraps; an OrderedDict is written
 * with braces; a weak reference says the module of what it refers to.
 */
enum pf_reprs { REPRS_FIXED, REPRS_NAMED, REPRS_WRAPPED, REPRS_BRACES, REPRS_QUALIFIED };

/*
 * What tells that a suspended frame awaits something: the instruction behind its last one is
 * YIELD_FROM; or RESUME, whose argument says so; or that is the very instruction that it is at.
 */
enum pf_await { AWAIT_YIELD_FROM, AWAIT_RESUMED_BEHIND, AWAIT_RESUMED };

struct pf_traits {
	enum pf_newest_frame newest_frame;
	enum pf_lasti lasti;
	enum pf_lines lines;
	enum pf_text_kind text;
	enum pf_gil_kind gil;
	enum pf_dict_kind dict;
	enum pf_attributes attributes;
	enum pf_int_kind ints;
	enum pf_reference reference;
	enum pf_running running;
	enum pf_reprs reprs;
	enum pf_await await;
};

struct pf_layout {
	uint8_t major, minor;
	bool self_described; /* debug offsets were applied */
	struct pf_layout_runtime runtime;
	struct pf_layout_interpreter interpreter;
	struct pf_layout_gil gil;
	struct pf_layout_thread thread;
	struct pf_layout_frame frame;
	struct pf_layout_code code;
	struct pf_layout_type type;
	struct pf_layout_object object;
	struct pf_layout_text text;
	struct pf_layout_dict dict;
	struct pf_layout_keys keys;
	struct pf_layout_gc gc;
	struct pf_object_layout objects;
	struct pf_library_layout library;
	struct pf_traits traits;
};

/* Sets *ret to the layout of CPython MAJOR.MINOR as built by default; false when none is known. */
bool pf_layout_init(struct pf_layout *ret, unsigned major, unsigned minor);

/* The version of the INDEX-th known layout, oldest first; false behind the last. */
bool pf_layout_version_at(unsigned index, unsigned *major, unsigned *minor);

#endif
