/* System calls by number and name, as the kernel's header for this machine has them. */
#include "pyflame.h"

#include <string.h>

static const char *const names[] = {
/* Made when building: see floor.am. */
#include <target/syscall_names.inc>
};

enum { NAME_COUNT = sizeof(names) / sizeof(names[0]) };

_Static_assert(NAME_COUNT > 200, "the kernel's header has named no system calls");

const char *pf_syscall_name(int number)
{
	return number >= 0 && number < NAME_COUNT ? names[number] : NULL;
}

int pf_syscall_number(const char *name)
{
	for (int i = 0; i < NAME_COUNT; i++) {
		if (names[i] && !strcmp(names[i], name))
			return i;
	}
	return PF_UNKNOWN;
}
