/* Descriptors of C, method-wrapper, staticmethod and classmethod. */
#include "base/cleanup.h"
#include "python/string.h"
#include "value/callable.h"
#include "value/class.h"
#include "value/fields.h"
#include "value/kinds.h"
#include "value/written.h"

#include <string.h>

/* "'NAME' of " and what is behind it, which depends on who asks. */
static struct pf_error *append_name(struct pf_view *view, const struct pf_object *descriptor,
				    struct pf_text *text)
{
	pf_text_append_str(text, "'");
	PF_TRY(pf_field_text(view, descriptor, view->reader->layout->objects.descriptor.name,
			     text));
	pf_text_append_str(text, "' of ");
	return NULL;
}

static const char *word_of(const char *class)
{
	static const struct {
		const char *class, *word;
	} words[] = {
		{ "method_descriptor", "method" },	  { "classmethod_descriptor", "method" },
		{ "member_descriptor", "member" },	  { "getset_descriptor", "attribute" },
		{ "wrapper_descriptor", "slot wrapper" },
	};
	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++) {
		if (!strcmp(words[i].class, class))
			return words[i].word;
	}
	return class;
}

static struct pf_error *write_descriptor(struct pf_view *view, const struct pf_object *object,
					 const struct pf_limits *limits, struct pf_text *text)
{
	const struct pf_class *class;
	pf_addr type;
	(void)limits;
	pf_text_printf(text, "<%s ", word_of(object->class->name));
	PF_TRY(append_name(view, object, text));
	PF_TRY(pf_field_word(view, object, view->reader->layout->objects.descriptor.type, &type));
	PF_TRY(pf_view_class(view, type, &class));
	pf_text_append_str(text, "'");
	PF_TRY(pf_class_raw_name(view, class, text));
	pf_text_append_str(text, "' objects>");
	return NULL;
}

static struct pf_error *descriptor_attribute(struct pf_view *view, const struct pf_object *object,
					     const char *name, pf_addr *ret)
{
	const struct pf_layout_descriptor *layout = &view->reader->layout->objects.descriptor;
	const struct pf_named_field fields[] = { { "__name__", layout->name },
						 { "__objclass__", layout->type } };
	return pf_field_find(view, object, fields, sizeof(fields) / sizeof(fields[0]), name, ret);
}

const struct pf_kind pf_kind_descriptor = { .name = "method_descriptor",
					    .write = write_descriptor,
					    .attribute = descriptor_attribute };

static struct pf_error *write_wrapper(struct pf_view *view, const struct pf_object *object,
				      const struct pf_limits *limits, struct pf_text *text)
{
	const struct pf_layout_alias *layout = &view->reader->layout->library.alias;
	struct pf_object descriptor;
	pf_addr at, self;
	(void)limits;
	PF_TRY(pf_field_word(view, object, layout->wrapper, &at));
	PF_TRY(pf_field_word(view, object, layout->wrapped, &self));
	PF_TRY(pf_object_open(view, at, &descriptor));
	pf_text_append_str(text, "<method-wrapper ");
	PF_TRY(append_name(view, &descriptor, text));
	PF_TRY(pf_callable_owner(view, self, text));
	pf_text_append_str(text, ">");
	return NULL;
}

const struct pf_kind pf_kind_wrapper = { .name = "method-wrapper", .write = write_wrapper };

/* --- staticmethod, classmethod: what they wrap is in their repr() from 3.10 on */

static struct pf_error *wrapped(struct pf_view *view, const struct pf_object *object, pf_addr *ret)
{
	return pf_field_word(view, object, view->reader->layout->objects.descriptor.method_callable,
			     ret);
}

static struct pf_error *holder_shape(struct pf_view *view, const struct pf_object *object,
				     const struct pf_limits *limits, struct pf_shape *ret)
{
	(void)limits;
	pf_kind_append_object(&ret->empty, object);
	pf_text_printf(&ret->open, "<%s(", object->class->name);
	pf_text_append_str(&ret->close, ")>");
	ret->style = pf_written_since(view, REPRS_WRAPPED) ? PF_STYLE_ITEMS : PF_STYLE_FIELDS;
	return NULL;
}

static struct pf_error *holder_children(struct pf_view *view, const struct pf_object *object,
					size_t count, struct pf_children *ret)
{
	pf_addr at;
	(void)count;
	ret->more = false;
	if (ret->position++ || !pf_written_since(view, REPRS_WRAPPED))
		return NULL;
	PF_TRY(wrapped(view, object, &at));
	return pf_array_push(ret, ((struct pf_child){ .value = at }));
}

static struct pf_error *holder_attribute(struct pf_view *view, const struct pf_object *object,
					 const char *name, pf_addr *ret)
{
	*ret = 0;
	return strcmp(name, "__func__") != 0 ? NULL : wrapped(view, object, ret);
}

const struct pf_kind pf_kind_holder = { .name = "staticmethod",
					.shape = holder_shape,
					.children = holder_children,
					.attribute = holder_attribute };
