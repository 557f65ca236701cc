/* A hash map from 64-bit keys to 64-bit values, for addresses and ids. */
#include "base/map.h"

#include "base/hash.h"

#include <stdlib.h>
#include <string.h>

void pf_map_deinit(struct pf_map *map)
{
	free(map->slots);
	*map = (struct pf_map){ 0 };
}

void pf_map_clear(struct pf_map *map)
{
	if (map->count)
		memset(map->slots, 0, map->capacity * sizeof(*map->slots));
	map->count = 0;
}

static size_t home_of(uint64_t key, size_t capacity)
{
	return (size_t)pf_hash_step(0, key) & (capacity - 1);
}

/* The slot that holds KEY, or the free one where it belongs. There is always a free slot. */
static struct pf_map_slot *slot_of(const struct pf_map *map, uint64_t key)
{
	size_t i = home_of(key, map->capacity);
	while (map->slots[i].key && map->slots[i].key != key)
		i = (i + 1) & (map->capacity - 1);
	return &map->slots[i];
}

uint64_t *pf_map_find(const struct pf_map *map, uint64_t key)
{
	if (!map->count || !key)
		return NULL;
	struct pf_map_slot *slot = slot_of(map, key);
	return slot->key ? &slot->value : NULL;
}

static struct pf_error *grow(struct pf_map *map)
{
	struct pf_map bigger = { .count = map->count,
				 .capacity = map->capacity ? map->capacity * 2 : 32 };
	bigger.slots = calloc(bigger.capacity, sizeof(*bigger.slots));
	if (!bigger.slots)
		return &pf_error_no_memory;
	for (size_t i = 0; i < map->capacity; i++) {
		if (map->slots[i].key)
			*slot_of(&bigger, map->slots[i].key) = map->slots[i];
	}
	free(map->slots);
	*map = bigger;
	return NULL;
}

struct pf_error *pf_map_put(struct pf_map *map, uint64_t key, uint64_t value)
{
	if (map->count * 4 >= map->capacity * 3)
		PF_TRY(grow(map));
	struct pf_map_slot *slot = slot_of(map, key);
	if (!slot->key)
		map->count++;
	*slot = (struct pf_map_slot){ key, value };
	return NULL;
}
