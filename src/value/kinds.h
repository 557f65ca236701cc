/* The kinds of objects that are known: each has a row in a table. */
#ifndef PF_VALUE_KINDS_H
#define PF_VALUE_KINDS_H

#include "value/kind.h"

extern const struct pf_kind pf_kind_none, pf_kind_ellipsis, pf_kind_not_implemented;
extern const struct pf_kind pf_kind_bool, pf_kind_int, pf_kind_float, pf_kind_complex;
extern const struct pf_kind pf_kind_text, pf_kind_bytes, pf_kind_bytearray;
extern const struct pf_kind pf_kind_tuple, pf_kind_list, pf_kind_range, pf_kind_slice;
extern const struct pf_kind pf_kind_dict, pf_kind_set, pf_kind_frozenset;

/* The standard library's. */
extern const struct pf_kind pf_kind_deque, pf_kind_defaultdict, pf_kind_mappingproxy;
extern const struct pf_kind pf_kind_frozendict;
extern const struct pf_kind pf_kind_counter, pf_kind_ordered;
extern const struct pf_kind pf_kind_date, pf_kind_time, pf_kind_moment;
extern const struct pf_kind pf_kind_timedelta, pf_kind_timezone, pf_kind_decimal;
extern const struct pf_kind pf_kind_enum, pf_kind_namespace;
extern const struct pf_kind pf_kind_array, pf_kind_memoryview, pf_kind_weakref, pf_kind_weakproxy;
extern const struct pf_kind pf_kind_fraction, pf_kind_uuid, pf_kind_path;
extern const struct pf_kind pf_kind_dict_keys, pf_kind_dict_values, pf_kind_dict_items;
extern const struct pf_kind pf_kind_future, pf_kind_task;
extern const struct pf_kind pf_kind_ndarray, pf_kind_numpy, pf_kind_dtype;
extern const struct pf_kind pf_kind_function, pf_kind_builtin, pf_kind_method;
extern const struct pf_kind pf_kind_descriptor, pf_kind_wrapper, pf_kind_holder, pf_kind_partial;
extern const struct pf_kind pf_kind_class, pf_kind_enumeration, pf_kind_classic, pf_kind_instance;
extern const struct pf_kind pf_kind_module, pf_kind_code, pf_kind_frame, pf_kind_traceback;
extern const struct pf_kind pf_kind_generator, pf_kind_cell, pf_kind_exception;
extern const struct pf_kind pf_kind_lock, pf_kind_rlock, pf_kind_recursive, pf_kind_condition;
extern const struct pf_kind pf_kind_event, pf_kind_semaphore, pf_kind_thread;
extern const struct pf_kind pf_kind_module_lock;
extern const struct pf_kind pf_kind_buffered, pf_kind_text_file, pf_kind_file, pf_kind_socket;
extern const struct pf_kind pf_kind_queue, pf_kind_simple_queue;

/* Of classes that are known by what is in them: class_kind.c. */
extern const struct pf_kind pf_kind_namedtuple, pf_kind_structure, pf_kind_dataclass;

#endif
