/* The Lua process: a running CPython that can be read. */
#include "script/script.h"

#include <limits.h>

#define PROCESS "pyflame.process"

/* What one has in C memory, mostly its map and pages. */
enum { PROCESS_BYTES = 350 * 1024 };

struct process {
	struct pf_attachment own;
	struct pf_attachment *it; /* &own, or the shell session's */
	unsigned generation;	  /* of *it, so that a new process is not taken for this one */
};

static struct process *push(lua_State *L)
{
	return script_object_push(L, PROCESS, sizeof(struct process), 0);
}

static bool is_open(const struct process *process)
{
	return process->it && process->it->process &&
	       process->it->generation == process->generation;
}

struct pf_attachment *script_source_check(lua_State *L, const struct script_source *source)
{
	if (!source->it->process || source->it->generation != source->generation)
		luaL_error(L, "the process is closed");
	return source->it;
}

/* The version in the options at INDEX, "3.11", as pf_python_attach_as() wants it; 0: none. */
static uint32_t check_abi(lua_State *L, int index)
{
	uint32_t abi;
	if (lua_isnoneornil(L, index))
		return 0;
	luaL_checktype(L, index, LUA_TTABLE);
	if (lua_getfield(L, index, "abi") == LUA_TNIL)
		return 0;
	if (lua_type(L, -1) != LUA_TSTRING)
		luaL_error(L, "abi is not a version like \"3.11\"");
	struct pf_error *err = pf_python_parse_abi(lua_tostring(L, -1), &abi);
	if (err)
		script_raise(L, err);
	return abi;
}

/* pyflame.attach(pid, [{abi=}]) -> process | nil, message, code */
int script_process_attach(lua_State *L)
{
	lua_Integer pid = luaL_checkinteger(L, 1);
	luaL_argcheck(L, pid > 0 && pid <= INT_MAX, 1, "not a process id");
	uint32_t abi = check_abi(L, 2);
	struct process *process = push(L);
	process->it = &process->own;
	struct pf_error *err = pf_attachment_open(&process->own, (pid_t)pid, abi);
	if (script_collect_for(L, err))
		err = pf_attachment_open(&process->own, (pid_t)pid, abi);
	if (!err)
		script_collect_some(L, PROCESS_BYTES);
	return script_result(L, err);
}

void script_process_push(lua_State *L, struct pf_attachment *attachment)
{
	struct process *process = push(L);
	process->it = attachment;
	process->generation = attachment->generation;
}

struct pf_attachment *script_process_check(lua_State *L, int index)
{
	struct process *process = luaL_checkudata(L, index, PROCESS);
	if (!is_open(process))
		luaL_error(L, "the process is closed");
	return process->it;
}

/* process:close(): lets its threads run on; closing twice is fine */
static int process_close(lua_State *L)
{
	struct process *process = luaL_checkudata(L, 1, PROCESS);
	if (is_open(process))
		pf_attachment_close(process->it);
	return 0;
}

/* The shell's process ends with its session, not with a Lua object. */
static int process_gc(lua_State *L)
{
	struct process *process = luaL_checkudata(L, 1, PROCESS);
	pf_attachment_close(&process->own);
	return 0;
}

static int process_tostring(lua_State *L)
{
	struct process *process = luaL_checkudata(L, 1, PROCESS);
	if (is_open(process))
		lua_pushfstring(L, "process %d", (int)pf_process_pid(process->it->process));
	else
		lua_pushstring(L, "process (closed)");
	return 1;
}

static int process_pid(lua_State *L)
{
	lua_pushinteger(L, pf_process_pid(script_process_check(L, 1)->process));
	return 1;
}

static int process_executable(lua_State *L)
{
	return script_push_text(L, pf_process_executable(script_process_check(L, 1)->process));
}

static void destroy_command_line(void *line)
{
	pf_command_line_destroy(line);
}

/* process.command -> array of strings | nil when it is not known */
static int process_command(lua_State *L)
{
	struct pf_attachment *it = script_process_check(L, 1);
	struct script_guard *guard = script_guard_push(L, destroy_command_line);
	struct pf_command_line *line = NULL;
	struct pf_error *err = pf_process_read_command_line(it->process, &line);
	if (err || !line->count) {
		pf_command_line_destroy(err ? NULL : line);
		pf_error_destroy(err);
		return script_push_text(L, NULL);
	}
	guard->owned = line;
	lua_createtable(L, (int)line->count, 0);
	for (size_t i = 0; i < line->count; i++) {
		script_push_text(L, line->words[i]);
		lua_rawseti(L, -2, (lua_Integer)i + 1);
	}
	script_guard_empty(guard);
	return 1;
}

static int process_python(lua_State *L)
{
	return script_push_text(L, pf_python_version(script_process_check(L, 1)->python));
}

static int process_version_hex(lua_State *L)
{
	lua_pushinteger(L, pf_python_version_hex(script_process_check(L, 1)->python));
	return 1;
}

static int process_runtime(lua_State *L)
{
	lua_pushinteger(L, (lua_Integer)pf_python_runtime(script_process_check(L, 1)->python));
	return 1;
}

static int process_free_threaded(lua_State *L)
{
	struct pf_attachment *it = script_process_check(L, 1);
	lua_pushboolean(L, pf_python_is_free_threaded(it->python));
	return 1;
}

static int process_warning(lua_State *L)
{
	return script_push_text(L, pf_python_warning(script_process_check(L, 1)->python));
}

/* process:check() -> true | nil, message, code */
static int process_check(lua_State *L)
{
	struct pf_attachment *it = script_process_check(L, 1);
	lua_pushboolean(L, true);
	return script_result(L, pf_process_check(it->process));
}

/* process:dump() -> dump | nil, message, code */
static int process_dump(lua_State *L)
{
	return script_result(L, script_dump_take(L, 1));
}

/* process:threads() -> array of threads of a fresh dump | nil, message, code */
static int process_threads(lua_State *L)
{
	struct pf_error *err = script_dump_take(L, 1);
	if (!err)
		lua_getfield(L, -1, "threads");
	return script_result(L, err);
}

/* process:interpreters() -> array of interpreters of a fresh dump | nil, message, code */
static int process_interpreters(lua_State *L)
{
	struct pf_error *err = script_dump_take(L, 1);
	if (!err)
		lua_getfield(L, -1, "interpreters");
	return script_result(L, err);
}

static const luaL_Reg methods[] = {
	{ "async_tasks", script_async_read },
	{ "catch", script_catch },
	{ "check", process_check },
	{ "close", process_close },
	{ "collectors", script_state_collectors },
	{ "detach", process_close },
	{ "dump", process_dump },
	{ "files", script_symbols_files },
	{ "gils", script_state_gils },
	{ "heap", script_heap_read },
	{ "locks", script_locks_read },
	{ "imports", script_state_imports },
	{ "interpreters", process_interpreters },
	{ "maps", script_maps_read },
	{ "open", script_memory_open },
	{ "read", script_memory_read },
	{ "samples", script_samples_start },
	{ "stop", script_hold_stop },
	{ "symbol", script_memory_symbol },
	{ "symbol_at", script_symbols_find_at },
	{ "symbols", script_symbols_list },
	{ "tasks", script_tasks_read },
	{ "threads", process_threads },
	{ NULL, NULL },
};

static const luaL_Reg properties[] = {
	{ "command", process_command },
	{ "executable", process_executable },
	{ "free_threaded", process_free_threaded },
	{ "pid", process_pid },
	{ "python", process_python },
	{ "runtime", process_runtime },
	{ "version_hex", process_version_hex },
	{ "warning", process_warning },
	{ NULL, NULL },
};

static const luaL_Reg metamethods[] = {
	{ "__close", process_close },
	{ "__gc", process_gc },
	{ "__tostring", process_tostring },
	{ NULL, NULL },
};

void script_process_register(lua_State *L)
{
	static const struct script_class class = {
		PROCESS, methods, properties, metamethods, NULL,
	};
	script_class_register(L, &class);
}
