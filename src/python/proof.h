/* Proving that an address is a CPython runtime, and which. */
#ifndef PF_PYTHON_PROOF_H
#define PF_PYTHON_PROOF_H

#include "python/runtime.h"

/* What the runtime says of itself once it is proved. */
struct pf_proof {
	size_t interpreters; /* how many hang together; 0: not proved */
	uint32_t version_hex;
	bool debug_build;
};

/*
 * Checks python->runtime with python->layout: some interpreter in its list has modules, sys and
 * builtins that are dicts, a first thread that points back, and a sys.hexversion of just the
 * layout's version, or of any version when the layout was asked for. Reads through python->pages.
 * *empty (may be NULL) becomes true when the list is readable and has no interpreter. Nothing is
 * changed. NO_MEMORY is the only error.
 */
struct pf_error *pf_proof_of(const struct pf_python *python, bool *empty,
			     struct pf_proof *ret) PF_CHECKED;

#endif
