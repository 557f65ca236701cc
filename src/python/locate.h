/* Finding the runtime: by symbols and sections first, by looking through data last. */
#ifndef PF_PYTHON_LOCATE_H
#define PF_PYTHON_LOCATE_H

#include "python/proof.h"

/*
 * Sets python's layout, runtime, current_at and collecting_at. NOT_PYTHON when nothing in the
 * process looks like CPython; UNSUPPORTED when something does that cannot be read, saying what.
 */
struct pf_error *pf_locate(struct pf_python *python, struct pf_proof *ret) PF_CHECKED;

#endif
