/* Stacks that Lua prints: through frame filters, and in formats that C has not got. */
#ifndef PF_SHELL_LUA_STACKS_H
#define PF_SHELL_LUA_STACKS_H

#include "shell/names.h"
#include "shell/session.h"

/* Whether any frame filter is enabled. */
bool pf_lua_stacks_are_filtered(struct pf_session *session);

/* backtrace with WORDS; FORMAT is the usual one. USAGE when they are wrong. */
struct pf_error *pf_lua_stacks_backtrace(struct pf_session *session, const struct pf_words *words,
					 const char *format) PF_CHECKED;

/* The stacks of all threads in FORMAT, without filters. */
struct pf_error *pf_lua_stacks_dump(struct pf_session *session, const char *format) PF_CHECKED;

/* USAGE when there is no such format of stacks. */
struct pf_error *pf_lua_stacks_check(struct pf_session *session, const char *format) PF_CHECKED;

/* For pf_command.complete: the names of formats. */
struct pf_error *pf_lua_stacks_complete(struct pf_session *session,
					const struct pf_command *command, const char *word,
					struct pf_names *ret) PF_CHECKED;

#endif
