/* What a frame works with: its variables, and the values of the expression that is evaluated. */
#ifndef PF_VALUE_WORKINGS_H
#define PF_VALUE_WORKINGS_H

#include "base/array.h"
#include "value/view.h"

struct pf_workings {
	PF_ARRAY(pf_addr); /* of objects; some may be there no longer */
};

static inline void pf_workings_deinit(struct pf_workings *workings)
{
	pf_array_deinit(workings);
}

/*
 * Appends what the places of the frame at FRAME hold, which runs the code object at CODE. No version
 * says how many are in use while the frame runs: what has been left in the others is there, too.
 */
struct pf_error *pf_workings_read(struct pf_view *view, pf_addr frame, pf_addr code,
				  struct pf_workings *ret) PF_CHECKED;

#endif
