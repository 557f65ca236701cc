/* Lines of the target's source files, read through the target's own root. */
#ifndef PF_SHELL_SOURCES_H
#define PF_SHELL_SOURCES_H

#include "base/array.h"
#include "base/map.h"
#include "base/text.h"
#include "pyflame.h"
#include "shell/source_path.h"

/* All zero is empty. */
struct pf_sources {
	PF_ARRAY(struct pf_source_file *) files;
	struct pf_map by_name; /* hash of the name -> index into files, plus 1 */
	struct pf_source_file *last;
	size_t bytes;			   /* held by all files together */
	const struct pf_source_path *path; /* borrowed; NULL: only the process knows */
};

/*
 * Appends line LINE (1-based) of FILE, a path as the target sees it: indented, without the
 * blanks around it, safe for a terminal, cut to a width, and with a line break behind it.
 * Appends nothing when there is no such line, or the file cannot be read or is too large.
 */
void pf_sources_append_line(struct pf_sources *sources, struct pf_process *process,
			    const char *file, int32_t line, struct pf_text *text);

/*
 * The file of that name, read; NULL when it cannot be, or is too large. Borrowed until the next
 * call for another one.
 */
struct pf_source_file *pf_sources_open(struct pf_sources *sources, struct pf_process *process,
				       const char *name);

/* Forgets every file, as they may change; the path stays. */
void pf_sources_deinit(struct pf_sources *sources);

#endif
