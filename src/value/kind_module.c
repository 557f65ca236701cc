/* Modules: as importlib says where they come from. */
#include "base/cleanup.h"
#include "python/dict.h"
#include "python/instance.h"
#include "python/object.h"
#include "python/string.h"
#include "value/class.h"
#include "value/fields.h"
#include "value/kinds.h"
#include "value/nothing.h"
#include "value/written.h"

#include <string.h>

/* What a module's dict says of it; 0: nothing, or None. */
struct facts {
	pf_addr name, file, origin, loader;
	bool has_spec, has_location;
};

static struct pf_error *read_spec(struct pf_view *view, pf_addr spec, struct facts *ret)
{
	pf_addr location;
	int64_t value = 0;
	ret->has_spec = true;
	PF_TRY(pf_instance_find(view->reader, spec, "name", &ret->name));
	PF_TRY(pf_instance_find(view->reader, spec, "origin", &ret->origin));
	PF_TRY(pf_instance_find(view->reader, spec, "loader", &ret->loader));
	PF_TRY(pf_instance_find(view->reader, spec, "_set_fileattr", &location));
	if (location)
		PF_TRY(pf_object_peek_int(view->reader, location, &value));
	ret->has_location = value != 0;
	return pf_drop_none(view, &ret->origin);
}

static struct pf_error *read_facts(struct pf_view *view, pf_addr dict, struct facts *ret)
{
	pf_addr spec;
	PF_TRY(pf_dict_find(view->reader, dict, "__spec__", &spec));
	PF_TRY(pf_drop_none(view, &spec));
	if (spec)
		return read_spec(view, spec, ret);
	PF_TRY(pf_dict_find(view->reader, dict, "__name__", &ret->name));
	PF_TRY(pf_dict_find(view->reader, dict, "__file__", &ret->file));
	return pf_drop_none(view, &ret->file);
}

/* A spec without an origin: sys has one before 3.9, and a namespace package. */
static struct pf_error *append_loader(struct pf_view *view, const struct facts *facts,
				      struct pf_text *text)
{
	const struct pf_class *class;
	struct pf_object loader;
	if (!facts->loader)
		return NULL;
	PF_TRY(pf_object_open(view, facts->loader, &loader));
	if (!(loader.class->flags & PF_TYPE_CLASS))
		return NULL;
	PF_TRY(pf_view_class(view, loader.at, &class));
	pf_text_append_str(text, strcmp(class->name, "BuiltinImporter") ? "" : " (built-in)");
	return NULL;
}

static bool is_python2(const struct pf_view *view)
{
	return view->reader->layout->traits.text == TEXT_BYTES;
}

/* 2.7 has no specs: what has no file is built in. */
static struct pf_error *append_place(struct pf_view *view, const struct facts *facts,
				     const struct pf_limits *limits, struct pf_text *text)
{
	pf_addr file = facts->has_location ? facts->origin : facts->file;
	if (file) {
		pf_text_append_str(text, " from ");
		return pf_written_value(view, file, limits, text);
	}
	if (facts->origin) {
		pf_text_append_str(text, " (");
		PF_TRY(pf_string_peek(view->reader, facts->origin, text));
		pf_text_append_str(text, ")");
		return NULL;
	}
	if (is_python2(view))
		pf_text_append_str(text, " (built-in)");
	return append_loader(view, facts, text);
}

static struct pf_error *write_module(struct pf_view *view, const struct pf_object *object,
				     const struct pf_limits *limits, struct pf_text *text)
{
	struct facts facts = { 0 };
	pf_addr dict;
	PF_TRY(pf_field_word(view, object, view->reader->layout->object.module_dict, &dict));
	if (dict)
		PF_TRY(read_facts(view, dict, &facts));
	pf_text_append_str(text, "<module ");
	if (facts.name)
		PF_TRY(pf_written_value(view, facts.name, limits, text));
	else
		pf_text_append_str(text, "'?'");
	PF_TRY(append_place(view, &facts, limits, text));
	pf_text_append_str(text, ">");
	return NULL;
}

const struct pf_kind pf_kind_module = { .name = "module", .write = write_module };
