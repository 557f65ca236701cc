/* _Py_DebugOffsets: where CPython 3.13 and newer say themselves that their fields lie. */
#ifndef PF_PYTHON_DEBUG_OFFSETS_H
#define PF_PYTHON_DEBUG_OFFSETS_H

#include "python/layout.h"
#include "target/memory.h"

/* "xdebugpy", the first eight bytes, as a little-endian word. */
#define PF_DEBUG_COOKIE UINT64_C(0x7970677562656478)

/* The head of the table, the same in every version. */
struct pf_debug_head {
	uint64_t cookie;
	uint64_t version; /* PY_VERSION_HEX */
	uint64_t free_threaded;
};

/* Reads the head at AT; false when it is not readable or is none. */
bool pf_debug_head_find(struct pf_memory *memory, pf_addr at, struct pf_debug_head *ret);

/*
 * Puts what the table at AT says into LAYOUT, which pf_layout_init() has set up for HEAD's version
 * or for the newest known one. Each value is checked against what its structure can be at most:
 * CORRUPT names the field that lies.
 */
struct pf_error *pf_debug_offsets_apply(struct pf_memory *memory, pf_addr at,
					struct pf_layout *layout) PF_CHECKED;

#endif
