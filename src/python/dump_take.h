/* A dump of which more is read than its stacks, in the same pause. */
#ifndef PF_PYTHON_DUMP_TAKE_H
#define PF_PYTHON_DUMP_TAKE_H

#include "pyflame.h"
#include "python/dump_read.h"
#include "python/runtime.h"

/*
 * Reads more of what STORE has the stacks of, through python->pages, into what CONTEXT points to. As
 * pf_still_work: it may be called again, and begins anew then.
 */
typedef struct pf_error *pf_dump_more(struct pf_python *python, struct pf_dump_store *store,
				      void *context);

/* pf_dump_take(), with MORE (may be NULL) behind the reading of the stacks. */
struct pf_error *pf_dump_take_with(struct pf_python *python, struct pf_hold *hold,
				   pf_dump_more *more, void *context,
				   struct pf_dump **ret) PF_CHECKED;

#endif
