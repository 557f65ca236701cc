/* frame:eval(text) and frame:test(text): what expressions are worth in a frame. */
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
	struct pf_arena arena;	     /* of variables' texts, and of all when only asked for truth */
	struct pf_view *view;	     /* of the look */
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

static struct pf_error *run(lua_State *L, struct evaluation *evaluation,
			    const struct script_moment *moment, const char *text)
{
	struct pf_attachment *it = script_source_check(L, &moment->source);
	PF_TRY(pf_expression_parse(text, &evaluation->expression));
	PF_TRY(look_at_others(L, evaluation, &moment->frame));
	return pf_attachment_look(it, &moment->frame, evaluate, evaluation);
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
