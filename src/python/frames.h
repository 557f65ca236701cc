/* A thread's frames, newest first, as sys._getframe() would list them. */
#ifndef PF_PYTHON_FRAMES_H
#define PF_PYTHON_FRAMES_H

#include "base/array.h"
#include "python/code.h"

struct pf_frames {
	PF_ARRAY(struct pf_frame);
};

/* More frames than this, of all threads together, are not listed: stacks are then truncated. */
enum { PF_FRAME_LIMIT = 1 << 22 };

/* Where the pointer to that frame is kept. */
struct pf_error *pf_frames_locate_newest(const struct pf_reader *reader, pf_addr thread,
					 pf_addr *ret) PF_CHECKED;

/*
 * Where the newest frame of the thread whose PyThreadState is at THREAD lies; *ret is 0 when it
 * runs no Python code.
 */
struct pf_error *pf_frames_find_newest(const struct pf_reader *reader, pf_addr thread,
				       pf_addr *ret) PF_CHECKED;

/*
 * Walks from the frame at NEWEST to the oldest and appends to *frames. What cannot be read ends
 * the walk with *truncated set to why, a static text; only
 * NO_MEMORY and GONE are errors. Does not recurse; notices circles.
 */
struct pf_error *pf_frames_walk(const struct pf_reader *reader, struct pf_code_table *codes,
				pf_addr newest, struct pf_frames *frames,
				const char **truncated) PF_CHECKED;

/* Appends the frame at AT alone; nothing when it is none of Python code. */
struct pf_error *pf_frames_peek(const struct pf_reader *reader, struct pf_code_table *codes,
				pf_addr at, struct pf_frames *ret) PF_CHECKED;

/* What pf_frames_lasti() returns for an instruction that is not in the code object. */
#define PF_LASTI_NOWHERE INT32_MIN

/*
 * The instruction that is being executed, in bytes of bytecode, from what a frame of ENTRY stores:
 * RAW is its f_lasti (as 32 bits) or, from 3.11 on, the address of an instruction.
 */
int32_t pf_frames_lasti(const struct pf_layout *layout, const struct pf_code_entry *entry,
			uint64_t raw);

/* Whether a frame is still being set up, which is no frame yet (3.11+, _PyFrame_IsIncomplete). */
bool pf_frames_is_incomplete(bool generator, const struct pf_code_entry *entry, int32_t lasti);

#endif
