/* Versions of CPython: PY_VERSION_HEX and its text. */
#ifndef PF_PYTHON_VERSION_H
#define PF_PYTHON_VERSION_H

#include <stddef.h>
#include <stdint.h>

static inline unsigned pf_version_major(uint32_t hex)
{
	return hex >> 24;
}

static inline unsigned pf_version_minor(uint32_t hex)
{
	return hex >> 16 & 0xff;
}

/* "3.11.7", "3.15.0b1", "3.14.0rc2" for 0x030b07f0, 0x030f00b1, 0x030e00c2. */
void pf_version_format(uint32_t hex, char *buf, size_t size);

#endif
