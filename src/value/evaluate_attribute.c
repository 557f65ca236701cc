/* Attributes in expressions: what is found as a value; descriptors are named, not executed. */
#include "python/object.h"
#include "value/attribute.h"
#include "value/class.h"
#include "value/evaluate_private.h"

#include <string.h>

/* Which descriptor it is, "a property" or "an _abc_data". */
static struct pf_error *refuse(const struct pf_object *object, const char *name,
			       const struct pf_class *descriptor)
{
	const char *type = descriptor ? descriptor->name : "descriptor";
	struct pf_error *err =
		pf_error_create(PF_USAGE, "'%s' is %s %s of %s: it would have to be executed", name,
				strchr("aeiou", *type) ? "an" : "a", type, object->class->name);
	return strcmp(name, "__dict__") != 0
		       ? err
		       : pf_error_take_advice(err,
					      "The object itself is printed with what is in it.");
}

static struct pf_error *absent_in_class(struct pf_evaluation *evaluation, pf_addr at,
					const char *name)
{
	const struct pf_class *class;
	PF_TRY(pf_view_class(evaluation->view, at, &class));
	return pf_error_create(PF_USAGE, "type object '%s' has no attribute '%s'", class->name,
			       name);
}

static struct pf_error *absent(struct pf_evaluation *evaluation, const struct pf_object *object,
			       const char *name)
{
	bool hidden = false, own = object->class->flags & PF_TYPE_CLASS && name[0] != '_';
	if (!own && strcmp(name, "__dict__") != 0) /* which is told by its offset */
		PF_TRY(pf_evaluation_is_hidden(evaluation, object, &hidden));
	if (hidden)
		return pf_error_create(PF_USAGE,
				       "'%s' object has no attribute '%s' that can be read here",
				       object->class->name, name);
	pf_evaluation_note_nameless(evaluation);
	if (object->class->flags & PF_TYPE_CLASS)
		return absent_in_class(evaluation, object->at, name);
	return pf_error_create(PF_USAGE, "'%s' object has no attribute '%s'", object->class->name,
			       name);
}

/*
 * What a class has in its C structure. *found says whether NAME is one of these. Its name, which is
 * no object in classes that are built in, is a value of our own.
 */
static struct pf_error *find_of_class(struct pf_evaluation *evaluation, pf_addr at,
				      const char *name, bool *found, struct pf_result *ret)
{
	const struct pf_class *class;
	PF_TRY(pf_view_class(evaluation->view, at, &class));
	const struct {
		const char *name;
		pf_addr at;
	} fields[] = { { "__mro__", class->mro },
		       { "__base__", class->base },
		       { "__dict__", class->dict } };
	*found = !strcmp(name, "__name__");
	if (*found) {
		PF_TRY(pf_result_of_text(class->name, strlen(class->name), evaluation->arena, ret));
		ret->kind = pf_evaluation_text_kind(evaluation);
	}
	for (size_t i = 0; i < sizeof(fields) / sizeof(fields[0]) && !*found; i++) {
		*found = fields[i].at && !strcmp(name, fields[i].name);
		*ret = pf_result_of_object(fields[i].at);
	}
	return NULL;
}

/* Python's own __dict__, and no property of that name; or one that a hidden class has. */
static bool is_own_dict(const struct pf_object *object, const struct pf_attribute *attribute,
			const char *name)
{
	if (strcmp(name, "__dict__") != 0)
		return false;
	if (attribute->kind == PF_ATTRIBUTE_ABSENT)
		return object->class->dictoffset != 0;
	return attribute->kind == PF_ATTRIBUTE_DESCRIPTOR && attribute->descriptor &&
	       !strcmp(attribute->descriptor->name, "getset_descriptor");
}

/* The parts of complex numbers are no objects. */
static struct pf_error *find_part(struct pf_evaluation *evaluation, const struct pf_result *result,
				  const char *name, bool *found, struct pf_result *ret)
{
	struct pf_result value = *result;
	bool real = !strcmp(name, "real");
	*found = false;
	if (!real && strcmp(name, "imag") != 0)
		return NULL;
	if (result->kind == PF_RESULT_OBJECT)
		PF_TRY(pf_evaluation_load(evaluation, &value));
	*found = value.kind == PF_RESULT_COMPLEX;
	*ret = pf_result_of_float(real ? value.real : value.imag);
	return NULL;
}

static struct pf_error *find_attribute(struct pf_evaluation *evaluation,
				       const struct pf_result *result, const char *name,
				       struct pf_result *ret)
{
	struct pf_attribute attribute = { 0 };
	struct pf_object object;
	bool found;
	PF_TRY(find_part(evaluation, result, name, &found, ret));
	if (found)
		return NULL;
	if (result->kind != PF_RESULT_OBJECT) {
		pf_evaluation_note_nameless(evaluation);
		return pf_error_create(PF_USAGE, "'%s' object has no attribute '%s'",
				       pf_result_type_name(result), name);
	}
	PF_TRY(pf_object_open(evaluation->view, result->at, &object));
	if (object.class->flags & PF_TYPE_CLASS)
		PF_TRY(find_of_class(evaluation, object.at, name, &found, ret));
	if (found)
		return NULL;
	PF_TRY(pf_attribute_find(evaluation->view, &object, name, &attribute));
	if (is_own_dict(&object, &attribute, name))
		return pf_evaluation_own_dict(evaluation, &object, ret);
	if (attribute.kind == PF_ATTRIBUTE_DESCRIPTOR)
		return refuse(&object, name, attribute.descriptor);
	if (attribute.kind == PF_ATTRIBUTE_ABSENT) {
		PF_TRY(pf_evaluation_expect_known(evaluation, result, "__getattr__"));
		return absent(evaluation, &object, name);
	}
	*ret = pf_result_of_object(attribute.at);
	return NULL;
}

/* What is in a secret is one; its class is none. */
struct pf_error *pf_evaluation_attribute(struct pf_evaluation *evaluation,
					 const struct pf_result *result, const char *name,
					 struct pf_result *ret)
{
	bool secret = result->secret && strcmp(name, "__class__") != 0;
	PF_TRY(find_attribute(evaluation, result, name, ret));
	ret->secret = secret || pf_redaction_has(evaluation->view->redaction, name);
	return NULL;
}
