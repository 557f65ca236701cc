/* pyflame.descendants(): the processes below one, which need be no Pythons. */
#include "script/script.h"

#include <limits.h>
#include <stdlib.h>

/* pyflame.descendants(pid) -> array of pids, parents before their children | nil, message, code */
int script_descendants_list(lua_State *L)
{
	lua_Integer pid = luaL_checkinteger(L, 1);
	luaL_argcheck(L, pid > 0 && pid <= INT_MAX, 1, "not a process id");
	struct script_guard *guard = script_guard_push(L, free);
	pid_t *found = NULL;
	size_t count;
	struct pf_error *err = pf_process_list_descendants((pid_t)pid, &found, &count);
	if (err)
		return script_result(L, err);
	guard->owned = found;
	lua_createtable(L, (int)count, 0);
	for (size_t i = 0; i < count; i++) {
		lua_pushinteger(L, found[i]);
		lua_rawseti(L, -2, (lua_Integer)i + 1);
	}
	script_guard_empty(guard);
	return 1;
}
