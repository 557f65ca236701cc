/* Hashing with a key that nobody outside knows, so that no target can choose what collides. */
#include "base/hash.h"

#include "base/clock.h"

#include <string.h>
#include <sys/random.h>

/* What they are when the kernel gives no random numbers so early: better than nothing. */
uint64_t pf_hash_key[2] = { UINT64_C(0x2d358dccaa6c78a5), UINT64_C(0x8bb84b93962eacc9) };

__attribute__((constructor)) static void choose_key(void)
{
	uint64_t key[2];
	if (getrandom(key, sizeof(key), GRND_NONBLOCK) != sizeof(key)) {
		key[0] = pf_hash_key[0] ^ pf_clock_now_ns();
		key[1] = pf_hash_key[1] ^ (uintptr_t)&key << 16;
	}
	pf_hash_key[0] = key[0];
	pf_hash_key[1] = key[1] | 1;
}

uint64_t pf_hash_bytes(const void *bytes, size_t size)
{
	const unsigned char *at = bytes;
	uint64_t hash = size, rest = 0;
	for (; size >= sizeof(rest); at += sizeof(rest), size -= sizeof(rest)) {
		uint64_t word;
		memcpy(&word, at, sizeof(word));
		hash = pf_hash_step(hash, word);
	}
	memcpy(&rest, at, size);
	hash = pf_hash_step(hash, rest);
	return hash ? hash : 1;
}
