/* The settings that the shell itself has; Lua may add others. */
#ifndef PF_SHELL_BUILTIN_SETTINGS_H
#define PF_SHELL_BUILTIN_SETTINGS_H

#include "shell/session.h"

/* Adds all of them, with the values that they have at the beginning. */
struct pf_error *pf_builtin_settings_add(struct pf_session *session) PF_CHECKED;

/* Those of the terminal, each in a file NAME_settings.c. */
struct pf_error *pf_history_settings_add(struct pf_session *session) PF_CHECKED;
struct pf_error *pf_logging_settings_add(struct pf_session *session) PF_CHECKED;
struct pf_error *pf_page_settings_add(struct pf_session *session) PF_CHECKED;
struct pf_error *pf_value_settings_add(struct pf_session *session) PF_CHECKED;
struct pf_error *pf_style_settings_add(struct pf_session *session) PF_CHECKED;

/* What the prompt is at first. */
#define PF_USUAL_PROMPT "(pyflame) "

/* Takes the terminal's height and width, when they have changed. */
void pf_page_settings_refresh(struct pf_session *session);

#endif
