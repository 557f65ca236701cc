/* What scripts hear: pyflame.on(), pyflame.defer() and pyflame.prompt_hook. */
#include "shell/lua_events.h"

#include "base/cleanup.h"
#include "script/script.h"
#include "shell/hints.h"
#include "shell/lua_library.h"
#include "shell/lua_state.h"

#include <stdlib.h>

/* Functions that make events anew, each time that they hear one, come to an end. */
enum { MOST_AT_ONCE = 200 };

static void note_holds(struct pf_session *session)
{
	struct pf_inferior *inferior;
	for (size_t i = 0; (inferior = pf_session_inferior_at(session, i)); i++) {
		if (pf_inferior_is_attached(inferior))
			pf_events_note_hold(&session->events,
					    pf_process_pid(inferior->target.process),
					    inferior->target.holds != NULL, &inferior->held);
	}
}

/* What is held before anyone listens is no news. */
static int listen(lua_State *L, const char *function)
{
	struct pf_session *session = pf_lua_session(L);
	if (!session->events.heard)
		note_holds(session);
	session->events.heard = true;
	return script_search_call(L, "pyflame.lib.events", function);
}

int pf_lua_events_on(lua_State *L)
{
	return listen(L, "on");
}

int pf_lua_events_defer(lua_State *L)
{
	return listen(L, "defer");
}

static void set_number(lua_State *L, const char *key, int number)
{
	if (!number)
		return;
	lua_pushinteger(L, number);
	lua_setfield(L, -2, key);
}

static void set_text(lua_State *L, const char *key, const char *text)
{
	lua_pushstring(L, text);
	lua_setfield(L, -2, key);
}

/* { pid=, number=, tid=, ... }: what the event says. */
static void push_event(lua_State *L, const struct pf_event *event)
{
	lua_newtable(L);
	set_text(L, "event", pf_event_name(event->kind));
	set_number(L, "pid", event->pid);
	if (event->kind != PF_EVENT_EXIT)
		set_number(L, "number", event->number);
	set_number(L, "tid", event->tid);
	set_text(L, "message", event->text);
	set_text(L, "code", event->code);
	if (event->kind != PF_EVENT_EXIT)
		return;
	lua_pushinteger(L, event->number);
	lua_setfield(L, -2, "status");
}

static int tell_one(lua_State *L)
{
	if (!pf_lua_library_push_loaded(L, "events", "tell"))
		return 0;
	push_event(L, lua_touserdata(L, 1));
	lua_call(L, 1, 0);
	return 0;
}

static int run_deferred(lua_State *L)
{
	if (pf_lua_library_push_loaded(L, "events", "run_deferred"))
		lua_call(L, 0, 0);
	return 0;
}

/* What the library itself raises is a warning, too. */
static struct pf_error *only_interruption(struct pf_error *err)
{
	if (!err || pf_error_code(err) == PF_INTERRUPTED)
		return err;
	PF_GUARD(pf_text_deinit) struct pf_text text = { 0 };
	pf_hint_append_message(&text, err);
	fprintf(stderr, "warning: %s\n", pf_text_str(&text));
	pf_error_destroy(err);
	return NULL;
}

/* What is left after so many is forgotten. */
static void drop_rest(struct pf_events *events)
{
	struct pf_event event;
	if (!events->list.count)
		return;
	fprintf(stderr, "warning: functions that hear events cause events without end: what is "
			"left is not told\n");
	while (pf_events_take(events, &event))
		free(event.text);
}

/* That output cannot be written is said at the end of the command. */
static struct pf_error *flush(struct pf_session *session)
{
	struct pf_error *err = pf_output_flush(&session->output);
	if (err && pf_error_code(err) == PF_INTERRUPTED)
		return err;
	pf_error_destroy(err);
	return NULL;
}

static struct pf_error *tell_all(struct pf_session *session)
{
	struct pf_event event;
	if (session->events.list.count)
		PF_TRY(flush(session)); /* it comes first */
	size_t most =
		session->events.list.count + MOST_AT_ONCE; /* those of now, and so many more */
	for (size_t i = 0; i < most && pf_events_take(&session->events, &event); i++) {
		struct pf_error *err = pf_lua_protect(session, tell_one, &event);
		free(event.text);
		PF_TRY(only_interruption(err));
	}
	drop_rest(&session->events);
	if (session->depth)
		return NULL;
	return only_interruption(pf_lua_protect(session, run_deferred, NULL));
}

struct pf_error *pf_lua_events_tell(struct pf_session *session)
{
	struct pf_events *events = &session->events;
	if (!events->heard || events->telling || !session->lua)
		return NULL;
	note_holds(session);
	events->telling = true;
	struct pf_error *err = tell_all(session);
	events->telling = false;
	return err;
}

void pf_lua_events_tell_of(struct pf_session *session, struct pf_event event)
{
	pf_events_note(&session->events, event);
	pf_error_destroy(pf_lua_events_tell(session));
}

/* A prompt to be made. */
struct prompt {
	const char *usual;
	struct pf_text *ret;
};

static int make_prompt(lua_State *L)
{
	struct prompt *prompt = lua_touserdata(L, 1);
	lua_getfield(L, LUA_REGISTRYINDEX, LUA_LOADED_TABLE);
	if (lua_getfield(L, -1, "pyflame") != LUA_TTABLE ||
	    lua_getfield(L, -1, "prompt_hook") == LUA_TNIL)
		return 0;
	lua_pushstring(L, prompt->usual);
	lua_call(L, 1, 1);
	const char *text = lua_tostring(L, -1);
	if (text)
		pf_text_append_str(prompt->ret, text);
	return 0;
}

void pf_lua_events_prompt(struct pf_session *session, const char *usual, struct pf_text *ret)
{
	struct prompt prompt = { usual, ret };
	if (session->lua)
		pf_error_destroy(only_interruption(pf_lua_protect(session, make_prompt, &prompt)));
	if (!ret->size)
		pf_text_append_str(ret, usual);
}
