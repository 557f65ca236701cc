/* Queues: how many items they have, and the items. */
#include "base/cleanup.h"
#include "python/instance.h"
#include "value/class.h"
#include "value/fields.h"
#include "value/kinds.h"
#include "value/sequence.h"

#include <inttypes.h>

enum { WORD = sizeof(uint64_t) };

/* --- queue.Queue and what is derived from it: written in Python, its items in a deque or list */

static struct pf_error *queue_items(struct pf_view *view, const struct pf_object *object,
				    struct pf_object *ret)
{
	pf_addr at;
	PF_TRY(pf_instance_find(view->reader, object->at, "queue", &at));
	return pf_object_open(view, at, ret);
}

static struct pf_error *queue_length(struct pf_view *view, const struct pf_object *object,
				     uint64_t *ret)
{
	struct pf_object items;
	PF_TRY(queue_items(view, object, &items));
	return items.class->kind->length
		       ? items.class->kind->length(view, &items, ret)
		       : pf_error_create(PF_CORRUPT, "a queue of a %s", items.class->name);
}

static struct pf_error *queue_shape(struct pf_view *view, const struct pf_object *object,
				    const struct pf_limits *limits, struct pf_shape *ret)
{
	uint64_t length;
	(void)limits;
	PF_TRY(queue_length(view, object, &length));
	pf_kind_append_object(&ret->open, object);
	pf_text_printf(&ret->open, " {length=%" PRIu64 ", ", length);
	pf_text_append_str(&ret->close, "}");
	ret->style = PF_STYLE_FIELDS;
	return NULL;
}

/* Of its attributes those that are no locks. */
static struct pf_error *queue_children(struct pf_view *view, const struct pf_object *object,
				       size_t count, struct pf_children *ret)
{
	static const char *const names[] = { "maxsize", "unfinished_tasks", "queue" };
	enum { NAMES = sizeof(names) / sizeof(names[0]) };
	for (; count && ret->position < NAMES; count--, ret->position++) {
		struct pf_child child = { .name = names[ret->position] };
		PF_TRY(pf_instance_find(view->reader, object->at, child.name, &child.value));
		if (child.value)
			PF_TRY(pf_array_push(ret, child));
	}
	ret->more = ret->position < NAMES;
	return NULL;
}

const struct pf_kind pf_kind_queue = { .name = "queue.Queue",
				       .shape = queue_shape,
				       .children = queue_children,
				       .length = queue_length };

/* --- SimpleQueue: of C. Until 3.12 a list and where it begins, then a ring */

static const struct pf_layout_queue *layout_of(const struct pf_view *view)
{
	return &view->reader->layout->library.queue;
}

static struct pf_error *open_list(struct pf_view *view, const struct pf_object *object,
				  struct pf_object *ret, uint64_t *first)
{
	pf_addr at;
	PF_TRY(pf_field_word(view, object, layout_of(view)->list, &at));
	PF_TRY(pf_field_word(view, object, layout_of(view)->position, first));
	PF_TRY(pf_object_open(view, at, ret));
	return ret->class->kind == &pf_kind_list
		       ? NULL
		       : pf_error_create(PF_CORRUPT, "a queue of a %s", ret->class->name);
}

static struct pf_error *simple_length(struct pf_view *view, const struct pf_object *object,
				      uint64_t *ret)
{
	struct pf_object list;
	uint64_t first;
	if (layout_of(view)->list == PF_ABSENT)
		return pf_field_word(view, object, layout_of(view)->count, ret);
	PF_TRY(open_list(view, object, &list, &first));
	PF_TRY(pf_sequence_length(view, &list, ret));
	*ret = first < *ret ? *ret - first : 0;
	return NULL;
}

static struct pf_error *ring_item(struct pf_view *view, const struct pf_object *object,
				  uint64_t index, pf_addr *ret)
{
	const struct pf_layout_queue *layout = layout_of(view);
	uint64_t items, first, capacity;
	PF_TRY(pf_field_word(view, object, layout->items, &items));
	PF_TRY(pf_field_word(view, object, layout->first, &first));
	PF_TRY(pf_field_word(view, object, layout->capacity, &capacity));
	if (!capacity || capacity > INT64_MAX / WORD || first >= capacity || index >= capacity)
		return pf_error_create(PF_CORRUPT, "a queue with room for %" PRIu64, capacity);
	return pf_reader_peek_word(view->reader, items + (first + index) % capacity * WORD, ret);
}

static struct pf_error *simple_item(struct pf_view *view, const struct pf_object *object,
				    uint64_t index, pf_addr *ret)
{
	struct pf_object list;
	uint64_t first;
	if (layout_of(view)->list == PF_ABSENT)
		return ring_item(view, object, index, ret);
	PF_TRY(open_list(view, object, &list, &first));
	return pf_kind_list.item(view, &list, first + index, ret);
}

static struct pf_error *simple_shape(struct pf_view *view, const struct pf_object *object,
				     const struct pf_limits *limits, struct pf_shape *ret)
{
	uint64_t length;
	(void)limits;
	PF_TRY(simple_length(view, object, &length));
	pf_kind_append_object(&ret->open, object);
	pf_text_printf(&ret->open, " {length=%" PRIu64 ", items=[", length);
	pf_text_append_str(&ret->close, "]}");
	pf_kind_append_object(&ret->empty, object);
	pf_text_append_str(&ret->empty, " {length=0}");
	return NULL;
}

static struct pf_error *simple_children(struct pf_view *view, const struct pf_object *object,
					size_t count, struct pf_children *ret)
{
	uint64_t length;
	PF_TRY(simple_length(view, object, &length));
	for (; count && ret->position < length; count--, ret->position++) {
		struct pf_child child = { 0 };
		PF_TRY(simple_item(view, object, ret->position, &child.value));
		PF_TRY(pf_array_push(ret, child));
	}
	ret->more = ret->position < length;
	return NULL;
}

const struct pf_kind pf_kind_simple_queue = { .name = "_queue.SimpleQueue",
					      .shape = simple_shape,
					      .children = simple_children,
					      .length = simple_length,
					      .item = simple_item };
