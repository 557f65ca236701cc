/* Where command lines come from: a terminal, a file, or standard input. */
#ifndef PF_SHELL_INPUT_H
#define PF_SHELL_INPUT_H

#include "base/error.h"

#include <stdbool.h>
#include <stdio.h>

struct pf_input {
	/* *ret is the next line, without its line break, to free(); NULL at the end. */
	struct pf_error *(*read)(struct pf_input *input, const char *prompt, char **ret);
	/* The same for the answer to QUESTION, which is no command. NULL: nobody is there to ask. */
	struct pf_error *(*ask)(struct pf_input *input, const char *question, char **ret);
	FILE *file;	  /* of pf_input_read_file; borrowed */
	const char *name; /* for messages; borrowed */
	unsigned line;	  /* of the last line read, 1-based */
	bool inner;	  /* a command reads its own lines: their end is not that of the session */
};

/*
 * Reads the line of a command: one that ends in a backslash goes on in the next line. *ret is as
 * that of read.
 */
struct pf_error *pf_input_read_command(struct pf_input *input, const char *prompt,
				       char **ret) PF_CHECKED;

/* A read function: lines of input->file; prints no prompt. */
struct pf_error *pf_input_read_file(struct pf_input *input, const char *prompt,
				    char **ret) PF_CHECKED;

#endif
