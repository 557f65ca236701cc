/* Where the fields of the standard library's C structures lie: deque, datetime, tasks, locks. */
#ifndef PF_PYTHON_LIBRARY_LAYOUT_H
#define PF_PYTHON_LIBRARY_LAYOUT_H

#include <stdint.h>

/* block_length is how many items a block has; in 2.7 `length` stands apart from var_size. */
struct pf_layout_deque {
	int32_t left_block, left_index, length, maxlen, block_items, block_length, block_right;
};

/* `first` to `node_hash`: the order of an OrderedDict, which is written in Python in 2.7. */
struct pf_layout_mapping {
	int32_t factory, first, node_key, node_next, node_hash, proxied, viewed;
};

/* Packed bytes, most significant first: see kind_datetime.c. The zone is there when `aware`. */
struct pf_layout_datetime {
	int32_t date, time, time_fold, time_zone, moment, moment_fold, moment_zone, aware;
};

struct pf_layout_timedelta {
	int32_t days, seconds, microseconds, zone_offset, zone_name;
};

/* mpd_t: `length` words of 19 digits each, least significant first. */
struct pf_layout_decimal {
	int32_t flags, exponent, digits, length, data;
};

/*
 * Until 3.13 an RLock is held while its count is not 0; newer ones have a mutex, whose lowest bit
 * says so, and `level`, which is one less. 2.7 has no `locked`, and its RLock is written in Python.
 * A Lock of a newer 3.13 (of 3.13.5, but not of 3.13.0) is shorter than `locked`: there it is as in
 * 3.14, behind the head.
 */
struct pf_layout_lock {
	int32_t handle, locked, rlock_handle, mutex, owner, count, level;
};

struct pf_layout_memoryview {
	int32_t flags, start, object, length, itemsize, readonly, dimensions, format, shape,
		strides;
};

struct pf_layout_array {
	int32_t items, description, typecode, itemsize;
};

struct pf_layout_partial {
	int32_t function, arguments, keywords;
};

/* The same in a Task, which is longer. */
struct pf_layout_future {
	int32_t loop, callback0, callbacks, exception, result, state, awaited_by, is_task,
		awaited_by_is_set;
};

/* A task is in a list of its thread (3.14 and newer) by its `node`. */
struct pf_layout_task {
	int32_t waiter, coroutine, name, node, node_next, tasks_of_interpreter, tasks_of_thread,
		running_loop, running_task;
};

/* A SimpleQueue: a list and where it begins, or a ring. */
struct pf_layout_queue {
	int32_t list, position, items, first, capacity, count;
};

/* Buffered files have `raw`, text files `buffer`; the rest is of 2.7's file. */
struct pf_layout_stream {
	int32_t raw, buffer, encoding, file_name, file_mode;
};

/* list[int], int | str, method-wrapper; the fields of a named tuple of C, as time.struct_time. */
struct pf_layout_alias {
	int32_t origin, arguments, members, wrapper, wrapped, fields, field_size;
};

struct pf_library_layout {
	struct pf_layout_deque deque;
	struct pf_layout_mapping mapping;
	struct pf_layout_datetime datetime;
	struct pf_layout_timedelta timedelta;
	struct pf_layout_decimal decimal;
	struct pf_layout_lock lock;
	struct pf_layout_memoryview memoryview;
	struct pf_layout_array array;
	struct pf_layout_partial partial;
	struct pf_layout_future future;
	struct pf_layout_task task;
	struct pf_layout_queue queue;
	struct pf_layout_stream stream;
	struct pf_layout_alias alias;
};

#endif
