/* value:tolua{...}: an object and what is in it as tables of Lua's. */
#include "base/array.h"
#include "script/value.h"

#include <stdlib.h>

/* All of one call. */
enum { NODES_LIMIT = 1 << 20 };

/* Without a limit of their own, strings are whole, and containers as far as they are that long. */
static const struct pf_limits usual = { .depth = 4, .elements = 10000 };

/* An object, and where it belongs. */
struct node {
	struct script_plain it;
	struct script_plain key; /* of a mapping */
	struct pf_result own;	 /* not an object */
	size_t parent;
	unsigned depth;
	uint64_t count; /* of what was taken of a container */
	bool opened;	/* it becomes a table */
	bool keyed;
};

struct tree {
	const struct pf_result *root;
	struct pf_limits limits;
	struct pf_text texts;
	struct pf_arena arena; /* of items of our own */
	PF_ARRAY(struct node);
	bool cut; /* there was more */
};

static void destroy(void *owned)
{
	struct tree *tree = owned;
	pf_text_deinit(&tree->texts);
	pf_arena_deinit(&tree->arena);
	pf_array_deinit(tree);
	free(tree);
}

static struct pf_error *add_node(struct pf_view *view, struct tree *tree,
				 const struct pf_content *content, size_t parent, unsigned depth)
{
	struct node node = { .parent = parent, .depth = depth, .keyed = content->key != 0 };
	unsigned max_string = tree->limits.max_string;
	bool secret;
	PF_TRY(script_plain_read(view, content->value, max_string, &tree->texts, &node.it));
	if (node.keyed)
		PF_TRY(script_plain_read(view, content->key, 0, &tree->texts, &node.key));
	PF_TRY(pf_redaction_has_content(view, content, &secret));
	if (secret)
		script_plain_redact(&tree->texts, &node.it);
	return pf_array_push(tree, node);
}

/* A result, whose items may be our own as well. */
static struct pf_error *add_result(struct pf_view *view, struct tree *tree,
				   const struct pf_result *result, size_t parent, unsigned depth)
{
	struct node node = { .parent = parent, .depth = depth, .own = *result };
	unsigned max_string = tree->limits.max_string;
	PF_TRY(script_plain_read_result(view, result, max_string, &tree->texts, &node.it));
	return pf_array_push(tree, node);
}

static bool has_items(const struct pf_result *result)
{
	if (result->secret)
		return false;
	return result->kind == PF_RESULT_TUPLE || result->kind == PF_RESULT_LIST ||
	       result->kind == PF_RESULT_SLICE;
}

static bool is_full(const struct pf_view *view, const struct tree *tree)
{
	return tree->count >= NODES_LIMIT || pf_view_is_late(view);
}

static bool is_too_deep(const struct tree *tree, const struct node *node)
{
	return tree->limits.depth && node->depth >= tree->limits.depth;
}

static struct pf_error *open_own(struct pf_view *view, struct tree *tree, size_t index,
				 uint64_t elements)
{
	const struct pf_result own = tree->items[index].own;
	unsigned depth = tree->items[index].depth + 1;
	uint64_t length;
	PF_TRY(pf_result_length(view, &own, &length));
	tree->cut = tree->cut || length > elements || is_too_deep(tree, &tree->items[index]);
	if (is_too_deep(tree, &tree->items[index]))
		return NULL;
	uint64_t count = length < elements ? length : elements, i = 0;
	tree->items[index].opened = true;
	tree->items[index].it.plain.kind = PF_PLAIN_SEQUENCE;
	for (; i < count && !is_full(view, tree); i++) {
		struct pf_result key = pf_result_of_int((int64_t)i), item;
		PF_TRY(pf_result_item(view, &own, &key, &tree->arena, &item));
		PF_TRY(add_result(view, tree, &item, index, depth));
	}
	tree->items[index].count = i;
	tree->cut = tree->cut || i < count;
	return NULL;
}

static struct pf_error *add_contents(struct pf_view *view, struct tree *tree, size_t parent,
				     const struct pf_contents *contents)
{
	unsigned depth = tree->items[parent].depth + 1;
	size_t i = 0;
	for (; i < contents->count && !is_full(view, tree); i++) {
		if (contents->items[i].value)
			PF_TRY(add_node(view, tree, &contents->items[i], parent, depth));
	}
	tree->items[parent].count = i;
	tree->cut = tree->cut || contents->more || i < contents->count;
	return NULL;
}

/* Adds what is in a container that is not too deep inside of others. */
static struct pf_error *open_node(struct pf_view *view, struct tree *tree, size_t index)
{
	struct node *node = &tree->items[index];
	enum pf_plain_kind kind = node->it.plain.kind;
	size_t elements = tree->limits.elements ? tree->limits.elements : NODES_LIMIT;
	struct pf_contents *contents;
	if (has_items(&node->own))
		return open_own(view, tree, index, elements);
	if ((kind != PF_PLAIN_SEQUENCE && kind != PF_PLAIN_MAPPING) || is_too_deep(tree, node))
		return NULL;
	if (index && pf_view_is_late(view)) {
		tree->cut = true;
		return NULL;
	}
	PF_TRY(pf_value_contents(view, node->it.found.at, 0, elements, &contents));
	node->opened = true;
	struct pf_error *err = add_contents(view, tree, index, contents);
	pf_contents_destroy(contents);
	return err;
}

static struct pf_error *read_tree(struct pf_view *view, void *context)
{
	struct tree *tree = context;
	tree->count = 0;
	tree->cut = false;
	pf_text_clear(&tree->texts);
	pf_arena_deinit(&tree->arena);
	PF_TRY(add_result(view, tree, tree->root, 0, 0));
	for (size_t i = 0; i < tree->count; i++)
		PF_TRY(open_node(view, tree, i));
	return NULL;
}

/* Pushes the node; MADE, an index, has the tables of all before it. */
static void push_node(lua_State *L, int made, const struct tree *tree, size_t index)
{
	const struct node *node = &tree->items[index];
	if (!node->opened && has_items(&node->own)) {
		lua_pushnil(L); /* too deep, and no object */
		return;
	}
	if (!node->opened && index == 0 && node->it.plain.kind == PF_PLAIN_OTHER) {
		lua_pushvalue(L, 1);
		return;
	}
	if (!node->opened) {
		script_plain_push(L, 1, &tree->texts, &node->it);
		return;
	}
	lua_newtable(L);
	if (node->it.plain.kind == PF_PLAIN_SEQUENCE)
		script_set_integer(L, "n", (int64_t)node->count);
	lua_pushvalue(L, -1);
	lua_rawseti(L, made, (lua_Integer)index + 1);
}

/* Puts the value on top into its parent's table. */
static void put(lua_State *L, int made, const struct tree *tree, size_t index, lua_Integer number)
{
	const struct node *node = &tree->items[index];
	lua_rawgeti(L, made, (lua_Integer)node->parent + 1);
	if (node->keyed)
		script_plain_push_key(L, 1, &tree->texts, &node->key);
	else
		lua_pushinteger(L, number);
	lua_pushvalue(L, -3);
	lua_rawset(L, -3);
	lua_pop(L, 2);
}

/* Pushes the root; nodes of one parent are neighbours. */
static void push_tree(lua_State *L, const struct tree *tree)
{
	lua_newtable(L);
	int made = lua_gettop(L);
	lua_Integer number = 0;
	push_node(L, made, tree, 0);
	for (size_t i = 1; i < tree->count; i++) {
		number = tree->items[i].parent == tree->items[i - 1].parent && i > 1 ? number + 1
										     : 1;
		push_node(L, made, tree, i);
		put(L, made, tree, i, number);
	}
}

/* value:tolua([limits]) -> what it is in Lua, whether it was cut | nil, message, code */
int script_tolua(lua_State *L)
{
	const struct script_value *value = script_value_check(L, 1);
	struct pf_limits limits = script_limits_check(L, 2, &usual);
	struct script_guard *guard = script_guard_push(L, destroy);
	struct tree *tree = calloc(1, sizeof(*tree));
	if (!tree)
		return script_result(L, &pf_error_no_memory);
	*tree = (struct tree){ .root = &value->result, .limits = limits };
	guard->owned = tree;
	struct pf_error *err = script_value_look(L, value, read_tree, tree);
	if (err)
		return script_result(L, err);
	push_tree(L, tree);
	lua_pushboolean(L, tree->cut);
	script_guard_empty(guard);
	return 2;
}
