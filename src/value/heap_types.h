/* The types of the objects of a heap: what they are called, and how large their objects are. */
#ifndef PF_VALUE_HEAP_TYPES_H
#define PF_VALUE_HEAP_TYPES_H

#include "base/arena.h"
#include "base/array.h"
#include "base/map.h"
#include "python/reader.h"

/* More types than that are one: so a target cannot make us keep one for each of its objects. */
enum { PF_HEAP_TYPE_LIMIT = 1 << 17 };

/* What objects of a type, or of one that it is made from, keep their references in. */
enum pf_heap_kind {
	PF_HEAP_PLAIN,
	PF_HEAP_LIST,
	PF_HEAP_TUPLE,
	PF_HEAP_DICT,
	PF_HEAP_SET,
	PF_HEAP_DEQUE,
	PF_HEAP_WEAKREF,
};

struct pf_heap_type {
	pf_addr at;
	const char *name; /* "collections.deque"; valid UTF-8 */
	uint64_t flags;	  /* tp_flags */
	pf_addr name_at;  /* these three tell it from one that takes its place */
	uint64_t basic_size, item_size;
	uint32_t before; /* bytes in front of an object: the collector's and the dict's pointer */
	enum pf_heap_kind kind;
	bool counts;   /* its objects say how many items they have */
	bool wanted;   /* its name is what is looked for */
	uint32_t seen; /* the look at which it was read or compared */
	uint64_t count, bytes;
	uint64_t more_count, more_bytes; /* of the look that is not over yet */
};

struct pf_heap_types {
	PF_ARRAY(struct pf_heap_type);
	struct pf_map index; /* address → index plus one */
	struct pf_arena names;
	const char *wanted; /* borrowed: a name with or without its module; NULL: none */
	uint32_t look;
	size_t last; /* the index of the type that was asked for last */
};

void pf_heap_types_deinit(struct pf_heap_types *types);

/* A new look at the target: what the last one has counted is forgotten, unless it was kept. */
void pf_heap_types_begin(struct pf_heap_types *types);

/* Keeps what the look has counted. */
void pf_heap_types_keep(struct pf_heap_types *types);

/* Forgets all counts. */
void pf_heap_types_reset(struct pf_heap_types *types);

/*
 * The type at AT, which is read when it is new; what is no type is called "<corrupt>". QUICK reads
 * what is read of each, SLOW the names. *ret is valid until the next call.
 */
struct pf_error *pf_heap_types_find(struct pf_heap_types *types, const struct pf_reader *quick,
				    const struct pf_reader *slow, pf_addr at,
				    struct pf_heap_type **ret) PF_CHECKED;

#endif
