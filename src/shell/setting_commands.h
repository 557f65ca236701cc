/* The commands "set NAME" and "show NAME" of each setting. */
#ifndef PF_SHELL_SETTING_COMMANDS_H
#define PF_SHELL_SETTING_COMMANDS_H

#include "shell/session.h"

/*
 * Adds a copy of SETTING, and "set NAME" and "show NAME" to the session's commands; for a name of
 * several words also the groups above, such as "set history". Copies its text, borrows its other
 * strings. What replaces one of the same name and type takes over its value. USAGE when there is
 * one of another type, or a group.
 */
struct pf_error *pf_settings_add(struct pf_session *session,
				 const struct pf_setting *setting) PF_CHECKED;

/* Appends "name:  sentence" for each setting below GROUP ("history"); of all when it is NULL. */
struct pf_error *pf_settings_append_all(struct pf_session *session, const char *group) PF_CHECKED;

#endif
