/* Text interned by content: equal text is one pointer. */
#include "profile/text_table.h"

#include "base/hash.h"

#include <string.h>

struct entry {
	const struct entry *older; /* of the same hash */
	size_t size;
	char text[];
};

static struct pf_error *add(struct pf_text_table *table, uint64_t hash, const struct entry *older,
			    const char *text, size_t size, const char **ret)
{
	struct entry *entry = pf_arena_alloc(&table->arena, sizeof(*entry) + size + 1);
	if (!entry)
		return &pf_error_no_memory;
	entry->older = older;
	entry->size = size;
	memcpy(entry->text, text, size + 1);
	PF_TRY(pf_map_put(&table->by_hash, hash, (uintptr_t)entry));
	table->bytes += sizeof(*entry) + size + 1 + 2 * sizeof(struct pf_map_slot);
	*ret = entry->text;
	return NULL;
}

static const struct entry *newest_of(const struct pf_text_table *table, uint64_t hash)
{
	const uint64_t *found = pf_map_find(&table->by_hash, hash);
	return found ? (const struct entry *)(uintptr_t)*found : NULL;
}

static const char *find(const struct entry *newest, const char *text, size_t size)
{
	for (const struct entry *entry = newest; entry; entry = entry->older) {
		if (entry->size == size && !memcmp(entry->text, text, size))
			return entry->text;
	}
	return NULL;
}

const char *pf_text_table_find(const struct pf_text_table *table, const char *text)
{
	size_t size = strlen(text);
	return find(newest_of(table, pf_hash_bytes(text, size)), text, size);
}

struct pf_error *pf_text_table_intern(struct pf_text_table *table, const char *text,
				      const char **ret)
{
	if (!text) {
		*ret = NULL;
		return NULL;
	}
	size_t size = strlen(text);
	uint64_t hash = pf_hash_bytes(text, size);
	const struct entry *newest = newest_of(table, hash);
	const char *known = find(newest, text, size);
	if (!known)
		return add(table, hash, newest, text, size, ret);
	*ret = known;
	return NULL;
}

void pf_text_table_deinit(struct pf_text_table *table)
{
	pf_map_deinit(&table->by_hash);
	pf_arena_deinit(&table->arena);
}
