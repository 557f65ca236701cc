/* A copy of the pages that were read, so that one moment of the target is read once. */
#include "target/page_cache.h"

#include "base/array.h"
#include "base/cleanup.h"
#include "base/map.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

enum {
	PAGE_SIZE = 4096,
	BLOCK_PAGES = 32,
	RUN_LIMIT = 1024 * 1024, /* what is larger is read directly, and not kept */
};

struct block {
	unsigned char pages[BLOCK_PAGES][PAGE_SIZE];
};

struct pf_page_cache {
	struct pf_memory memory; /* first: it is what readers see */
	struct pf_memory *below;
	/* Key: the page's number plus one. Value: its index plus one; 0: it cannot be read. */
	struct pf_map index;
	PF_ARRAY(struct block *) blocks;
	size_t used;			 /* pages of the blocks */
	PF_ARRAY(struct pf_span) wishes; /* pages to fetch; empty between calls */
};

static uint64_t key_of(pf_addr at)
{
	return at / PAGE_SIZE + 1;
}

static unsigned char *page_of(const struct pf_page_cache *cache, size_t index)
{
	return cache->blocks.items[index / BLOCK_PAGES]->pages[index % BLOCK_PAGES];
}

static struct pf_error *add_block(struct pf_page_cache *cache)
{
	PF_TRY(pf_array_reserve(&cache->blocks, 1));
	struct block *block = malloc(sizeof(*block));
	if (!block)
		return &pf_error_no_memory;
	cache->blocks.items[cache->blocks.count++] = block;
	return NULL;
}

/* Puts the page AT on the wish list unless it is known or wished for already. */
static struct pf_error *wish(struct pf_page_cache *cache, pf_addr at)
{
	if (pf_map_find(&cache->index, key_of(at)))
		return NULL;
	if (cache->used == cache->blocks.count * BLOCK_PAGES)
		PF_TRY(add_block(cache));
	PF_TRY(pf_array_reserve(&cache->wishes, 1));
	PF_TRY(pf_map_put(&cache->index, key_of(at), cache->used + 1));
	cache->wishes.items[cache->wishes.count++] = (struct pf_span){
		.at = at, .buf = page_of(cache, cache->used++), .size = PAGE_SIZE
	};
	return NULL;
}

static bool is_sane(pf_addr at, size_t size)
{
	return size <= RUN_LIMIT && at + size >= at;
}

static bool has_room(const struct pf_page_cache *cache, size_t size)
{
	return cache->used + size / PAGE_SIZE + 2 <= PF_PAGE_CACHE_PAGES;
}

static struct pf_error *wish_span(struct pf_page_cache *cache, pf_addr at, size_t size)
{
	if (!size || !is_sane(at, size) || !has_room(cache, size))
		return NULL;
	pf_addr page = at / PAGE_SIZE * PAGE_SIZE;
	for (size_t left = (size_t)(at - page) + size;; page += PAGE_SIZE, left -= PAGE_SIZE) {
		PF_TRY(wish(cache, page));
		if (left <= PAGE_SIZE)
			return NULL;
	}
}

/* Reads all that is wished for; what cannot be read is remembered as such. */
static struct pf_error *fetch(struct pf_page_cache *cache)
{
	if (!cache->wishes.count)
		return NULL;
	PF_TRY(pf_memory_peek_spans(cache->below, cache->wishes.items, cache->wishes.count));
	for (size_t i = 0; i < cache->wishes.count; i++) {
		const struct pf_span *span = &cache->wishes.items[i];
		if (span->failed)
			*pf_map_find(&cache->index, key_of(span->at)) = 0;
	}
	cache->wishes.count = 0;
	return NULL;
}

/* A wish without its bytes would look like a page: after an error nothing is known. */
static struct pf_error *fetch_or_clear(struct pf_page_cache *cache, struct pf_error *err)
{
	if (!err)
		err = fetch(cache);
	if (err)
		pf_page_cache_clear(cache);
	return err;
}

/* Copies from pages that are known; false when one of them cannot be read. */
static bool copy(const struct pf_page_cache *cache, pf_addr at, unsigned char *to, size_t size)
{
	while (size) {
		const uint64_t *index = pf_map_find(&cache->index, key_of(at));
		if (!index || !*index)
			return false;
		size_t skip = at % PAGE_SIZE;
		size_t part = PAGE_SIZE - skip < size ? PAGE_SIZE - skip : size;
		memcpy(to, page_of(cache, *index - 1) + skip, part);
		at += part;
		to += part;
		size -= part;
	}
	return true;
}

static struct pf_error *peek(struct pf_memory *memory, pf_addr at, void *buf, size_t size)
{
	struct pf_page_cache *cache = (struct pf_page_cache *)memory;
	if (!is_sane(at, size))
		return pf_memory_peek(cache->below, at, buf, size);
	if (copy(cache, at, buf, size))
		return NULL;
	if (!has_room(cache, size))
		pf_page_cache_clear(cache);
	PF_TRY(fetch_or_clear(cache, wish_span(cache, at, size)));
	return copy(cache, at, buf, size) ? NULL : &pf_error_fault;
}

struct pf_error *pf_page_cache_prefetch(struct pf_page_cache *cache, const struct pf_span *spans,
					size_t count)
{
	struct pf_error *err = NULL;
	for (size_t i = 0; i < count && !err; i++)
		err = wish_span(cache, spans[i].at, spans[i].size);
	return fetch_or_clear(cache, err);
}

static struct pf_error *peek_spans(struct pf_memory *memory, struct pf_span *spans, size_t count)
{
	PF_TRY(pf_page_cache_prefetch((struct pf_page_cache *)memory, spans, count));
	for (size_t i = 0; i < count; i++) {
		struct pf_error *err = peek(memory, spans[i].at, spans[i].buf, spans[i].size);
		spans[i].failed = err == &pf_error_fault;
		if (err && !spans[i].failed)
			return err;
	}
	return NULL;
}

struct pf_error *pf_page_cache_create(struct pf_memory *below, struct pf_page_cache **ret)
{
	struct pf_page_cache *cache = calloc(1, sizeof(*cache));
	if (!cache)
		return &pf_error_no_memory;
	cache->memory = (struct pf_memory){ .peek = peek, .peek_spans = peek_spans };
	cache->below = below;
	*ret = cache;
	return NULL;
}

void pf_page_cache_destroy(struct pf_page_cache *cache)
{
	if (!cache)
		return;
	for (size_t i = 0; i < cache->blocks.count; i++)
		free(cache->blocks.items[i]);
	pf_array_deinit(&cache->blocks);
	pf_array_deinit(&cache->wishes);
	pf_map_deinit(&cache->index);
	free(cache);
}

struct pf_memory *pf_page_cache_memory(struct pf_page_cache *cache)
{
	return &cache->memory;
}

void pf_page_cache_clear(struct pf_page_cache *cache)
{
	pf_map_clear(&cache->index);
	cache->wishes.count = 0;
	cache->used = 0;
}
