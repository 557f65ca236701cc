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
 * Tries the layouts that do not describe themselves with AT as _PyRuntime (IS_RUNTIME true) or as
 * the word that heads the list of interpreters (false). Sets python's layout and runtime to the one
 * that is proved; *ret has 0 interpreters when none is. NO_MEMORY is the only error.
 */
struct pf_error *pf_adopt_guessed(struct pf_python *python, pf_addr at, bool is_runtime,
				  struct pf_proof *ret) PF_CHECKED;

/* Whether the version that was asked for, if any, describes itself. */
bool pf_adopt_is_described(const struct pf_python *python);

/*
 * Sets python's layout to the INDEX-th known one; false behind the last. *candidate tells whether
 * it is to be tried: the one that was asked for, or else all that do not describe themselves.
 */
bool pf_adopt_layout_at(struct pf_python *python, unsigned index, bool *candidate);

#endif
