/* Attributes of objects: found as Python would find them, but for what it would execute. */
#include "value/attribute.h"

#include "base/cleanup.h"
#include "python/instance.h"
#include "python/object.h"
#include "value/class.h"
#include "value/fields.h"
#include "value/lineage.h"
#include "value/slots.h"

#include <string.h>

enum { FIELDS = 256 }; /* of a tuple: more are not looked at */

/* Classes of descriptors that come before an object's own attributes. */
static bool is_first(const struct pf_class *class)
{
	static const char *const names[] = { "property", "getset_descriptor", "member_descriptor",
					     "_tuplegetter" };
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		if (!strcmp(class->name, names[i]))
			return true;
	}
	return false;
}

/* Classes whose objects an access to the attribute would execute. */
static bool is_executed(const struct pf_class *class)
{
	return is_first(class) || !strcmp(class->name, "cached_property");
}

static bool is_wrapper(const struct pf_class *class)
{
	return !strcmp(class->name, "staticmethod") || !strcmp(class->name, "classmethod");
}

/* What a class has under a name; ABSENT with `at` 0. */
static struct pf_error *find_in_classes(struct pf_view *view, pf_addr class, const char *name,
					struct pf_object *ret)
{
	pf_addr at;
	*ret = (struct pf_object){ 0 };
	PF_TRY(pf_lineage_find(view, class, name, &at));
	return at ? pf_object_open(view, at, ret) : NULL;
}

/* The value of a slot, the field of a C structure, or the descriptor itself. */
static struct pf_error *describe(struct pf_view *view, const struct pf_object *object,
				 const struct pf_object *found, const char *name,
				 struct pf_attribute *ret)
{
	pf_addr value = 0;
	bool slot = false;
	if (object->class->kind->attribute)
		PF_TRY(object->class->kind->attribute(view, object, name, &value));
	if (!value && !strcmp(found->class->name, "member_descriptor"))
		PF_TRY(pf_slot_read(view, object, found, &slot, &value));
	if (value)
		*ret = (struct pf_attribute){ PF_ATTRIBUTE_VALUE, value, NULL };
	else if (slot)
		*ret = (struct pf_attribute){ PF_ATTRIBUTE_ABSENT, 0, NULL };
	else
		*ret = (struct pf_attribute){ PF_ATTRIBUTE_DESCRIPTOR, found->at, found->class };
	return NULL;
}

/* What is neither a descriptor nor the object's own: a constant of the class, or a function. */
static struct pf_error *take_from_class(struct pf_view *view, const struct pf_object *found,
					struct pf_attribute *ret)
{
	*ret = (struct pf_attribute){ PF_ATTRIBUTE_VALUE, found->at, NULL };
	if (is_wrapper(found->class))
		return pf_field_word(view, found,
				     view->reader->layout->objects.descriptor.method_callable,
				     &ret->at);
	if (is_executed(found->class))
		*ret = (struct pf_attribute){ PF_ATTRIBUTE_DESCRIPTOR, found->at, found->class };
	return NULL;
}

/* Its own: in its dict; a class's among its own classes; a module's in the module's dict. */
static struct pf_error *find_own(struct pf_view *view, const struct pf_object *object,
				 const char *name, pf_addr *ret)
{
	const struct pf_reader *reader = view->reader;
	pf_addr dict;
	*ret = 0;
	if (object->class->flags & PF_TYPE_CLASS)
		return pf_lineage_find(view, object->at, name, ret);
	if (strcmp(object->class->name, "module") != 0)
		return pf_instance_find(reader, object->at, name, ret);
	PF_TRY(pf_field_word(view, object, reader->layout->object.module_dict, &dict));
	return dict ? pf_dict_find(reader, dict, name, ret) : NULL;
}

/* Attributes that every object has. */
static struct pf_error *find_special(struct pf_view *view, const struct pf_object *object,
				     const char *name, struct pf_attribute *ret)
{
	pf_addr value = 0;
	if (!strcmp(name, "__dict__") && !strcmp(object->class->name, "module"))
		PF_TRY(pf_field_word(view, object, view->reader->layout->object.module_dict,
				     &value));
	else if (object->class->kind->attribute)
		PF_TRY(object->class->kind->attribute(view, object, name, &value));
	if (!value && !strcmp(name, "__class__"))
		value = object->class->at;
	*ret = (struct pf_attribute){ value ? PF_ATTRIBUTE_VALUE : PF_ATTRIBUTE_ABSENT, value,
				      NULL };
	return NULL;
}

static struct pf_error *find(struct pf_view *view, const struct pf_object *object, const char *name,
			     struct pf_attribute *ret)
{
	struct pf_object found;
	pf_addr own;
	PF_TRY(find_special(view, object, name, ret));
	if (ret->kind != PF_ATTRIBUTE_ABSENT)
		return NULL;
	PF_TRY(find_in_classes(view, object->class->at, name, &found));
	if (found.at && is_first(found.class))
		return describe(view, object, &found, name, ret);
	PF_TRY(find_own(view, object, name, &own));
	if (own) {
		*ret = (struct pf_attribute){ PF_ATTRIBUTE_VALUE, own, NULL };
		return NULL;
	}
	return found.at ? take_from_class(view, &found, ret) : NULL;
}

/* A field of a tuple whose items have names: of a namedtuple, or of a structure of C. */
static struct pf_error *find_field(struct pf_view *view, const struct pf_object *object,
				   const char *name, struct pf_attribute *ret)
{
	PF_GUARD(pf_children_deinit) struct pf_children children = { 0 };
	PF_TRY(object->class->kind->children(view, object, FIELDS, &children));
	for (size_t i = 0; i < children.count; i++) {
		const struct pf_child *child = &children.items[i];
		if (child->name && !strcmp(child->name, name))
			*ret = (struct pf_attribute){ PF_ATTRIBUTE_VALUE, child->value, NULL };
	}
	return NULL;
}

struct pf_error *pf_attribute_find(struct pf_view *view, const struct pf_object *object,
				   const char *name, struct pf_attribute *ret)
{
	bool tuple = object->class->flags & PF_TYPE_TUPLE && object->class->kind->children;
	PF_TRY(find(view, object, name, ret));
	return tuple && ret->kind != PF_ATTRIBUTE_VALUE ? find_field(view, object, name, ret)
							: NULL;
}

static struct pf_error *append_named(struct pf_view *view, const struct pf_dict_entry *entry,
				     struct pf_children *ret)
{
	PF_GUARD(pf_text_deinit) struct pf_text name = { 0 };
	struct pf_error *err = pf_attribute_name(view, entry->key, &name);
	if (err)
		return err;
	char *kept = pf_arena_text(&ret->names, pf_text_str(&name), name.size);
	if (!kept)
		return &pf_error_no_memory;
	return pf_array_push(ret, ((struct pf_child){ 0, entry->value, kept }));
}

/* What the object's own dict has; a class and a module have theirs elsewhere. */
static struct pf_error *peek_dict(struct pf_view *view, const struct pf_object *object,
				  struct pf_dict_entries *entries)
{
	const struct pf_reader *reader = view->reader;
	const struct pf_class *class;
	pf_addr dict = 0;
	if (object->class->flags & PF_TYPE_CLASS) {
		PF_TRY(pf_view_class(view, object->at, &class));
		dict = class->dict;
	} else if (!strcmp(object->class->name, "module")) {
		PF_TRY(pf_field_word(view, object, reader->layout->object.module_dict, &dict));
	} else if (object->class->kind->attribute) {
		PF_TRY(object->class->kind->attribute(view, object, "__dict__", &dict));
	}
	return dict ? pf_dict_peek(reader, dict, entries)
		    : pf_instance_peek(reader, object->at, entries);
}

/* The dict's first, then the slots: all of them are at hand at once. */
static struct pf_error *append_own(struct pf_view *view, const struct pf_object *object,
				   size_t count, struct pf_children *ret)
{
	PF_GUARD(pf_dict_entries_deinit) struct pf_dict_entries entries = { 0 };
	PF_TRY(peek_dict(view, object, &entries));
	PF_TRY(pf_slots_peek(view, object, &entries));
	uint64_t number = 0;
	for (size_t i = 0; i < entries.count; i++) {
		if (!entries.items[i].key || !entries.items[i].value || number++ < ret->position)
			continue;
		if (!count--) {
			ret->more = true;
			break;
		}
		PF_TRY(append_named(view, &entries.items[i], ret));
		ret->position++;
	}
	return NULL;
}

struct pf_error *pf_attribute_children(struct pf_view *view, const struct pf_object *object,
				       size_t count, struct pf_children *ret)
{
	ret->more = false;
	return append_own(view, object, count, ret);
}
