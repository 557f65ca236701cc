/* Memory in big bites: for reading most of what a target has, in about the order that it lies in. */
#include "target/bulk.h"

#include "base/cleanup.h"

#include <string.h>

enum {
	PAGE_BITS = 12,
	PAGE_SIZE = 1 << PAGE_BITS,
	CHUNK_PAGES = 16,
	CHUNK_BITS = 16,
	CHUNK_SIZE = 1 << CHUNK_BITS,
	SLOT_BITS = 9,
	SLOTS = 1 << SLOT_BITS,
};

_Static_assert(CHUNK_PAGES *PAGE_SIZE == CHUNK_SIZE, "a bit of `valid` for each page");

struct slot {
	uint64_t chunk; /* AT >> CHUNK_BITS */
	uint16_t valid; /* its pages that were read; 0: none, or no chunk */
	bool broken;	/* not all of it can be read */
};

struct pf_bulk {
	struct pf_memory memory; /* first: it is what readers see */
	struct pf_memory *below;
	unsigned char *bytes; /* CHUNK_SIZE for each slot */
	unsigned char scratch[PF_BULK_VIEW];
	struct slot slots[SLOTS];
};

/* Fibonacci hashing: neighbours never meet, and others seldom. */
static size_t slot_of(pf_addr at)
{
	return (size_t)((at >> CHUNK_BITS) * UINT64_C(0x9e3779b97f4a7c15) >> (64 - SLOT_BITS));
}

static uint16_t bit_of(pf_addr at)
{
	return (uint16_t)(1u << (at >> PAGE_BITS & (CHUNK_PAGES - 1)));
}

/* The bytes from AT on to the end of their page; NULL when they were not read. */
static const unsigned char *find(const struct pf_bulk *bulk, pf_addr at)
{
	size_t index = slot_of(at);
	const struct slot *slot = &bulk->slots[index];
	if (!(slot->valid & bit_of(at)) || slot->chunk != at >> CHUNK_BITS)
		return NULL;
	return bulk->bytes + index * CHUNK_SIZE + (at & (CHUNK_SIZE - 1));
}

static struct pf_error *fill_chunk(struct pf_bulk *bulk, size_t index)
{
	struct slot *slot = &bulk->slots[index];
	slot->valid = 0;
	struct pf_error *err = pf_memory_peek(bulk->below, slot->chunk << CHUNK_BITS,
					      bulk->bytes + index * CHUNK_SIZE, CHUNK_SIZE);
	slot->broken = err == &pf_error_fault;
	if (!err)
		slot->valid = UINT16_MAX;
	return slot->broken ? NULL : err;
}

static struct pf_error *fill_page(struct pf_bulk *bulk, size_t index, pf_addr at)
{
	struct slot *slot = &bulk->slots[index];
	pf_addr page = at & ~(pf_addr)(PAGE_SIZE - 1);
	PF_TRY(pf_memory_peek(bulk->below, page,
			      bulk->bytes + index * CHUNK_SIZE + (page & (CHUNK_SIZE - 1)),
			      PAGE_SIZE));
	slot->valid |= bit_of(at);
	return NULL;
}

/* Reads the page of AT, and with it all of its chunk when another page of that was wanted before. */
static struct pf_error *fill(struct pf_bulk *bulk, pf_addr at)
{
	size_t index = slot_of(at);
	struct slot *slot = &bulk->slots[index];
	uint64_t chunk = at >> CHUNK_BITS;
	if (slot->chunk != chunk)
		*slot = (struct slot){ .chunk = chunk };
	if (slot->valid && !slot->broken)
		PF_TRY(fill_chunk(bulk, index));
	return slot->valid & bit_of(at) ? NULL : fill_page(bulk, index, at);
}

/* What lies at the edge of what can be read is read by itself. */
static struct pf_error *peek(struct pf_memory *memory, pf_addr at, void *buf, size_t size)
{
	struct pf_bulk *bulk = (struct pf_bulk *)memory;
	unsigned char *to = buf;
	while (size) {
		size_t part = PAGE_SIZE - (size_t)(at & (PAGE_SIZE - 1));
		const unsigned char *from = find(bulk, at);
		struct pf_error *err = from ? NULL : fill(bulk, at);
		if (err == &pf_error_fault)
			return pf_memory_peek(bulk->below, at, to, size);
		PF_TRY(err);
		part = part < size ? part : size;
		memcpy(to, from ? from : find(bulk, at), part);
		at += part;
		to += part;
		size -= part;
	}
	return NULL;
}

static struct pf_error *peek_spans(struct pf_memory *memory, struct pf_span *spans, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		struct pf_error *err = peek(memory, spans[i].at, spans[i].buf, spans[i].size);
		spans[i].failed = err == &pf_error_fault;
		if (err && !spans[i].failed)
			return err;
	}
	return NULL;
}

struct pf_error *pf_bulk_view(struct pf_bulk *bulk, pf_addr at, size_t size,
			      const unsigned char **ret)
{
	if ((at & (PAGE_SIZE - 1)) + size <= PAGE_SIZE && (*ret = find(bulk, at)))
		return NULL;
	PF_TRY(peek(&bulk->memory, at, bulk->scratch, size));
	*ret = bulk->scratch;
	return NULL;
}

struct pf_error *pf_bulk_create(struct pf_memory *below, struct pf_bulk **ret)
{
	PF_AUTO_FREE struct pf_bulk *bulk = calloc(1, sizeof(*bulk));
	if (!bulk)
		return &pf_error_no_memory;
	bulk->bytes = malloc((size_t)SLOTS * CHUNK_SIZE);
	if (!bulk->bytes)
		return &pf_error_no_memory;
	bulk->memory = (struct pf_memory){ .peek = peek, .peek_spans = peek_spans };
	bulk->below = below;
	*ret = pf_take(bulk);
	return NULL;
}

void pf_bulk_destroy(struct pf_bulk *bulk)
{
	if (bulk)
		free(bulk->bytes);
	free(bulk);
}

struct pf_memory *pf_bulk_memory(struct pf_bulk *bulk)
{
	return &bulk->memory;
}

void pf_bulk_clear(struct pf_bulk *bulk)
{
	memset(bulk->slots, 0, sizeof(bulk->slots));
}
