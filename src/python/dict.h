/* Dicts: their entries, and the value of a key that is text. */
#ifndef PF_PYTHON_DICT_H
#define PF_PYTHON_DICT_H

#include "base/array.h"
#include "python/reader.h"

#include <stdlib.h>

struct pf_dict_entry {
	pf_addr key, value; /* 0: a free place, or a value that is held elsewhere */
};

struct pf_dict_entries {
	PF_ARRAY(struct pf_dict_entry);
};

static inline void pf_dict_entries_deinit(struct pf_dict_entries *entries)
{
	pf_array_deinit(entries);
}

/* Where the places of a dict are: COUNT, of WORDS words each. */
struct pf_dict_places {
	pf_addr at;
	uint64_t count;
	size_t words;
	uint64_t slots;	      /* of the hash table: a power of 2 */
	pf_addr indices;      /* the table, of numbers of places; 0: it is the places themselves */
	unsigned index_width; /* bytes of each */
	pf_addr values; /* where those of a split table are, in the order of its keys; 0: in it */
	bool ordered;	/* ORDER has the index of each of COUNT places; else they are in order */
	unsigned char order[256];
};

/* Finds the places of the dict at AT, without reading them; TORN when AT is no dict. */
struct pf_error *pf_dict_locate(const struct pf_reader *reader, pf_addr at,
				struct pf_dict_places *ret) PF_CHECKED;

/* The same for a frozendict (3.15), which its caller knows: it has no flag that says so. */
struct pf_error *pf_dict_locate_frozen(const struct pf_reader *reader, pf_addr at,
				       struct pf_dict_places *ret) PF_CHECKED;

/* The same for the keys object at KEYS and the values at VALUES, the first of them. */
struct pf_error *pf_dict_locate_split(const struct pf_reader *reader, pf_addr keys, pf_addr values,
				      struct pf_dict_places *ret) PF_CHECKED;

/* Appends COUNT places from FIRST on to *ret: the caller sees to it that there are so many. */
struct pf_error *pf_dict_peek_places(const struct pf_reader *reader,
				     const struct pf_dict_places *places, uint64_t first,
				     uint64_t count, struct pf_dict_entries *ret) PF_CHECKED;

/* How many places a dict or a keys object may have, free ones included; more is TORN. */
enum { PF_DICT_LIMIT = 1 << 20 };

/*
 * Reads all places of the dict at AT into *ret, which is to be deinit'ed also after an
 * error. TORN when AT is no dict.
 */
struct pf_error *pf_dict_peek(const struct pf_reader *reader, pf_addr at,
			      struct pf_dict_entries *ret) PF_CHECKED;

/* All places of a keys object (PyDictKeysObject): the values of shared keys are 0. */
struct pf_error *pf_keys_peek(const struct pf_reader *reader, pf_addr at,
			      struct pf_dict_entries *ret) PF_CHECKED;

/* All places that were located. */
struct pf_error *pf_dict_peek_all(const struct pf_reader *reader,
				  const struct pf_dict_places *places,
				  struct pf_dict_entries *ret) PF_CHECKED;

/* The value of the text key NAME in the dict at AT; *ret is 0 when it has none. */
struct pf_error *pf_dict_find(const struct pf_reader *reader, pf_addr at, const char *name,
			      pf_addr *ret) PF_CHECKED;

/* The index of the text key NAME among ENTRIES; -1 when absent. */
long pf_dict_entries_find(const struct pf_reader *reader, const struct pf_dict_entries *entries,
			  const char *name);

#endif
