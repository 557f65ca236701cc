/* The Lua value: an object of the process, which each access looks at anew. */
#include "base/cleanup.h"
#include "script/value.h"

#include <inttypes.h>

#define VALUE "pyflame.value"

struct script_value *script_value_push_empty(lua_State *L, int owner,
					     const struct script_moment *moment)
{
	struct script_value *value = script_object_push(L, VALUE, sizeof(*value), owner);
	value->moment = *moment;
	return value;
}

void script_value_push(lua_State *L, int owner, const struct script_moment *moment,
		       struct script_found found)
{
	struct script_value *value = script_value_push_empty(L, owner, moment);
	value->result = pf_result_of_object(found.at);
	value->result.secret = found.secret;
	value->class = found.class;
}

void script_value_push_found(lua_State *L, int index, struct script_found found)
{
	const struct script_value *from = script_value_check(L, index);
	bool owned = lua_getiuservalue(L, index, 1) == LUA_TUSERDATA;
	found.secret |= from->result.secret;
	script_value_push(L, owned ? -1 : 0, &from->moment, found);
	lua_remove(L, -2);
}

const struct script_value *script_value_check(lua_State *L, int index)
{
	return luaL_checkudata(L, index, VALUE);
}

const struct script_value *script_value_test(lua_State *L, int index)
{
	return luaL_testudata(L, index, VALUE);
}

static int value_gc(lua_State *L)
{
	struct script_value *value = luaL_checkudata(L, 1, VALUE);
	pf_arena_deinit(&value->arena);
	value->result = pf_result_of_none();
	return 0;
}

/* ------------------------------------------------------------------ looking */

struct pf_error *script_found_at(struct pf_view *view, pf_addr at, struct script_found *ret)
{
	PF_GUARD(pf_text_deinit) struct pf_text name = { 0 };
	*ret = (struct script_found){ .at = at };
	struct pf_error *err = pf_value_class(view, at, &ret->class, &name);
	enum pf_error_code code = err ? pf_error_code(err) : 0;
	if (code == PF_NO_MEMORY || code == PF_GONE || code == PF_INTERRUPTED)
		return err;
	pf_error_destroy(err);
	return NULL;
}

struct pf_error *script_value_set(struct pf_view *view, struct script_value *value,
				  const struct pf_result *result)
{
	struct script_found found = { 0 };
	if (result->at)
		PF_TRY(script_found_at(view, result->at, &found));
	value->result = *result;
	value->class = found.class;
	return NULL;
}

struct pf_error *script_value_verify(struct pf_view *view, const struct script_value *value)
{
	struct script_found now;
	if (!value->result.at)
		return NULL;
	PF_TRY(script_found_at(view, value->result.at, &now));
	if (now.class == value->class)
		return NULL;
	return pf_error_create(PF_USAGE, "value at 0x%" PRIx64 " is gone: there is another",
			       value->result.at);
}

struct access {
	const struct script_value *value;
	pf_view_work *work;
	void *context;
};

static struct pf_error *access_value(struct pf_view *view, void *context)
{
	const struct access *access = context;
	PF_TRY(script_value_verify(view, access->value));
	return access->work(view, access->context);
}

/* What is our own does not go with the frame, but numbers of items may be objects. */
struct pf_error *script_value_look(lua_State *L, const struct script_value *value,
				   pf_view_work *work, void *context)
{
	struct pf_attachment *it = script_source_check(L, &value->moment.source);
	struct access access = { value, work, context };
	bool own = !value->result.at && !value->result.items;
	return script_look(L, it, own ? NULL : &value->moment.frame, access_value, &access);
}

/* ------------------------------------------------------------------ texts */

struct writing {
	const struct pf_result *result;
	struct pf_limits limits;
	struct pf_text *text;
};

static struct pf_error *write_repr(struct pf_view *view, void *context)
{
	const struct writing *writing = context;
	pf_text_clear(writing->text);
	return pf_result_repr(view, writing->result, &writing->limits, writing->text);
}

static struct pf_error *write_type(struct pf_view *view, void *context)
{
	const struct writing *writing = context;
	pf_addr class;
	pf_text_clear(writing->text);
	if (writing->result->at) /* a slice is what it is of */
		return pf_value_class(view, writing->result->at, &class, writing->text);
	pf_text_append_str(writing->text, pf_result_type(view, writing->result));
	return pf_text_check(writing->text);
}

/* Pushes the text that WORK makes of the value at 1. */
static struct pf_error *push_text(lua_State *L, pf_view_work *work, const struct pf_limits *limits)
{
	const struct script_value *value = script_value_check(L, 1);
	struct script_text *text = script_text_push(L);
	struct writing writing = { &value->result, *limits, &text->text };
	PF_TRY(script_value_look(L, value, work, &writing));
	lua_pushlstring(L, pf_text_str(&text->text), text->text.size);
	return NULL;
}

/* What a property returns, whose failure is raised: expressions have no place for a code. */
static int property(lua_State *L, struct pf_error *err)
{
	return err ? script_raise(L, err) : 1;
}

static int value_type(lua_State *L)
{
	return property(L, push_text(L, write_type, &pf_limits_default));
}

static int value_repr(lua_State *L)
{
	return property(L, push_text(L, write_repr, &pf_limits_default));
}

/* value:format([limits]) -> text | nil, message, code */
static int value_format(lua_State *L)
{
	struct pf_limits limits = script_limits_check(L, 2, &pf_limits_default);
	return script_result(L, push_text(L, write_repr, &limits));
}

/* value.address -> integer | nil for what is no object of the process */
static int value_address(lua_State *L)
{
	const struct pf_result *result = &script_value_check(L, 1)->result;
	pf_addr at = result->kind == PF_RESULT_OBJECT ? result->at : 0;
	return script_push_known(L, (lua_Integer)at, 0);
}

/* ------------------------------------------------------------------ parts */

/* A part that is looked for: an attribute when there is a name. */
struct search {
	const struct pf_result *in;
	const char *name;
	struct pf_result key;
	struct script_value *found;
	uint64_t length;
};

static struct pf_error *find_part(struct pf_view *view, void *context)
{
	struct search *search = context;
	struct pf_result result;
	pf_arena_deinit(&search->found->arena);
	struct pf_arena *arena = &search->found->arena;
	PF_TRY(search->name ? pf_result_attribute(view, search->in, search->name, arena, &result)
			    : pf_result_item(view, search->in, &search->key, arena, &result));
	return script_value_set(view, search->found, &result);
}

/* Pushes what is found of the value at 1; what is our own may point into what that has. */
static struct pf_error *push_part(lua_State *L, struct search *search)
{
	const struct script_value *value = script_value_check(L, 1);
	bool owned = value->result.kind == PF_RESULT_OBJECT;
	if (owned)
		owned = lua_getiuservalue(L, 1, 1) == LUA_TUSERDATA;
	else
		lua_pushvalue(L, 1);
	bool keep = owned || value->result.kind != PF_RESULT_OBJECT;
	search->in = &value->result;
	search->found = script_value_push_empty(L, keep ? -1 : 0, &value->moment);
	return script_value_look(L, value, find_part, search);
}

/* value:attribute(name) -> value | nil, message, code */
static int value_attribute(lua_State *L)
{
	struct search search = { .name = luaL_checkstring(L, 2) };
	return script_result(L, push_part(L, &search));
}

/* Of the key at 2. */
static struct pf_error *push_item(lua_State *L)
{
	struct search search = { 0 };
	struct script_value *key = script_value_push_empty(L, 0, &script_value_check(L, 1)->moment);
	if (!script_result_of(L, 2, &key->arena, &search.key))
		luaL_typeerror(L, 2, "a number, a text, a boolean or a value");
	return push_part(L, &search);
}

/* value:item(key) -> value | nil, message, code */
static int value_item(lua_State *L)
{
	return script_result(L, push_item(L));
}

struct question {
	const struct pf_result *result;
	bool is_mapping;
};

static struct pf_error *ask_mapping(struct pf_view *view, void *context)
{
	struct question *question = context;
	struct pf_plain plain = { 0 };
	PF_GUARD(pf_text_deinit) struct pf_text text = { 0 };
	if (question->result->kind == PF_RESULT_OBJECT)
		PF_TRY(pf_value_plain(view, question->result->at, 1, &plain, &text));
	question->is_mapping = plain.kind == PF_PLAIN_MAPPING;
	return NULL;
}

/* Whether text in brackets is a key of the value at 1, and no attribute. */
static bool is_mapping(lua_State *L)
{
	const struct script_value *value = script_value_check(L, 1);
	struct question question = { .result = &value->result };
	struct pf_error *err = script_value_look(L, value, ask_mapping, &question);
	if (err)
		script_raise(L, err);
	return question.is_mapping;
}

/* value[key], and value.name of what is no property of a handle */
static int value_index(lua_State *L)
{
	if (lua_type(L, 2) != LUA_TSTRING || is_mapping(L))
		return property(L, push_item(L));
	struct search search = { .name = lua_tostring(L, 2) };
	return property(L, push_part(L, &search));
}

static struct pf_error *find_length(struct pf_view *view, void *context)
{
	struct search *search = context;
	return pf_result_length(view, search->in, &search->length);
}

static int value_len(lua_State *L)
{
	const struct script_value *value = script_value_check(L, 1);
	struct search search = { .in = &value->result };
	struct pf_error *err = script_value_look(L, value, find_length, &search);
	lua_pushinteger(L, (lua_Integer)search.length);
	return property(L, err);
}

/* Whether both are the same object of the same process. */
static int value_eq(lua_State *L)
{
	const struct script_value *a = script_value_test(L, 1), *b = script_value_test(L, 2);
	bool objects =
		a && b && a->result.kind == PF_RESULT_OBJECT && b->result.kind == PF_RESULT_OBJECT;
	lua_pushboolean(L, objects && a->result.at == b->result.at &&
				   a->moment.source.it == b->moment.source.it);
	return 1;
}

static const luaL_Reg methods[] = {
	{ "attribute", value_attribute },
	{ "attributes", script_contents_attributes },
	{ "format", value_format },
	{ "item", value_item },
	{ "items", script_contents_items },
	{ "tolua", script_tolua },
	{ NULL, NULL },
};

static const luaL_Reg properties[] = {
	{ "address", value_address },
	{ "repr", value_repr },
	{ "type", value_type },
	{ NULL, NULL },
};

static const luaL_Reg metamethods[] = {
	{ "__eq", value_eq },	      { "__gc", value_gc }, { "__len", value_len },
	{ "__tostring", value_repr }, { NULL, NULL },
};

void script_value_register(lua_State *L)
{
	static const struct script_class class = {
		VALUE, methods, properties, metamethods, value_index,
	};
	script_class_register_open(L, &class);
}
