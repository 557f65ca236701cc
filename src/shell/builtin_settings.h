/* The settings that the shell itself has; Lua may add others. */
#ifndef PF_SHELL_BUILTIN_SETTINGS_H
#define PF_SHELL_BUILTIN_SETTINGS_H

#include "shell/session.h"

/* Adds all of them, with the values that they have at the beginning. */
struct pf_error *pf_builtin_settings_add(struct pf_session *session) PF_CHECKED;

#endif
