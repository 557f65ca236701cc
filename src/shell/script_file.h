/* A word of the command line that may be the file of a script. */
#ifndef PF_SHELL_SCRIPT_FILE_H
#define PF_SHELL_SCRIPT_FILE_H

#include "base/error.h"

/*
 * Whether WORD, which is no number, names a script of ours: a file whose name ends in ".lua", or
 * whose first line begins with "#!" and has "pyflame-shell" in it. USAGE says what else it is.
 */
struct pf_error *pf_script_file_check(const char *word) PF_CHECKED;

#endif
