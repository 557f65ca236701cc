/* A partial result and the reason why the rest is missing. */
#ifndef PF_PYTHON_TRUNCATED_H
#define PF_PYTHON_TRUNCATED_H

#include "base/arena.h"
#include "base/error.h"

/*
 * Turns CAUSE (taken; may be NULL) into a result that is partial: *truncated becomes FMT's text in
 * ARENA and NULL is returned. NO_MEMORY and GONE are no results: they are returned as they are.
 */
struct pf_error *pf_truncate(struct pf_arena *arena, const char **truncated, struct pf_error *cause,
			     const char *fmt, ...) PF_PRINTF(4, 5) PF_CHECKED;

#endif
