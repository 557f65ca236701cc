/* Ranges of source lines: what the words of "list" ask for. */
#ifndef PF_SHELL_LISTING_H
#define PF_SHELL_LISTING_H

#include "pyflame.h"

#include <stdbool.h>

/* Lines FIRST to LAST, 1-based. */
struct pf_listing {
	long first, last;
};

/* Lines of a file, and the frame that was selected. All zero is none. */
struct pf_listed {
	const char *file;
	char *own_file; /* to free(); NULL: file is borrowed */
	struct pf_listing lines;
	pf_addr frame; /* the frame's address, */
	int32_t line;  /* ... and its line */
};

void pf_listed_deinit(struct pf_listed *listed);

/* SIZE lines around LINE, which is the sixth of ten, as in GDB. */
struct pf_listing pf_listing_around(long line, long size);

/*
 * Reads "N", "A,B", "A," and ",B", for SIZE lines where one end is open. False when TEXT is none
 * of these.
 */
bool pf_listing_parse(const char *text, long size, struct pf_listing *ret);

#endif
