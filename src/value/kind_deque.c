/* collections.deque: its items lie in blocks that are linked. */
#include "value/fields.h"
#include "value/kinds.h"
#include "value/written.h"

#include <inttypes.h>

enum { WORD = sizeof(uint64_t) };

/* A place in a deque: the block, and the index in it. */
struct place {
	pf_addr block;
	uint64_t index;
};

static const struct pf_layout_deque *layout_of(const struct pf_view *view)
{
	return &view->reader->layout->library.deque;
}

static struct pf_error *deque_length(struct pf_view *view, const struct pf_object *object,
				     uint64_t *ret)
{
	PF_TRY(pf_field_word(view, object, layout_of(view)->length, ret));
	return *ret > INT64_MAX / WORD
		       ? pf_error_create(PF_CORRUPT, "a length of %" PRId64, (int64_t)*ret)
		       : NULL;
}

static struct pf_error *deque_shape(struct pf_view *view, const struct pf_object *object,
				    const struct pf_limits *limits, struct pf_shape *ret)
{
	uint64_t most;
	(void)limits;
	PF_TRY(pf_field_word(view, object, layout_of(view)->maxlen, &most));
	pf_text_printf(&ret->open, "%s([", pf_written_name(view, object, "deque"));
	if ((int64_t)most < 0)
		pf_text_append_str(&ret->close, "])");
	else
		pf_text_printf(&ret->close, "], maxlen=%" PRIu64 ")", most);
	ret->folded = "[...]";
	return NULL;
}

static struct pf_error *next_block(struct pf_view *view, struct place *place)
{
	place->index = 0;
	return pf_reader_peek_word(
		view->reader, place->block + (pf_addr)layout_of(view)->block_right, &place->block);
}

/* The place of the INDEX-th item, which is one hop for each block away from the first. */
/* An item behind so many blocks is not looked for: links may lead in a circle. */
enum { BLOCKS = 1 << 20 };

static struct pf_error *find_place(struct pf_view *view, const struct pf_object *object,
				   uint64_t index, struct place *ret)
{
	const struct pf_layout_deque *layout = layout_of(view);
	uint64_t length = (uint64_t)layout->block_length, first;
	PF_TRY(pf_field_word(view, object, layout->left_block, &ret->block));
	PF_TRY(pf_field_word(view, object, layout->left_index, &first));
	if (first >= length)
		return pf_error_create(PF_CORRUPT, "a deque that begins at %" PRIu64, first);
	if (index / length > BLOCKS)
		return pf_error_create(PF_CORRUPT, "a deque of more than %d blocks", BLOCKS);
	for (index += first; index >= length; index -= length)
		PF_TRY(next_block(view, ret));
	ret->index = index;
	return NULL;
}

static struct pf_error *read_place(struct pf_view *view, const struct place *place, pf_addr *ret)
{
	pf_addr items = place->block + (pf_addr)layout_of(view)->block_items;
	return pf_reader_peek_word(view->reader, items + place->index * WORD, ret);
}

/* ->place is the block of the item at ->position, so that no block is gone through twice. */
static struct pf_error *find_next(struct pf_view *view, const struct pf_object *object,
				  const struct pf_children *children, struct place *ret)
{
	uint64_t length = (uint64_t)layout_of(view)->block_length, first;
	if (!children->place)
		return find_place(view, object, children->position, ret);
	PF_TRY(pf_field_word(view, object, layout_of(view)->left_index, &first));
	*ret = (struct place){ children->place, (first + children->position) % length };
	return NULL;
}

static struct pf_error *deque_children(struct pf_view *view, const struct pf_object *object,
				       size_t count, struct pf_children *ret)
{
	struct place place = { 0 };
	uint64_t length;
	PF_TRY(deque_length(view, object, &length));
	if (ret->position < length)
		PF_TRY(find_next(view, object, ret, &place));
	for (; count && ret->position < length; count--, ret->position++) {
		struct pf_child child = { 0 };
		PF_TRY(read_place(view, &place, &child.value));
		PF_TRY(pf_array_push(ret, child));
		if (++place.index == (uint64_t)layout_of(view)->block_length)
			PF_TRY(next_block(view, &place));
	}
	ret->place = place.block;
	ret->more = ret->position < length;
	return NULL;
}

static struct pf_error *deque_item(struct pf_view *view, const struct pf_object *object,
				   uint64_t index, pf_addr *ret)
{
	struct place place;
	PF_TRY(find_place(view, object, index, &place));
	return read_place(view, &place, ret);
}

const struct pf_kind pf_kind_deque = { .name = "collections.deque",
				       .shape = deque_shape,
				       .children = deque_children,
				       .length = deque_length,
				       .item = deque_item };
