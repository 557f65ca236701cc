/* The bytes of a recording: whole numbers that take as many as they need, and text. */
#include "profile/bytes.h"

#include "base/array.h"

#include <stdlib.h>
#include <string.h>

void pf_bytes_deinit(struct pf_bytes *bytes)
{
	pf_array_deinit(bytes);
	*bytes = (struct pf_bytes){ 0 };
}

void pf_bytes_clear(struct pf_bytes *bytes)
{
	bytes->count = 0;
	bytes->failed = false;
}

struct pf_error *pf_bytes_check(const struct pf_bytes *bytes)
{
	return bytes->failed ? &pf_error_no_memory : NULL;
}

struct pf_error *pf_bytes_reserve(struct pf_bytes *bytes, size_t more)
{
	return pf_array_reserve(bytes, more);
}

void pf_bytes_append(struct pf_bytes *bytes, const void *from, size_t size)
{
	if (!size || bytes->failed)
		return;
	if (pf_bytes_reserve(bytes, size)) { /* the error is the static one */
		bytes->failed = true;
		return;
	}
	memcpy(bytes->items + bytes->count, from, size);
	bytes->count += size;
}

void pf_bytes_varint(struct pf_bytes *bytes, uint64_t value)
{
	unsigned char encoded[PF_VARINT_MAX];
	size_t size = 0;
	for (; value >= 0x80; value >>= 7)
		encoded[size++] = (unsigned char)(value | 0x80);
	encoded[size++] = (unsigned char)value;
	pf_bytes_append(bytes, encoded, size);
}

void pf_bytes_zigzag(struct pf_bytes *bytes, int64_t value)
{
	pf_bytes_varint(bytes, (uint64_t)value << 1 ^ -(uint64_t)(value < 0));
}

void pf_bytes_sized(struct pf_bytes *bytes, const void *from, size_t size)
{
	pf_bytes_varint(bytes, size);
	pf_bytes_append(bytes, from, size);
}

static uint64_t fail(struct pf_unread *unread)
{
	unread->failed = true;
	unread->at = unread->end;
	return 0;
}

uint64_t pf_unread_varint(struct pf_unread *unread)
{
	uint64_t value = 0;
	for (unsigned shift = 0; unread->at < unread->end && shift < 64; shift += 7) {
		uint64_t bits = *unread->at & 0x7f;
		if (bits << shift >> shift != bits)
			break;
		value |= bits << shift;
		if (!(*unread->at++ & 0x80))
			return value;
	}
	return fail(unread);
}

int64_t pf_unread_zigzag(struct pf_unread *unread)
{
	uint64_t value = pf_unread_varint(unread);
	return (int64_t)(value >> 1 ^ -(value & 1));
}

uint64_t pf_unread_below(struct pf_unread *unread, uint64_t limit)
{
	uint64_t value = pf_unread_varint(unread);
	return value < limit ? value : fail(unread);
}

struct pf_unread pf_unread_sized(struct pf_unread *unread)
{
	uint64_t size = pf_unread_varint(unread);
	if (size > pf_unread_size(unread))
		fail(unread);
	if (unread->failed)
		return (struct pf_unread){ unread->end, unread->end, true };
	struct pf_unread part = { unread->at, unread->at + size, false };
	unread->at += size;
	return part;
}
