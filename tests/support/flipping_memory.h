/* A pf_memory of some pages that changes between two snapshots, and whose pages may go away. */
#ifndef PF_TESTS_FLIPPING_MEMORY_H
#define PF_TESTS_FLIPPING_MEMORY_H

#include "target/memory.h"

enum { FLIP_PAGE = 4096, FLIP_PAGES = 64 };

/* Where the pages begin. */
#define FLIP_BASE UINT64_C(0x7f0000000000)

/* Every byte differs between the snapshots. */
struct flipping_memory {
	struct pf_memory memory; /* first */
	unsigned char bytes[2][FLIP_PAGES * FLIP_PAGE];
	bool mapped[FLIP_PAGES];
	int now;		    /* which of the two is seen */
	size_t reads, calls;	    /* each span is a read */
	size_t flip_at, flip_every; /* 0: never; counted in reads */
	bool strayed;		    /* a read touched a page that is not there */
};

void flipping_memory_init(struct flipping_memory *flipping);

/* The next of the same random numbers each time, below LIMIT. */
unsigned flipping_random(unsigned limit);

#endif
