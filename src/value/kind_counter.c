/* collections.Counter, whose repr() begins with what there is most of. */
#include "base/cleanup.h"
#include "python/object.h"
#include "value/dict_children.h"
#include "value/kinds.h"

#include <stdlib.h>

/* Longer ones are left in the order of the dict. */
enum { SORTED_LIMIT = 4096 };

struct counted {
	struct pf_child child;
	int64_t number;
	size_t index; /* those that are equal stay in their order */
};

struct counts {
	PF_ARRAY(struct counted);
};

static void counts_deinit(struct counts *counts)
{
	pf_array_deinit(counts);
}

static struct pf_error *counter_shape(struct pf_view *view, const struct pf_object *object,
				      const struct pf_limits *limits, struct pf_shape *ret)
{
	(void)view, (void)limits;
	pf_text_printf(&ret->open, "%s({", object->class->name);
	pf_text_append_str(&ret->close, "})");
	pf_text_printf(&ret->empty, "%s()", object->class->name);
	ret->style = PF_STYLE_PAIRS;
	ret->folded = "...";
	return NULL;
}

static int by_number(const void *a, const void *b)
{
	const struct counted *one = a, *other = b;
	if (one->number != other->number)
		return one->number < other->number ? 1 : -1;
	return one->index < other->index ? -1 : one->index > other->index;
}

/* All of them; *whole_ret is false when one of them is no int, or has no room in an int64_t. */
static struct pf_error *read_counts(struct pf_view *view, const struct pf_children *all,
				    struct counts *ret, bool *whole_ret)
{
	*whole_ret = false;
	for (size_t i = 0; i < all->count; i++) {
		struct counted counted = { .child = all->items[i], .index = i };
		struct pf_error *err =
			pf_object_peek_int(view->reader, all->items[i].value, &counted.number);
		if (err && !pf_view_is_fatal(err)) {
			pf_error_destroy(err);
			return NULL;
		}
		PF_TRY(err);
		PF_TRY(pf_array_push(ret, counted));
	}
	*whole_ret = true;
	return NULL;
}

/* All children in the order of their numbers, from ret->position on. */
static struct pf_error *sorted_children(struct pf_view *view, const struct pf_children *all,
					size_t count, struct pf_children *ret, bool *whole_ret)
{
	PF_GUARD(counts_deinit) struct counts counts = { 0 };
	PF_TRY(read_counts(view, all, &counts, whole_ret));
	if (!*whole_ret)
		return NULL;
	if (counts.count)
		qsort(counts.items, counts.count, sizeof(counts.items[0]), by_number);
	for (; count && ret->position < counts.count; count--, ret->position++)
		PF_TRY(pf_array_push(ret, counts.items[ret->position].child));
	ret->more = ret->position < counts.count;
	return NULL;
}

static struct pf_error *counter_children(struct pf_view *view, const struct pf_object *object,
					 size_t count, struct pf_children *ret)
{
	PF_GUARD(pf_children_deinit) struct pf_children all = { .more = true };
	uint64_t length;
	bool whole = false;
	PF_TRY(pf_dict_length(view, object, &length));
	while (length <= SORTED_LIMIT && all.more && all.count <= SORTED_LIMIT)
		PF_TRY(pf_dict_children(view, object, SORTED_LIMIT, &all));
	if (length <= SORTED_LIMIT && !all.more)
		PF_TRY(sorted_children(view, &all, count, ret, &whole));
	return whole ? NULL : pf_dict_children(view, object, count, ret);
}

const struct pf_kind pf_kind_counter = { .name = "collections.Counter",
					 .shape = counter_shape,
					 .children = counter_children,
					 .length = pf_dict_length };
