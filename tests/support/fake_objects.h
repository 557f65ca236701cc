/* Objects in a fake heap: types, text in every shape, bytes, ints, dicts, instances. */
#ifndef PF_TESTS_FAKE_OBJECTS_H
#define PF_TESTS_FAKE_OBJECTS_H

#include "fake_memory.h"

/* A type named NAME with tp_flags FLAGS; it has room for a heap type's fields. */
pf_addr fake_type_new(struct fake_memory *heap, const char *name, uint64_t flags);

/* The type TYPE, placed once. */
pf_addr fake_type_of(struct fake_memory *heap, enum fake_type type);

/* SIZE bytes of an object of the type at TYPE. */
pf_addr fake_object(struct fake_memory *heap, pf_addr type, size_t size);

/* PEP 393's shapes: the kind is the width of a character; legacy has its characters elsewhere. */
enum fake_shape { SHAPE_ASCII, SHAPE_COMPACT, SHAPE_LEGACY };

/* A str of COUNT characters of WIDTH bytes each in CHARACTERS, for 3.6 and newer. */
pf_addr fake_str_shaped(struct fake_memory *heap, const void *characters, size_t count,
			size_t width, enum fake_shape shape);

/* A unicode of 2.7 with COUNT units of WIDTH bytes; sets the layout's unicode_width. */
pf_addr fake_unicode2(struct fake_memory *heap, const void *units, size_t count, size_t width);

/* What 'TEXT' is in a program of this version; TEXT is ASCII, or bytes in 2.7. */
pf_addr fake_str(struct fake_memory *heap, const char *text);

pf_addr fake_bytes(struct fake_memory *heap, const void *bytes, size_t size);

/* An int; `long` when IS_LONG, which matters in 2.7 only. */
pf_addr fake_int(struct fake_memory *heap, int64_t value, bool is_long);

/* A long of COUNT digits of 30 bits, least first. */
pf_addr fake_long_digits(struct fake_memory *heap, const uint32_t *digits, size_t count,
			 bool negative);

/* A place of a dict; key 0 is a free place. */
struct fake_item {
	pf_addr key, value;
};

enum fake_dict {
	DICT_COMBINED, /* keys that are all text: unicode kind from 3.11 on */
	DICT_GENERAL,  /* keys of any kind: as combined before 3.11 */
	DICT_SPLIT,    /* shared keys and values apart; as combined in 2.7 */
};

/* A PyDictKeysObject with COUNT places in an index of 2^LOG2 slots; not for 2.7. */
pf_addr fake_keys(struct fake_memory *heap, const struct fake_item *items, size_t count,
		  unsigned log2, enum fake_dict kind);

pf_addr fake_dict_new(struct fake_memory *heap, const struct fake_item *items, size_t count,
		      enum fake_dict kind);

/* The values of a split dict or of an instance; the address is what ma_values would hold. */
pf_addr fake_values(struct fake_memory *heap, const struct fake_item *items, size_t count);

/* Where an instance keeps its attributes. */
enum fake_place {
	PLACE_DICTOFFSET, /* a dict at tp_dictoffset: all versions */
	PLACE_DICT,	  /* a dict in front of the object: 3.11+ */
	PLACE_VALUES,	  /* values: 3.11+; inline ones from 3.13 on */
	PLACE_COUNT,
};

/* Whether this version has instances that keep their attributes there. */
bool fake_place_exists(const struct fake_memory *heap, enum fake_place place);

pf_addr fake_instance(struct fake_memory *heap, const struct fake_item *items, size_t count,
		      enum fake_place place);

#endif
