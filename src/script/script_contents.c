/* value:items() and value:attributes(): what is in an object, read in bites. */
#include "script/value.h"

#include <stdlib.h>
#include <string.h>

/* The first bite, and the largest: each one is twice the one before, for it begins at the start. */
enum { FIRST_BITE = 64, LARGEST_BITE = 1 << 16 };

struct part {
	struct script_found value;
	struct script_plain key;
	bool has_key, named;
};

/* A userdata of its own; the user value is the value that is iterated over. */
struct bite {
	bool attributes;
	bool secret;	/* the keys are a part of what is not shown */
	uint64_t first; /* of the parts that are here */
	size_t count, next, want;
	bool more;
	struct part *parts;
	struct pf_text texts;
};

#define BITE "pyflame.contents"

static void clear(struct bite *bite)
{
	free(bite->parts);
	bite->parts = NULL;
	bite->count = bite->next = 0;
	pf_text_clear(&bite->texts);
}

static int bite_gc(lua_State *L)
{
	struct bite *bite = luaL_checkudata(L, 1, BITE);
	clear(bite);
	pf_text_deinit(&bite->texts);
	bite->texts = (struct pf_text){ 0 };
	return 0;
}

/* A name is a text, too. */
static struct pf_error *read_key(struct pf_view *view, const struct pf_content *content,
				 struct bite *bite, struct part *part)
{
	part->named = content->name != NULL;
	part->has_key = content->key != 0;
	if (part->has_key && bite->secret)
		script_plain_redact(&bite->texts, &part->key);
	else if (part->has_key)
		return script_plain_read(view, content->key, 0, &bite->texts, &part->key);
	if (part->has_key)
		return pf_text_check(&bite->texts);
	part->key.plain.kind = PF_PLAIN_TEXT;
	part->key.text = bite->texts.size;
	if (part->named)
		pf_text_append_str(&bite->texts, content->name);
	part->key.size = bite->texts.size - part->key.text;
	return pf_text_check(&bite->texts);
}

static struct pf_error *keep(struct pf_view *view, const struct pf_contents *contents,
			     struct bite *bite)
{
	bite->parts = calloc(contents->count + 1, sizeof(*bite->parts));
	if (!bite->parts)
		return &pf_error_no_memory;
	for (size_t i = 0; i < contents->count; i++) {
		struct part *part = &bite->parts[i];
		PF_TRY(read_key(view, &contents->items[i], bite, part));
		if (contents->items[i].value)
			PF_TRY(script_found_at(view, contents->items[i].value, &part->value));
		PF_TRY(pf_redaction_has_content(view, &contents->items[i], &part->value.secret));
	}
	bite->count = contents->count;
	bite->more = contents->more;
	return NULL;
}

struct biting {
	pf_addr at;
	struct bite *bite;
};

static struct pf_error *read_bite(struct pf_view *view, void *context)
{
	const struct biting *biting = context;
	struct bite *bite = biting->bite;
	struct pf_contents *contents;
	clear(bite);
	PF_TRY(bite->attributes
		       ? pf_value_attributes(view, biting->at, bite->first, bite->want, &contents)
		       : pf_value_contents(view, biting->at, bite->first, bite->want, &contents));
	struct pf_error *err = keep(view, contents, bite);
	pf_contents_destroy(contents);
	return err;
}

/* The next bite of the value at VALUE. */
static void fill(lua_State *L, int value, struct bite *bite)
{
	const struct script_value *it = script_value_check(L, value);
	struct biting biting = { it->result.at, bite };
	bite->first += bite->count;
	bite->secret = it->result.secret;
	struct pf_error *err = script_value_look(L, it, read_bite, &biting);
	if (err)
		script_raise(L, err);
	if (bite->want < LARGEST_BITE)
		bite->want *= 2;
}

static void push_key(lua_State *L, int value, const struct bite *bite, const struct part *part)
{
	if (part->named || part->has_key)
		script_plain_push_key(L, value, &bite->texts, &part->key);
	else
		lua_pushinteger(L, (lua_Integer)(bite->first + bite->next));
}

/* Stack: the value, the bite. */
static int next_part(lua_State *L)
{
	lua_settop(L, 0);
	lua_pushvalue(L, lua_upvalueindex(1));
	lua_pushvalue(L, lua_upvalueindex(2));
	struct bite *bite = lua_touserdata(L, 2);
	if (bite->next >= bite->count && bite->more)
		fill(L, 1, bite);
	if (bite->next >= bite->count)
		return 0;
	const struct part *part = &bite->parts[bite->next];
	push_key(L, 1, bite, part);
	if (part->value.at)
		script_value_push_found(L, 1, part->value);
	else
		lua_pushnil(L);
	bite->next++;
	return 2;
}

static void push_bite(lua_State *L, bool attributes)
{
	if (luaL_newmetatable(L, BITE)) {
		lua_pushcfunction(L, bite_gc);
		lua_setfield(L, -2, "__gc");
	}
	struct bite *bite = lua_newuserdatauv(L, sizeof(*bite), 0);
	*bite = (struct bite){ .attributes = attributes, .want = FIRST_BITE, .more = true };
	luaL_setmetatable(L, BITE);
	lua_remove(L, -2);
}

/* Of what is our own: one item after the other, by index. */
static int next_own(lua_State *L)
{
	lua_Integer index = lua_tointeger(L, lua_upvalueindex(2));
	lua_settop(L, 0);
	lua_pushinteger(L, index);
	if (index >= luaL_len(L, lua_upvalueindex(1)))
		return 0;
	lua_pushinteger(L, index + 1);
	lua_replace(L, lua_upvalueindex(2));
	lua_geti(L, lua_upvalueindex(1), index);
	return 2;
}

static int iterate(lua_State *L, bool attributes)
{
	const struct script_value *value = script_value_check(L, 1);
	lua_settop(L, 1);
	if (value->result.kind == PF_RESULT_DICT)
		luaL_error(L, "__dict__ is no object here: attributes() of its instance has it");
	if (value->result.kind != PF_RESULT_OBJECT && !attributes) {
		lua_pushinteger(L, 0);
		lua_pushcclosure(L, next_own, 2);
		return 1;
	}
	push_bite(L, attributes);
	lua_pushcclosure(L, next_part, 2);
	return 1;
}

/* value:items() -> iterator over index or key, and value; raises what fails */
int script_contents_items(lua_State *L)
{
	return iterate(L, false);
}

/* value:attributes() -> iterator over name and value */
int script_contents_attributes(lua_State *L)
{
	return iterate(L, true);
}
