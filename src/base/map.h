/* A hash map from 64-bit keys to 64-bit values, for addresses and ids. */
#ifndef PF_BASE_MAP_H
#define PF_BASE_MAP_H

#include "base/error.h"

#include <stddef.h>
#include <stdint.h>

/* All zero is an empty map. Open addressing; the key 0 is not allowed. */
struct pf_map {
	struct pf_map_slot *slots;
	size_t count;
	size_t capacity; /* a power of two, or 0 */
};

struct pf_map_slot {
	uint64_t key; /* 0: free */
	uint64_t value;
};

void pf_map_deinit(struct pf_map *map);

/* Forgets every entry and keeps the memory. */
void pf_map_clear(struct pf_map *map);

/* The value of KEY, to read or change in place; NULL when absent. Valid until the next put. */
uint64_t *pf_map_find(const struct pf_map *map, uint64_t key);

/* Sets KEY's value; NO_MEMORY leaves the map as it was. */
struct pf_error *pf_map_put(struct pf_map *map, uint64_t key, uint64_t value) PF_CHECKED;

#endif
