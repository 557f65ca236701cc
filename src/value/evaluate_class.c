/* What the class of an operand is called, and what it would have executed. */
#include "base/cleanup.h"
#include "python/dict.h"
#include "python/object.h"
#include "value/class.h"
#include "value/evaluate_private.h"
#include "value/kinds.h"
#include "value/lineage.h"

#include <stdio.h>
#include <string.h>

const char *pf_evaluation_type_name(struct pf_evaluation *evaluation,
				    const struct pf_result *result)
{
	struct pf_object object;
	if (result->kind == PF_RESULT_BYTES && pf_evaluation_has_byte_text(evaluation))
		return "str";
	if (result->kind == PF_RESULT_STR && pf_evaluation_has_byte_text(evaluation))
		return "unicode";
	if (result->kind != PF_RESULT_OBJECT)
		return pf_result_type_name(result);
	struct pf_error *err = pf_object_open(evaluation->view, result->at, &object);
	pf_error_destroy(err);
	return err ? "object" : object.class->name;
}

/* Where what Python's own code says of the kind begins, or "object": nothing there is executed. */
static bool is_known(const struct pf_class *class, const struct pf_kind *kind)
{
	char name[256];
	if (!strcmp(class->name, "object") && !*class->module)
		return true;
	if (kind == &pf_kind_plain)
		return false;
	snprintf(name, sizeof(name), "%s%s%s", class->module, *class->module ? "." : "",
		 class->name);
	return !(class->flags & PF_TYPE_HEAP) || (kind->name && !strcmp(kind->name, name));
}

/* Whether it has METHOD above what is known of KIND. */
static struct pf_error *has_method(struct pf_view *view, const struct pf_object *object,
				   const struct pf_kind *kind, const char *method, bool *ret)
{
	PF_AUTO_FREE pf_addr *classes = NULL;
	const struct pf_class *class;
	size_t count;
	pf_addr found = 0;
	PF_TRY(pf_lineage_read(view, object->class->at, &classes, &count));
	for (size_t i = 0; i < count && !found; i++) {
		PF_TRY(pf_view_class(view, classes[i], &class));
		if (is_known(class, kind))
			break;
		if (class->dict)
			PF_TRY(pf_dict_find(view->reader, class->dict, method, &found));
	}
	*ret = found != 0;
	return NULL;
}

struct pf_error *pf_evaluation_defines(struct pf_evaluation *evaluation,
				       const struct pf_result *result, const char *method,
				       bool *ret)
{
	struct pf_object object;
	*ret = false;
	if (result->kind != PF_RESULT_OBJECT)
		return NULL;
	PF_TRY(pf_object_open(evaluation->view, result->at, &object));
	return has_method(evaluation->view, &object, object.class->kind, method, ret);
}

struct pf_error *pf_evaluation_has(struct pf_evaluation *evaluation, const struct pf_result *result,
				   const char *method, bool *ret)
{
	struct pf_object object;
	*ret = false;
	if (result->kind != PF_RESULT_OBJECT)
		return NULL;
	PF_TRY(pf_object_open(evaluation->view, result->at, &object));
	return has_method(evaluation->view, &object, &pf_kind_plain, method, ret);
}

struct pf_error *pf_evaluation_refuse(struct pf_evaluation *evaluation,
				      const struct pf_result *result, const char *method)
{
	return pf_error_create(PF_USAGE, "'%s' defines %s: it would have to be executed",
			       pf_evaluation_type_name(evaluation, result), method);
}

struct pf_error *pf_evaluation_expect_known(struct pf_evaluation *evaluation,
					    const struct pf_result *result, const char *method)
{
	bool own;
	PF_TRY(pf_evaluation_defines(evaluation, result, method, &own));
	return own ? pf_evaluation_refuse(evaluation, result, method) : NULL;
}

struct pf_error *pf_evaluation_expect_plain(struct pf_evaluation *evaluation,
					    const struct pf_result *result, const char *method)
{
	struct pf_object object;
	if (result->kind != PF_RESULT_OBJECT)
		return NULL;
	PF_TRY(pf_object_open(evaluation->view, result->at, &object));
	return object.class->flags & PF_TYPE_HEAP
		       ? pf_evaluation_expect_known(evaluation, result, method)
		       : NULL;
}

struct pf_error *pf_evaluation_is_hidden(struct pf_evaluation *evaluation,
					 const struct pf_object *object, bool *ret)
{
	PF_AUTO_FREE pf_addr *classes = NULL;
	const struct pf_class *class;
	size_t count;
	PF_TRY(pf_lineage_read(evaluation->view, object->class->at, &classes, &count));
	*ret = false;
	for (size_t i = 0; i < count && !*ret; i++) {
		PF_TRY(pf_view_class(evaluation->view, classes[i], &class));
		*ret = !class->dict && !(class->flags & PF_TYPE_HEAP) &&
		       strcmp(class->name, "object") != 0 && strcmp(class->name, "NoneType") != 0;
	}
	return NULL;
}
