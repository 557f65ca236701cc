/* Values as text: what Python's repr() prints, as far as that is told by memory alone. */
#include "value/repr.h"

#include "base/cleanup.h"
#include "value/class.h"
#include "value/redaction.h"

#include <stdlib.h>
#include <string.h>

/* Whatever the limits are: levels of containers, bytes of one value's text, children of one call. */
enum { LEVELS = 1000, TEXT_LIMIT = 1 << 26, BITE = 64 };

/* Where the number of elements is limited: bytes of text for each, and in any case. */
enum { ELEMENT_TEXT = 1 << 12, LEAST_TEXT = 1 << 20 };

/* So many times the elements are looked at when equal ones are printed as one. */
enum { PATIENCE = 16 };

const struct pf_limits pf_limits_default = { 4, 200, 10, 200, 0 };

/* A container that is being written. */
struct level {
	struct pf_object object;
	struct pf_shape shape;
	struct pf_children children;
	size_t next;		/* index of the next child in CHILDREN */
	uint64_t printed, seen; /* elements */
	bool value_next;	/* the key is written or being written, its value is not */
	size_t before, element; /* where the element at hand begins, with and without its comma */
	size_t last, last_size; /* where the one before is */
	uint64_t run;		/* how often the last one was there in a row */
};

struct writing {
	struct pf_view *view;
	const struct pf_limits *limits;
	struct pf_text *text;
	size_t begin;
	PF_ARRAY(struct level);
};

static void level_deinit(struct level *level)
{
	pf_shape_deinit(&level->shape);
	pf_children_deinit(&level->children);
}

static void writing_deinit(struct writing *writing)
{
	while (writing->count)
		level_deinit(&writing->items[--writing->count]);
	pf_array_deinit(writing);
}

struct pf_error *pf_repr_corrupt(struct pf_error *err, struct pf_text *text)
{
	if (!err || pf_view_is_fatal(err))
		return err;
	bool unreadable = pf_error_code(err) == PF_FAULT;
	pf_text_printf(text, "<corrupt: %s>",
		       unreadable		       ? "unreadable memory"
		       : pf_error_code(err) == PF_TORN ? "it contradicts itself"
						       : pf_error_message(err));
	pf_error_destroy(err);
	return NULL;
}

static bool contains(const struct writing *writing, pf_addr at)
{
	for (size_t i = 0; i < writing->count; i++) {
		if (writing->items[i].object.at == at)
			return true;
	}
	return false;
}

static bool is_deep(const struct writing *writing)
{
	unsigned most = writing->limits->depth;
	return writing->count >= LEVELS || (most && writing->count >= most);
}

static void fold(struct writing *writing, const struct level *level)
{
	if (level->shape.folded)
		pf_text_append_str(writing->text, level->shape.folded);
	else
		pf_kind_append_object(writing->text, &level->object);
}

/* Fetches children when there are none at hand. */
static struct pf_error *fetch(struct writing *writing, struct level *level)
{
	while (level->next == level->children.count && level->children.more) {
		level->next = level->children.count = 0;
		PF_TRY(level->object.class->kind->children(writing->view, &level->object, BITE,
							   &level->children));
	}
	return NULL;
}

/* How a container begins and ends is text of its own: what it lacks is not seen in ours. */
static struct pf_error *check_shape(const struct pf_shape *shape)
{
	PF_TRY(pf_text_check(&shape->open));
	PF_TRY(pf_text_check(&shape->close));
	return pf_text_check(&shape->empty);
}

static struct pf_error *begin_container(struct writing *writing, const struct pf_object *object)
{
	const struct pf_kind *kind = object->class->kind;
	struct level level = { .object = *object, .children.more = true };
	struct pf_error *err = kind->shape(writing->view, object, writing->limits, &level.shape);
	if (!err)
		err = check_shape(&level.shape);
	if (!err && (is_deep(writing) || contains(writing, object->at))) {
		fold(writing, &level);
		level_deinit(&level);
		return NULL;
	}
	if (!err)
		err = fetch(writing, &level);
	if (!err && level.children.count && !(err = pf_array_reserve(writing, 1))) {
		pf_text_append_str(writing->text, pf_text_str(&level.shape.open));
		writing->items[writing->count++] = level;
		return NULL;
	}
	if (!err && level.shape.empty.size) {
		pf_text_append_str(writing->text, pf_text_str(&level.shape.empty));
	} else if (!err) {
		pf_text_append_str(writing->text, pf_text_str(&level.shape.open));
		pf_text_append_str(writing->text, pf_text_str(&level.shape.close));
	}
	level_deinit(&level);
	return err;
}

static void shorten(struct pf_text *text, size_t size)
{
	if (text->failed || size >= text->size)
		return;
	text->size = size;
	text->bytes[size] = 0;
}

/* Writes a value, or begins one that has children. */
static struct pf_error *write_value(struct writing *writing, pf_addr at)
{
	struct pf_object object;
	size_t size = writing->text->size;
	struct pf_error *err = pf_object_open(writing->view, at, &object);
	if (!err && object.class->kind->write)
		err = object.class->kind->write(writing->view, &object, writing->limits,
						writing->text);
	else if (!err)
		err = begin_container(writing, &object);
	if (err && !pf_view_is_fatal(err))
		shorten(writing->text, size);
	return pf_repr_corrupt(err, writing->text);
}

/* --- elements: equal ones in a row are written once */

static void append_piece(struct pf_text *text, const struct pf_text *from, size_t begin,
			 size_t size)
{
	if (!from->failed)
		pf_text_append(text, from->bytes + begin, size);
}

static void end_run(struct writing *writing, struct level *level)
{
	PF_GUARD(pf_text_deinit) struct pf_text again = { 0 };
	uint64_t run = level->run;
	level->run = 0;
	if (run && writing->limits->repeats && run >= writing->limits->repeats) {
		pf_text_printf(writing->text, " <repeats %llu times>", (unsigned long long)run + 1);
		return;
	}
	append_piece(&again, writing->text, level->last, run ? level->last_size : 0);
	for (; run; run--)
		pf_text_printf(writing->text, ", %s", pf_text_str(&again));
	writing->text->failed |= again.failed;
}

/* Ends a run in front of the element at hand. */
static void insert_run(struct writing *writing, struct level *level)
{
	PF_GUARD(pf_text_deinit) struct pf_text element = { 0 };
	struct pf_text *text = writing->text;
	append_piece(&element, text, level->before, text->size - level->before);
	shorten(text, level->before);
	end_run(writing, level);
	level->element += text->size - level->before;
	pf_text_append(text, pf_text_str(&element), element.size);
	text->failed |= element.failed;
}

/* The element at hand is whole: it is dropped again when it is the same as the one before. */
static void end_element(struct writing *writing, struct level *level)
{
	struct pf_text *text = writing->text;
	size_t size = text->size - level->element;
	level->seen++;
	if (level->shape.style == PF_STYLE_ITEMS && level->printed && !text->failed &&
	    size == level->last_size &&
	    !memcmp(text->bytes + level->element, text->bytes + level->last, size)) {
		level->run++;
		shorten(text, level->before);
		return;
	}
	if (level->run)
		insert_run(writing, level);
	level->printed++;
	level->last = level->element;
	level->last_size = size;
}

/* Elements inside of elements are a lot, even when there are few of each. */
static uint64_t text_limit(const struct pf_limits *limits)
{
	uint64_t limit = (uint64_t)limits->elements * ELEMENT_TEXT;
	if (limits->max_text)
		return limits->max_text;
	if (!limits->elements || limit > TEXT_LIMIT)
		return TEXT_LIMIT;
	return limit > LEAST_TEXT ? limit : LEAST_TEXT;
}

static bool is_full(const struct writing *writing, const struct level *level)
{
	uint64_t most = writing->limits->elements;
	return pf_view_is_late(writing->view) ||
	       writing->text->size - writing->begin > text_limit(writing->limits) ||
	       (most && (level->printed >= most || level->seen >= most * PATIENCE));
}

static void end_part(struct writing *writing);

static void end_container(struct writing *writing, bool cut)
{
	struct level *level = &writing->items[--writing->count];
	end_run(writing, level);
	if (level->shape.comma && level->seen == 1 && !cut)
		pf_text_append_str(writing->text, ",");
	pf_text_append_str(writing->text, cut ? "..." : "");
	pf_text_append_str(writing->text, pf_text_str(&level->shape.close));
	level_deinit(level);
	if (writing->count)
		end_part(writing);
}

/* --- one step at a time */

static void begin_element(struct writing *writing, struct level *level,
			  const struct pf_child *child)
{
	level->before = writing->text->size;
	pf_text_append_str(writing->text, level->printed ? ", " : "");
	level->element = writing->text->size;
	if (level->shape.style == PF_STYLE_TUPLES)
		pf_text_append_str(writing->text, "(");
	if (level->shape.style == PF_STYLE_FIELDS && child->name)
		pf_text_printf(writing->text, "%s=", child->name);
}

/* A key or a value of the innermost container is whole. */
static void end_part(struct writing *writing)
{
	struct level *level = &writing->items[writing->count - 1];
	bool tuples = level->shape.style == PF_STYLE_TUPLES;
	if (level->value_next) {
		pf_text_append_str(writing->text, tuples ? ", " : ": ");
		return;
	}
	pf_text_append_str(writing->text, tuples ? ")" : "");
	end_element(writing, level);
}

/* ('Authorization', 'Bearer …'), as headers are: the second of two is named by the first, a text. */
static bool is_named_by_first(const struct writing *writing, const struct level *level)
{
	const struct pf_kind *kind = level->object.class->kind;
	const char *first = writing->text->bytes + level->last;
	uint64_t length = 0;
	if (level->seen != 1 || !kind->length || !strchr("'\"bu", *first) ||
	    !pf_redaction_has(writing->view->redaction, first))
		return false;
	struct pf_error *err = kind->length(writing->view, &level->object, &length);
	bool readable = !err;
	pf_error_destroy(err);
	return !readable || length == 2;
}

/*
 * Whether the name of the field at hand, or the key in front of the value, is to be redacted. A key
 * that is no text is one by what is printed of it, as (1, 'token').
 */
static struct pf_error *is_secret(const struct writing *writing, const struct level *level,
				  const struct pf_child *child, bool *ret)
{
	const struct pf_redaction *redaction = writing->view->redaction;
	*ret = false;
	if (!redaction || writing->text->failed)
		return NULL;
	if (level->shape.style == PF_STYLE_ITEMS) {
		*ret = is_named_by_first(writing, level);
		return NULL;
	}
	*ret = pf_redaction_has(redaction,
				child->name ? child->name : writing->text->bytes + level->element);
	return *ret ? NULL : pf_redaction_has_key(writing->view, child->key, ret);
}

/* Writes the next key or value of the innermost container. */
static struct pf_error *write_part(struct writing *writing)
{
	struct level *level = &writing->items[writing->count - 1];
	const struct pf_child *child = &level->children.items[level->next];
	bool key = !level->value_next &&
		   (level->shape.style == PF_STYLE_PAIRS || level->shape.style == PF_STYLE_TUPLES);
	if (!level->value_next)
		begin_element(writing, level, child);
	level->value_next = key;
	level->next += !key;
	size_t count = writing->count;
	bool secret = false;
	if (!key)
		PF_TRY(is_secret(writing, level, child, &secret));
	if (secret)
		pf_text_append_str(writing->text, PF_REDACTED);
	else if (!key && child->name && !child->value)
		pf_text_append_str(writing->text, "<unbound>");
	else
		PF_TRY(write_value(writing, key ? child->key : child->value));
	if (writing->count == count)
		end_part(writing);
	return NULL;
}

static struct pf_error *step(struct writing *writing)
{
	struct level *level = &writing->items[writing->count - 1];
	if (level->value_next)
		return write_part(writing);
	struct pf_error *err = pf_repr_corrupt(fetch(writing, level), writing->text);
	if (err)
		return err;
	bool more = level->next < level->children.count;
	if (!more || is_full(writing, level)) {
		end_container(writing, more);
		return NULL;
	}
	return write_part(writing);
}

/* Names come from the target as they are: what a terminal would obey is escaped, as in quotes. */
static struct pf_error *make_printable(struct pf_text *text, size_t begin)
{
	PF_GUARD(pf_text_deinit) struct pf_text tail = { 0 };
	if (text->failed)
		return &pf_error_no_memory;
	pf_text_append(&tail, text->bytes ? text->bytes + begin : "", text->size - begin);
	PF_TRY(pf_text_check(&tail));
	shorten(text, begin);
	pf_text_append_printable(text, pf_text_str(&tail));
	return pf_text_check(text);
}

struct pf_error *pf_repr(struct pf_view *view, pf_addr at, const struct pf_limits *limits,
			 struct pf_text *text)
{
	PF_GUARD(writing_deinit)
	struct writing writing = { view, limits, text, text->size, .items = NULL };
	PF_TRY(write_value(&writing, at));
	while (writing.count)
		PF_TRY(step(&writing));
	return make_printable(text, writing.begin);
}
