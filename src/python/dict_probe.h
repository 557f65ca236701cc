/* Dicts that are too large to be read: the entries that a hash leads to. */
#ifndef PF_PYTHON_DICT_PROBE_H
#define PF_PYTHON_DICT_PROBE_H

#include "python/dict.h"

/* Whether KEY is the one that is looked for. */
typedef struct pf_error *pf_dict_check(void *context, pf_addr key, bool *ret);

/*
 * Goes through the entries of PLACES, which are not split, that a key with HASH may be at, until CHECK
 * says that one is; *ret is its value, or 0.
 */
struct pf_error *pf_dict_probe(const struct pf_reader *reader, const struct pf_dict_places *places,
			       uint64_t hash, pf_dict_check *check, void *context,
			       pf_addr *ret) PF_CHECKED;

#endif
