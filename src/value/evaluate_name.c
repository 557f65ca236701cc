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

void pf_evaluation_note_nameless(struct pf_evaluation *evaluation)
{
	if (evaluation->scope && evaluation->scope->nameless)
		*evaluation->scope->nameless = true;
}

static struct pf_error *find_in_scope(const struct pf_reader *reader, const struct pf_scope *scope,
				      const char *name, pf_addr *ret)
{
	*ret = 0;
	if (scope->body)
		PF_TRY(pf_dict_find(reader, scope->body, name, ret));
	if (!*ret)
		PF_TRY(find_local(scope->locals, name, ret));
	if (!*ret && scope->globals && scope->globals != scope->body)
		PF_TRY(pf_dict_find(reader, scope->globals, name, ret));
	if (!*ret && scope->builtins)
		PF_TRY(pf_dict_find(reader, scope->builtins, name, ret));
	return NULL;
}

struct pf_error *pf_evaluation_name(struct pf_evaluation *evaluation, const char *name,
				    struct pf_result *ret)
{
	pf_addr at;
	struct pf_error *err =
		find_in_scope(evaluation->view->reader, evaluation->scope, name, &at);
	bool unbound = err && pf_error_code(err) == PF_USAGE;
	if (unbound || (!err && !at))
		pf_evaluation_note_nameless(evaluation);
	PF_TRY(err);
	if (!at)
		return pf_error_create(PF_USAGE, "name '%s' is not defined", name);
	*ret = pf_result_of_object(at);
	ret->secret = pf_redaction_has(evaluation->view->redaction, name);
	return NULL;
}
