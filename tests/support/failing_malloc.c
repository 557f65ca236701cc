/* Makes the n-th allocation of the program fail. */
#include "failing_malloc.h"

#include <errno.h>
#include <stddef.h>

static long left = -1;
static bool failed;

void failing_malloc_arm(long n)
{
	left = n;
	failed = false;
}

bool failing_malloc_disarm(void)
{
	left = -1;
	return failed;
}

static bool is_due(void)
{
	if (left < 0 || left--)
		return false;
	failed = true;
	errno = ENOMEM;
	return true;
}

/* The linker sends calls of NAME to __wrap_NAME, and __real_NAME is the true one. */
#define WRAP(type, name, parameters, arguments)                   \
	type __real_##name parameters;                            \
	type __wrap_##name parameters;                            \
	type __wrap_##name parameters                             \
	{                                                         \
		return is_due() ? NULL : __real_##name arguments; \
	}

WRAP(void *, malloc, (size_t size), (size))
WRAP(void *, calloc, (size_t count, size_t size), (count, size))
WRAP(void *, realloc, (void *old, size_t size), (old, size))
WRAP(char *, strdup, (const char *text), (text))
WRAP(char *, strndup, (const char *text, size_t size), (text, size))
