/* Classes and objects, opened: what they are, and of which kind. */
#include "value/class.h"

#include "base/cleanup.h"
#include "python/dict.h"
#include "python/object.h"
#include "python/string.h"
#include "value/class_kind.h"
#include "value/fields.h"
#include "value/kinds.h"

#include <inttypes.h>
#include <string.h>

enum { NAME_SIZE = 128, BASES = 64, TYPE_ALIGNMENT = 8, DICT_PLACES = 1 << 14 };

static struct pf_error *keep(struct pf_view *view, const struct pf_text *text, const char **ret)
{
	PF_TRY(pf_text_check(text));
	*ret = pf_arena_text(&view->arena, pf_text_str(text), text->size);
	return *ret ? NULL : &pf_error_no_memory;
}

/* tp_name is a C string; it may lie anywhere, so it is read in pieces that do not cross a page. */
struct pf_error *pf_class_c_string(const struct pf_reader *reader, pf_addr at, struct pf_text *text)
{
	char bytes[NAME_SIZE + 1];
	size_t size = 0;
	for (; size < NAME_SIZE; size++) {
		PF_TRY(pf_reader_peek(reader, at + size, bytes + size, 1));
		if (!bytes[size])
			break;
	}
	pf_text_append_utf8(text, bytes, size);
	return pf_text_check(text);
}

struct pf_error *pf_class_raw_name(struct pf_view *view, const struct pf_class *class,
				   struct pf_text *text)
{
	pf_addr name;
	PF_TRY(pf_reader_peek_word(view->reader,
				   class->at + (pf_addr)view->reader->layout->type.name, &name));
	return pf_class_c_string(view->reader, name, text);
}

/* The text at AT, "" when it is none that can be read. */
static struct pf_error *keep_text(struct pf_view *view, pf_addr at, const char **ret)
{
	PF_GUARD(pf_text_deinit) struct pf_text text = { 0 };
	struct pf_error *err = at ? pf_string_peek(view->reader, at, &text) : NULL;
	if (pf_view_is_fatal(err))
		return err;
	if (err)
		pf_text_clear(&text);
	pf_error_destroy(err);
	return keep(view, &text, ret);
}

static bool is_builtin(const char *module)
{
	return !strcmp(module, "builtins") || !strcmp(module, "__builtin__");
}

/* The module of a class that is written in Python, or was made of a PyType_Spec. */
static struct pf_error *read_module(struct pf_view *view, const struct pf_class *class,
				    const char **ret)
{
	pf_addr module = 0;
	struct pf_error *err = NULL;
	if (class->dict)
		err = pf_dict_find(view->reader, class->dict, "__module__", &module);
	if (pf_view_is_fatal(err))
		return err;
	if (err)
		module = 0;
	pf_error_destroy(err);
	PF_TRY(keep_text(view, module, ret));
	if (is_builtin(*ret))
		*ret = "";
	return NULL;
}

/* Only classes that are no part of the program have one. */
static struct pf_error *read_qualname(struct pf_view *view, struct pf_class *class)
{
	int32_t offset = view->reader->layout->objects.class.heap_qualname;
	pf_addr at = 0;
	class->qualname = class->name;
	if (!(class->flags & PF_TYPE_HEAP) || offset == PF_ABSENT)
		return NULL;
	PF_TRY(pf_reader_peek_word(view->reader, class->at + (pf_addr)offset, &at));
	const char *name;
	PF_TRY(keep_text(view, at, &name));
	if (*name)
		class->qualname = name;
	return NULL;
}

/* "collections.deque" has its module in its name, "list" is built in, "Job" has it in its dict. */
static struct pf_error *split_name(struct pf_view *view, struct pf_class *class, pf_addr name_at)
{
	PF_GUARD(pf_text_deinit) struct pf_text text = { 0 };
	PF_TRY(pf_class_c_string(view->reader, name_at, &text));
	const char *name = pf_text_str(&text);
	const char *dot = strrchr(name, '.');
	if (dot) {
		class->module = pf_arena_text(&view->arena, name, (size_t)(dot - name));
		class->name = pf_arena_text(&view->arena, dot + 1, strlen(dot + 1));
		return class->module && class->name ? NULL : &pf_error_no_memory;
	}
	PF_TRY(keep(view, &text, &class->name));
	class->module = "";
	return class->flags & PF_TYPE_HEAP ? read_module(view, class, &class->module) : NULL;
}

static struct pf_error *name_class(struct pf_view *view, struct pf_class *class, pf_addr name_at)
{
	PF_TRY(split_name(view, class, name_at));
	return read_qualname(view, class);
}

static struct pf_error *read_words(const struct pf_reader *reader, struct pf_class *class,
				   pf_addr *name)
{
	const struct pf_layout_type *type = &reader->layout->type;
	const struct pf_layout_class *more = &reader->layout->objects.class;
	const struct {
		int32_t offset;
		void *to;
	} words[] = {
		{ type->flags, &class->flags },	      { type->name, name },
		{ more->base, &class->base },	      { more->mro, &class->mro },
		{ more->dict, &class->dict },	      { type->basicsize, &class->basicsize },
		{ more->itemsize, &class->itemsize }, { type->dictoffset, &class->dictoffset },
	};
	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		PF_TRY(pf_reader_peek_word(reader, class->at + (pf_addr)words[i].offset,
					   words[i].to));
	return NULL;
}

/* A class has some thousand names at most: a longer dict is damaged, and not looked through. */
static struct pf_error *drop_long_dict(struct pf_view *view, struct pf_class *class)
{
	struct pf_dict_places places;
	struct pf_error *err =
		class->dict ? pf_dict_locate(view->reader, class->dict, &places) : NULL;
	if (pf_view_is_fatal(err))
		return err;
	if (err || (class->dict && places.count > DICT_PLACES))
		class->dict = 0;
	pf_error_destroy(err);
	return NULL;
}

static struct pf_error *expect_class(const struct pf_reader *reader, pf_addr at)
{
	struct pf_error *err = at && at % TYPE_ALIGNMENT == 0
				       ? pf_object_expect(reader, at, PF_TYPE_CLASS)
				       : &pf_error_torn;
	if (!err || pf_view_is_fatal(err))
		return err;
	pf_error_destroy(err);
	return pf_error_create(PF_CORRUPT, "no class at 0x%" PRIx64, at);
}

static struct pf_error *create(struct pf_view *view, pf_addr at, struct pf_class **ret)
{
	struct pf_class *class = pf_arena_alloc(&view->arena, sizeof(*class));
	pf_addr name;
	if (!class)
		return &pf_error_no_memory;
	*class = (struct pf_class){
		.at = at, .name = "", .qualname = "", .module = "", .kind = &pf_kind_plain
	};
	PF_TRY(expect_class(view->reader, at));
	PF_TRY(read_words(view->reader, class, &name));
	PF_TRY(drop_long_dict(view, class));
	PF_TRY(name_class(view, class, name));
	PF_TRY(pf_class_own_kind(view, class, &class->own_kind));
	*ret = class;
	return NULL;
}

/* Its bases in the order in which attributes are looked for, itself first; no more than COUNT. */
static struct pf_error *read_bases(struct pf_view *view, const struct pf_class *class,
				   pf_addr *bases, size_t *count)
{
	const struct pf_layout *layout = view->reader->layout;
	uint64_t length = 0;
	if (class->mro)
		PF_TRY(pf_reader_peek_word(view->reader,
					   class->mro + (pf_addr)layout->object.var_size, &length));
	*count = length < *count ? (size_t)length : *count;
	return pf_reader_peek(view->reader,
			      class->mro + (pf_addr)layout->objects.sequence.tuple_items, bases,
			      *count * sizeof(*bases));
}

static struct pf_error *kind_of_base(struct pf_view *view, pf_addr at, const struct pf_kind **ret)
{
	uint64_t *known = pf_map_find(&view->classes, at);
	struct pf_class *class = known ? (struct pf_class *)(uintptr_t)*known : NULL;
	if (!class)
		PF_TRY(create(view, at, &class));
	*ret = class->own_kind;
	return NULL;
}

/* Bit 23 of tp_flags says something else since 3.0. */
static uint64_t flags_of(const struct pf_view *view, const struct pf_class *class)
{
	bool short_ints = view->reader->layout->traits.ints == INT_AND_LONG;
	return short_ints ? class->flags : class->flags & ~PF_TYPE_INT;
}

/* A class is of its own kind, or of that of the nearest base which has one. */
static struct pf_error *find_kind(struct pf_view *view, struct pf_class *class)
{
	pf_addr bases[BASES];
	size_t count = class->mro ? BASES : 0;
	const struct pf_kind *kind = class->own_kind;
	if (!kind && count)
		PF_TRY(read_bases(view, class, bases, &count));
	for (size_t i = 1; !kind && i < count; i++)
		PF_TRY(kind_of_base(view, bases[i], &kind));
	if (!kind)
		kind = pf_kind_of_flags(flags_of(view, class));
	class->kind = kind ? kind : &pf_kind_plain;
	return NULL;
}

struct pf_error *pf_view_class(struct pf_view *view, pf_addr at, const struct pf_class **ret)
{
	uint64_t *known = pf_map_find(&view->classes, at);
	if (known) {
		*ret = (const struct pf_class *)(uintptr_t)*known;
		return NULL;
	}
	struct pf_class *class;
	PF_TRY(create(view, at, &class));
	PF_TRY(find_kind(view, class));
	PF_TRY(pf_map_put(&view->classes, at, (uintptr_t) class));
	*ret = class;
	return NULL;
}

struct pf_error *pf_object_open(struct pf_view *view, pf_addr at, struct pf_object *ret)
{
	pf_addr type;
	if (!at)
		return pf_error_create(PF_CORRUPT, "no object");
	PF_TRY(pf_reader_peek_word(view->reader, at + (pf_addr)view->reader->layout->object.type,
				   &type));
	ret->at = at;
	return pf_view_class(view, type, &ret->class);
}

struct pf_error *pf_class_append_name(struct pf_view *view, pf_addr at, struct pf_text *text)
{
	const struct pf_class *class;
	struct pf_object object;
	PF_TRY(pf_object_open(view, at, &object));
	if (object.class->kind == &pf_kind_classic)
		return pf_field_text(view, &object,
				     view->reader->layout->objects.classic.class_name, text);
	PF_TRY(pf_view_class(view, at, &class));
	pf_text_append_str(text, class->name);
	return NULL;
}
