/* Weak references, and proxies: what they refer to, if that is still there. */
#include "base/cleanup.h"
#include "python/object.h"
#include "python/string.h"
#include "value/attribute.h"
#include "value/class.h"
#include "value/fields.h"
#include "value/kinds.h"
#include "value/written.h"

#include <inttypes.h>
#include <string.h>

/* False when it is not there any more: then it is None, or nothing. */
static struct pf_error *find_object(struct pf_view *view, const struct pf_object *object,
				    struct pf_object *ret, bool *alive)
{
	pf_addr at;
	PF_TRY(pf_field_word(view, object, view->reader->layout->objects.weakref.object, &at));
	*alive = false;
	if (!at)
		return NULL;
	PF_TRY(pf_object_open(view, at, ret));
	*alive = ret->class->kind != &pf_kind_none;
	return NULL;
}

/* Newer versions say also where the class is, but for the main module. */
static struct pf_error *append_class(struct pf_view *view, const struct pf_class *class,
				     struct pf_text *text)
{
	bool qualified = pf_written_since(view, REPRS_QUALIFIED);
	if (!(class->flags & PF_TYPE_HEAP)) {
		pf_kind_append_class(text, class);
		return NULL;
	}
	if (!qualified) {
		pf_text_append_str(text, class->name);
		return NULL;
	}
	if (*class->module && strcmp(class->module, "__main__") != 0)
		pf_text_printf(text, "%s.", class->module);
	return pf_written_qualname(view, class, text);
}

/* __name__ of functions and classes. */
static struct pf_error *append_name(struct pf_view *view, const struct pf_object *object,
				    struct pf_text *text)
{
	PF_GUARD(pf_text_deinit) struct pf_text name = { 0 };
	const struct pf_class *class;
	pf_addr at = 0;
	if (object->class->flags & PF_TYPE_CLASS) {
		PF_TRY(pf_view_class(view, object->at, &class));
		pf_text_printf(text, " (%s)", class->name);
		return NULL;
	}
	if (object->class->kind->attribute)
		PF_TRY(object->class->kind->attribute(view, object, "__name__", &at));
	if (!at)
		return NULL;
	PF_TRY(pf_string_peek(view->reader, at, &name));
	pf_text_printf(text, " (%s)", pf_text_str(&name));
	return NULL;
}

static struct pf_error *write_weakref(struct pf_view *view, const struct pf_object *object,
				      const struct pf_limits *limits, struct pf_text *text)
{
	struct pf_object to;
	bool alive;
	(void)limits;
	PF_TRY(find_object(view, object, &to, &alive));
	pf_text_printf(text, "<weakref at 0x%" PRIx64 "; %s", object->at, alive ? "to '" : "dead>");
	if (!alive)
		return NULL;
	PF_TRY(append_class(view, to.class, text));
	pf_text_printf(text, "' at 0x%" PRIx64, to.at);
	PF_TRY(append_name(view, &to, text));
	pf_text_append_str(text, ">");
	return NULL;
}

const struct pf_kind pf_kind_weakref = { .name = "weakref.ReferenceType", .write = write_weakref };

/* In quotes since the class is written with its module. */
static struct pf_error *write_proxy(struct pf_view *view, const struct pf_object *object,
				    const struct pf_limits *limits, struct pf_text *text)
{
	bool quoted = pf_written_since(view, REPRS_QUALIFIED), alive;
	struct pf_object to;
	(void)limits;
	PF_TRY(find_object(view, object, &to, &alive));
	pf_text_printf(text, "<weakproxy at 0x%" PRIx64 "%s", object->at,
		       !alive	? "; dead>"
		       : quoted ? "; to '"
				: " to ");
	if (!alive)
		return NULL;
	PF_TRY(append_class(view, to.class, text));
	pf_text_printf(text, "%s at 0x%" PRIx64 ">", quoted ? "'" : "", to.at);
	return NULL;
}

const struct pf_kind pf_kind_weakproxy = { .name = "weakref.ProxyType", .write = write_proxy };
