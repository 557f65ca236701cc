/* The Lua module `pyflame`, and what its nouns and the shell use to push its objects. */
#ifndef PF_SCRIPT_SCRIPT_H
#define PF_SCRIPT_SCRIPT_H

#include "base/text.h"
#include "script/attachment.h"

#include <lauxlib.h>
#include <lua.h>

/* require "pyflame": returns the module's table. The same in the shell and in a stock lua5.4. */
__attribute__((visibility("default"))) int luaopen_pyflame(lua_State *L);

/* The version of this program. */
extern const char pf_script_version[];

/* ------------------------------------------------------------------ results */

/*
 * What a binding returns: the value on top of the stack when ERR is NULL, else nil, the message,
 * the code's name and, where the error has one, its advice. Takes err.
 */
int script_result(lua_State *L, struct pf_error *err);

/* As script_result() for a failure, but raises: for iterators, where nil means the end. */
int script_raise(lua_State *L, struct pf_error *err);

/* Pushes VALUE, or nil when it is UNKNOWN. Both return 1, as a property must. */
int script_push_known(lua_State *L, lua_Integer value, lua_Integer unknown);
int script_push_text(lua_State *L, const char *text);

/* Pushes the NAME of the system call NUMBER; without one, the number as text; nil: PF_UNKNOWN. */
int script_push_syscall(lua_State *L, int number, const char *name);

/*
 * Each sets KEY of the table on top of the stack. An UNKNOWN value leaves it nil, and so does a
 * text that is NULL.
 */
void script_set_integer(lua_State *L, const char *key, int64_t value);
void script_set_known(lua_State *L, const char *key, int64_t value, int64_t unknown);
void script_set_boolean(lua_State *L, const char *key, bool value);
void script_set_text(lua_State *L, const char *key, const char *value);

/* ------------------------------------------------------------------ classes */

/*
 * A kind of userdata. Properties are values (obj.name), methods are called (obj:name()); a name
 * that is neither is an error, so that a slip does not read as nil. Lists end with a NULL name,
 * and may be NULL.
 */
struct script_class {
	const char *name; /* the metatable's name; also what error messages say */
	const luaL_Reg *methods;
	const luaL_Reg *properties; /* called with the object only */
	const luaL_Reg *metamethods;
	lua_CFunction item; /* obj[integer]; NULL: there are no items */
};

/* Makes the class's metatable; once per Lua state. */
void script_class_register(lua_State *L, const struct script_class *class);

/* The same, but "item" is called for each name that is neither a property nor a method. */
void script_class_register_open(lua_State *L, const struct script_class *class);

/*
 * An empty userdata of SIZE zero bytes with the metatable NAME. OWNER, a stack index or 0, is
 * what it keeps alive as its user value 1.
 */
void *script_object_push(lua_State *L, const char *name, size_t size, int owner);

/* ------------------------------------------------------------------ guards */

/*
 * Tells Lua's collector of BYTES of C memory that an object has just got, so that it comes round in
 * time. It may let go any object that is not on the stack.
 */
void script_collect_some(lua_State *L, size_t bytes);

/*
 * Whether to try once more after ERR (may be NULL), which is then destroyed: we are short of
 * descriptors, and objects that scripts had left, which may have had them, are gone now.
 */
bool script_collect_for(lua_State *L, struct pf_error *err);

/* Owns a C value while Lua calls that may raise are made; destroyed by __gc. */
struct script_guard {
	void *owned;
	void (*destroy)(void *owned);
};

struct script_guard *script_guard_push(lua_State *L, void (*destroy)(void *owned));

/* Destroys what it owns now. */
void script_guard_empty(struct script_guard *guard);

/* Text that is being made; Lua's collector lets it go when a call raises. */
struct script_text {
	struct pf_text text;
};

struct script_text *script_text_push(lua_State *L);

/* Pushes the text as a string and frees it: 1; raises when there was no memory for it. */
int script_text_result(lua_State *L, struct script_text *text);

/* ------------------------------------------------------------------ Lua files */

/* A key of the registry: when it is set, no Lua files of the user's are looked for. */
#define SCRIPT_NO_USER_FILES "pyflame.no_user_files"

/* Lets require() find "pyflame.<folder>.<name>". */
void script_search_register(lua_State *L);

/* Pushes the chunk of FILE, such as "formats/folded.lua"; false when there is none. Raises. */
bool script_search_load(lua_State *L, const char *file);

/* Pushes the path of the folder of the user's own files, or nil. */
void script_search_push_user_folder(lua_State *L);

/* Calls require(MODULE)[FUNCTION] with all that is on the stack; returns how many results. */
int script_search_call(lua_State *L, const char *module, const char *function);

/* ------------------------------------------------------------------ values */

/* An attachment as it was when something was read from it. */
struct script_source {
	struct pf_attachment *it;
	unsigned generation; /* another one: it was closed since */
};

/* The attachment; raises when it was closed. */
struct pf_attachment *script_source_check(lua_State *L, const struct script_source *source);

/* Where objects are looked at: a source, and the frame that must still be there. */
struct script_moment {
	struct script_source source;
	struct pf_frame_id frame;
};

/* An object that was found, with the class that it must still have. */
struct script_found {
	pf_addr at, class;
	bool secret; /* as of struct pf_result */
};

/*
 * The names whose values scripts are not shown; NULL: none. What was set is borrowed until the Lua
 * state is closed.
 */
const struct pf_redaction *script_redaction(lua_State *L);
void script_set_redaction(lua_State *L, const struct pf_redaction *redaction);

/* As pf_attachment_look(), at a view in which they are redacted. */
struct pf_error *script_look(lua_State *L, struct pf_attachment *attachment,
			     const struct pf_frame_id *frame, pf_view_work *work,
			     void *context) PF_CHECKED;

/* Pushes a value; OWNER, a stack index or 0, is what it keeps alive. */
void script_value_push(lua_State *L, int owner, const struct script_moment *moment,
		       struct script_found found);

/* In a look: what is known of the object at AT. One that cannot be read has no class. */
struct pf_error *script_found_at(struct pf_view *view, pf_addr at,
				 struct script_found *ret) PF_CHECKED;

/* The limits in the table at INDEX, if there is one: depth=, elements=, repeats=, max_string=. */
struct pf_limits script_limits_check(lua_State *L, int index, const struct pf_limits *usual);

/* frame:locals([limits]), frame:arguments([limits]), frame:globals([pattern], [limits]) */
int script_variables_locals(lua_State *L);
int script_variables_arguments(lua_State *L);
int script_variables_globals(lua_State *L);

/*
 * frame:eval(text, [variables]), frame:inspect(text, [limits], [variables]),
 * frame:test(text, [variables])
 */
int script_eval(lua_State *L);
int script_eval_inspect(lua_State *L);
int script_eval_test(lua_State *L);

/* ------------------------------------------------------------------ nouns */

/* Each makes one noun's metatable. */
void script_guard_register(lua_State *L);
void script_process_register(lua_State *L);
void script_hold_register(lua_State *L);
void script_dump_register(lua_State *L);
void script_interpreter_register(lua_State *L);
void script_thread_register(lua_State *L);
void script_frame_register(lua_State *L);
void script_code_register(lua_State *L);
void script_file_register(lua_State *L);
void script_launch_register(lua_State *L);
void script_place_register(lua_State *L);
void script_sample_register(lua_State *L);
void script_sampled_thread_register(lua_State *L);
void script_samples_register(lua_State *L);
void script_shield_register(lua_State *L);
void script_tally_register(lua_State *L);
void script_text_register(lua_State *L);
void script_value_register(lua_State *L);

/*
 * pyflame.create(path), .replaceable(path), .launch{word, ...}, .recording(path, [options]),
 * .samples(pid, [options]), .descendants(pid); .scripts(), .find_script(name), .script{...}
 */
int script_descendants_list(lua_State *L);
int script_library_begin(lua_State *L);
int script_library_find(lua_State *L);
int script_library_list(lua_State *L);
int script_file_create(lua_State *L);
int script_file_locate(lua_State *L);
int script_launch_start(lua_State *L);
int script_recording_read(lua_State *L);
int script_samples_of_pid(lua_State *L);

/* pyflame.sleep(seconds) */
int script_sleep(lua_State *L);

/* Whether a signal's handler has set a hook for whatever Lua does next, as those of Lua do. */
bool script_signal_came(lua_State *L);

/* What an interrupted wait is for: a Lua hook, of a debugger or of Ctrl-C, gets its turn. */
void script_run_hook(lua_State *L);

/* pyflame.attach(pid) */
int script_process_attach(lua_State *L);

/* Pushes a process over ATTACHMENT, which the caller keeps and which must outlive L. */
void script_process_push(lua_State *L, struct pf_attachment *attachment);

/* The open process at INDEX; raises when it is closed or something else. */
struct pf_attachment *script_process_check(lua_State *L, int index);

/* process:catch{...}, process:stop([tids]), process:maps(), process:open(path) … */
int script_catch(lua_State *L);
int script_hold_stop(lua_State *L);
int script_maps_read(lua_State *L);
int script_memory_open(lua_State *L);
int script_memory_read(lua_State *L);
int script_memory_symbol(lua_State *L);
int script_samples_start(lua_State *L);
int script_tasks_read(lua_State *L);

/* Pushes a released hold; the process at OWNER stays alive with it. */
struct pf_attachment_hold *script_hold_push(lua_State *L, int owner);

/* process:symbol_at(at), process:symbols([pattern], [limit]), process:files() */
int script_symbols_find_at(lua_State *L);
int script_symbols_list(lua_State *L);
int script_symbols_files(lua_State *L);

/* process:gils(), process:collectors(), process:imports([interpreter]) */
int script_state_gils(lua_State *L);
int script_state_collectors(lua_State *L);
int script_state_imports(lua_State *L);

/* process:heap([options]) */
int script_heap_read(lua_State *L);

/* process:async_tasks() */
int script_async_read(lua_State *L);

/* process:locks() */
int script_locks_read(lua_State *L);

/*
 * Pushes an empty dump of ATTACHMENT, which OWNER, a process's index or 0, keeps alive; whatever is
 * put into the box belongs to Lua.
 */
struct pf_dump **script_dump_push(lua_State *L, int owner, struct pf_attachment *attachment);

/* Gives TASKS to the dump at INDEX: they are destroyed together. */
void script_dump_keep_tasks(lua_State *L, int index, struct pf_async_tasks *tasks);

/* Where the dump at INDEX is from; raises when it is something else. */
struct script_source script_dump_source(lua_State *L, int index);

/* Takes a dump of the process at OWNER and pushes it; on an error the dump stays empty. */
struct pf_error *script_dump_take(lua_State *L, int owner);

/* Pushes an array of all threads, or of those from FIRST on; OWNER is the dump's index. */
void script_threads_push(lua_State *L, int owner, const struct pf_dump *dump, size_t first,
			 size_t count);
void script_interpreters_push(lua_State *L, int owner, const struct pf_dump *dump);

/* These keep the dump at index OWNER alive. */
void script_thread_push(lua_State *L, int owner, const struct pf_dump *dump, size_t index);
void script_frame_push(lua_State *L, int owner, const struct pf_thread *thread, size_t level);

/* The frame at INDEX as values are looked at in it, at whatever instruction it is. Pushes its dump. */
struct script_moment script_frame_moment(lua_State *L, int index);
void script_code_push(lua_State *L, int owner, const struct pf_code *code);

/* The thread at INDEX, and its dump; raises when it is something else. */
const struct pf_thread *script_thread_check(lua_State *L, int index,
					    const struct pf_dump **dump_ret);

#endif
