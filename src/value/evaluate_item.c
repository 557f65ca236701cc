/* Items in expressions: by index or by key. */
#include "base/cleanup.h"
#include "python/object.h"
#include "value/class.h"
#include "value/evaluate_private.h"
#include "value/kinds.h"
#include "value/redaction.h"
#include "value/wtf8.h"

#include <string.h>

static bool is_string(const struct pf_evaluation *evaluation, const struct pf_result *result)
{
	return result->kind == PF_RESULT_STR ||
	       (result->kind == PF_RESULT_BYTES && pf_evaluation_has_byte_text(evaluation));
}

/* How Python's errors call it. */
static const char *sequence_name(struct pf_evaluation *evaluation, const struct pf_result *result)
{
	const char *name = pf_evaluation_type_name(evaluation, result);
	if (is_string(evaluation, result))
		return "string";
	if (result->kind != PF_RESULT_SLICE)
		return name;
	struct pf_result whole = pf_result_of_object(result->at);
	return pf_evaluation_type_name(evaluation, &whole);
}

static struct pf_error *no_index(struct pf_evaluation *evaluation, const struct pf_result *sequence,
				 const struct pf_result *key)
{
	const char *type = pf_evaluation_type_name(evaluation, key);
	if (is_string(evaluation, sequence))
		return pf_error_create(PF_USAGE, "string indices must be integers, not '%s'", type);
	return pf_error_create(PF_USAGE, "%s indices must be integers or slices, not %s",
			       sequence_name(evaluation, sequence), type);
}

static struct pf_error *out_of_range(struct pf_evaluation *evaluation,
				     const struct pf_result *sequence)
{
	enum pf_sequence kind;
	PF_TRY(pf_evaluation_sequence(evaluation, sequence, &kind));
	if (sequence->kind == PF_RESULT_BYTES && !is_string(evaluation, sequence))
		return pf_error_create(PF_USAGE, "index out of range");
	return pf_error_create(PF_USAGE, "%s%s index out of range",
			       sequence_name(evaluation, sequence),
			       kind == PF_SEQUENCE_RANGE ? " object" : "");
}

static struct pf_error *item_of_sequence(struct pf_evaluation *evaluation,
					 const struct pf_result *sequence,
					 const struct pf_result *key, struct pf_result *ret)
{
	uint64_t length;
	PF_TRY(pf_evaluation_length(evaluation, sequence, &length));
	if (!pf_evaluation_is_index(key))
		return no_index(evaluation, sequence, key);
	uint64_t index = (uint64_t)key->integer;
	if (key->integer < 0)
		index += length;
	if (key->text || index >= length)
		return out_of_range(evaluation, sequence);
	return pf_evaluation_at(evaluation, sequence, index, ret);
}

static struct pf_error *is_plain(struct pf_evaluation *evaluation, const struct pf_result *result,
				 struct pf_object *ret, bool *plain)
{
	*plain = false;
	if (result->kind != PF_RESULT_OBJECT)
		return NULL;
	PF_TRY(pf_object_open(evaluation->view, result->at, ret));
	*plain = ret->class->kind == &pf_kind_plain;
	return NULL;
}

/* "KeyError: 'k'"; of a plain object without its attributes. */
static struct pf_error *no_key(struct pf_evaluation *evaluation, const struct pf_result *key)
{
	static const struct pf_limits limits = { .depth = 1, .elements = 10, .max_string = 80 };
	PF_GUARD(pf_text_deinit) struct pf_text text = { 0 };
	struct pf_object object;
	bool plain;
	PF_TRY(is_plain(evaluation, key, &object, &plain));
	if (plain)
		pf_kind_append_object(&text, &object);
	else
		PF_TRY(pf_result_repr(evaluation->view, key, &limits, &text));
	return pf_error_create(PF_USAGE, "KeyError: %s", pf_text_str(&text));
}

static struct pf_error *is_dict(struct pf_evaluation *evaluation, const struct pf_result *result,
				bool *ret)
{
	struct pf_object object;
	*ret = false;
	if (result->kind != PF_RESULT_OBJECT)
		return NULL;
	PF_TRY(pf_object_open(evaluation->view, result->at, &object));
	*ret = pf_evaluation_is_dict(&object);
	return NULL;
}

static struct pf_error *item_of_dict(struct pf_evaluation *evaluation, const struct pf_result *dict,
				     const struct pf_result *key, struct pf_result *ret)
{
	bool found;
	PF_TRY(pf_evaluation_find_key(evaluation, dict, key, &found, ret));
	return found ? NULL : no_key(evaluation, key);
}

/* In 2.7 a byte of a str is a str, but one of a bytearray is an int. */
static struct pf_error *number_byte(struct pf_evaluation *evaluation,
				    const struct pf_result *sequence, struct pf_result *byte)
{
	struct pf_object object;
	if (byte->kind != PF_RESULT_BYTES || sequence->kind != PF_RESULT_OBJECT)
		return NULL;
	PF_TRY(pf_object_open(evaluation->view, sequence->at, &object));
	if (object.class->kind == &pf_kind_bytearray)
		*byte = pf_result_of_int((uint8_t)*byte->text);
	return NULL;
}

/* A character of a text that is too long to be loaded. */
static struct pf_error *item_of_long(struct pf_evaluation *evaluation, const struct pf_result *text,
				     const struct pf_result *key, struct pf_result *ret)
{
	struct pf_result slice = { .kind = PF_RESULT_SLICE, .step = 1, .count = 1 }, character;
	uint64_t length;
	PF_TRY(pf_evaluation_long_text(evaluation, text, &length));
	if (!pf_evaluation_is_index(key))
		return no_index(evaluation, text, key);
	slice.start = key->integer < 0 ? key->integer + (int64_t)length : key->integer;
	if (key->text || slice.start < 0 || (uint64_t)slice.start >= length)
		return out_of_range(evaluation, text);
	PF_TRY(pf_evaluation_long_slice(evaluation, text, &slice, &character));
	PF_TRY(pf_evaluation_at(evaluation, &character, 0, ret));
	return number_byte(evaluation, text, ret);
}

struct pf_error *pf_evaluation_not_subscriptable(struct pf_evaluation *evaluation,
						 const struct pf_result *object)
{
	return pf_error_create(PF_USAGE, "'%s' object is not subscriptable",
			       pf_evaluation_type_name(evaluation, object));
}

static struct pf_error *find_item(struct pf_evaluation *evaluation, const struct pf_result *object,
				  const struct pf_result *key, struct pf_result *ret)
{
	struct pf_result value = *object, index = *key;
	enum pf_sequence sequence;
	uint64_t long_text;
	bool dict;
	PF_TRY(pf_evaluation_expect_known(evaluation, object, "__getitem__"));
	if (object->kind == PF_RESULT_DICT) {
		PF_TRY(pf_evaluation_find_own(evaluation, object, key, &dict, ret));
		return dict ? NULL : no_key(evaluation, key);
	}
	PF_TRY(is_dict(evaluation, object, &dict));
	if (dict)
		return item_of_dict(evaluation, object, key, ret);
	PF_TRY(pf_evaluation_load(evaluation, &index));
	PF_TRY(pf_evaluation_long_text(evaluation, object, &long_text));
	if (long_text)
		return item_of_long(evaluation, object, &index, ret);
	PF_TRY(pf_evaluation_load(evaluation, &value));
	PF_TRY(pf_evaluation_sequence(evaluation, &value, &sequence));
	if (sequence == PF_SEQUENCE_NONE)
		return pf_evaluation_not_subscriptable(evaluation, object);
	PF_TRY(item_of_sequence(evaluation, &value, &index, ret));
	return number_byte(evaluation, object, ret);
}

/* What is in a secret is one; an item of our own tuples and lists may be, too. */
struct pf_error *pf_evaluation_item(struct pf_evaluation *evaluation,
				    const struct pf_result *object, const struct pf_result *key,
				    struct pf_result *ret)
{
	bool secret = object->secret;
	if (!secret)
		PF_TRY(pf_redaction_has_result(evaluation->view, key, &secret));
	PF_TRY(find_item(evaluation, object, key, ret));
	ret->secret |= secret;
	return NULL;
}
