/* The hashes that Python gives to keys of dicts: numbers, and text by the secret of its process. */
#include "python/key_hash.h"

#include <math.h>
#include <string.h>

/* Sources: pyhash.h, pyhash.c, longobject.c; SipHash by Aumasson and Bernstein. */
enum { MODULUS_BITS = 61, CHUNK_BITS = 28 };
static const uint64_t MODULUS = (UINT64_C(1) << MODULUS_BITS) - 1;

/* -1 says that there was an error. */
static uint64_t finish(uint64_t hash)
{
	return hash == UINT64_MAX ? UINT64_MAX - 1 : hash;
}

static uint64_t rotate(uint64_t word, unsigned bits)
{
	return word << bits | word >> (64 - bits);
}

static void mix(uint64_t v[4], unsigned rounds)
{
	while (rounds--) {
		v[0] += v[1];
		v[2] += v[3];
		v[1] = rotate(v[1], 13) ^ v[0];
		v[3] = rotate(v[3], 16) ^ v[2];
		v[0] = rotate(v[0], 32) + v[3];
		v[2] += v[1];
		v[3] = rotate(v[3], 21) ^ v[0];
		v[1] = rotate(v[1], 17) ^ v[2];
		v[2] = rotate(v[2], 32);
	}
}

static uint64_t siphash(const uint64_t secret[2], const unsigned char *bytes, size_t size,
			unsigned rounds, unsigned last_rounds)
{
	uint64_t v[] = { secret[0] ^ UINT64_C(0x736f6d6570736575),
			 secret[1] ^ UINT64_C(0x646f72616e646f6d),
			 secret[0] ^ UINT64_C(0x6c7967656e657261),
			 secret[1] ^ UINT64_C(0x7465646279746573) };
	uint64_t word;
	size_t left = size;
	for (; left >= sizeof(word); bytes += sizeof(word), left -= sizeof(word)) {
		memcpy(&word, bytes, sizeof(word));
		v[3] ^= word;
		mix(v, rounds);
		v[0] ^= word;
	}
	word = 0;
	memcpy(&word, bytes, left);
	word |= (uint64_t)size << 56;
	v[3] ^= word;
	mix(v, rounds);
	v[0] ^= word;
	v[2] ^= 0xff;
	mix(v, last_rounds);
	return v[0] ^ v[1] ^ v[2] ^ v[3];
}

uint64_t pf_key_hash_units(const uint64_t secret[2], const uint32_t *units, size_t count)
{
	if (!count)
		return 0;
	uint64_t hash = secret[0] ^ (uint64_t)units[0] << 7;
	for (size_t i = 0; i < count; i++)
		hash = UINT64_C(1000003) * hash ^ units[i];
	return finish(hash ^ count ^ secret[1]);
}

uint64_t pf_key_hash_bytes(enum pf_hash_way way, const uint64_t secret[2],
			   const unsigned char *bytes, size_t size)
{
	if (!size)
		return 0;
	return finish(way == PF_HASH_SIPHASH_13 ? siphash(secret, bytes, size, 1, 3)
						: siphash(secret, bytes, size, 2, 4));
}

uint64_t pf_key_hash_old_int(int64_t value)
{
	return finish((uint64_t)value);
}

/* _Py_HashDouble() of 2.7: 31 bits, 31 more, and the exponent. */
uint64_t pf_key_hash_old_float(double value)
{
	int exponent;
	if ((double)(int64_t)value == value)
		return pf_key_hash_old_int((int64_t)value);
	double rest = frexp(value, &exponent) * 0x1p31;
	int64_t high = (int64_t)rest;
	int64_t low = (int64_t)((rest - (double)high) * 0x1p31);
	return finish((uint64_t)(high + low + exponent * (INT64_C(1) << 15)));
}

static uint64_t with_sign(uint64_t hash, bool negative)
{
	return finish(negative ? -hash : hash);
}

uint64_t pf_key_hash_digits(const char *digits)
{
	bool negative = *digits == '-';
	unsigned __int128 hash = 0;
	for (digits += negative; *digits; digits++)
		hash = (hash * 10 + (unsigned)(*digits - '0')) % MODULUS;
	return with_sign((uint64_t)hash, negative);
}

static uint64_t rotate_rest(uint64_t hash, unsigned bits)
{
	return bits ? (hash << bits & MODULUS) | hash >> (MODULUS_BITS - bits) : hash;
}

uint64_t pf_key_hash_float(double value)
{
	int exponent;
	uint64_t hash = 0;
	if (isinf(value))
		return with_sign(314159, value < 0);
	double rest = frexp(fabs(value), &exponent);
	while (rest != 0) {
		hash = rotate_rest(hash, CHUNK_BITS);
		rest *= 1 << CHUNK_BITS;
		exponent -= CHUNK_BITS;
		uint64_t chunk = (uint64_t)rest;
		rest -= (double)chunk;
		hash = (hash + chunk) % MODULUS;
	}
	exponent %= MODULUS_BITS;
	hash = rotate_rest(hash, (unsigned)(exponent < 0 ? exponent + MODULUS_BITS : exponent));
	return with_sign(hash, value < 0);
}
