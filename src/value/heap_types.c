/* The types of the objects of a heap: what they are called, and how large their objects are. */
#include "value/heap_types.h"

#include "base/cleanup.h"
#include "base/text.h"
#include "python/dict.h"
#include "python/object.h"
#include "python/string.h"

#include <string.h>

/* Py_TPFLAGS_LIST_SUBCLASS, TUPLE_SUBCLASS. */
#define TYPE_LIST (UINT64_C(1) << 25)
#define TYPE_TUPLE (UINT64_C(1) << 26)

/* Py_TPFLAGS_TYPE_SUBCLASS; Py_TPFLAGS_MANAGED_WEAKREF (3.12+). */
#define TYPE_OF_TYPES (UINT64_C(1) << 31)
#define MANAGED_WEAKREF (UINT64_C(1) << 3)

/* A name that is longer is cut. */
enum { NAME_LIMIT = 256 };

static const char CORRUPT[] = "<corrupt>";
static const char OTHERS[] = "(other types)";

void pf_heap_types_deinit(struct pf_heap_types *types)
{
	pf_array_deinit(types);
	pf_map_deinit(&types->index);
	pf_arena_deinit(&types->names);
}

void pf_heap_types_begin(struct pf_heap_types *types)
{
	types->look++;
	for (size_t i = 0; i < types->count; i++)
		types->items[i].more_count = types->items[i].more_bytes = 0;
}

void pf_heap_types_keep(struct pf_heap_types *types)
{
	for (size_t i = 0; i < types->count; i++) {
		struct pf_heap_type *type = &types->items[i];
		type->count += type->more_count;
		type->bytes += type->more_bytes;
		type->more_count = type->more_bytes = 0;
	}
}

void pf_heap_types_reset(struct pf_heap_types *types)
{
	for (size_t i = 0; i < types->count; i++)
		types->items[i].count = types->items[i].bytes = 0;
}

/* Whether ERR says that the target's memory is not as it should be; then it is let go. */
static bool is_about_target(struct pf_error *err)
{
	enum pf_error_code code = pf_error_code(err);
	if (code == PF_NO_MEMORY || code == PF_GONE || code == PF_INTERRUPTED)
		return false;
	pf_error_destroy(err);
	return true;
}

/* The bytes at AT up to the NUL, one by one: what is behind that may not be there. */
static struct pf_error *peek_name(const struct pf_reader *reader, pf_addr at, struct pf_text *ret)
{
	char bytes[NAME_LIMIT];
	size_t size = 0;
	for (; size < NAME_LIMIT; size++) {
		PF_TRY(pf_reader_peek(reader, at + size, bytes + size, 1));
		if (!bytes[size])
			break;
	}
	pf_text_append_utf8(ret, bytes, size);
	return pf_text_check(ret);
}

/* A class of Python's has only its own name in tp_name; its dict knows the module. */
static struct pf_error *peek_module(const struct pf_reader *reader, pf_addr at, struct pf_text *ret)
{
	pf_addr dict, module = 0;
	PF_TRY(pf_reader_peek_word(reader, at + (pf_addr)reader->layout->objects.class.dict,
				   &dict));
	PF_TRY(pf_dict_find(reader, dict, "__module__", &module));
	if (module)
		PF_TRY(pf_string_peek(reader, module, ret));
	return pf_text_check(ret);
}

static bool is_built_in(const char *module)
{
	return !*module || !strcmp(module, "builtins") || !strcmp(module, "__builtin__");
}

/* "module.Name"; the name of a type that C made has its module already, unless it is built in. */
static struct pf_error *peek_full_name(const struct pf_reader *reader,
				       const struct pf_heap_type *type, struct pf_text *ret)
{
	PF_GUARD(pf_text_deinit) struct pf_text name = { 0 };
	PF_TRY(peek_name(reader, type->name_at, &name));
	if (type->flags & PF_TYPE_HEAP && !strchr(pf_text_str(&name), '.')) {
		struct pf_error *err = peek_module(reader, type->at, ret);
		if (err && !is_about_target(err))
			return err;
		if (err || is_built_in(pf_text_str(ret)))
			pf_text_clear(ret);
		else
			pf_text_append_str(ret, ".");
	}
	pf_text_append_str(ret, pf_text_str(&name));
	return pf_text_check(ret);
}

static struct pf_error *name_type(struct pf_heap_types *types, const struct pf_reader *reader,
				  struct pf_heap_type *type)
{
	PF_GUARD(pf_text_deinit) struct pf_text text = { 0 };
	PF_TRY(peek_full_name(reader, type, &text));
	type->name = pf_arena_text(&types->names, pf_text_str(&text), strlen(pf_text_str(&text)));
	return type->name ? NULL : &pf_error_no_memory;
}

static bool is_name(const char *name, const char *wanted)
{
	const char *dot = strrchr(name, '.');
	return wanted && (!strcmp(name, wanted) || (dot && !strcmp(dot + 1, wanted)));
}

/* Reads what tells a type from another one at the same address. */
static struct pf_error *peek_identity(const struct pf_reader *reader, struct pf_heap_type *type)
{
	const struct pf_layout *layout = reader->layout;
	pf_addr at = type->at;
	PF_TRY(pf_reader_peek_word(reader, at + (pf_addr)layout->type.name, &type->name_at));
	PF_TRY(pf_reader_peek_word(reader, at + (pf_addr)layout->type.basicsize,
				   &type->basic_size));
	return pf_reader_peek_word(reader, at + (pf_addr)layout->objects.class.itemsize,
				   &type->item_size);
}

/* What says of itself that it is one, and gives sizes that can be. */
static struct pf_error *check_type(const struct pf_reader *reader, struct pf_heap_type *type)
{
	pf_addr metatype;
	uint64_t flags;
	PF_TRY(pf_object_peek_type(reader, type->at, &metatype, &flags));
	PF_TRY(pf_reader_peek_word(reader, type->at + (pf_addr)reader->layout->type.flags,
				   &type->flags));
	bool right = flags & TYPE_OF_TYPES && type->basic_size < UINT32_MAX &&
		     type->item_size < UINT32_MAX;
	return right ? NULL : &pf_error_torn;
}

/*
 * Generators and, since frames proper are elsewhere, frame objects have an item size, for they are
 * allocated with room for locals; but no count of items. Source: PyGen_Type, PyFrame_Type.
 */
static bool has_count(const struct pf_layout *layout, const struct pf_heap_type *type)
{
	static const char *const without[] = { "generator", "coroutine", "async_generator" };
	for (size_t i = 0; i < sizeof(without) / sizeof(without[0]); i++) {
		if (!strcmp(type->name, without[i]))
			return false;
	}
	bool apart = layout->frame.owner != PF_ABSENT;
	return type->item_size && !(apart && !strcmp(type->name, "frame"));
}

/* How many types one is made from, at most. */
enum { BASES_LIMIT = 64 };

/* Sets and weak references have no flag: their types, or what those are made from, have names. */
static enum pf_heap_kind kind_of_name(const char *name)
{
	if (!strcmp(name, "set") || !strcmp(name, "frozenset"))
		return PF_HEAP_SET;
	if (!strcmp(name, "collections.deque"))
		return PF_HEAP_DEQUE;
	bool weak = !strcmp(name, "weakref") || !strcmp(name, "weakref.ReferenceType") ||
		    !strcmp(name, "weakproxy") || !strcmp(name, "weakref.ProxyType") ||
		    !strcmp(name, "weakcallableproxy") ||
		    !strcmp(name, "weakref.CallableProxyType");
	return weak ? PF_HEAP_WEAKREF : PF_HEAP_PLAIN;
}

/* A class of Python's may have such a name, but none with a module in it. */
static struct pf_error *peek_kind_of_base(const struct pf_reader *reader, pf_addr at, pf_addr *base,
					  enum pf_heap_kind *ret)
{
	PF_GUARD(pf_text_deinit) struct pf_text name = { 0 };
	uint64_t flags;
	pf_addr name_at;
	PF_TRY(pf_reader_peek_word(reader, at + (pf_addr)reader->layout->objects.class.base, base));
	PF_TRY(pf_reader_peek_word(reader, at + (pf_addr)reader->layout->type.flags, &flags));
	PF_TRY(pf_reader_peek_word(reader, at + (pf_addr)reader->layout->type.name, &name_at));
	PF_TRY(peek_name(reader, name_at, &name));
	if (!(flags & PF_TYPE_HEAP) || strchr(pf_text_str(&name), '.'))
		*ret = kind_of_name(pf_text_str(&name));
	return NULL;
}

static struct pf_error *peek_kind(const struct pf_reader *reader, const struct pf_heap_type *type,
				  enum pf_heap_kind *ret)
{
	*ret = type->flags & TYPE_LIST	    ? PF_HEAP_LIST
	       : type->flags & TYPE_TUPLE   ? PF_HEAP_TUPLE
	       : type->flags & PF_TYPE_DICT ? PF_HEAP_DICT
					    : PF_HEAP_PLAIN;
	pf_addr at = type->at;
	for (int i = 0; i < BASES_LIMIT && at && *ret == PF_HEAP_PLAIN; i++)
		PF_TRY(peek_kind_of_base(reader, at, &at, ret));
	return NULL;
}

/* _PyType_PreHeaderSize() of pycore_object.h; the same in 3.11, of dicts only. */
static uint32_t size_before(const struct pf_layout *layout, uint64_t flags)
{
	uint32_t ret = (uint32_t)layout->gc.head_size;
	if (layout->traits.attributes == ATTR_DICT ||
	    !(flags & (PF_TYPE_MANAGED_DICT | MANAGED_WEAKREF)))
		return ret;
	return ret + 2 * sizeof(uint64_t);
}

static struct pf_error *read_type(struct pf_heap_types *types, const struct pf_reader *reader,
				  struct pf_heap_type *type)
{
	struct pf_error *err = peek_identity(reader, type);
	if (!err)
		err = check_type(reader, type);
	if (!err)
		err = name_type(types, reader, type);
	if (!err)
		err = peek_kind(reader, type, &type->kind);
	if (err && !is_about_target(err))
		return err;
	if (err)
		*type = (struct pf_heap_type){ .at = type->at, .name = CORRUPT };
	type->before = size_before(reader->layout, type->flags);
	type->counts = !err && has_count(reader->layout, type);
	type->wanted = is_name(type->name, types->wanted);
	return NULL;
}

/* pf_map has no key 0; nothing lies at 1. */
static uint64_t key_of(pf_addr at)
{
	return at ? at : 1;
}

/* The type at AT is new: it gets a place of its own, if there is any. */
static struct pf_error *add(struct pf_heap_types *types, const struct pf_reader *reader, pf_addr at,
			    size_t *ret)
{
	struct pf_heap_type type = { .at = at, .seen = types->look };
	if (types->count > PF_HEAP_TYPE_LIMIT) {
		*ret = PF_HEAP_TYPE_LIMIT;
		return NULL;
	}
	if (types->count == PF_HEAP_TYPE_LIMIT)
		type = (struct pf_heap_type){ .name = OTHERS };
	else
		PF_TRY(read_type(types, reader, &type));
	PF_TRY(pf_array_push(types, type));
	*ret = types->count - 1;
	return pf_map_put(&types->index, key_of(at), types->count);
}

/* A type that was read at an earlier look may have gone, and another be in its place. */
static struct pf_error *recheck(struct pf_heap_types *types, const struct pf_reader *quick,
				size_t index, bool *same_ret)
{
	const struct pf_heap_type *type = &types->items[index];
	struct pf_heap_type now = { .at = type->at };
	struct pf_error *err = peek_identity(quick, &now);
	if (err && !is_about_target(err))
		return err;
	*same_ret = err ? type->name == CORRUPT
			: type->name == CORRUPT || (now.name_at == type->name_at &&
						    now.basic_size == type->basic_size &&
						    now.item_size == type->item_size);
	return NULL;
}

static struct pf_error *find(struct pf_heap_types *types, const struct pf_reader *quick,
			     const struct pf_reader *slow, pf_addr at, size_t *ret)
{
	const uint64_t *known = pf_map_find(&types->index, key_of(at));
	if (!known)
		return add(types, slow, at, ret);
	bool same = true;
	*ret = *known - 1;
	if (types->items[*ret].seen != types->look && types->items[*ret].at)
		PF_TRY(recheck(types, quick, *ret, &same));
	if (!same)
		return add(types, slow, at, ret);
	types->items[*ret].seen = types->look;
	return NULL;
}

struct pf_error *pf_heap_types_find(struct pf_heap_types *types, const struct pf_reader *quick,
				    const struct pf_reader *slow, pf_addr at,
				    struct pf_heap_type **ret)
{
	size_t index = types->last;
	if (index >= types->count || types->items[index].at != at ||
	    types->items[index].seen != types->look)
		PF_TRY(find(types, quick, slow, at, &index));
	types->last = index;
	*ret = &types->items[index];
	return NULL;
}
