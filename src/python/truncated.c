/* A partial result and the reason why the rest is missing. */
#include "python/truncated.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

struct pf_error *pf_truncate(struct pf_arena *arena, const char **truncated, struct pf_error *cause,
			     const char *fmt, ...)
{
	if (cause && (pf_error_code(cause) == PF_NO_MEMORY || pf_error_code(cause) == PF_GONE))
		return cause;
	pf_error_destroy(cause);
	char reason[128];
	va_list args;
	va_start(args, fmt);
	vsnprintf(reason, sizeof(reason), fmt, args);
	va_end(args);
	*truncated = pf_arena_text(arena, reason, strlen(reason));
	return *truncated ? NULL : &pf_error_no_memory;
}
