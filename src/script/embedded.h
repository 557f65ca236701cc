/* The Lua files of lua/ that are built into the program. */
#ifndef PF_SCRIPT_EMBEDDED_H
#define PF_SCRIPT_EMBEDDED_H

#include <stddef.h>

struct pf_embedded_file {
	const char *name; /* path below lua/, such as "commands/tasks.lua" */
	const unsigned char *data;
	size_t size;
};

/* Sorted by name, ended by a NULL name. Made by build-aux/embed-lua. */
extern const struct pf_embedded_file pf_embedded_files[];

#endif
