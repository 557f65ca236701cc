/* collections.defaultdict, frozendict, and read-only views of mappings. */
#include "base/cleanup.h"
#include "python/dict.h"
#include "value/class.h"
#include "value/dict_children.h"
#include "value/fields.h"
#include "value/kinds.h"
#include "value/written.h"

#include <string.h>

/* What a dict of another class looks like inside of itself: HEAD "{...})". */
static struct pf_error *fold(struct pf_view *view, struct pf_shape *shape)
{
	PF_GUARD(pf_text_deinit) struct pf_text text = { 0 };
	pf_text_append_str(&text, pf_text_str(&shape->open));
	pf_text_append_str(&text, "...})");
	PF_TRY(pf_text_check(&text));
	shape->folded = pf_arena_text(&view->arena, pf_text_str(&text), text.size);
	return shape->folded ? NULL : &pf_error_no_memory;
}

/* --- defaultdict */

static struct pf_error *defaultdict_factory(struct pf_view *view, const struct pf_object *object,
					    pf_addr *ret)
{
	return pf_field_word(view, object, view->reader->layout->library.mapping.factory, ret);
}

static struct pf_error *defaultdict_shape(struct pf_view *view, const struct pf_object *object,
					  const struct pf_limits *limits, struct pf_shape *ret)
{
	pf_addr factory;
	PF_TRY(defaultdict_factory(view, object, &factory));
	pf_text_printf(&ret->open, "%s(", pf_written_name(view, object, "defaultdict"));
	if (factory)
		PF_TRY(pf_written_value(view, factory, limits, &ret->open));
	pf_text_append_str(&ret->open, factory ? ", {" : "None, {");
	pf_text_append_str(&ret->close, "})");
	ret->style = PF_STYLE_PAIRS;
	return fold(view, ret);
}

static struct pf_error *defaultdict_attribute(struct pf_view *view, const struct pf_object *object,
					      const char *name, pf_addr *ret)
{
	*ret = 0;
	return strcmp(name, "default_factory") != 0 ? NULL : defaultdict_factory(view, object, ret);
}

const struct pf_kind pf_kind_defaultdict = { .name = "collections.defaultdict",
					     .shape = defaultdict_shape,
					     .children = pf_dict_children,
					     .length = pf_dict_length,
					     .attribute = defaultdict_attribute };

/* --- frozendict, of 3.15: a dict inside, of another class */

static struct pf_error *frozendict_shape(struct pf_view *view, const struct pf_object *object,
					 const struct pf_limits *limits, struct pf_shape *ret)
{
	(void)limits;
	pf_text_printf(&ret->open, "%s({", pf_written_name(view, object, "frozendict"));
	pf_text_append_str(&ret->close, "})");
	pf_text_printf(&ret->empty, "%s()", pf_written_name(view, object, "frozendict"));
	ret->style = PF_STYLE_PAIRS;
	return fold(view, ret);
}

static struct pf_error *frozendict_children(struct pf_view *view, const struct pf_object *object,
					    size_t count, struct pf_children *ret)
{
	struct pf_dict_places places;
	PF_TRY(pf_dict_locate_frozen(view->reader, object->at, &places));
	return pf_dict_place_children(view, &places, count, ret);
}

const struct pf_kind pf_kind_frozendict = { .name = "frozendict",
					    .shape = frozendict_shape,
					    .children = frozendict_children,
					    .length = pf_dict_length };

/* --- mappingproxy, and 2.7's dictproxy: of a class's dict, or of any mapping */

static struct pf_error *proxied(struct pf_view *view, const struct pf_object *object,
				struct pf_object *ret)
{
	pf_addr at;
	PF_TRY(pf_field_word(view, object, view->reader->layout->library.mapping.proxied, &at));
	return pf_object_open(view, at, ret);
}

static bool is_dict(const struct pf_object *object)
{
	return (object->class->flags & pf_kind_dict.flag) != 0;
}

static struct pf_error *proxy_shape(struct pf_view *view, const struct pf_object *object,
				    const struct pf_limits *limits, struct pf_shape *ret)
{
	struct pf_object inner;
	bool old = !strcmp(object->class->name, "dictproxy");
	(void)limits;
	PF_TRY(proxied(view, object, &inner));
	pf_text_append_str(&ret->open, old ? "dict_proxy(" : "mappingproxy(");
	pf_text_append_str(&ret->open, is_dict(&inner) ? "{" : "");
	pf_text_append_str(&ret->close, is_dict(&inner) ? "})" : ")");
	ret->style = is_dict(&inner) ? PF_STYLE_PAIRS : PF_STYLE_ITEMS;
	ret->folded = "mappingproxy({...})";
	return NULL;
}

static struct pf_error *proxy_children(struct pf_view *view, const struct pf_object *object,
				       size_t count, struct pf_children *ret)
{
	struct pf_object inner;
	PF_TRY(proxied(view, object, &inner));
	if (is_dict(&inner))
		return pf_dict_children(view, &inner, count, ret);
	ret->more = false;
	return ret->position++ ? NULL
			       : pf_array_push(ret, ((struct pf_child){ .value = inner.at }));
}

static struct pf_error *proxy_length(struct pf_view *view, const struct pf_object *object,
				     uint64_t *ret)
{
	struct pf_object inner;
	PF_TRY(proxied(view, object, &inner));
	return is_dict(&inner) ? pf_dict_length(view, &inner, ret)
			       : pf_error_create(PF_CORRUPT, "a view of what is no dict");
}

const struct pf_kind pf_kind_mappingproxy = { .name = "mappingproxy",
					      .shape = proxy_shape,
					      .children = proxy_children,
					      .length = proxy_length };
