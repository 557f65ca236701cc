/* Looks at values, in which scripts are not shown what the user has said is secret. */
#include "script/script.h"

/* Its address is the key in Lua's registry. */
static const char registered;

const struct pf_redaction *script_redaction(lua_State *L)
{
	lua_rawgetp(L, LUA_REGISTRYINDEX, &registered);
	const struct pf_redaction *redaction = lua_touserdata(L, -1);
	lua_pop(L, 1);
	return redaction;
}

void script_set_redaction(lua_State *L, const struct pf_redaction *redaction)
{
	lua_pushlightuserdata(L, (void *)redaction);
	lua_rawsetp(L, LUA_REGISTRYINDEX, &registered);
}

struct look {
	const struct pf_redaction *redaction;
	pf_view_work *work;
	void *context;
};

static struct pf_error *work_redacted(struct pf_view *view, void *context)
{
	const struct look *look = context;
	pf_view_redact(view, look->redaction);
	return look->work(view, look->context);
}

struct pf_error *script_look(lua_State *L, struct pf_attachment *attachment,
			     const struct pf_frame_id *frame, pf_view_work *work, void *context)
{
	struct look look = { script_redaction(L), work, context };
	return pf_attachment_look(attachment, frame, work_redacted, &look);
}
