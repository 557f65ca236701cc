/* The hot way to a thread's stack: raw frames first, and what they mean only when they are new. */
#ifndef PF_PYTHON_PROBE_H
#define PF_PYTHON_PROBE_H

#include "base/array.h"
#include "python/code.h"
#include "target/windows.h"

/* A frame as it was read. Equal ones are equal as long as their code objects are the same. */
struct pf_raw_frame {
	pf_addr code;	/* without tag bits; bit 0: the frame is a generator's */
	uint64_t lasti; /* as it is stored: a count or an address */
	pf_addr at;	/* of the frame itself; says nothing of what it runs */
};

/* Newest first. */
struct pf_raw_stack {
	PF_ARRAY(struct pf_raw_frame);
	pf_addr newest; /* the address of the newest frame; 0: none */
	pf_addr root;	/* of the first frame without code below the oldest one; 0: none */
};

/* What walks are done with. Borrows all. */
struct pf_probe {
	struct pf_windows *windows;
	struct pf_reader reader; /* over the windows' memory */
	bool compare;		 /* callers' frames must be equal in both copies of the windows */
	pf_addr root;		 /* as a walk found it lately: it is not read again; 0: unknown */
};

/*
 * Reads the stack of the thread whose PyThreadState is at THREAD into *ret, in place of what that
 * had. Static errors: TORN for circles and too many frames, FAULT, GONE, NO_MEMORY.
 */
struct pf_error *pf_probe_stack(const struct pf_probe *probe, pf_addr thread,
				struct pf_raw_stack *ret) PF_CHECKED;

/* A frame's place in the source. */
struct pf_probe_place {
	const struct pf_code_entry *entry;
	int32_t line;	 /* or PF_UNKNOWN */
	bool incomplete; /* still being set up: not a frame yet */
};

/* What FRAME means; reads its code object when CODES does not know it. */
struct pf_error *pf_probe_resolve(const struct pf_probe *probe, struct pf_code_table *codes,
				  const struct pf_raw_frame *frame,
				  struct pf_probe_place *ret) PF_CHECKED;

#endif
