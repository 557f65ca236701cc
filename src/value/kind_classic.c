/* 2.7's classes without `object` as a base, and their instances. */
#include "base/cleanup.h"
#include "python/dict.h"
#include "python/string.h"
#include "value/class.h"
#include "value/dict_children.h"
#include "value/fields.h"
#include "value/kinds.h"
#include "value/sequence.h"
#include "value/slots.h"

#include <inttypes.h>

/* So many classes are asked for an attribute. */
enum { BASES = 64 };

static const struct pf_layout_classic *layout_of(const struct pf_view *view)
{
	return &view->reader->layout->objects.classic;
}

/* "mod.Name" */
static struct pf_error *append_classic(struct pf_view *view, const struct pf_object *class,
				       struct pf_text *text)
{
	pf_addr dict, module;
	PF_TRY(pf_field_word(view, class, layout_of(view)->class_dict, &dict));
	PF_TRY(pf_dict_find(view->reader, dict, "__module__", &module));
	if (module)
		PF_TRY(pf_string_peek(view->reader, module, text));
	pf_text_append_str(text, module ? "." : "?.");
	return pf_field_text(view, class, layout_of(view)->class_name, text);
}

static struct pf_error *write_classic(struct pf_view *view, const struct pf_object *object,
				      const struct pf_limits *limits, struct pf_text *text)
{
	(void)limits;
	pf_text_append_str(text, "<class ");
	PF_TRY(append_classic(view, object, text));
	pf_text_printf(text, " at 0x%" PRIx64 ">", object->at);
	return NULL;
}

static struct pf_error *instance_class(struct pf_view *view, const struct pf_object *object,
				       struct pf_object *ret)
{
	pf_addr at;
	PF_TRY(pf_field_word(view, object, layout_of(view)->instance_class, &at));
	PF_TRY(pf_object_open(view, at, ret));
	return ret->class->kind == &pf_kind_classic
		       ? NULL
		       : pf_error_create(PF_CORRUPT, "an instance of no class");
}

static struct pf_error *instance_shape(struct pf_view *view, const struct pf_object *object,
				       const struct pf_limits *limits, struct pf_shape *ret)
{
	PF_GUARD(pf_text_deinit) struct pf_text head = { 0 };
	struct pf_object class;
	(void)limits;
	PF_TRY(instance_class(view, object, &class));
	pf_text_append_str(&head, "<");
	PF_TRY(append_classic(view, &class, &head));
	pf_text_printf(&head, " instance at 0x%" PRIx64 ">", object->at);
	pf_text_append_str(&ret->empty, pf_text_str(&head));
	pf_text_printf(&ret->open, "%s {", pf_text_str(&head));
	pf_text_append_str(&ret->close, "}");
	ret->style = PF_STYLE_FIELDS;
	ret->folded = pf_arena_text(&view->arena, pf_text_str(&head), head.size);
	return ret->folded ? NULL : &pf_error_no_memory;
}

static struct pf_error *instance_dict(struct pf_view *view, const struct pf_object *object,
				      struct pf_object *ret)
{
	pf_addr at;
	PF_TRY(pf_field_word(view, object, layout_of(view)->instance_dict, &at));
	return pf_object_open(view, at, ret);
}

static struct pf_error *instance_children(struct pf_view *view, const struct pf_object *object,
					  size_t count, struct pf_children *ret)
{
	struct pf_object dict;
	size_t from = ret->count;
	PF_TRY(instance_dict(view, object, &dict));
	PF_TRY(pf_dict_children(view, &dict, count, ret));
	return pf_attribute_name_children(view, from, ret);
}

/* Appends the bases of a class behind it, so that all are asked depth first. */
static struct pf_error *push_bases(struct pf_view *view, const struct pf_object *class,
				   struct pf_children *stack)
{
	struct pf_object bases;
	uint64_t length;
	pf_addr at;
	PF_TRY(pf_field_word(view, class, layout_of(view)->class_bases, &at));
	PF_TRY(pf_object_open(view, at, &bases));
	PF_TRY(pf_sequence_length(view, &bases, &length));
	if (bases.class->kind != &pf_kind_tuple || length > BASES)
		return pf_error_create(PF_CORRUPT, "a class with bases that are no tuple");
	for (uint64_t i = length; i-- > 0;) {
		PF_TRY(pf_kind_tuple.item(view, &bases, i, &at));
		PF_TRY(pf_array_push(stack, ((struct pf_child){ .value = at })));
	}
	return NULL;
}

static struct pf_error *find_in_class(struct pf_view *view, pf_addr at, const char *name,
				      struct pf_children *stack, pf_addr *ret)
{
	struct pf_object class;
	pf_addr dict;
	PF_TRY(pf_object_open(view, at, &class));
	if (class.class->kind != &pf_kind_classic)
		return NULL;
	PF_TRY(pf_field_word(view, &class, layout_of(view)->class_dict, &dict));
	PF_TRY(pf_dict_find(view->reader, dict, name, ret));
	return *ret ? NULL : push_bases(view, &class, stack);
}

static struct pf_error *find_in_classes(struct pf_view *view, pf_addr class, const char *name,
					pf_addr *ret)
{
	PF_GUARD(pf_children_deinit) struct pf_children stack = { 0 };
	*ret = 0;
	PF_TRY(pf_array_push(&stack, ((struct pf_child){ .value = class })));
	for (int i = 0; i < BASES && stack.count && !*ret; i++)
		PF_TRY(find_in_class(view, stack.items[--stack.count].value, name, &stack, ret));
	return NULL;
}

static struct pf_error *classic_attribute(struct pf_view *view, const struct pf_object *object,
					  const char *name, pf_addr *ret)
{
	const struct pf_named_field fields[] = { { "__bases__", layout_of(view)->class_bases },
						 { "__dict__", layout_of(view)->class_dict },
						 { "__name__", layout_of(view)->class_name } };
	size_t count = sizeof(fields) / sizeof(fields[0]);
	PF_TRY(pf_field_find(view, object, fields, count, name, ret));
	return *ret ? NULL : find_in_classes(view, object->at, name, ret);
}

const struct pf_kind pf_kind_classic = { .name = "classobj",
					 .write = write_classic,
					 .attribute = classic_attribute };

/* Its own, else that of its class or of one of the class's bases. */
static struct pf_error *instance_attribute(struct pf_view *view, const struct pf_object *object,
					   const char *name, pf_addr *ret)
{
	const struct pf_named_field fields[] = { { "__class__", layout_of(view)->instance_class },
						 { "__dict__", layout_of(view)->instance_dict } };
	struct pf_object dict, class;
	PF_TRY(pf_field_find(view, object, fields, 2, name, ret));
	if (*ret)
		return NULL;
	PF_TRY(instance_dict(view, object, &dict));
	PF_TRY(pf_dict_find(view->reader, dict.at, name, ret));
	if (*ret)
		return NULL;
	PF_TRY(instance_class(view, object, &class));
	return find_in_classes(view, class.at, name, ret);
}

const struct pf_kind pf_kind_instance = { .name = "instance",
					  .shape = instance_shape,
					  .children = instance_children,
					  .attribute = instance_attribute };
