/* A version that the user insists on: whether stacks can be read as its. */
#ifndef PF_PYTHON_INSISTED_H
#define PF_PYTHON_INSISTED_H

#include "python/runtime.h"

/*
 * Checks that stacks can be read as those of the version python->abi; when the process is of
 * another one, sets the warning. UNSUPPORTED when they cannot.
 */
struct pf_error *pf_insisted_check(struct pf_python *python) PF_CHECKED;

#endif
