/* A partial result and the reason why the rest is missing. */
#include "python/truncated.h"

#include <stddef.h>

struct pf_error *pf_truncate(const char **truncated, struct pf_error *cause, const char *reason)
{
	if (cause && (pf_error_code(cause) == PF_NO_MEMORY || pf_error_code(cause) == PF_GONE))
		return cause;
	pf_error_destroy(cause);
	*truncated = reason;
	return NULL;
}
