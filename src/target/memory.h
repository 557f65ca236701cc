/* Reading a target's memory, whatever it is: a process, a page cache over one, a test's heap. */
#ifndef PF_TARGET_MEMORY_H
#define PF_TARGET_MEMORY_H

#include "base/error.h"
#include "pyflame.h"

#include <stddef.h>

/* A wish: SIZE bytes at AT into BUF. */
struct pf_span {
	pf_addr at;
	void *buf;
	size_t size;
	bool failed; /* written by peek_spans: these bytes could not be read */
};

/*
 * One kind of memory. It does not know where memory begins or ends, and it has no notion of
 * time: two calls may see two states of a target that runs.
 */
struct pf_memory {
	/*
	 * Reads all SIZE bytes or fails, with static errors only: FAULT, GONE, NO_MEMORY. No
	 * allocation that lasts per call.
	 */
	struct pf_error *(*peek)(struct pf_memory *memory, pf_addr at, void *buf, size_t size);

	/*
	 * Reads many spans in as few system calls as it can; marks those that failed and goes on.
	 * GONE when the target has ended.
	 */
	struct pf_error *(*peek_spans)(struct pf_memory *memory, struct pf_span *spans,
				       size_t count);
};

static inline PF_CHECKED struct pf_error *pf_memory_peek(struct pf_memory *memory, pf_addr at,
							 void *buf, size_t size)
{
	return memory->peek(memory, at, buf, size);
}

static inline PF_CHECKED struct pf_error *pf_memory_peek_spans(struct pf_memory *memory,
							       struct pf_span *spans, size_t count)
{
	return memory->peek_spans(memory, spans, count);
}

/* The cold twin of peek: its error says how many bytes at which address. */
struct pf_error *pf_memory_read(struct pf_memory *memory, pf_addr at, void *buf,
				size_t size) PF_CHECKED;

#endif
