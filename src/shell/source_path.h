/* Where else source files are: directories and substituted paths of our own file system. */
#ifndef PF_SHELL_SOURCE_PATH_H
#define PF_SHELL_SOURCE_PATH_H

#include "base/array.h"

/* Paths that begin with FROM, a whole name of a folder or file, are below TO. */
struct pf_source_rule {
	char *from, *to;
};

/* All zero is nothing. */
struct pf_source_path {
	PF_ARRAY(struct pf_source_rule) rules; /* the first that fits is taken */
	PF_ARRAY(char *) folders;
};

/* Adds a rule, in place of one with the same FROM. */
struct pf_error *pf_source_path_add_rule(struct pf_source_path *path, const char *from,
					 const char *to) PF_CHECKED;

/* Removes the rule for FROM, or all when it is NULL; USAGE when there is no such rule. */
struct pf_error *pf_source_path_remove_rule(struct pf_source_path *path,
					    const char *from) PF_CHECKED;

/* Puts FOLDER before the others. */
struct pf_error *pf_source_path_add_folder(struct pf_source_path *path,
					   const char *folder) PF_CHECKED;
void pf_source_path_clear_folders(struct pf_source_path *path);

/*
 * Opens the regular file that NAME, a path as the process sees it, is here: a descriptor, or -1
 * when there is none. A name that goes up ("..") is nowhere: a process could name any file of ours.
 */
int pf_source_path_open(const struct pf_source_path *path, const char *name);

void pf_source_path_deinit(struct pf_source_path *path);

#endif
