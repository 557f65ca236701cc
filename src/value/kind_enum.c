/* Members of enumerations: of enum.Enum and of what is derived from it, whatever else it is. */
#include "base/cleanup.h"
#include "python/instance.h"
#include "python/object.h"
#include "python/string.h"
#include "value/kinds.h"

/* A flag that is several has no name before 3.11: Python puts it together anew each time. */
static struct pf_error *append_name(struct pf_view *view, const struct pf_object *object,
				    struct pf_text *text)
{
	pf_addr name;
	PF_TRY(pf_instance_find(view->reader, object->at, "_name_", &name));
	if (!name)
		return pf_error_create(PF_CORRUPT, "a member without a name");
	struct pf_error *err = pf_object_expect(view->reader, name, PF_TYPE_TEXT | PF_TYPE_BYTES);
	if (err && pf_error_code(err) == PF_TORN)
		return NULL;
	PF_TRY(err);
	pf_text_append_str(text, ".");
	return pf_string_peek(view->reader, name, text);
}

static struct pf_error *enum_shape(struct pf_view *view, const struct pf_object *object,
				   const struct pf_limits *limits, struct pf_shape *ret)
{
	(void)limits;
	pf_text_printf(&ret->open, "<%s", object->class->name);
	PF_TRY(append_name(view, object, &ret->open));
	pf_text_append_str(&ret->open, ": ");
	pf_text_append_str(&ret->close, ">");
	ret->folded = "<...>";
	return NULL;
}

static struct pf_error *enum_children(struct pf_view *view, const struct pf_object *object,
				      size_t count, struct pf_children *ret)
{
	struct pf_child child = { 0 };
	ret->more = false;
	if (ret->position++ || !count)
		return NULL;
	PF_TRY(pf_instance_find(view->reader, object->at, "_value_", &child.value));
	return pf_array_push(ret, child);
}

const struct pf_kind pf_kind_enum = { .name = "enum.Enum",
				      .shape = enum_shape,
				      .children = enum_children };
