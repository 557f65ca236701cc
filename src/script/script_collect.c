/* Letting go of what scripts have left: Lua's collector does not see the C memory of its objects. */
#include "script/script.h"

#include <limits.h>
#include <sys/eventfd.h>
#include <unistd.h>

/* A process or a sampler needs fewer. */
enum { ENOUGH = 16 };

/* Which error that leads to depends on what could not be opened, so it is tried. */
static bool is_short_of_descriptors(void)
{
	int fds[ENOUGH], count = 0;
	while (count < ENOUGH && (fds[count] = eventfd(0, EFD_CLOEXEC)) >= 0)
		count++;
	bool ret = count < ENOUGH;
	while (count)
		close(fds[--count]);
	return ret;
}

void script_collect_some(lua_State *L, size_t bytes)
{
	size_t kib = bytes / 1024 + 1;
	lua_gc(L, LUA_GCSTEP, kib < INT_MAX ? (int)kib : INT_MAX);
}

bool script_collect_for(lua_State *L, struct pf_error *err)
{
	if (!err || !is_short_of_descriptors())
		return false;
	pf_error_destroy(err);
	lua_gc(L, LUA_GCCOLLECT);
	return true;
}
