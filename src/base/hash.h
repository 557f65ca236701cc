/* Hashing with a key that nobody outside knows, so that no target can choose what collides. */
#ifndef PF_BASE_HASH_H
#define PF_BASE_HASH_H

#include <stddef.h>
#include <stdint.h>

/* Random, and the same for as long as the program runs. The second is odd. */
extern uint64_t pf_hash_key[2];

/* One step: HASH with eight bytes more. All bits of it are good. */
static inline uint64_t pf_hash_step(uint64_t hash, uint64_t word)
{
	unsigned __int128 product = (unsigned __int128)(hash ^ word ^ pf_hash_key[0]);
	product *= pf_hash_key[1];
	return (uint64_t)(product >> 64) ^ (uint64_t)product;
}

/* Never 0, which is no key of a pf_map. */
uint64_t pf_hash_bytes(const void *bytes, size_t size);

#endif
