/* Trying a runtime's address with what is known of versions. */
#ifndef PF_PYTHON_ADOPT_H
#define PF_PYTHON_ADOPT_H

#include "python/proof.h"

/*
 * The runtime at AT describes itself (3.13+): sets python's layout from it. UNSUPPORTED and
 * CORRUPT are final; *ret has 0 interpreters when Python is starting or ending there.
 */
struct pf_error *pf_adopt_described(struct pf_python *python, pf_addr at,
				    struct pf_proof *ret) PF_CHECKED;

/*
 * Tries the layouts that do not describe themselves with the word at HEAD_AT as the head of the
 * list of interpreters (relative_to_runtime false) or AT as _PyRuntime (true). Sets python's layout
 * and runtime to the one that is proved; 0 interpreters when none is.
 */
struct pf_proof pf_adopt_guessed(struct pf_python *python, pf_addr at, bool is_runtime);

#endif
