/* Convenience variables: $x, which is pyflame.vars.x in Lua. */
#ifndef PF_SHELL_VARIABLES_H
#define PF_SHELL_VARIABLES_H

#include "shell/session.h"

/* Makes the table pyflame.vars; the module is on top of the stack of L. */
void pf_variables_extend(struct lua_State *L);

/* Keeps how a program ended, from waitpid(), as $_shell_exitcode or $_shell_exitsignal. */
struct pf_error *pf_variables_set_exit(struct pf_session *session, int status) PF_CHECKED;

#endif
