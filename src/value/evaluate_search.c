/* Searching in expressions: the keys of dicts and sets, and what else is in an object. */
#include "base/cleanup.h"
#include "python/object.h"
#include "python/string.h"
#include "value/class.h"
#include "value/dict_children.h"
#include "value/evaluate_private.h"
#include "value/kinds.h"
#include "value/wtf8.h"

#include <string.h>

enum {
	BITE = 256,	       /* children of one call */
	FREE_PLACES = 1 << 16, /* that a call has looked at when it has found less */
};

/* What is searched, for what, and what was found. */
struct search {
	struct pf_evaluation *evaluation;
	const struct pf_result *wanted;
	uint64_t wanted_count; /* its characters */
	bool by_key;	       /* as a dict or a set would: never executes what compares */
	bool found;
	struct pf_child child; /* the one that was found */
};

/* A text of another length, or what is no text, need not be read. */
static struct pf_error *may_be_text(const struct search *search, pf_addr at, bool *ret)
{
	const struct pf_reader *reader = search->evaluation->view->reader;
	struct pf_characters characters;
	struct pf_error *err = pf_string_locate(reader, at, &characters);
	bool python2 = pf_evaluation_has_byte_text(search->evaluation); /* may count surrogates */
	*ret = !err && (characters.count == search->wanted_count || python2);
	if (err && pf_error_code(err) != PF_TORN)
		return err;
	pf_error_destroy(err);
	return NULL;
}

/* What was compared is let go of again: a search may look at millions. */
static struct pf_error *compare(struct search *search, pf_addr at)
{
	struct pf_arena arena = { 0 };
	struct pf_evaluation *evaluation = search->evaluation;
	struct pf_arena *kept = evaluation->arena;
	struct pf_result candidate = pf_result_of_object(at);
	bool possible = true;
	struct pf_error *err;
	if (search->by_key && search->wanted->kind == PF_RESULT_STR)
		PF_TRY(may_be_text(search, at, &possible));
	if (!possible)
		return NULL;
	evaluation->arena = &arena;
	if (search->by_key)
		err = pf_evaluation_same_key(evaluation, &candidate, search->wanted,
					     &search->found);
	else
		err = pf_evaluation_compare(evaluation, PF_OPERATION_EQ, &candidate, search->wanted,
					    &search->found);
	evaluation->arena = kept;
	pf_arena_deinit(&arena);
	return err;
}

static struct pf_error *search_bite(struct search *search, const struct pf_children *children)
{
	bool full = children->count == BITE;
	PF_TRY(pf_evaluation_count(search->evaluation, full ? BITE : FREE_PLACES));
	for (size_t i = 0; i < children->count && !search->found; i++) {
		search->child = children->items[i];
		pf_addr at = search->child.key ? search->child.key : search->child.value;
		if (at)
			PF_TRY(compare(search, at));
	}
	return NULL;
}

typedef struct pf_error *children_of(struct pf_view *, const struct pf_object *, size_t,
				     struct pf_children *);

/* Whatever more is known of a dict, its items are those of any; a frozendict has one in it. */
static children_of *searched_children(const struct pf_object *object)
{
	return object->class->flags & PF_TYPE_DICT ? pf_dict_children
						   : object->class->kind->children;
}

static struct pf_error *search_children(struct search *search, const struct pf_object *object,
					children_of *children)
{
	struct pf_children bite = { .more = true };
	struct pf_error *err = NULL;
	while (!err && bite.more && !search->found) {
		bite.count = 0;
		err = children(search->evaluation->view, object, BITE, &bite);
		if (!err)
			err = search_bite(search, &bite);
	}
	pf_children_deinit(&bite);
	return err;
}

static struct pf_error *check_hashable(struct pf_evaluation *evaluation,
				       const struct pf_result *key)
{
	struct pf_object object = { 0 };
	bool hashable = key->kind != PF_RESULT_LIST;
	if (key->kind == PF_RESULT_OBJECT) {
		PF_TRY(pf_object_open(evaluation->view, key->at, &object));
		const struct pf_kind *kind = object.class->kind;
		hashable = !(object.class->flags & (PF_TYPE_LIST | PF_TYPE_DICT)) &&
			   kind != &pf_kind_set && kind != &pf_kind_bytearray;
	}
	if (hashable)
		return NULL;
	return pf_error_create(PF_USAGE, "unhashable type: '%s'",
			       pf_evaluation_type_name(evaluation, key));
}

static struct search search_for(struct pf_evaluation *evaluation, const struct pf_result *wanted,
				bool by_key)
{
	struct search ret = { .evaluation = evaluation, .wanted = wanted, .by_key = by_key };
	if (wanted->kind == PF_RESULT_STR)
		ret.wanted_count = pf_wtf8_count(wanted->text, wanted->size);
	return ret;
}

struct pf_error *pf_evaluation_find_key(struct pf_evaluation *evaluation,
					const struct pf_result *dict, const struct pf_result *key,
					bool *found, struct pf_result *ret)
{
	struct pf_result wanted = *key;
	struct pf_object object;
	pf_addr at;
	PF_TRY(check_hashable(evaluation, key));
	PF_TRY(pf_evaluation_load(evaluation, &wanted));
	struct search search = search_for(evaluation, &wanted, true);
	PF_TRY(pf_object_open(evaluation->view, dict->at, &object));
	PF_TRY(pf_evaluation_probe(evaluation, &object, &wanted, &at));
	*found = at != 0;
	*ret = pf_result_of_object(at);
	if (*found)
		return NULL;
	PF_TRY(search_children(&search, &object, searched_children(&object)));
	*found = search.found;
	if (search.found)
		*ret = pf_result_of_object(search.child.value);
	return NULL;
}

/* Dicts, sets, deques: whatever has children. */
struct pf_error *pf_evaluation_finds(struct pf_evaluation *evaluation,
				     const struct pf_result *container,
				     const struct pf_result *item, bool *ret)
{
	struct pf_object object;
	pf_addr at = 0;
	struct pf_result wanted = *item;
	PF_TRY(pf_evaluation_load(evaluation, &wanted));
	PF_TRY(pf_object_open(evaluation->view, container->at, &object));
	const struct pf_kind *kind = object.class->kind;
	bool dict = pf_evaluation_is_dict(&object);
	bool by_key = dict || kind == &pf_kind_set || kind == &pf_kind_frozenset;
	struct search search = search_for(evaluation, &wanted, by_key);
	if (!by_key && (!kind->children || !kind->length))
		return pf_evaluation_not_iterable(evaluation, container);
	if (by_key)
		PF_TRY(check_hashable(evaluation, item));
	if (dict)
		PF_TRY(pf_evaluation_probe(evaluation, &object, &wanted, &at));
	*ret = at != 0;
	if (*ret)
		return NULL;
	PF_TRY(search_children(&search, &object, searched_children(&object)));
	*ret = search.found;
	return NULL;
}
