/* One source file in memory, and where its lines begin. */
#ifndef PF_SHELL_SOURCE_FILE_H
#define PF_SHELL_SOURCE_FILE_H

#include "base/array.h"
#include "base/text.h"
#include "pyflame.h"
#include "shell/source_path.h"

#include <stdint.h>

enum { PF_SOURCE_MAX_SIZE = 2 * 1024 * 1024, PF_SOURCE_MAX_COLUMNS = 200 };

struct pf_source_file {
	char *name;
	char *bytes; /* NULL: not readable, or let go */
	size_t size;
	PF_ARRAY(uint32_t) lines; /* where each begins, found as far as was asked for */
	bool failed;		  /* do not try again */
};

/* A file of that name that is not read yet; NULL when there is no memory. */
struct pf_source_file *pf_source_file_create(const char *name);
void pf_source_file_destroy(struct pf_source_file *file);

/*
 * Reads the file where PATH (NULL: nowhere) has it, or else through the target's root; sets failed
 * when it cannot be, or is too large.
 */
void pf_source_file_load(struct pf_source_file *file, struct pf_process *process,
			 const struct pf_source_path *path);

/* Lets the bytes go; a load gets them back. */
void pf_source_file_unload(struct pf_source_file *file);

/* How many lines there are; 0 when the bytes are not there. */
size_t pf_source_file_count(struct pf_source_file *file);

/*
 * Appends line LINE, 1-based, as it is but for tabs, which become blanks: printable, cut, without a
 * line break. False, and nothing, when there is no such line.
 */
bool pf_source_file_append_whole(struct pf_source_file *file, int32_t line, struct pf_text *text);

/*
 * Appends line LINE, 1-based: indented, trimmed, printable, cut, and ended. Nothing when there is
 * no such line or it is blank.
 */
void pf_source_file_append_line(struct pf_source_file *file, int32_t line, struct pf_text *text);

#endif
