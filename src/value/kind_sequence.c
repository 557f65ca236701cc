/* tuple and list. */
#include "base/cleanup.h"
#include "python/object.h"
#include "value/fields.h"
#include "value/kinds.h"
#include "value/sequence.h"

#include <inttypes.h>

enum { WORD = sizeof(uint64_t) };

struct pf_error *pf_sequence_length(struct pf_view *view, const struct pf_object *object,
				    uint64_t *ret)
{
	PF_TRY(pf_field_word(view, object, view->reader->layout->object.var_size, ret));
	return *ret > INT64_MAX / WORD
		       ? pf_error_create(PF_CORRUPT, "a length of %" PRId64, (int64_t)*ret)
		       : NULL;
}

struct pf_error *pf_sequence_children(struct pf_view *view, pf_addr items, uint64_t length,
				      size_t count, struct pf_children *ret)
{
	uint64_t left = ret->position < length ? length - ret->position : 0;
	count = left < count ? (size_t)left : count;
	PF_TRY(pf_array_reserve(ret, count));
	for (size_t i = 0; i < count; i++) {
		pf_addr value;
		PF_TRY(pf_reader_peek_word(view->reader, items + (ret->position + i) * WORD,
					   &value));
		ret->items[ret->count++] = (struct pf_child){ .value = value };
	}
	ret->position += count;
	ret->more = left > count;
	return NULL;
}

/* --- tuple: its items lie in it */

static pf_addr tuple_items(const struct pf_view *view, const struct pf_object *object)
{
	return object->at + (pf_addr)view->reader->layout->objects.sequence.tuple_items;
}

static struct pf_error *tuple_shape(struct pf_view *view, const struct pf_object *object,
				    const struct pf_limits *limits, struct pf_shape *ret)
{
	(void)view, (void)object, (void)limits;
	pf_text_append_str(&ret->open, "(");
	pf_text_append_str(&ret->close, ")");
	ret->folded = "(...)";
	ret->comma = true;
	return NULL;
}

static struct pf_error *tuple_children(struct pf_view *view, const struct pf_object *object,
				       size_t count, struct pf_children *ret)
{
	uint64_t length;
	PF_TRY(pf_sequence_length(view, object, &length));
	return pf_sequence_children(view, tuple_items(view, object), length, count, ret);
}

static struct pf_error *tuple_item(struct pf_view *view, const struct pf_object *object,
				   uint64_t index, pf_addr *ret)
{
	return pf_reader_peek_word(view->reader, tuple_items(view, object) + index * WORD, ret);
}

const struct pf_kind pf_kind_tuple = { .flag = PF_TYPE_TUPLE,
				       .shape = tuple_shape,
				       .children = tuple_children,
				       .length = pf_sequence_length,
				       .item = tuple_item };

/* --- list: its items lie elsewhere */

static struct pf_error *list_items(struct pf_view *view, const struct pf_object *object,
				   pf_addr *ret)
{
	return pf_field_word(view, object, view->reader->layout->objects.sequence.list_items, ret);
}

static struct pf_error *list_shape(struct pf_view *view, const struct pf_object *object,
				   const struct pf_limits *limits, struct pf_shape *ret)
{
	(void)view, (void)object, (void)limits;
	pf_text_append_str(&ret->open, "[");
	pf_text_append_str(&ret->close, "]");
	ret->folded = "[...]";
	return NULL;
}

static struct pf_error *list_children(struct pf_view *view, const struct pf_object *object,
				      size_t count, struct pf_children *ret)
{
	uint64_t length;
	pf_addr items;
	PF_TRY(pf_sequence_length(view, object, &length));
	PF_TRY(list_items(view, object, &items));
	return pf_sequence_children(view, items, length, count, ret);
}

static struct pf_error *list_item(struct pf_view *view, const struct pf_object *object,
				  uint64_t index, pf_addr *ret)
{
	pf_addr items;
	PF_TRY(list_items(view, object, &items));
	return pf_reader_peek_word(view->reader, items + index * WORD, ret);
}

const struct pf_kind pf_kind_list = { .flag = PF_TYPE_LIST,
				      .shape = list_shape,
				      .children = list_children,
				      .length = pf_sequence_length,
				      .item = list_item };
