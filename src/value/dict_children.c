/* The entries of dicts as children, a few at a time. */
#include "value/dict_children.h"

#include "base/cleanup.h"

/* Places that are read at once; at most so many free ones are skipped by a call. */
enum { BITE = 64, FREE_PLACES = 1 << 16 };

static struct pf_error *append(const struct pf_dict_entries *entries, size_t count,
			       struct pf_children *ret)
{
	for (size_t i = 0; i < entries->count && ret->count < count; i++, ret->position++) {
		const struct pf_dict_entry *entry = &entries->items[i];
		if (!entry->key || !entry->value)
			continue;
		PF_TRY(pf_array_push(ret, ((struct pf_child){ entry->key, entry->value, NULL })));
	}
	return NULL;
}

struct pf_error *pf_dict_place_children(struct pf_view *view, const struct pf_dict_places *places,
					size_t count, struct pf_children *ret)
{
	PF_GUARD(pf_dict_entries_deinit) struct pf_dict_entries entries = { 0 };
	size_t before = ret->count, want = before + count;
	uint64_t until = ret->position + count + FREE_PLACES;
	while (ret->count < want && ret->position < places->count && ret->position < until) {
		uint64_t left = places->count - ret->position;
		uint64_t bite = want - ret->count < BITE ? want - ret->count : BITE;
		entries.count = 0;
		PF_TRY(pf_dict_peek_places(view->reader, places, ret->position,
					   left < bite ? left : bite, &entries));
		PF_TRY(append(&entries, want, ret));
	}
	ret->more = ret->position < places->count;
	return pf_children_bound(ret, ret->count > before);
}
