/* Where the fields of Python's objects lie: those that values are read from. */
#ifndef PF_PYTHON_OBJECT_LAYOUT_H
#define PF_PYTHON_OBJECT_LAYOUT_H

#include <stdint.h>

/* An offset in bytes inside the structure, or PF_ABSENT. Absent is not zero. */
enum { PF_ABSENT = -1 };

/* As in layout.h, members stand in the order of the rows. ORDER LAYOUT */
struct pf_layout_scope {
	int32_t localsplus, locals, globals, builtins, function;
};

struct pf_layout_variables {
	int32_t argcount, kwonlyargcount, flags, nlocals, varnames, cellvars, freevars, names,
		kinds, count;
};

struct pf_layout_class {
	int32_t base, bases, mro, dict, itemsize, heap_name, heap_qualname;
};

struct pf_layout_descriptor {
	int32_t name, type, member, member_name, member_type, member_offset, property_get,
		method_callable;
};

struct pf_layout_sequence {
	int32_t tuple_items, list_items, bytearray_start;
};

struct pf_layout_number {
	int32_t float_value, complex_value;
};

struct pf_layout_set {
	int32_t fill, used, mask, table, entry_key;
};

struct pf_layout_range {
	int32_t start, stop, step, length;
};

struct pf_layout_slice {
	int32_t start, stop, step;
};

struct pf_layout_function {
	int32_t code, globals, name, qualname, defaults, kwdefaults, closure, module, dict;
};

/* `class` is in 2.7 the one that the method was found in. */
struct pf_layout_method {
	int32_t function, self, class;
};

struct pf_layout_builtin {
	int32_t definition, self, module;
};

struct pf_layout_cell {
	int32_t contents;
};

struct pf_layout_generator {
	int32_t frame, code, name, qualname, state;
};

struct pf_layout_exception {
	int32_t args, traceback, cause, context, dict;
};

struct pf_layout_traceback {
	int32_t next, frame, lasti, line;
};

struct pf_layout_weakref {
	int32_t object;
};

/* 2.7's classes and instances without `object` as a base. */
struct pf_layout_classic {
	int32_t class_bases, class_dict, class_name, instance_class, instance_dict;
};

/*
 * From 3.11 on a frame object is a shell around a frame that lies elsewhere. `stack_size` is in the
 * code object: how many values it works with at most, which lie behind the frame's variables.
 */
struct pf_layout_shell {
	int32_t frame, stack_size;
};

/*
 * The values that a suspended frame works with: where they end, or how many words there are, from
 * `stack` on or (where there is none) from the frame's variables on.
 */
struct pf_layout_suspended {
	int32_t top, depth, stack;
};

struct pf_object_layout {
	struct pf_layout_scope scope;
	struct pf_layout_variables variables;
	struct pf_layout_class class;
	struct pf_layout_descriptor descriptor;
	struct pf_layout_sequence sequence;
	struct pf_layout_number number;
	struct pf_layout_set set;
	struct pf_layout_range range;
	struct pf_layout_slice slice;
	struct pf_layout_function function;
	struct pf_layout_method method;
	struct pf_layout_builtin builtin;
	struct pf_layout_cell cell;
	struct pf_layout_generator generator;
	struct pf_layout_exception exception;
	struct pf_layout_traceback traceback;
	struct pf_layout_weakref weakref;
	struct pf_layout_classic classic;
	struct pf_layout_shell shell;
	struct pf_layout_suspended suspended;
};

#endif
