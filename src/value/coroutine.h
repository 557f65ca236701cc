/* Coroutines that are suspended: where each stands, and what it awaits. */
#ifndef PF_VALUE_COROUTINE_H
#define PF_VALUE_COROUTINE_H

#include "python/frames.h"
#include "value/view.h"

/* A chain of more coroutines is cut. */
enum { PF_COROUTINE_LIMIT = 1 << 16 };

/*
 * The frame of the coroutine or generator OBJECT; *ret is 0 when it has none, or none any more, and
 * when the object is nothing of that kind.
 */
struct pf_error *pf_coroutine_frame(struct pf_view *view, const struct pf_object *object,
				    pf_addr *ret) PF_CHECKED;

/*
 * Appends the frames of the coroutine at AT, which does not run, and of those that it awaits, itself
 * first. What ends that before its time sets *truncated, a static text.
 */
struct pf_error *pf_coroutine_walk(struct pf_view *view, struct pf_code_table *codes, pf_addr at,
				   struct pf_frames *ret, const char **truncated) PF_CHECKED;

#endif
