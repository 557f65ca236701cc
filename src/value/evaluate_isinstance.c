/* isinstance() in expressions: by the names of classes, with those of their modules if need be. */
#include "base/cleanup.h"
#include "value/class.h"
#include "value/evaluate_private.h"
#include "value/lineage.h"

#include <string.h>

/* "m.Job": the class's name, and its module if the node has one. */
static bool is_named(const struct pf_class *class, const struct pf_node *node)
{
	PF_GUARD(pf_text_deinit) struct pf_text module = { 0 };
	const struct pf_node *parts[PF_EXPRESSION_DEPTH];
	size_t count = 0;
	if (strcmp(class->name, node->text) != 0)
		return false;
	if (node->kind == PF_NODE_NAME)
		return true;
	for (node = node->first; node; node = node->first)
		parts[count++] = node;
	while (count--)
		pf_text_printf(&module, "%s%s", module.size ? "." : "", parts[count]->text);
	return !module.failed && !strcmp(pf_text_str(&module), class->module);
}

static struct pf_error *is_instance(struct pf_evaluation *evaluation,
				    const struct pf_result *argument, const struct pf_node *name,
				    bool *ret)
{
	PF_AUTO_FREE pf_addr *classes = NULL;
	const struct pf_class *class;
	struct pf_object object;
	size_t count;
	PF_TRY(pf_object_open(evaluation->view, argument->at, &object));
	PF_TRY(pf_lineage_read(evaluation->view, object.class->at, &classes, &count));
	*ret = false;
	for (size_t i = 0; i < count && !*ret; i++) {
		PF_TRY(pf_view_class(evaluation->view, classes[i], &class));
		*ret = is_named(class, name);
	}
	return NULL;
}

/* Values of our own are of what is built in. */
static bool is_value_of(struct pf_evaluation *evaluation, const struct pf_result *value,
			const struct pf_node *name)
{
	bool text = pf_evaluation_is_text(value) && pf_evaluation_has_byte_text(evaluation);
	if (name->kind != PF_NODE_NAME)
		return false;
	return !strcmp(name->text, pf_evaluation_type_name(evaluation, value)) ||
	       !strcmp(name->text, "object") || (text && !strcmp(name->text, "basestring")) ||
	       (value->kind == PF_RESULT_BOOL && !strcmp(name->text, "int"));
}

struct pf_error *pf_evaluation_isinstance(struct pf_evaluation *evaluation,
					  const struct pf_result *argument,
					  const struct pf_node *names, struct pf_result *ret)
{
	struct pf_result whole = *argument;
	bool found = false;
	if (whole.kind == PF_RESULT_SLICE)
		whole = pf_result_of_object(argument->at);
	bool tuple = names->kind == PF_NODE_TUPLE;
	const struct pf_node *name = tuple ? names->first : names;
	for (; name && !found; name = tuple ? name->next : NULL) {
		if (whole.kind == PF_RESULT_OBJECT)
			PF_TRY(is_instance(evaluation, &whole, name, &found));
		else
			found = is_value_of(evaluation, &whole, name);
	}
	*ret = pf_result_of_bool(found);
	return NULL;
}
