/* Completion of the names of scripts. */
#include "script/script.h"
#include "shell/complete.h"
#include "shell/lua_state.h"

#include <string.h>

/* A question on its way through pf_lua_protect(). */
struct question {
	const char *word;
	struct pf_names *names;
	struct pf_error *err;
};

static int add_names(lua_State *L)
{
	struct question *question = lua_touserdata(L, 1);
	script_library_list(L);
	for (lua_Integer i = 1; !question->err && lua_geti(L, -1, i) == LUA_TSTRING; i++) {
		question->err =
			pf_names_add_match(question->names, lua_tostring(L, -1), question->word);
		lua_pop(L, 1);
	}
	return 0;
}

struct pf_error *pf_complete_scripts(struct pf_session *session, const struct pf_command *command,
				     const char *word, struct pf_names *ret)
{
	if (strchr(word, '/'))
		return pf_complete_files(session, command, word, ret);
	struct question question = { .word = word, .names = ret };
	PF_TRY(pf_lua_protect(session, add_names, &question));
	return question.err;
}
