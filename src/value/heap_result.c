/* What a walk of the heap has counted, put together for clients. */
#include "value/heap_result.h"

#include <stdlib.h>
#include <string.h>

struct pf_heap_store {
	struct pf_arena names;
	struct pf_text reprs;
};

void pf_heap_destroy(struct pf_heap *heap)
{
	if (!heap)
		return;
	if (heap->store) {
		pf_arena_deinit(&heap->store->names);
		pf_text_deinit(&heap->store->reprs);
	}
	free(heap->store);
	free(heap->types);
	free(heap->found);
	free(heap);
}

static int by_name(const void *left, const void *right)
{
	const struct pf_heap_count *a = left, *b = right;
	return strcmp(a->type, b->type);
}

static int by_bytes(const void *left, const void *right)
{
	const struct pf_heap_count *a = left, *b = right;
	if (a->bytes != b->bytes)
		return a->bytes < b->bytes ? 1 : -1;
	if (a->count != b->count)
		return a->count < b->count ? 1 : -1;
	return by_name(left, right);
}

static void add(struct pf_heap *heap, const struct pf_heap_type *type)
{
	heap->count += type->count;
	heap->bytes += type->bytes;
	if (type->count)
		heap->types[heap->type_count++] =
			(struct pf_heap_count){ type->name, type->count, type->bytes };
}

/* Classes that were made anew have the same name: they count together. */
static void merge(struct pf_heap *heap)
{
	size_t kept = 0;
	qsort(heap->types, heap->type_count, sizeof(*heap->types), by_name);
	for (size_t i = 0; i < heap->type_count; i++) {
		struct pf_heap_count *last = &heap->types[kept ? kept - 1 : 0];
		if (kept && !strcmp(last->type, heap->types[i].type)) {
			last->count += heap->types[i].count;
			last->bytes += heap->types[i].bytes;
			continue;
		}
		heap->types[kept++] = heap->types[i];
	}
	heap->type_count = kept;
	qsort(heap->types, heap->type_count, sizeof(*heap->types), by_bytes);
}

static const char *text_at(const struct pf_heap *heap, size_t offset)
{
	return offset ? pf_text_str(&heap->store->reprs) + offset : NULL;
}

static void put_found(struct pf_heap_run *run)
{
	struct pf_heap *heap = run->heap;
	for (size_t i = 0; i < run->matches.count; i++) {
		const struct pf_heap_match *match = &run->matches.items[i];
		heap->found[i] = match->found;
		heap->found[i].type = run->walk.types.items[match->type].name;
		heap->found[i].repr = text_at(heap, match->repr);
		heap->found[i].key = text_at(heap, match->key);
	}
	heap->found_count = run->matches.count;
	heap->match_count = run->matches.total;
}

struct pf_error *pf_heap_result_make(struct pf_heap_run *run)
{
	struct pf_heap *heap = run->heap;
	struct pf_heap_types *types = &run->walk.types;
	heap->store = calloc(1, sizeof(*heap->store));
	heap->types = calloc(types->count + 1, sizeof(*heap->types));
	heap->found = calloc(run->matches.count + 1, sizeof(*heap->found));
	if (!heap->store || !heap->types || !heap->found)
		return &pf_error_no_memory;
	for (size_t i = 0; i < types->count; i++)
		add(heap, &types->items[i]);
	merge(heap);
	heap->store->names = types->names;
	heap->store->reprs = run->matches.text;
	types->names = (struct pf_arena){ 0 };
	run->matches.text = (struct pf_text){ 0 };
	put_found(run);
	return NULL;
}
