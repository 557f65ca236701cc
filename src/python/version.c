/* Versions of CPython: PY_VERSION_HEX and its text. */
#include "python/version.h"

#include <stdio.h>

/* Include/patchlevel.h: 0xa alpha, 0xb beta, 0xc release candidate, 0xf final. */
static const char *level_of(uint32_t hex)
{
	switch (hex >> 4 & 0xf) {
	case 0xa:
		return "a";
	case 0xb:
		return "b";
	case 0xc:
		return "rc";
	default:
		return NULL;
	}
}

void pf_version_format(uint32_t hex, char *buf, size_t size)
{
	const char *level = level_of(hex);
	int used = snprintf(buf, size, "%u.%u.%u", pf_version_major(hex), pf_version_minor(hex),
			    hex >> 8 & 0xff);
	if (level && used > 0 && (size_t)used < size)
		snprintf(buf + used, size - (size_t)used, "%s%u", level, hex & 0xf);
}
