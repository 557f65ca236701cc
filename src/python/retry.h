/* Looking again at a target that runs on, while what was read does not fit together. */
#ifndef PF_PYTHON_RETRY_H
#define PF_PYTHON_RETRY_H

#include "python/runtime.h"

/* Reads through python->pages, which are fresh, into what CONTEXT points to; begins anew each time. */
typedef struct pf_error *pf_look(struct pf_python *python, void *context);

/*
 * Looks until it is well, a few times at most. Then TORN says that WHAT, "the GILs", would not keep
 * still, or GONE that the process has ended.
 */
struct pf_error *pf_retry(struct pf_python *python, const char *what, pf_look *look,
			  void *context) PF_CHECKED;

#endif
