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
	return pf_error_create(PF_USAGE, "%s is %s %s of %s: it would have to be executed", name,
			       strchr("aeiou", *type) ? "an" : "a", type, object->class->name);
}

static struct pf_error *absent(const struct pf_object *object, const char *name)
{
	if (object->class->flags & PF_TYPE_CLASS)
		return pf_error_create(PF_USAGE, "this type object has no attribute '%s'", name);
	return pf_error_create(PF_USAGE, "'%s' object has no attribute '%s'", object->class->name,
			       name);
}

static bool has_getattr(struct pf_evaluation *evaluation, const struct pf_result *object)
{
	bool defines;
	struct pf_error *err = pf_evaluation_defines(evaluation, object, "__getattr__", &defines);
	pf_error_destroy(err);
	return !err && defines;
}

struct pf_error *pf_evaluation_attribute(struct pf_evaluation *evaluation,
					 const struct pf_result *result, const char *name,
					 struct pf_result *ret)
{
	struct pf_attribute attribute = { 0 };
	struct pf_object object;
	if (result->kind != PF_RESULT_OBJECT)
		return pf_error_create(PF_USAGE, "'%s' object has no attribute '%s'",
				       pf_result_type_name(result), name);
	PF_TRY(pf_object_open(evaluation->view, result->at, &object));
	PF_TRY(pf_attribute_find(evaluation->view, &object, name, &attribute));
	if (attribute.kind == PF_ATTRIBUTE_DESCRIPTOR)
		return refuse(&object, name, attribute.descriptor);
	if (attribute.kind == PF_ATTRIBUTE_ABSENT && has_getattr(evaluation, result))
		return pf_evaluation_refuse(evaluation, result, "__getattr__");
	if (attribute.kind == PF_ATTRIBUTE_ABSENT)
		return absent(&object, name);
	*ret = pf_result_of_object(attribute.at);
	return NULL;
}
