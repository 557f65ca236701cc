/* Dicts of our own in expressions: __dict__ of instances, which need have no dict for it. */
#include "base/cleanup.h"
#include "python/instance.h"
#include "value/class.h"
#include "value/evaluate_private.h"
#include "value/redaction.h"

static struct pf_error *make_entry(struct pf_evaluation *evaluation,
				   const struct pf_dict_entry *from, struct pf_result *ret)
{
	struct pf_result *pair = pf_arena_alloc(evaluation->arena, 2 * sizeof(*pair));
	if (!pair)
		return &pf_error_no_memory;
	pair[0] = pf_result_of_object(from->key);
	pair[1] = pf_result_of_object(from->value);
	*ret = (struct pf_result){ .kind = PF_RESULT_TUPLE, .items = pair, .count = 2 };
	return pf_redaction_has_key(evaluation->view, from->key, &pair[1].secret);
}

struct pf_error *pf_evaluation_own_dict(struct pf_evaluation *evaluation,
					const struct pf_object *object, struct pf_result *ret)
{
	PF_GUARD(pf_dict_entries_deinit) struct pf_dict_entries entries = { 0 };
	PF_TRY(pf_instance_peek(evaluation->view->reader, object->at, &entries));
	PF_TRY(pf_evaluation_count(evaluation, entries.count));
	struct pf_result *items =
		pf_arena_alloc(evaluation->arena, (entries.count + 1) * sizeof(*items));
	uint64_t count = 0;
	if (!items)
		return &pf_error_no_memory;
	for (size_t i = 0; i < entries.count; i++) {
		if (entries.items[i].key && entries.items[i].value)
			PF_TRY(make_entry(evaluation, &entries.items[i], &items[count++]));
	}
	*ret = (struct pf_result){ .kind = PF_RESULT_DICT, .items = items, .count = count };
	return NULL;
}

struct pf_error *pf_evaluation_find_own(struct pf_evaluation *evaluation,
					const struct pf_result *dict, const struct pf_result *key,
					bool *found, struct pf_result *ret)
{
	struct pf_result wanted = *key;
	*found = false;
	PF_TRY(pf_evaluation_load(evaluation, &wanted));
	for (uint64_t i = 0; i < dict->count && !*found; i++) {
		const struct pf_result *pair = dict->items[i].items;
		PF_TRY(pf_evaluation_same_key(evaluation, &pair[0], &wanted, found));
		if (*found)
			*ret = pair[1];
	}
	return NULL;
}
