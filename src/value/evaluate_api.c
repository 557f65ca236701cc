/* What the API has of expressions: a frame's names for them, and what can be asked of results. */
#include "base/cleanup.h"
#include "value/class.h"
#include "value/evaluate_private.h"

struct pf_error *pf_scope_of_frame(struct pf_view *view, pf_addr frame, pf_addr code,
				   struct pf_locals *locals, struct pf_scope *ret)
{
	*ret = (struct pf_scope){ .locals = locals };
	PF_TRY(pf_locals_read_fast(view, frame, code, locals, &ret->body));
	return pf_locals_find_globals(view, frame, &ret->globals, &ret->builtins);
}

static struct pf_error *evaluate_in(const struct pf_expression *expression, struct pf_view *view,
				    const struct pf_name_space *names, struct pf_arena *arena,
				    struct pf_result *ret)
{
	PF_GUARD(pf_locals_deinit) struct pf_locals locals = { 0 };
	struct pf_scope scope;
	PF_TRY(pf_scope_of_frame(view, names->frame->frame, names->frame->code, &locals, &scope));
	scope.names = names;
	return pf_evaluate(expression, view, &scope, arena, ret);
}

struct pf_error *pf_expression_evaluate(const struct pf_expression *expression,
					struct pf_view *view, const struct pf_name_space *names,
					struct pf_arena *arena, struct pf_result *ret)
{
	struct pf_scope scope = { .names = names };
	if (names && names->frame && names->frame->frame)
		return evaluate_in(expression, view, names, arena, ret);
	return pf_evaluate(expression, view, &scope, arena, ret);
}

struct pf_error *pf_result_truth(struct pf_view *view, const struct pf_result *result, bool *ret)
{
	struct pf_arena arena = { 0 };
	struct pf_evaluation evaluation = { .view = view, .arena = &arena };
	struct pf_error *err = pf_evaluation_truth(&evaluation, result, ret);
	pf_arena_deinit(&arena);
	return err;
}

const char *pf_result_type(struct pf_view *view, const struct pf_result *result)
{
	struct pf_evaluation evaluation = { .view = view };
	return pf_evaluation_type_name(&evaluation, result);
}

struct pf_error *pf_result_attribute(struct pf_view *view, const struct pf_result *result,
				     const char *name, struct pf_arena *arena,
				     struct pf_result *ret)
{
	struct pf_evaluation evaluation = { .view = view, .arena = arena };
	return pf_evaluation_attribute(&evaluation, result, name, ret);
}

struct pf_error *pf_result_item(struct pf_view *view, const struct pf_result *result,
				const struct pf_result *key, struct pf_arena *arena,
				struct pf_result *ret)
{
	struct pf_evaluation evaluation = { .view = view, .arena = arena };
	return pf_evaluation_item(&evaluation, result, key, ret);
}

struct pf_error *pf_result_length(struct pf_view *view, const struct pf_result *result,
				  uint64_t *ret)
{
	struct pf_evaluation evaluation = { .view = view };
	return pf_evaluation_length(&evaluation, result, ret);
}
