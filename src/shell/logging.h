/* The log: a copy of the output in a file, or all of it. */
#ifndef PF_SHELL_LOGGING_H
#define PF_SHELL_LOGGING_H

#include "base/error.h"

#include <stdbool.h>
#include <stdio.h>

/* All zero is no log. */
struct pf_logging {
	FILE *file; /* NULL: none */
	char *path;
	bool redirect; /* it gets all, the terminal nothing */
};

/* Begins a log in PATH, which is emptied first if OVERWRITE. A closed log only. */
struct pf_error *pf_logging_open(struct pf_logging *logging, const char *path,
				 bool overwrite) PF_CHECKED;

/* Ends it; fine when there is none. */
void pf_logging_close(struct pf_logging *logging);

/* Adds SIZE bytes, without escape sequences. Ends the log when they cannot be written. */
struct pf_error *pf_logging_write(struct pf_logging *logging, const char *bytes,
				  size_t size) PF_CHECKED;

#endif
