/* Memory together with the layout that says what its bytes mean. */
#ifndef PF_PYTHON_READER_H
#define PF_PYTHON_READER_H

#include "python/layout.h"
#include "target/memory.h"

/* Borrows both; small enough to be passed around and copied. */
struct pf_reader {
	struct pf_memory *memory;
	const struct pf_layout *layout;
};

static inline PF_CHECKED struct pf_error *pf_reader_peek(const struct pf_reader *reader, pf_addr at,
							 void *buf, size_t size)
{
	return pf_memory_peek(reader->memory, at, buf, size);
}

/* Reads the pointer-sized word at AT. */
static inline PF_CHECKED struct pf_error *pf_reader_peek_word(const struct pf_reader *reader,
							      pf_addr at, uint64_t *ret)
{
	return pf_memory_peek(reader->memory, at, ret, sizeof(*ret));
}

static inline PF_CHECKED struct pf_error *pf_reader_peek_int(const struct pf_reader *reader,
							     pf_addr at, int32_t *ret)
{
	return pf_memory_peek(reader->memory, at, ret, sizeof(*ret));
}

/* Fields inside a structure that was copied into BYTES. */
static inline uint64_t pf_word_in(const unsigned char *bytes, int32_t offset)
{
	uint64_t ret;
	__builtin_memcpy(&ret, bytes + offset, sizeof(ret));
	return ret;
}

static inline int32_t pf_int_in(const unsigned char *bytes, int32_t offset)
{
	int32_t ret;
	__builtin_memcpy(&ret, bytes + offset, sizeof(ret));
	return ret;
}

#endif
