/* A partial result and the reason why the rest is missing. */
#ifndef PF_PYTHON_TRUNCATED_H
#define PF_PYTHON_TRUNCATED_H

#include "base/error.h"

/*
 * Turns CAUSE (taken; may be NULL) into a result that is partial: *truncated becomes REASON, a
 * static text, and NULL is returned. NO_MEMORY and GONE are no results: they are returned as they
 * are.
 */
struct pf_error *pf_truncate(const char **truncated, struct pf_error *cause,
			     const char *reason) PF_CHECKED;

#endif
