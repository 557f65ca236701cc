/* What Lua sees of the session: its process, and what is selected. */
#include "shell/lua_session.h"

#include "script/script.h"
#include "shell/lua_state.h"
#include "shell/thread_id.h"

#include <limits.h>

/* Pushes the dump of the selected inferior, its key in the registry; Lua owns it from now on. */
static struct pf_error *push_dump(lua_State *L, const struct pf_dump **ret)
{
	struct pf_session *session = pf_lua_session(L);
	PF_TRY(pf_session_dump(session, ret));
	struct pf_inferior *inferior = pf_session_inferior(session);
	if (!inferior->dump_lent) {
		struct pf_dump **box = script_dump_push(L, 0, &inferior->target);
		lua_rawsetp(L, LUA_REGISTRYINDEX, inferior);
		*box = inferior->dump;
		inferior->dump_lent = true;
	}
	lua_rawgetp(L, LUA_REGISTRYINDEX, inferior);
	return NULL;
}

/* pyflame.process() -> the session's process | nil when none is attached */
static int module_process(lua_State *L)
{
	struct pf_session *session = pf_lua_session(L);
	if (pf_session_is_attached(session))
		script_process_push(L, &pf_session_inferior(session)->target);
	else
		lua_pushnil(L);
	return 1;
}

/* Pushes THREAD of the session's dump. */
static struct pf_error *push_thread(lua_State *L, const struct pf_thread *thread)
{
	const struct pf_dump *dump;
	pf_lua_session(L)->sharing++; /* the dump that THREAD is in, not another one */
	struct pf_error *err = push_dump(L, &dump);
	pf_lua_session(L)->sharing--;
	if (!err)
		script_thread_push(L, -1, dump, (size_t)(thread - dump->threads));
	return err;
}

/* pyflame.thread() -> the selected thread | nil, message, code */
static int module_thread(lua_State *L)
{
	const struct pf_thread *thread;
	struct pf_error *err = pf_session_thread(pf_lua_session(L), &thread);
	return script_result(L, err ? err : push_thread(L, thread));
}

/* session:threads() -> array of all threads | nil, message, code */
static int session_threads(lua_State *L)
{
	const struct pf_dump *dump;
	struct pf_error *err = push_dump(L, &dump);
	if (!err)
		script_threads_push(L, -1, dump, 0, dump->thread_count);
	return script_result(L, err);
}

/* pyflame.threads() -> a sequence of all threads | nil, message, code */
static int module_threads(lua_State *L)
{
	int count = session_threads(L);
	lua_rotate(L, 1, count);
	lua_settop(L, count);
	return script_search_call(L, "pyflame.lib.sequence", "of_threads");
}

/* pyflame.session() -> what commands get as their first argument */
static int module_session(lua_State *L)
{
	script_object_push(L, PF_LUA_SESSION, 0, 0);
	return 1;
}

/* session:number(thread) -> what "info threads" calls it | nil for one of another process */
static int session_number(lua_State *L)
{
	const struct pf_dump *dump;
	const struct pf_thread *thread = script_thread_check(L, 2, &dump);
	return script_push_known(
		L, pf_numbers_of(&pf_session_inferior(pf_lua_session(L))->numbers, dump, thread),
		0);
}

/* session.recording -> the path of the recording that is looked at | nil */
static int session_recording(lua_State *L)
{
	return script_push_text(L, pf_session_inferior(pf_lua_session(L))->recording);
}

/* session:open_recording(path): look at it, in place of what is attached */
static int session_open_recording(lua_State *L)
{
	struct pf_error *err = pf_session_open_recording(pf_lua_session(L), luaL_checkstring(L, 2));
	return err ? script_raise(L, err) : 0;
}

/* pyflame.frame() -> the selected frame, its level | nil, message, code */
static int module_frame(lua_State *L)
{
	const struct pf_thread *thread;
	size_t level;
	struct pf_session *session = pf_lua_session(L);
	struct pf_error *err = pf_session_frame(session, &thread, &level);
	if (!err)
		err = push_thread(L, thread);
	if (err)
		return script_result(L, err);
	script_frame_push(L, -2, thread, level); /* below the thread is the dump */
	lua_pushinteger(L, (lua_Integer)level);
	return 2;
}

/* session:select_frame(level) -> frame, level | nil, message, code */
static int session_select_frame(lua_State *L)
{
	struct pf_session *session = pf_lua_session(L);
	lua_Integer wanted = luaL_checkinteger(L, 2);
	const struct pf_thread *thread;
	size_t level;
	struct pf_error *err = pf_session_frame(session, &thread, &level);
	if (!err && (wanted < 0 || (size_t)wanted >= thread->frame_count))
		err = pf_error_create(PF_USAGE, "No frame at level %lld.", (long long)wanted);
	if (err)
		return script_result(L, err);
	pf_inferior_select_frame(pf_session_inferior(session), thread, (size_t)wanted);
	session->sharing++; /* the selection is of this dump */
	int count = module_frame(L);
	session->sharing--;
	return count;
}

static void push_inferior(lua_State *L, const struct pf_inferior *inferior)
{
	lua_newtable(L);
	if (pf_inferior_is_attached(inferior)) {
		lua_pushinteger(L, pf_process_pid(inferior->target.process));
		lua_setfield(L, -2, "pid");
	}
	lua_pushstring(L, inferior->recording);
	lua_setfield(L, -2, "recording");
}

/* pyflame.inferiors() -> array of { number=, pid=, recording=, selected= } */
static int module_inferiors(lua_State *L)
{
	const struct pf_session *session = pf_lua_session(L);
	const struct pf_inferior *inferior;
	lua_newtable(L);
	for (size_t i = 0; (inferior = pf_session_inferior_at(session, i)); i++) {
		push_inferior(L, inferior);
		lua_pushinteger(L, (lua_Integer)i + 1);
		lua_setfield(L, -2, "number");
		lua_pushboolean(L, i == session->current);
		lua_setfield(L, -2, "selected");
		lua_rawseti(L, -2, (lua_Integer)i + 1);
	}
	return 1;
}

/* session:find_thread(word) -> number | nil, message, code */
static int session_find_thread(lua_State *L)
{
	unsigned number = 0;
	struct pf_error *err =
		pf_thread_id_parse(pf_lua_session(L), luaL_checkstring(L, 2), &number);
	lua_pushinteger(L, number);
	return script_result(L, err);
}

/* session.stopped -> whether the process is kept still until "continue" */
static int session_stopped(lua_State *L)
{
	lua_pushboolean(L, pf_attachment_is_kept(&pf_session_inferior(pf_lua_session(L))->target));
	return 1;
}

/* session:stop() -> true: it is from now on, as by "stop" | nil, message, code */
static int session_stop(lua_State *L)
{
	struct pf_session *session = pf_lua_session(L);
	struct pf_error *err = pf_session_is_attached(session)
				       ? pf_attachment_keep(&pf_session_inferior(session)->target)
				       : pf_session_miss_process(session, NULL);
	if (!err)
		pf_session_drop_dump(session); /* it is of before */
	lua_pushboolean(L, true);
	return script_result(L, err);
}

/* session:resume(): it runs on, if it was stopped in that way */
static int session_resume(lua_State *L)
{
	struct pf_session *session = pf_lua_session(L);
	struct pf_attachment *target = &pf_session_inferior(session)->target;
	if (pf_attachment_is_kept(target))
		pf_session_drop_dump(session);
	pf_attachment_resume(target);
	return 0;
}

/* session.chosen -> whether a frame was selected, and was there in the last dump */
static int session_chosen(lua_State *L)
{
	lua_pushboolean(L, pf_session_inferior(pf_lua_session(L))->frame != 0);
	return 1;
}

/* session:refresh(): what is looked at next is of then, also within a command */
static int session_refresh(lua_State *L)
{
	pf_session_drop_dump(pf_lua_session(L));
	return 0;
}

/* session:select(number) -> thread | nil, message, code */
static int session_select(lua_State *L)
{
	lua_Integer number = luaL_checkinteger(L, 2);
	luaL_argcheck(L, number > 0 && number <= INT_MAX, 2, "not a thread number");
	const struct pf_thread *thread;
	struct pf_error *err = pf_session_select(pf_lua_session(L), (unsigned)number, &thread);
	return script_result(L, err ? err : push_thread(L, thread));
}

static const luaL_Reg session_methods[] = {
	{ "find_thread", session_find_thread },
	{ "number", session_number },
	{ "open_recording", session_open_recording },
	{ "refresh", session_refresh },
	{ "resume", session_resume },
	{ "select", session_select },
	{ "select_frame", session_select_frame },
	{ "stop", session_stop },
	{ "threads", session_threads },
	{ NULL, NULL },
};

static const luaL_Reg session_properties[] = {
	{ "chosen", session_chosen },
	{ "frame", module_frame },
	{ "process", module_process },
	{ "recording", session_recording },
	{ "stopped", session_stopped },
	{ "thread", module_thread },
	{ NULL, NULL },
};

static const luaL_Reg functions[] = {
	{ "frame", module_frame },
	{ "inferiors", module_inferiors },
	{ "process", module_process },
	{ "session", module_session },
	{ "thread", module_thread },
	{ "threads", module_threads },
	{ NULL, NULL },
};

void pf_lua_session_extend(lua_State *L)
{
	static const struct script_class class = { PF_LUA_SESSION, session_methods,
						   session_properties, NULL, NULL };
	script_class_register(L, &class);
	luaL_setfuncs(L, functions, 0);
}
