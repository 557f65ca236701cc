/* Lists of names: candidates of a completion or of an ambiguity, sorted and without doubles. */
#ifndef PF_SHELL_NAMES_H
#define PF_SHELL_NAMES_H

#include "base/array.h"

#include <stdbool.h>

/* All zero is empty. Numbers are in their own order, not in that of their digits. */
struct pf_names {
	PF_ARRAY(char *) list;
	bool pids;  /* that is what they are */
	bool files; /* ... or this */
	bool open;  /* more may follow without a blank */
	/* While a line is completed, and at its end: */
	const char *line;
	const char *rest; /* what the command gets, as written; with the word */
	size_t from;	  /* where in the line what the names take the place of begins */
	bool raw;	  /* they do so as they are, else the word's quoting is kept */
	unsigned depth;	  /* of commands in commands */
};

/* Adds a copy of SIZE bytes of NAME, in order, unless it is there. */
struct pf_error *pf_names_add(struct pf_names *names, const char *name, size_t size) PF_CHECKED;

/* Adds NAME when it begins with PREFIX. */
struct pf_error *pf_names_add_match(struct pf_names *names, const char *name,
				    const char *prefix) PF_CHECKED;
void pf_names_deinit(struct pf_names *names);

/* How many letters must change, come or go to get from A to B; 3 stands for more. */
unsigned pf_names_distance(const char *a, size_t a_size, const char *b, size_t b_size);

#endif
