/* The Lua sample: one row of a profile or of a tally, and the frames of its stack. */
#include "base/text.h"
#include "script/samples.h"

struct script_row *script_row_push(lua_State *L, int owner, const struct pf_profile *profile)
{
	struct script_row *row = script_object_push(L, SCRIPT_SAMPLE, sizeof(*row), owner);
	row->profile = profile;
	return row;
}

static const struct script_row *check(lua_State *L)
{
	return luaL_checkudata(L, 1, SCRIPT_SAMPLE);
}

static uint32_t depth_of(const struct script_row *row)
{
	return pf_profile_stack(row->profile, row->it.stack)->depth;
}

/* Pushes the place of STACK's newest frame; nil for no stack. INDEX is the sample's. */
static int push_newest(lua_State *L, int index, const struct pf_profile *profile, uint32_t stack)
{
	if (!stack)
		return script_push_text(L, NULL);
	lua_getiuservalue(L, index, 1);
	script_place_push(L, -1, profile, pf_profile_stack(profile, stack)->place);
	return 1;
}

/* Pushes the frame NUMBER, 1 being the newest; nil beyond the oldest. */
static int push_frame(lua_State *L, lua_Integer number)
{
	const struct script_row *row = check(L);
	uint32_t stack = row->it.stack;
	if (number < 1)
		return script_push_text(L, NULL);
	for (; stack && number > 1; number--)
		stack = pf_profile_stack(row->profile, stack)->caller;
	return push_newest(L, 1, row->profile, stack);
}

/* sample[i], sample:frame(i): 1 is the newest frame */
static int sample_frame(lua_State *L)
{
	return push_frame(L, luaL_checkinteger(L, 2));
}

static int next_frame(lua_State *L)
{
	const struct script_row *row = lua_touserdata(L, lua_upvalueindex(1));
	uint32_t stack = (uint32_t)lua_tointeger(L, lua_upvalueindex(2));
	lua_pushinteger(L, pf_profile_stack(row->profile, stack)->caller);
	lua_replace(L, lua_upvalueindex(2));
	return push_newest(L, lua_upvalueindex(1), row->profile, stack);
}

/* sample:frames() -> iterator over its frames, newest first */
static int sample_frames(lua_State *L)
{
	const struct script_row *row = check(L);
	lua_settop(L, 1);
	lua_pushinteger(L, row->it.stack);
	lua_pushcclosure(L, next_frame, 2);
	return 1;
}

/* sample:text([format]) -> its frames, oldest first, joined by ";" */
static int sample_text(lua_State *L)
{
	const struct script_row *row = check(L);
	const char *format = luaL_optstring(L, 2, "%f:%n:%l");
	struct script_text *text = script_text_push(L);
	struct pf_error *err = pf_stack_append(&text->text, row->profile, row->it.stack, format);
	return err ? script_raise(L, err) : script_text_result(L, text);
}

/* sample:has{func=, file=, line=, module=} -> whether one of its frames is all of that */
static int sample_has(lua_State *L)
{
	const struct script_row *row = check(L);
	struct script_sampling wanted;
	bool found = false;
	luaL_checktype(L, 2, LUA_TTABLE);
	script_sampling_check(L, 2, SCRIPT_FRAMES, &wanted);
	for (uint32_t stack = row->it.stack; stack && !found;) {
		const struct pf_stack *it = pf_profile_stack(row->profile, stack);
		found = pf_filter_matches_place(&wanted.filter,
						pf_profile_place(row->profile, it->place));
		stack = it->caller;
	}
	lua_pushboolean(L, found);
	return 1;
}

static int sample_time(lua_State *L)
{
	lua_pushnumber(L, (lua_Number)check(L)->it.time_ns / 1e9);
	return 1;
}

static int sample_time_ns(lua_State *L)
{
	lua_pushinteger(L, (lua_Integer)check(L)->it.time_ns);
	return 1;
}

static int sample_count(lua_State *L)
{
	lua_pushinteger(L, (lua_Integer)check(L)->count);
	return 1;
}

static int sample_state(lua_State *L)
{
	lua_pushstring(L, pf_state_name((enum pf_state)check(L)->it.state));
	return 1;
}

/* The call's name; its number as text where nobody knows the name; nil. */
static int sample_syscall(lua_State *L)
{
	const struct script_row *row = check(L);
	int number = pf_sample_syscall(&row->it);
	return script_push_syscall(L, number, pf_profile_syscall_name(row->profile, number));
}

static int sample_stack(lua_State *L)
{
	lua_pushinteger(L, check(L)->it.stack);
	return 1;
}

static int sample_thread_id(lua_State *L)
{
	lua_pushinteger(L, check(L)->it.thread);
	return 1;
}

static int sample_depth(lua_State *L)
{
	lua_pushinteger(L, depth_of(check(L)));
	return 1;
}

static int sample_thread(lua_State *L)
{
	const struct script_row *row = check(L);
	const struct pf_sampled_thread *thread = pf_profile_thread(row->profile, row->it.thread);
	if (!thread->tid && !thread->ident) /* none, or its process only */
		return script_push_text(L, NULL);
	lua_getiuservalue(L, 1, 1);
	script_sampled_thread_push(L, -1, row->profile, row->it.thread);
	return 1;
}

/* The process: the thread's; that of the samples when there is no thread. */
static int sample_pid(lua_State *L)
{
	const struct script_row *row = check(L);
	pid_t pid = pf_profile_thread(row->profile, row->it.thread)->pid;
	if (pid)
		return script_push_known(L, pid, 0);
	lua_getiuservalue(L, 1, 1);
	lua_getiuservalue(L, -1, SCRIPT_SAMPLES_INFO);
	lua_getfield(L, -1, "pid");
	return 1;
}

static const luaL_Reg methods[] = {
	{ "frame", sample_frame },
	{ "frames", sample_frames },
	{ "has", sample_has },
	{ "text", sample_text },
	{ NULL, NULL },
};

static const luaL_Reg properties[] = {
	{ "count", sample_count },
	{ "depth", sample_depth },
	{ "pid", sample_pid },
	{ "stack", sample_stack },
	{ "state", sample_state },
	{ "syscall", sample_syscall },
	{ "thread", sample_thread },
	{ "thread_id", sample_thread_id },
	{ "time", sample_time },
	{ "time_ns", sample_time_ns },
	{ NULL, NULL },
};

static const luaL_Reg metamethods[] = {
	{ "__len", sample_depth },
	{ NULL, NULL },
};

void script_sample_register(lua_State *L)
{
	static const struct script_class class = { SCRIPT_SAMPLE, methods, properties, metamethods,
						   sample_frame };
	script_class_register(L, &class);
}
