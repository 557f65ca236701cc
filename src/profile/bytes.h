/* The bytes of a recording: whole numbers that take as many as they need, and text. */
#ifndef PF_PROFILE_BYTES_H
#define PF_PROFILE_BYTES_H

#include "base/error.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/*
 * Bytes to be written; all zero is none. As with struct pf_text, a lack of memory is remembered,
 * and the caller checks once, with pf_bytes_check().
 */
struct pf_bytes {
	unsigned char *items;
	size_t count, capacity;
	bool failed;
};

enum { PF_VARINT_MAX = 10 }; /* bytes that a number of 64 bits takes at most */

void pf_bytes_deinit(struct pf_bytes *bytes);

/* Empties it, keeps its memory, forgets a failure. */
void pf_bytes_clear(struct pf_bytes *bytes);

/* NO_MEMORY when an append since the last clear found none. */
struct pf_error *pf_bytes_check(const struct pf_bytes *bytes) PF_CHECKED;

/* Makes room: appending up to MORE bytes does not fail then. */
struct pf_error *pf_bytes_reserve(struct pf_bytes *bytes, size_t more) PF_CHECKED;

void pf_bytes_append(struct pf_bytes *bytes, const void *from, size_t size);

/* Seven bits a byte, the lowest first; the eighth bit says that more follow (LEB128). */
void pf_bytes_varint(struct pf_bytes *bytes, uint64_t value);

/* A number that may be negative but is mostly small: 0, -1, 1, -2 … as 0, 1, 2, 3 … */
void pf_bytes_zigzag(struct pf_bytes *bytes, int64_t value);

/* The varint of SIZE, then SIZE bytes. */
void pf_bytes_sized(struct pf_bytes *bytes, const void *from, size_t size);

/*
 * Bytes that are yet to be read, borrowed. Reading past the end, or a varint of more than 64 bits,
 * gives 0, sets `failed`, and leaves nothing unread.
 */
struct pf_unread {
	const unsigned char *at, *end;
	bool failed;
};

uint64_t pf_unread_varint(struct pf_unread *unread);
int64_t pf_unread_zigzag(struct pf_unread *unread);

/* A varint, which has to be below LIMIT. */
uint64_t pf_unread_below(struct pf_unread *unread, uint64_t limit);

/* What pf_bytes_sized() has written; has failed itself when it is not all there. */
struct pf_unread pf_unread_sized(struct pf_unread *unread);

static inline size_t pf_unread_size(const struct pf_unread *unread)
{
	return (size_t)(unread->end - unread->at);
}

#endif
