/* The Lua value: an object of the process, which each access looks at anew. */
#include "base/cleanup.h"
#include "script/value.h"

#include <inttypes.h>

#define VALUE "pyflame.value"

void script_value_push(lua_State *L, int owner, const struct script_moment *moment,
		       struct script_found found)
{
	struct script_value *value = script_object_push(L, VALUE, sizeof(*value), owner);
	*value = (struct script_value){ *moment, found };
}

void script_value_push_found(lua_State *L, int index, struct script_found found)
{
	const struct script_value *from = script_value_check(L, index);
	bool owned = lua_getiuservalue(L, index, 1) == LUA_TUSERDATA;
	script_value_push(L, owned ? -1 : 0, &from->moment, found);
	lua_remove(L, -2);
}

const struct script_value *script_value_check(lua_State *L, int index)
{
	return luaL_checkudata(L, index, VALUE);
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

struct access {
	const struct script_value *value;
	pf_view_work *work;
	void *context;
};

static struct pf_error *access_value(struct pf_view *view, void *context)
{
	const struct access *access = context;
	const struct script_found *found = &access->value->found;
	struct script_found now;
	PF_TRY(script_found_at(view, found->at, &now));
	if (now.class != found->class)
		return pf_error_create(PF_USAGE, "value at 0x%" PRIx64 " is gone: there is another",
				       found->at);
	return access->work(view, access->context);
}

struct pf_error *script_value_look(lua_State *L, const struct script_value *value,
				   pf_view_work *work, void *context)
{
	struct pf_attachment *it = script_source_check(L, &value->moment.source);
	struct access access = { value, work, context };
	return pf_attachment_look(it, &value->moment.frame, access_value, &access);
}

/* ------------------------------------------------------------------ texts */

struct writing {
	pf_addr at;
	struct pf_limits limits;
	struct pf_text *text;
};

static struct pf_error *write_repr(struct pf_view *view, void *context)
{
	const struct writing *writing = context;
	pf_text_clear(writing->text);
	return pf_repr(view, writing->at, &writing->limits, writing->text);
}

static struct pf_error *write_type(struct pf_view *view, void *context)
{
	const struct writing *writing = context;
	pf_addr class;
	pf_text_clear(writing->text);
	return pf_value_class(view, writing->at, &class, writing->text);
}

/* Pushes the text that WORK makes of the value at 1. */
static struct pf_error *push_text(lua_State *L, pf_view_work *work, const struct pf_limits *limits)
{
	const struct script_value *value = script_value_check(L, 1);
	struct script_text *text = script_text_push(L);
	struct writing writing = { value->found.at, *limits, &text->text };
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

static int value_address(lua_State *L)
{
	lua_pushinteger(L, (lua_Integer)script_value_check(L, 1)->found.at);
	return 1;
}

/* ------------------------------------------------------------------ parts */

/* A part that is looked for: an attribute when there is a name. */
struct search {
	pf_addr at;
	const char *name;
	int64_t index;
	struct script_found found;
	uint64_t length;
};

static struct pf_error *find_part(struct pf_view *view, void *context)
{
	struct search *search = context;
	pf_addr at;
	PF_TRY(search->name ? pf_value_attribute(view, search->at, search->name, &at)
			    : pf_value_item(view, search->at, search->index, &at));
	return script_found_at(view, at, &search->found);
}

/* Pushes the attribute NAME, or else the item INDEX, of the value at 1. */
static struct pf_error *push_part(lua_State *L, const char *name, int64_t index)
{
	const struct script_value *value = script_value_check(L, 1);
	struct search search = { .at = value->found.at, .name = name, .index = index };
	PF_TRY(script_value_look(L, value, find_part, &search));
	script_value_push_found(L, 1, search.found);
	return NULL;
}

/* value:attribute(name) -> value | nil, message, code */
static int value_attribute(lua_State *L)
{
	return script_result(L, push_part(L, luaL_checkstring(L, 2), 0));
}

/* value:item(index) -> value | nil, message, code */
static int value_item(lua_State *L)
{
	return script_result(L, push_part(L, NULL, luaL_checkinteger(L, 2)));
}

/* value[index], value.name of what is no property of a handle */
static int value_index(lua_State *L)
{
	if (lua_isinteger(L, 2))
		return property(L, push_part(L, NULL, lua_tointeger(L, 2)));
	return property(L, push_part(L, luaL_checkstring(L, 2), 0));
}

static struct pf_error *find_length(struct pf_view *view, void *context)
{
	struct search *search = context;
	return pf_value_length(view, search->at, &search->length);
}

static int value_len(lua_State *L)
{
	const struct script_value *value = script_value_check(L, 1);
	struct search search = { .at = value->found.at };
	struct pf_error *err = script_value_look(L, value, find_length, &search);
	lua_pushinteger(L, (lua_Integer)search.length);
	return property(L, err);
}

/* Whether both are the same object of the same process. */
static int value_eq(lua_State *L)
{
	const struct script_value *a = luaL_testudata(L, 1, VALUE);
	const struct script_value *b = luaL_testudata(L, 2, VALUE);
	lua_pushboolean(L, a && b && a->found.at == b->found.at &&
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
	{ "__eq", value_eq },
	{ "__len", value_len },
	{ "__tostring", value_repr },
	{ NULL, NULL },
};

void script_value_register(lua_State *L)
{
	static const struct script_class class = {
		VALUE, methods, properties, metamethods, value_index,
	};
	script_class_register_open(L, &class);
}
