/* CRC-32, as of zlib and IEEE 802.3: whether bytes are those that were written. */
#ifndef PF_PROFILE_CRC32_H
#define PF_PROFILE_CRC32_H

#include <stddef.h>
#include <stdint.h>

/* The CRC of what CRC is of (0: nothing), followed by SIZE bytes. */
uint32_t pf_crc32(uint32_t crc, const void *bytes, size_t size);

#endif
