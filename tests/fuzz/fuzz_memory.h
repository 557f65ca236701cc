/* A pf_memory that answers from a fuzzer's input. */
#ifndef PF_TESTS_FUZZ_MEMORY_H
#define PF_TESTS_FUZZ_MEMORY_H

#include "python/layout.h"
#include "python/reader.h"

#include <stddef.h>
#include <string.h>

/*
 * Addresses go around the input, so that any word of it may be a pointer to any other; those with
 * the highest bit set cannot be read.
 */
struct fuzz_memory {
	struct pf_memory memory; /* first */
	const uint8_t *bytes;
	size_t size;
	struct pf_layout layout;
	struct pf_reader reader;
	pf_addr start; /* where to begin */
};

static inline struct pf_error *fuzz_peek(struct pf_memory *memory, pf_addr at, void *buf,
					 size_t size)
{
	struct fuzz_memory *fuzz = (struct fuzz_memory *)memory;
	unsigned char *to = buf;
	if (at >> 63 || !fuzz->size)
		return &pf_error_fault;
	size_t skip = at % fuzz->size, filled = 0;
	for (; filled < size && filled < fuzz->size; filled++, skip = (skip + 1) % fuzz->size)
		to[filled] = fuzz->bytes[skip];
	while (filled < size) { /* whole rounds from here on */
		size_t part = filled < size - filled ? filled : size - filled;
		memcpy(to + filled, to, part);
		filled += part;
	}
	return NULL;
}

static inline struct pf_error *fuzz_peek_spans(struct pf_memory *memory, struct pf_span *spans,
					       size_t count)
{
	for (size_t i = 0; i < count; i++)
		spans[i].failed =
			fuzz_peek(memory, spans[i].at, spans[i].buf, spans[i].size) != NULL;
	return NULL;
}

/* The first byte is the layout, the next eight are where to begin; false when there is no more. */
static inline bool fuzz_memory_init(struct fuzz_memory *fuzz, const uint8_t *data, size_t size)
{
	unsigned major, minor;
	*fuzz = (struct fuzz_memory){ .memory = { .peek = fuzz_peek,
						  .peek_spans = fuzz_peek_spans } };
	if (size < 10 || !pf_layout_version_at(data[0] & 15, &major, &minor) ||
	    !pf_layout_init(&fuzz->layout, major, minor))
		return false;
	fuzz->layout.text.unicode_width = data[0] & 16 ? 2 : 4;
	fuzz->reader = (struct pf_reader){ &fuzz->memory, &fuzz->layout };
	memcpy(&fuzz->start, data + 1, sizeof(fuzz->start));
	fuzz->bytes = data + 9;
	fuzz->size = size - 9;
	return true;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#endif
