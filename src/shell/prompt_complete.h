/* Completion as readline wants it. */
#ifndef PF_SHELL_PROMPT_COMPLETE_H
#define PF_SHELL_PROMPT_COMPLETE_H

#include "shell/session.h"

/* Makes Tab complete with what SESSION knows. Once. */
void pf_prompt_complete_open(struct pf_session *session);
void pf_prompt_complete_close(void);

/* Whether the lines are Lua code from now on, and no commands. */
void pf_prompt_complete_lua(bool is_lua);

#endif
