/* A thread's frames, newest first, as sys._getframe() would list them. */
#ifndef PF_PYTHON_FRAMES_H
#define PF_PYTHON_FRAMES_H

#include "base/array.h"
#include "python/code.h"

struct pf_frames {
	PF_ARRAY(struct pf_frame);
};

/* More frames than this are not listed: the stack is then truncated. */
enum { PF_FRAME_LIMIT = 1 << 22 };

/*
 * Where the newest frame of the thread whose PyThreadState is at THREAD lies; *ret is 0 when it
 * runs no Python code.
 */
struct pf_error *pf_frames_find_newest(const struct pf_reader *reader, pf_addr thread,
				       pf_addr *ret) PF_CHECKED;

/*
 * Walks from the frame at NEWEST to the oldest and appends to *frames. What cannot be read ends
 * the walk with *truncated set to why, which lives in the code table's arena or is static; only
 * NO_MEMORY and GONE are errors. Does not recurse; notices circles.
 */
struct pf_error *pf_frames_walk(const struct pf_reader *reader, struct pf_code_table *codes,
				pf_addr newest, struct pf_frames *frames,
				const char **truncated) PF_CHECKED;

#endif
