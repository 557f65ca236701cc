/* What scripts hear: pyflame.on(), pyflame.defer() and pyflame.prompt_hook. */
#ifndef PF_SHELL_LUA_EVENTS_H
#define PF_SHELL_LUA_EVENTS_H

#include "shell/session.h"

#include <lua.h>

/* pyflame.on(event, function), pyflame.defer(function) */
int pf_lua_events_on(lua_State *L);
int pf_lua_events_defer(lua_State *L);

/*
 * Tells scripts what has been noted; and runs what was deferred, when no command runs. What fails
 * there is a warning. INTERRUPTED by Ctrl-C, and no other error.
 */
struct pf_error *pf_lua_events_tell(struct pf_session *session) PF_CHECKED;

/* Notes EVENT, and tells it at once; nothing is said of what is wrong with that. */
void pf_lua_events_tell_of(struct pf_session *session, struct pf_event event);

/* Appends the prompt that pyflame.prompt_hook makes of USUAL; USUAL itself without a hook. */
void pf_lua_events_prompt(struct pf_session *session, const char *usual, struct pf_text *ret);

#endif
