/* A pf_memory of some pages that changes between two snapshots, and whose pages may go away. */
#include "flipping_memory.h"

#include <string.h>

static bool is_mapped(const struct flipping_memory *flipping, pf_addr at, size_t size)
{
	pf_addr first = FLIP_BASE / FLIP_PAGE;
	for (pf_addr page = at / FLIP_PAGE; page <= (at + size - 1) / FLIP_PAGE; page++) {
		if (page < first || page >= first + FLIP_PAGES || !flipping->mapped[page - first])
			return false;
	}
	return true;
}

static struct pf_error *peek(struct pf_memory *memory, pf_addr at, void *buf, size_t size)
{
	struct flipping_memory *flipping = (struct flipping_memory *)memory;
	flipping->reads++;
	if ((flipping->flip_at && flipping->reads == flipping->flip_at) ||
	    (flipping->flip_every && flipping->reads % flipping->flip_every == 0))
		flipping->now = !flipping->now;
	if (!is_mapped(flipping, at, size)) {
		flipping->strayed = true;
		return &pf_error_fault;
	}
	memcpy(buf, flipping->bytes[flipping->now] + (at - FLIP_BASE), size);
	return NULL;
}

static struct pf_error *peek_spans(struct pf_memory *memory, struct pf_span *spans, size_t count)
{
	((struct flipping_memory *)memory)->calls++;
	for (size_t i = 0; i < count; i++)
		spans[i].failed = peek(memory, spans[i].at, spans[i].buf, spans[i].size) != NULL;
	return NULL;
}

unsigned flipping_random(unsigned limit)
{
	static uint64_t state = 1;
	state = state * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
	return (unsigned)(state >> 33) % limit;
}

void flipping_memory_init(struct flipping_memory *flipping)
{
	memset(flipping, 0, sizeof(*flipping));
	flipping->memory = (struct pf_memory){ .peek = peek, .peek_spans = peek_spans };
	for (size_t i = 0; i < sizeof(flipping->bytes[0]); i++) {
		flipping->bytes[0][i] = (unsigned char)flipping_random(256);
		flipping->bytes[1][i] = (unsigned char)~flipping->bytes[0][i];
	}
	memset(flipping->mapped, true, sizeof(flipping->mapped));
}
