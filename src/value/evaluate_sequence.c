/* What has a length, and items that are counted: of the target, slices of it, and our own. */
#include "python/object.h"
#include "value/class.h"
#include "value/evaluate_private.h"
#include "value/fields.h"
#include "value/kinds.h"
#include "value/wtf8.h"

#include <string.h>

/* start, start + step … of a range. */
struct range {
	int64_t start, step;
	uint64_t length;
};

/* A field that is an int: an object, or in 2.7's xrange a number of C. */
static struct pf_error *range_field(struct pf_view *view, const struct pf_object *object,
				    int32_t offset, int64_t *ret)
{
	uint64_t word;
	PF_TRY(pf_field_word(view, object, offset, &word));
	*ret = (int64_t)word;
	if (view->reader->layout->objects.range.stop == PF_ABSENT)
		return NULL;
	struct pf_error *err = pf_object_peek_int(view->reader, word, ret);
	if (!err || pf_error_code(err) != PF_TORN)
		return err;
	return pf_error_create(PF_USAGE, "a range of more than 64 bits is not counted here");
}

static struct pf_error *read_range(struct pf_view *view, const struct pf_object *object,
				   struct range *ret)
{
	const struct pf_layout_range *layout = &view->reader->layout->objects.range;
	int64_t length;
	PF_TRY(range_field(view, object, layout->start, &ret->start));
	PF_TRY(range_field(view, object, layout->step, &ret->step));
	PF_TRY(range_field(view, object, layout->length, &length));
	if (length < 0)
		return pf_error_create(PF_CORRUPT, "a length of %lld", (long long)length);
	ret->length = (uint64_t)length;
	return NULL;
}

/* The functions of what it derives from, whatever more is known of it, as of a namedtuple. */
static const struct pf_kind *sequence_kind(const struct pf_object *object)
{
	if (object->class->flags & PF_TYPE_TUPLE)
		return &pf_kind_tuple;
	return object->class->flags & PF_TYPE_LIST ? &pf_kind_list : object->class->kind;
}

static enum pf_sequence sequence_of(const struct pf_class *class)
{
	if (class->flags & PF_TYPE_TUPLE)
		return PF_SEQUENCE_TUPLE;
	if (class->flags & PF_TYPE_LIST)
		return PF_SEQUENCE_LIST;
	if (class->kind == &pf_kind_range)
		return PF_SEQUENCE_RANGE;
	return class->kind->item ? PF_SEQUENCE_OTHER : PF_SEQUENCE_NONE;
}

struct pf_error *pf_evaluation_sequence(struct pf_evaluation *evaluation,
					const struct pf_result *result, enum pf_sequence *ret)
{
	struct pf_object object;
	switch (result->kind) {
	case PF_RESULT_TUPLE:
		*ret = PF_SEQUENCE_TUPLE;
		return NULL;
	case PF_RESULT_LIST:
		*ret = PF_SEQUENCE_LIST;
		return NULL;
	case PF_RESULT_STR:
	case PF_RESULT_BYTES:
		*ret = PF_SEQUENCE_OTHER;
		return NULL;
	case PF_RESULT_NONE:
	case PF_RESULT_BOOL:
	case PF_RESULT_INT:
	case PF_RESULT_FLOAT:
	case PF_RESULT_DICT:
	case PF_RESULT_COMPLEX:
		*ret = PF_SEQUENCE_NONE;
		return NULL;
	case PF_RESULT_OBJECT:
	case PF_RESULT_SLICE: /* of what it is a slice of */
		break;
	}
	PF_TRY(pf_object_open(evaluation->view, result->at, &object));
	*ret = sequence_of(object.class);
	return NULL;
}

static struct pf_error *object_length(struct pf_evaluation *evaluation,
				      const struct pf_result *result, uint64_t *ret)
{
	struct pf_object object;
	struct range range;
	PF_TRY(pf_evaluation_expect_known(evaluation, result, "__len__"));
	PF_TRY(pf_object_open(evaluation->view, result->at, &object));
	const struct pf_kind *kind = sequence_kind(&object);
	if (kind->length)
		return kind->length(evaluation->view, &object, ret);
	if (kind != &pf_kind_range)
		return pf_error_create(PF_USAGE, "object of type '%s' has no len()",
				       object.class->name);
	PF_TRY(read_range(evaluation->view, &object, &range));
	*ret = range.length;
	return NULL;
}

struct pf_error *pf_evaluation_length(struct pf_evaluation *evaluation,
				      const struct pf_result *result, uint64_t *ret)
{
	switch (result->kind) {
	case PF_RESULT_OBJECT:
		return object_length(evaluation, result, ret);
	case PF_RESULT_STR:
		*ret = pf_wtf8_count(result->text, result->size);
		return NULL;
	case PF_RESULT_BYTES:
		*ret = result->size;
		return NULL;
	case PF_RESULT_TUPLE:
	case PF_RESULT_LIST:
	case PF_RESULT_SLICE:
	case PF_RESULT_DICT:
		*ret = result->count;
		return NULL;
	case PF_RESULT_NONE:
	case PF_RESULT_BOOL:
	case PF_RESULT_INT:
	case PF_RESULT_FLOAT:
	case PF_RESULT_COMPLEX:
		break;
	}
	return pf_error_create(PF_USAGE, "object of type '%s' has no len()",
			       pf_result_type_name(result));
}

static struct pf_error *object_at(struct pf_evaluation *evaluation, pf_addr at, uint64_t index,
				  struct pf_result *ret)
{
	struct pf_object object;
	struct range range;
	pf_addr item;
	PF_TRY(pf_object_open(evaluation->view, at, &object));
	const struct pf_kind *kind = sequence_kind(&object);
	if (kind == &pf_kind_range) {
		PF_TRY(read_range(evaluation->view, &object, &range));
		uint64_t value = (uint64_t)range.start + index * (uint64_t)range.step;
		*ret = pf_result_of_int((int64_t)value);
		return NULL;
	}
	if (!kind->item) /* not what it was when it was sliced */
		return pf_error_create(PF_CORRUPT, "'%s' object has no items", object.class->name);
	PF_TRY(kind->item(evaluation->view, &object, index, &item));
	*ret = pf_result_of_object(item);
	return NULL;
}

static const char *character_at(const struct pf_result *result, uint64_t index, size_t *size_ret)
{
	uint32_t codepoint;
	const char *at = result->text;
	while (index--)
		at += pf_wtf8_decode(at, &codepoint);
	*size_ret = pf_wtf8_decode(at, &codepoint);
	return at;
}

/* A byte is an int; in 2.7, where bytes are text, it is one of them. */
static struct pf_error *text_at(struct pf_evaluation *evaluation, const struct pf_result *result,
				uint64_t index, struct pf_result *ret)
{
	bool python2 = pf_evaluation_has_byte_text(evaluation);
	const char *at = result->text + index;
	size_t size = 1;
	if (result->kind == PF_RESULT_STR)
		at = character_at(result, index, &size);
	else if (!python2)
		return *ret = pf_result_of_int((uint8_t)*at), NULL;
	const char *text = pf_arena_text(evaluation->arena, at, size);
	if (!text)
		return &pf_error_no_memory;
	*ret = (struct pf_result){ .kind = result->kind, .text = text, .size = size };
	return NULL;
}

struct pf_error *pf_evaluation_at(struct pf_evaluation *evaluation, const struct pf_result *result,
				  uint64_t index, struct pf_result *ret)
{
	if (result->kind == PF_RESULT_STR || result->kind == PF_RESULT_BYTES)
		return text_at(evaluation, result, index, ret);
	if (result->kind == PF_RESULT_TUPLE || result->kind == PF_RESULT_LIST) {
		*ret = result->items[index];
		return NULL;
	}
	if (result->kind == PF_RESULT_SLICE)
		index = (uint64_t)result->start + index * (uint64_t)result->step;
	return object_at(evaluation, result->at, index, ret);
}
