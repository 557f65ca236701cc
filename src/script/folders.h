/* The folders of the user's settings and history, as the XDG base directories say. */
#ifndef PF_SCRIPT_FOLDERS_H
#define PF_SCRIPT_FOLDERS_H

#include "base/text.h"

/* Appends the path; nothing when the environment does not say where it is. */
void pf_folder_config(struct pf_text *ret);
void pf_folder_state(struct pf_text *ret);

/* Appends PATH, with the user's home folder for a "~/" that it begins with. */
void pf_folder_expand(struct pf_text *ret, const char *path);

#endif
