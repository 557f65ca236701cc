/* The hashes that Python gives to keys of dicts: numbers, and text by the secret of its process. */
#ifndef PF_PYTHON_KEY_HASH_H
#define PF_PYTHON_KEY_HASH_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* How bytes are hashed in Python 3: PyHash_Func. */
enum pf_hash_way {
	PF_HASH_SIPHASH_13, /* 3.11+ */
	PF_HASH_SIPHASH_24, /* 3.4 to 3.10 */
	PF_HASH_WAYS,
};

/* Of the bytes of a text, as wide as it is kept, by the two words of _Py_HashSecret. */
uint64_t pf_key_hash_bytes(enum pf_hash_way way, const uint64_t secret[2],
			   const unsigned char *bytes, size_t size);

/* The same in 2.7: of bytes, or of the units of unicode. */
uint64_t pf_key_hash_units(const uint64_t secret[2], const uint32_t *units, size_t count);

/* Of an int of any size, in decimal: its rest by 2**61 - 1. */
uint64_t pf_key_hash_digits(const char *digits);

/* Of a float: equal to that of an int that it equals. */
uint64_t pf_key_hash_float(double value);

/* The same in 2.7, of those below 2**63; an int is its own hash there. */
uint64_t pf_key_hash_old_int(int64_t value);
uint64_t pf_key_hash_old_float(double value);

#endif
