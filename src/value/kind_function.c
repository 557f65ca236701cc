/* Functions, builtin functions, methods, and 2.7's methods that are bound to nothing. */
#include "base/cleanup.h"
#include "value/callable.h"
#include "value/class.h"
#include "value/fields.h"
#include "value/kinds.h"

#include <inttypes.h>
#include <string.h>

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

static struct pf_error *write_function(struct pf_view *view, const struct pf_object *object,
				       const struct pf_limits *limits, struct pf_text *text)
{
	(void)limits;
	pf_text_append_str(text, "<function ");
	PF_TRY(pf_callable_name(view, object->at, text));
	pf_text_printf(text, " at 0x%" PRIx64 ">", object->at);
	return NULL;
}

static struct pf_error *function_attribute(struct pf_view *view, const struct pf_object *object,
					   const char *name, pf_addr *ret)
{
	const struct pf_layout_function *layout = &view->reader->layout->objects.function;
	const struct pf_named_field fields[] = {
		{ "__code__", layout->code },
		{ "__globals__", layout->globals },
		{ "__name__", layout->name },
		{ "__qualname__", layout->qualname },
		{ "__defaults__", layout->defaults },
		{ "__kwdefaults__", layout->kwdefaults },
		{ "__closure__", layout->closure },
		{ "__module__", layout->module },
		{ "__dict__", layout->dict },
		{ "func_code",
		  view->reader->layout->traits.text == TEXT_BYTES ? layout->code : PF_ABSENT },
	};
	return pf_field_find(view, object, fields, COUNT(fields), name, ret);
}

const struct pf_kind pf_kind_function = { .name = "function",
					  .write = write_function,
					  .attribute = function_attribute };

/* --- builtin functions, and methods of objects of C */

static struct pf_error *is_module(struct pf_view *view, pf_addr at, bool *ret)
{
	struct pf_object object;
	PF_TRY(pf_object_open(view, at, &object));
	*ret = object.class->kind == &pf_kind_module;
	return NULL;
}

static struct pf_error *write_builtin(struct pf_view *view, const struct pf_object *object,
				      const struct pf_limits *limits, struct pf_text *text)
{
	pf_addr self;
	bool free_standing = true;
	(void)limits;
	PF_TRY(pf_field_word(view, object, view->reader->layout->objects.builtin.self, &self));
	if (self)
		PF_TRY(is_module(view, self, &free_standing));
	pf_text_append_str(text, free_standing ? "<built-in function " : "<built-in method ");
	PF_TRY(pf_callable_name(view, object->at, text));
	pf_text_append_str(text, free_standing ? "" : " of ");
	if (!free_standing)
		PF_TRY(pf_callable_owner(view, self, text));
	pf_text_append_str(text, ">");
	return NULL;
}

static struct pf_error *builtin_attribute(struct pf_view *view, const struct pf_object *object,
					  const char *name, pf_addr *ret)
{
	const struct pf_layout_builtin *layout = &view->reader->layout->objects.builtin;
	const struct pf_named_field fields[] = { { "__self__", layout->self },
						 { "__module__", layout->module } };
	return pf_field_find(view, object, fields, COUNT(fields), name, ret);
}

const struct pf_kind pf_kind_builtin = { .name = "builtin_function_or_method",
					 .write = write_builtin,
					 .attribute = builtin_attribute };

/* --- methods of Python: of 3.x, and of 2.7, which knows the class that they were found in */

static struct pf_error *method_name(struct pf_view *view, const struct pf_object *object,
				    struct pf_text *text)
{
	const struct pf_layout_method *layout = &view->reader->layout->objects.method;
	pf_addr function, class;
	PF_TRY(pf_field_word(view, object, layout->function, &function));
	if (layout->class != PF_ABSENT) {
		PF_TRY(pf_field_word(view, object, layout->class, &class));
		PF_TRY(pf_class_append_name(view, class, text));
		pf_text_append_str(text, ".");
	}
	return pf_callable_name(view, function, text);
}

static struct pf_error *method_shape(struct pf_view *view, const struct pf_object *object,
				     const struct pf_limits *limits, struct pf_shape *ret)
{
	(void)limits;
	pf_text_append_str(&ret->open, "<bound method ");
	PF_TRY(method_name(view, object, &ret->open));
	pf_text_append_str(&ret->open, " of ");
	pf_text_append_str(&ret->close, ">");
	pf_text_append_str(&ret->empty, "<unbound method ");
	PF_TRY(method_name(view, object, &ret->empty));
	pf_text_append_str(&ret->empty, ">");
	return NULL;
}

static struct pf_error *method_children(struct pf_view *view, const struct pf_object *object,
					size_t count, struct pf_children *ret)
{
	pf_addr self;
	(void)count;
	ret->more = false;
	PF_TRY(pf_field_word(view, object, view->reader->layout->objects.method.self, &self));
	if (ret->position++ || !self)
		return NULL;
	return pf_array_push(ret, ((struct pf_child){ .value = self }));
}

static struct pf_error *method_attribute(struct pf_view *view, const struct pf_object *object,
					 const char *name, pf_addr *ret)
{
	const struct pf_layout_method *layout = &view->reader->layout->objects.method;
	const struct pf_named_field fields[] = { { "__func__", layout->function },
						 { "__self__", layout->self },
						 { "im_class", layout->class } };
	return pf_field_find(view, object, fields, COUNT(fields), name, ret);
}

const struct pf_kind pf_kind_method = { .name = "method",
					.shape = method_shape,
					.children = method_children,
					.attribute = method_attribute };
