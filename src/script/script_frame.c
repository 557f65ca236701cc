/* The Lua frame: one level of a thread's stack. */
#include "script/script.h"

#define FRAME "pyflame.frame"

/* The user value is the dump, which owns what this points to. */
struct frame {
	const struct pf_thread *thread;
	size_t level; /* 0: the newest */
};

void script_frame_push(lua_State *L, int owner, const struct pf_thread *thread, size_t level)
{
	struct frame *frame = script_object_push(L, FRAME, sizeof(*frame), owner);
	*frame = (struct frame){ thread, level };
}

static const struct pf_frame *check(lua_State *L)
{
	const struct frame *frame = luaL_checkudata(L, 1, FRAME);
	return &frame->thread->frames[frame->level];
}

struct script_moment script_frame_moment(lua_State *L, int index)
{
	const struct frame *frame = luaL_checkudata(L, index, FRAME);
	lua_getiuservalue(L, index, 1);
	struct script_moment moment = { script_dump_source(L, -1),
					pf_frame_id_of(frame->thread, frame->level) };
	moment.frame.lasti = PF_ANY_INSTRUCTION;
	return moment;
}

/* frame:older() -> the frame that called it | nil */
static int frame_older(lua_State *L)
{
	const struct frame *frame = luaL_checkudata(L, 1, FRAME);
	if (frame->level + 1 >= frame->thread->frame_count)
		return script_push_text(L, NULL);
	lua_getiuservalue(L, 1, 1);
	script_frame_push(L, -1, frame->thread, frame->level + 1);
	return 1;
}

static int frame_level(lua_State *L)
{
	const struct frame *frame = luaL_checkudata(L, 1, FRAME);
	lua_pushinteger(L, (lua_Integer)frame->level);
	return 1;
}

static int frame_name(lua_State *L)
{
	return script_push_text(L, check(L)->code->function);
}

static int frame_qualname(lua_State *L)
{
	return script_push_text(L, check(L)->code->qualname);
}

static int frame_file(lua_State *L)
{
	return script_push_text(L, check(L)->code->file);
}

static int frame_line(lua_State *L)
{
	return script_push_known(L, check(L)->line, PF_UNKNOWN);
}

static int frame_end_line(lua_State *L)
{
	return script_push_known(L, check(L)->end_line, PF_UNKNOWN);
}

static int frame_column(lua_State *L)
{
	return script_push_known(L, check(L)->column, PF_UNKNOWN);
}

static int frame_end_column(lua_State *L)
{
	return script_push_known(L, check(L)->end_column, PF_UNKNOWN);
}

static int frame_lasti(lua_State *L)
{
	lua_pushinteger(L, check(L)->lasti);
	return 1;
}

static int frame_at(lua_State *L)
{
	lua_pushinteger(L, (lua_Integer)check(L)->at);
	return 1;
}

static int frame_code(lua_State *L)
{
	const struct pf_code *code = check(L)->code;
	lua_getiuservalue(L, 1, 1);
	script_code_push(L, -1, code);
	return 1;
}

/* "leaf at /srv/app.py:13", without a number when Python does not know it */
static int frame_tostring(lua_State *L)
{
	const struct pf_frame *frame = check(L);
	const struct pf_code *code = frame->code;
	lua_pushfstring(L, "%s at %s", code->qualname ? code->qualname : code->function,
			code->file);
	if (frame->line != PF_UNKNOWN) {
		lua_pushfstring(L, ":%d", (int)frame->line);
		lua_concat(L, 2);
	}
	return 1;
}

static const luaL_Reg methods[] = {
	{ "arguments", script_variables_arguments },
	{ "eval", script_eval },
	{ "globals", script_variables_globals },
	{ "inspect", script_eval_inspect },
	{ "locals", script_variables_locals },
	{ "older", frame_older },
	{ "test", script_eval_test },
	{ NULL, NULL },
};

static const luaL_Reg properties[] = {
	{ "at", frame_at },
	{ "code", frame_code },
	{ "column", frame_column },
	{ "end_column", frame_end_column },
	{ "end_line", frame_end_line },
	{ "file", frame_file },
	{ "function", frame_name }, /* a keyword of Lua: frame["function"] */
	{ "lasti", frame_lasti },
	{ "level", frame_level },
	{ "line", frame_line },
	{ "name", frame_name },
	{ "qualname", frame_qualname },
	{ NULL, NULL },
};

static const luaL_Reg metamethods[] = {
	{ "__tostring", frame_tostring },
	{ NULL, NULL },
};

void script_frame_register(lua_State *L)
{
	static const struct script_class class = { FRAME, methods, properties, metamethods, NULL };
	script_class_register(L, &class);
}
