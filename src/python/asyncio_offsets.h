/* AsyncioDebug: where CPython 3.14 and newer say themselves that the fields of asyncio lie. */
#ifndef PF_PYTHON_ASYNCIO_OFFSETS_H
#define PF_PYTHON_ASYNCIO_OFFSETS_H

#include "python/runtime.h"

/*
 * Overwrites what the table at AT describes, in LAYOUT. CORRUPT, and nothing is changed, when the
 * table has what cannot be.
 */
struct pf_error *pf_asyncio_offsets_apply(struct pf_memory *memory, pf_addr at,
					  struct pf_layout *layout) PF_CHECKED;

/*
 * Looks for the table in the process's files, once there is one, and applies it to python->layout.
 * Where there is none, or a damaged one, the layout stays as it is: only NO_MEMORY and GONE are errors.
 */
struct pf_error *pf_asyncio_offsets_find(struct pf_python *python) PF_CHECKED;

#endif
