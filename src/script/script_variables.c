/* frame:locals(), frame:arguments() and frame:globals(): the variables of a frame, as tables. */
#include "script/script.h"

#include <stdlib.h>

/* What is read in one look, and what for. */
struct reading {
	enum pf_variables_scope scope;
	const char *pattern;
	struct pf_limits limits;
	struct pf_frame_id frame; /* with its instruction */
	struct pf_variables *variables;
	struct script_found *found; /* one for each */
};

static void clear(struct reading *reading)
{
	pf_variables_destroy(reading->variables);
	free(reading->found);
	reading->variables = NULL;
	reading->found = NULL;
}

static void destroy(void *owned)
{
	clear(owned);
	free(owned);
}

static struct pf_error *read_variables(struct pf_view *view, void *context)
{
	struct reading *reading = context;
	clear(reading);
	reading->frame = pf_view_frame(view);
	PF_TRY(pf_variables_read(view, &reading->frame, reading->scope, reading->pattern,
				 &reading->limits, &reading->variables));
	size_t count = reading->variables->count;
	reading->found = calloc(count + 1, sizeof(*reading->found));
	if (!reading->found)
		return &pf_error_no_memory;
	for (size_t i = 0; i < count; i++) {
		pf_addr at = reading->variables->items[i].at;
		if (at)
			PF_TRY(script_found_at(view, at, &reading->found[i]));
	}
	return NULL;
}

/* ORDER VARIABLE_KINDS */
static const char *kind_name(enum pf_variable_kind kind)
{
	switch (kind) {
	case PF_VARIABLE_ARGUMENT:
		return "argument";
	case PF_VARIABLE_VARARGS:
		return "varargs";
	case PF_VARIABLE_KEYWORDS:
		return "keywords";
	case PF_VARIABLE_LOCAL:
		return "local";
	case PF_VARIABLE_FREE:
		return "free";
	case PF_VARIABLE_GLOBAL:
		return "global";
	}
	return NULL;
}

static bool is_argument(enum pf_variable_kind kind)
{
	return kind == PF_VARIABLE_ARGUMENT || kind == PF_VARIABLE_VARARGS ||
	       kind == PF_VARIABLE_KEYWORDS;
}

/* Pushes the table of a variable; the dump, which its value keeps alive, is at DUMP. */
static void push_variable(lua_State *L, int dump, const struct script_moment *moment,
			  const struct pf_variable *variable, struct script_found found)
{
	lua_createtable(L, 0, 5);
	script_set_text(L, "name", variable->name);
	script_set_text(L, "kind", kind_name(variable->kind));
	script_set_text(L, "type", variable->type);
	script_set_text(L, "text", variable->text);
	if (!variable->at)
		return;
	found.secret = pf_redaction_has(script_redaction(L), variable->name);
	script_value_push(L, dump, moment, found);
	lua_setfield(L, -2, "value");
}

static void push_variables(lua_State *L, int dump, const struct script_moment *moment,
			   const struct reading *reading, bool arguments)
{
	lua_Integer count = 0;
	lua_createtable(L, (int)reading->variables->count, 0);
	for (size_t i = 0; i < reading->variables->count; i++) {
		const struct pf_variable *variable = &reading->variables->items[i];
		if (arguments && !is_argument(variable->kind))
			continue;
		push_variable(L, dump, moment, variable, reading->found[i]);
		lua_rawseti(L, -2, ++count);
	}
}

/* What all three do for the frame at 1, with LIMITS at an index. */
static int read_frame(lua_State *L, const struct reading *how, int limits, bool arguments)
{
	struct script_moment moment = script_frame_moment(L, 1); /* pushes the dump */
	int dump = lua_gettop(L);
	struct pf_attachment *it = script_source_check(L, &moment.source);
	struct pf_limits checked = script_limits_check(L, limits, &pf_limits_default);
	struct script_guard *guard = script_guard_push(L, destroy);
	struct reading *reading = calloc(1, sizeof(*reading));
	if (!reading)
		return script_result(L, &pf_error_no_memory);
	*reading = *how;
	reading->limits = checked;
	guard->owned = reading;
	struct pf_error *err = script_look(L, it, &moment.frame, read_variables, reading);
	if (err)
		return script_result(L, err);
	moment.frame = reading->frame;
	push_variables(L, dump, &moment, reading, arguments);
	script_guard_empty(guard);
	return 1;
}

/* frame:locals([limits]) -> array of tables | nil, message, code */
int script_variables_locals(lua_State *L)
{
	struct reading how = { .scope = PF_VARIABLES_LOCALS };
	lua_settop(L, 2);
	return read_frame(L, &how, 2, false);
}

/* frame:arguments([limits]) -> the same of the arguments only */
int script_variables_arguments(lua_State *L)
{
	struct reading how = { .scope = PF_VARIABLES_LOCALS };
	lua_settop(L, 2);
	return read_frame(L, &how, 2, true);
}

/* frame:globals([pattern], [limits]) -> the same of the globals that the frame sees */
int script_variables_globals(lua_State *L)
{
	struct reading how = { .scope = PF_VARIABLES_GLOBALS,
			       .pattern = luaL_optstring(L, 2, NULL) };
	lua_settop(L, 3);
	return read_frame(L, &how, 3, false);
}
