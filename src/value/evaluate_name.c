/* Names in expressions: local variables, then globals, then what is built in. */
#include "python/dict.h"
#include "value/evaluate_private.h"

#include <string.h>

static struct pf_error *unbound(const struct pf_local *local)
{
	if (local->kind == PF_VARIABLE_FREE)
		return pf_error_create(
			PF_USAGE,
			"cannot access free variable '%s' where it is not associated "
			"with a value in enclosing scope",
			local->name);
	return pf_error_create(
		PF_USAGE,
		"cannot access local variable '%s' where it is not associated with a value",
		local->name);
}

static struct pf_error *find_local(const struct pf_locals *locals, const char *name, pf_addr *ret)
{
	for (size_t i = 0; locals && i < locals->count; i++) {
		if (strcmp(locals->items[i].name, name) != 0)
			continue;
		*ret = locals->items[i].at;
		return *ret ? NULL : unbound(&locals->items[i]);
	}
	*ret = 0;
	return NULL;
}

struct pf_error *pf_evaluation_name(struct pf_evaluation *evaluation, const char *name,
				    struct pf_result *ret)
{
	const struct pf_scope *scope = evaluation->scope;
	const struct pf_reader *reader = evaluation->view->reader;
	pf_addr at;
	PF_TRY(find_local(scope->locals, name, &at));
	if (!at && scope->globals)
		PF_TRY(pf_dict_find(reader, scope->globals, name, &at));
	if (!at && scope->builtins)
		PF_TRY(pf_dict_find(reader, scope->builtins, name, &at));
	if (!at)
		return pf_error_create(PF_USAGE, "name '%s' is not defined", name);
	*ret = pf_result_of_object(at);
	return NULL;
}
