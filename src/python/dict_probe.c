/* Dicts that are too large to be read: the entries that a hash leads to. */
#include "python/dict_probe.h"

/* More steps no hash takes, unless its like was chosen on purpose. */
enum { STEPS = 256, PERTURB_SHIFT = 5, ENTRY_WORDS = 3 };

/* Places in the index table that have no entry: DKIX_EMPTY, DKIX_DUMMY. */
enum { EMPTY = -1, DUMMY = -2 };

/* The entry that a slot has; -1: none, and none was ever behind it. */
static struct pf_error *peek_index(const struct pf_reader *reader,
				   const struct pf_dict_places *places, uint64_t slot, int64_t *ret)
{
	int64_t word = 0;
	if (!places->indices) { /* 2.7 has the entries themselves there */
		*ret = (int64_t)slot;
		return NULL;
	}
	unsigned width = places->index_width;
	PF_TRY(pf_reader_peek(reader, places->indices + slot * width, &word, width));
	unsigned unused = 64 - 8 * width;
	*ret = (int64_t)((uint64_t)word << unused) >> unused;
	return NULL;
}

/* What an entry has; *end: it is an empty one of 2.7's. */
static struct pf_error *check_entry(const struct pf_reader *reader,
				    const struct pf_dict_places *places, uint64_t index,
				    uint64_t hash, pf_addr *key, pf_addr *value, bool *end)
{
	uint64_t words[ENTRY_WORDS];
	size_t count = places->words;
	PF_TRY(pf_reader_peek(reader, places->at + index * count * sizeof(*words), words,
			      count * sizeof(*words)));
	*key = words[count - 2];
	*value = words[count - 1];
	*end = !*key && !places->indices;
	if (count == ENTRY_WORDS && words[0] != hash)
		*value = 0;
	return NULL;
}

struct walk {
	uint64_t hash, slot, perturb;
	bool early; /* it is shifted before it is used: 3.7+ */
};

static void step(struct walk *walk)
{
	if (walk->early)
		walk->perturb >>= PERTURB_SHIFT;
	walk->slot = walk->slot * 5 + walk->perturb + 1;
	if (!walk->early)
		walk->perturb >>= PERTURB_SHIFT;
}

static struct pf_error *follow(const struct pf_reader *reader, const struct pf_dict_places *places,
			       struct walk walk, pf_dict_check *check, void *context, pf_addr *ret)
{
	for (int steps = 0; steps < STEPS; steps++, step(&walk)) {
		int64_t index;
		pf_addr key, value;
		bool end, same = false;
		PF_TRY(peek_index(reader, places, walk.slot & (places->slots - 1), &index));
		if (index == EMPTY)
			return NULL;
		if (index == DUMMY || (uint64_t)index >= places->count)
			continue;
		PF_TRY(check_entry(reader, places, (uint64_t)index, walk.hash, &key, &value, &end));
		if (end)
			return NULL;
		if (key && value)
			PF_TRY(check(context, key, &same));
		if (same) {
			*ret = value;
			return NULL;
		}
	}
	return NULL;
}

struct pf_error *pf_dict_probe(const struct pf_reader *reader, const struct pf_dict_places *places,
			       uint64_t hash, pf_dict_check *check, void *context, pf_addr *ret)
{
	struct walk walk = { hash, hash, hash, true };
	*ret = 0;
	if (!places->slots || places->slots & (places->slots - 1) || places->values)
		return NULL;
	PF_TRY(follow(reader, places, walk, check, context, ret));
	walk.early = false;
	return *ret ? NULL : follow(reader, places, walk, check, context, ret);
}
