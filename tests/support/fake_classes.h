/* Classes in a fake heap, and objects of those that are built in. */
#ifndef PF_TESTS_FAKE_CLASSES_H
#define PF_TESTS_FAKE_CLASSES_H

#include "fake_objects.h"

/* Bits of tp_flags. */
enum {
	FAKE_HEAP_TYPE = 1 << 9, /* written in Python */
	FAKE_LIST_TYPE = 1 << 25,
	FAKE_TUPLE_TYPE = 1 << 26,
};

/* A class with an MRO: itself, and that of BASE (0: none). DICT may be 0. */
pf_addr fake_class(struct fake_memory *heap, const char *name, uint64_t flags, pf_addr base,
		   pf_addr dict);

/* Of class CLASS, whose tp_flags say that it is one. */
pf_addr fake_tuple(struct fake_memory *heap, pf_addr class, const pf_addr *items, size_t count);
pf_addr fake_list(struct fake_memory *heap, pf_addr class, const pf_addr *items, size_t count);

pf_addr fake_none(struct fake_memory *heap);
pf_addr fake_bool(struct fake_memory *heap, bool value);
pf_addr fake_float(struct fake_memory *heap, double value);

/* range(START, START + LENGTH * STEP, STEP); 2.7's xrange. */
pf_addr fake_range(struct fake_memory *heap, int64_t start, int64_t step, int64_t length);

#endif
