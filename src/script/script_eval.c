/* frame:eval(text), frame:inspect(text) and frame:test(text): what expressions are worth in a frame. */
#include "script/value.h"

#include <stdlib.h>
#include <string.h>

/* More of them no expression has. */
enum { MAX_VARIABLES = 1000 };

/* A $NAME that the caller knows. Its texts are Lua's, which has them on the stack. */
struct variable {
	const char *name;
	struct pf_result result;
	const struct script_value *value; /* that it was; NULL: none */
};

struct evaluation {
	struct pf_expression *expression;
	struct variable *variables;
	size_t count;
	struct pf_arena arena;	  /* of variables' texts, and of all when only asked for truth */
	struct pf_view *view;	  /* of the look */
	struct script_text *text; /* for repr() and, behind it, the class's name; NULL: neither */
	struct pf_limits limits;  /* of repr() */
	size_t repr_size, type_size;
	struct script_plain plain;   /* its text is behind those */
	struct script_value *result; /* NULL: only the truth is wanted */
	bool truth;
};

static void destroy(void *owned)
{
	struct evaluation *evaluation = owned;
	pf_expression_destroy(evaluation->expression);
	pf_arena_deinit(&evaluation->arena);
	free(evaluation->variables);
	free(evaluation);
}

/* ------------------------------------------------------------------ $names */

static bool is_same_frame(const struct pf_frame_id *a, const struct pf_frame_id *b)
{
	return a->thread == b->thread && a->frame == b->frame && a->code == b->code;
}

/* One from this very frame must be of the same instruction; others were looked at before. */
static struct pf_error *verify(struct pf_view *view, const struct script_value *value)
{
	struct pf_frame_id now = pf_view_frame(view);
	const struct pf_frame_id *then = &value->moment.frame;
	if (value->result.at && is_same_frame(then, &now) && then->lasti != now.lasti)
		return pf_error_take_advice(
			pf_error_create(PF_USAGE, "frame is gone: the thread has moved on"),
			"Use \"stop\" to hold it, or take a new look with \"bt\".");
	return script_value_verify(view, value);
}

/* With all that it points to, which goes with its variable. As deep as expressions can be. */
static struct pf_error *copy(const struct pf_result *from, struct pf_arena *arena,
			     struct pf_result *ret)
{
	*ret = *from;
	if (from->text && !(ret->text = pf_arena_text(arena, from->text, from->size)))
		return &pf_error_no_memory;
	if (!from->items)
		return NULL;
	struct pf_result *items = pf_arena_alloc(arena, (from->count + 1) * sizeof(*items));
	if (!items)
		return &pf_error_no_memory;
	for (uint64_t i = 0; i < from->count; i++)
		PF_TRY(copy(&from->items[i], arena, &items[i]));
	ret->items = items;
	return NULL;
}

static struct pf_error *find_variable(void *context, const char *name, struct pf_arena *arena,
				      struct pf_result *ret)
{
	const struct evaluation *evaluation = context;
	for (size_t i = 0; i < evaluation->count; i++) {
		const struct variable *variable = &evaluation->variables[i];
		if (strcmp(variable->name, name) != 0)
			continue;
		if (variable->value)
			PF_TRY(verify(evaluation->view, variable->value));
		return copy(&variable->result, arena, ret);
	}
	return pf_error_create(PF_USAGE, "$%s is void", name);
}

static struct pf_error *nothing(struct pf_view *view, void *context)
{
	(void)view, (void)context;
	return NULL;
}

/* Values that are not from FRAME need looks of their own. */
static struct pf_error *look_at_others(lua_State *L, const struct evaluation *evaluation,
				       const struct pf_frame_id *frame)
{
	for (size_t i = 0; i < evaluation->count; i++) {
		const struct script_value *value = evaluation->variables[i].value;
		if (value && value->result.at && !is_same_frame(&value->moment.frame, frame))
			PF_TRY(script_value_look(L, value, nothing, NULL));
	}
	return NULL;
}

/* Stack: the frame, the text, the table of variables. */
static void read_variable(lua_State *L, struct evaluation *evaluation)
{
	struct variable *variable = &evaluation->variables[evaluation->count];
	if (lua_type(L, -2) != LUA_TSTRING)
		luaL_error(L, "a variable's name is no string");
	if (!script_result_of(L, -1, &evaluation->arena, &variable->result))
		luaL_error(L, "$%s is no number, text, boolean or value", lua_tostring(L, -2));
	variable->name = lua_tostring(L, -2);
	variable->value = script_value_test(L, -1);
	evaluation->count++;
}

static void read_variables(lua_State *L, struct evaluation *evaluation)
{
	if (lua_isnoneornil(L, 3))
		return;
	luaL_checktype(L, 3, LUA_TTABLE);
	evaluation->variables = calloc(MAX_VARIABLES, sizeof(*evaluation->variables));
	if (!evaluation->variables)
		script_raise(L, &pf_error_no_memory);
	lua_pushnil(L);
	while (lua_next(L, 3)) {
		if (evaluation->count == MAX_VARIABLES)
			luaL_error(L, "too many variables");
		read_variable(L, evaluation);
		lua_pop(L, 1);
	}
}

/* ------------------------------------------------------------------ evaluating */

/* All that there is to say of a result, at the same moment. */
static struct pf_error *inspect(struct pf_view *view, struct evaluation *evaluation,
				const struct pf_result *result)
{
	struct pf_text *text = &evaluation->text->text;
	pf_addr class;
	pf_text_clear(text);
	PF_TRY(pf_result_repr(view, result, &evaluation->limits, text));
	evaluation->repr_size = text->size;
	struct pf_error *err = result->at ? pf_value_class(view, result->at, &class, text) : NULL;
	pf_error_destroy(err);
	if (err || !result->at)
		pf_text_append_str(text, pf_result_type(view, result));
	evaluation->type_size = text->size - evaluation->repr_size;
	return script_plain_read_result(view, result, 0, text, &evaluation->plain);
}

static struct pf_error *evaluate(struct pf_view *view, void *context)
{
	struct evaluation *evaluation = context;
	struct script_value *value = evaluation->result;
	struct pf_arena *arena = value ? &value->arena : &evaluation->arena;
	struct pf_frame_id frame = pf_view_frame(view);
	struct pf_name_space names = { &frame, find_variable, evaluation };
	struct pf_result result;
	evaluation->view = view;
	if (value)
		pf_arena_deinit(arena);
	PF_TRY(pf_expression_evaluate(evaluation->expression, view, &names, arena, &result));
	if (!value)
		return pf_result_truth(view, &result, &evaluation->truth);
	value->moment.frame = frame;
	if (evaluation->text)
		PF_TRY(inspect(view, evaluation, &result));
	return script_value_set(view, value, &result);
}

static struct evaluation *push(lua_State *L)
{
	struct script_guard *guard = script_guard_push(L, destroy);
	struct evaluation *evaluation = calloc(1, sizeof(*evaluation));
	if (!evaluation)
		script_raise(L, &pf_error_no_memory);
	guard->owned = evaluation;
	read_variables(L, evaluation);
	return evaluation;
}

/* TEXT is the string at index 2. */
static struct pf_error *run(lua_State *L, struct evaluation *evaluation,
			    const struct script_moment *moment, const char *text)
{
	struct pf_attachment *it = script_source_check(L, &moment->source);
	if (strlen(text) != lua_rawlen(L, 2))
		return pf_error_create(PF_USAGE, "an expression has no NUL characters in it");
	PF_TRY(pf_expression_parse(text, &evaluation->expression));
	PF_TRY(look_at_others(L, evaluation, &moment->frame));
	return script_look(L, it, &moment->frame, evaluate, evaluation);
}

/* frame:eval(text, [variables]) -> value | nil, message, code */
int script_eval(lua_State *L)
{
	const char *text = luaL_checkstring(L, 2);
	lua_settop(L, 3);
	struct script_moment moment = script_frame_moment(L, 1); /* pushes the dump */
	int dump = lua_gettop(L);
	struct evaluation *evaluation = push(L);
	evaluation->result = script_value_push_empty(L, dump, &moment);
	return script_result(L, run(L, evaluation, &moment, text));
}

/* Whether Lua has a value of its own for it, which does not change. */
static bool is_scalar(const struct script_plain *plain)
{
	return plain->plain.kind != PF_PLAIN_OTHER && plain->plain.kind != PF_PLAIN_SEQUENCE &&
	       plain->plain.kind != PF_PLAIN_MAPPING;
}

/* Pushes the table of what was found out of the value at VALUE. */
static void push_findings(lua_State *L, int value, const struct evaluation *evaluation)
{
	const char *text = pf_text_str(&evaluation->text->text);
	lua_createtable(L, 0, 5);
	lua_pushlstring(L, text, evaluation->repr_size);
	lua_setfield(L, -2, "text");
	lua_pushlstring(L, text + evaluation->repr_size, evaluation->type_size);
	lua_setfield(L, -2, "type");
	lua_pushvalue(L, value);
	lua_setfield(L, -2, "value");
	if (evaluation->result->result.secret) {
		lua_pushboolean(L, true);
		lua_setfield(L, -2, "redacted");
		return;
	}
	if (!is_scalar(&evaluation->plain))
		return;
	script_plain_push(L, value, &evaluation->text->text, &evaluation->plain);
	lua_setfield(L, -2, "plain");
}

/* frame:inspect(text, [limits], [variables]) -> table of value, text, type, plain | nil, ... */
int script_eval_inspect(lua_State *L)
{
	const char *text = luaL_checkstring(L, 2);
	lua_settop(L, 4);
	lua_rotate(L, 3, 1); /* the variables are where the others have them */
	struct pf_limits limits = script_limits_check(L, 4, &pf_limits_default);
	struct script_moment moment = script_frame_moment(L, 1);
	int dump = lua_gettop(L);
	struct evaluation *evaluation = push(L);
	evaluation->limits = limits;
	evaluation->text = script_text_push(L);
	evaluation->result = script_value_push_empty(L, dump, &moment);
	int value = lua_gettop(L);
	struct pf_error *err = run(L, evaluation, &moment, text);
	if (!err)
		push_findings(L, value, evaluation);
	return script_result(L, err);
}

/* frame:test(text, [variables]) -> whether it is true | nil, message, code */
int script_eval_test(lua_State *L)
{
	const char *text = luaL_checkstring(L, 2);
	lua_settop(L, 3);
	struct script_moment moment = script_frame_moment(L, 1);
	struct evaluation *evaluation = push(L);
	struct pf_error *err = run(L, evaluation, &moment, text);
	lua_pushboolean(L, evaluation->truth);
	return script_result(L, err);
}
