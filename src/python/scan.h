/* Looking through a target's data for a runtime that no symbol names. */
#ifndef PF_PYTHON_SCAN_H
#define PF_PYTHON_SCAN_H

#include "python/proof.h"

/*
 * Looks in the writable data of the target's modules for _Py_DebugOffsets (3.13+), and then for
 * words that head a list of interpreters, with every layout that has to be guessed. On success
 * python's layout and runtime are set; *ret is what was proved, with 0 interpreters when nothing
 * was found in 64 MB, or two seconds for all scans of PYTHON together.
 */
struct pf_error *pf_scan_find(struct pf_python *python, struct pf_proof *ret) PF_CHECKED;

/*
 * The same for the versions before 3.7, close to NEAR first: there _PyThreadState_Current is often
 * all that a stripped executable exports, and the list's head is its neighbour.
 */
struct pf_error *pf_scan_find_near(struct pf_python *python, pf_addr near,
				   struct pf_proof *ret) PF_CHECKED;

#endif
