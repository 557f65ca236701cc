/* str, bytes, bytearray, and 2.7's str and unicode. */
#include "base/cleanup.h"
#include "python/object.h"
#include "python/string.h"
#include "value/kinds.h"
#include "value/quoted.h"

#include <inttypes.h>
#include <stdlib.h>

/* More is not read of one text, even if there is no limit; and how much of it at a time. */
enum { MOST_BYTES = 1 << 26, PART = 1 << 16 };

/* A text of 2.7's narrow builds has surrogate pairs: repr() writes the character that they mean. */
static size_t join_pairs(uint32_t *units, size_t count)
{
	size_t kept = 0;
	for (size_t i = 0; i < count; i++, kept++) {
		bool pair = (units[i] & 0xfffffc00) == 0xd800 && i + 1 < count &&
			    (units[i + 1] & 0xfffffc00) == 0xdc00;
		units[kept] = units[i];
		if (!pair)
			continue;
		units[kept] = 0x10000 + ((units[i] & 0x3ff) << 10 | (units[i + 1] & 0x3ff));
		i++;
	}
	return kept;
}

static struct pf_error *append_pairs(struct pf_text *text, const struct pf_units *units)
{
	PF_AUTO_FREE uint32_t *wide = malloc((units->count + 1) * sizeof(*wide));
	if (!wide)
		return &pf_error_no_memory;
	for (size_t i = 0; i < units->count; i++)
		wide[i] = ((const uint16_t *)units->items)[i];
	size_t count = join_pairs(wide, units->count);
	pf_quoted_append(text, &(struct pf_units){ wide, count, sizeof(*wide), true });
	return NULL;
}

/* A text that is cut must be there to its end, where a NUL is. */
static struct pf_error *check_end(struct pf_view *view, const struct pf_characters *from,
				  size_t width)
{
	uint32_t end = 0;
	PF_TRY(pf_reader_peek(view->reader, from->at + from->count * width, &end, width));
	return end ? pf_error_create(PF_CORRUPT, "a text of %" PRIu64 " characters without an end",
				     from->count)
		   : NULL;
}

/* The first units of a text: fewer than *COUNT when the pause has to end. */
static struct pf_error *read_units(struct pf_view *view, pf_addr at, size_t width,
				   unsigned char *units, uint64_t *count)
{
	uint64_t done = 0;
	while (done < *count && !(done && pf_view_is_late(view))) {
		uint64_t part = *count - done < PART ? *count - done : PART;
		PF_TRY(pf_reader_peek(view->reader, at + done * width, units + done * width,
				      part * width));
		done += part;
	}
	*count = done;
	return NULL;
}

/* Returns how many of them were appended: not all when the pause has to end. */
static size_t append_units(const struct pf_view *view, struct pf_text *text,
			   const struct pf_units *units)
{
	char quote = pf_quoted_quote(units);
	size_t done = 0;
	pf_text_append(text, &quote, 1);
	while (done < units->count && !(done && pf_view_is_late(view))) {
		size_t part = units->count - done < PART ? units->count - done : PART;
		pf_quoted_append_part(text, units, done, part, quote);
		done += part;
	}
	pf_text_append(text, &quote, 1);
	return done;
}

/* Reads the first CHARACTERS and appends them in quotes, with "..." when there are more. */
static struct pf_error *write_characters(struct pf_view *view, const struct pf_characters *from,
					 const struct pf_limits *limits, bool bytes,
					 struct pf_text *text)
{
	size_t width = from->width ? from->width : 1;
	uint64_t most = MOST_BYTES / width;
	if (limits->max_string && limits->max_string < most)
		most = limits->max_string;
	uint64_t count = from->count < most ? from->count : most;
	if (from->count > INT64_MAX / width)
		return pf_error_create(PF_CORRUPT, "a text of %" PRIu64 " characters", from->count);
	if (from->count > count)
		PF_TRY(check_end(view, from, width));
	PF_AUTO_FREE unsigned char *units = malloc(count * width + 1);
	if (!units)
		return &pf_error_no_memory;
	PF_TRY(read_units(view, from->at, width, units, &count));
	struct pf_units quoted = { units, count, width, bytes };
	if (bytes && width == 2)
		PF_TRY(append_pairs(text, &quoted));
	else
		count = append_units(view, text, &quoted);
	pf_text_append_str(text, from->count > count ? "..." : "");
	return NULL;
}

static bool is_python2(const struct pf_view *view)
{
	return view->reader->layout->traits.text == TEXT_BYTES;
}

static struct pf_error *locate(struct pf_view *view, const struct pf_object *object,
			       struct pf_characters *ret)
{
	struct pf_error *err = pf_string_locate(view->reader, object->at, ret);
	if (!err || pf_error_code(err) != PF_TORN)
		return err;
	pf_error_destroy(err);
	return pf_error_create(PF_CORRUPT, "a str of no kind that there is");
}

/* 2.7's repr() of a unicode escapes all that is not ASCII. */
static struct pf_error *write_text(struct pf_view *view, const struct pf_object *object,
				   const struct pf_limits *limits, struct pf_text *text)
{
	struct pf_characters from;
	PF_TRY(locate(view, object, &from));
	pf_text_append_str(text, is_python2(view) ? "u" : "");
	return write_characters(view, &from, limits, is_python2(view), text);
}

static struct pf_error *text_length(struct pf_view *view, const struct pf_object *object,
				    uint64_t *ret)
{
	struct pf_characters from;
	PF_TRY(locate(view, object, &from));
	*ret = from.count;
	return NULL;
}

const struct pf_kind pf_kind_text = { .flag = PF_TYPE_TEXT,
				      .write = write_text,
				      .length = text_length };

static struct pf_error *variable_length(struct pf_view *view, const struct pf_object *object,
					uint64_t *ret)
{
	PF_TRY(pf_reader_peek_word(
		view->reader, object->at + (pf_addr)view->reader->layout->object.var_size, ret));
	return *ret > INT64_MAX ? pf_error_create(PF_CORRUPT, "a length of %" PRId64, (int64_t)*ret)
				: NULL;
}

static struct pf_error *write_bytes(struct pf_view *view, const struct pf_object *object,
				    const struct pf_limits *limits, struct pf_text *text)
{
	struct pf_characters from = {
		.at = object->at + (pf_addr)view->reader->layout->object.bytes_data, .width = 1
	};
	PF_TRY(variable_length(view, object, &from.count));
	pf_text_append_str(text, is_python2(view) ? "" : "b");
	return write_characters(view, &from, limits, true, text);
}

const struct pf_kind pf_kind_bytes = { .flag = PF_TYPE_BYTES,
				       .write = write_bytes,
				       .length = variable_length };

static struct pf_error *write_bytearray(struct pf_view *view, const struct pf_object *object,
					const struct pf_limits *limits, struct pf_text *text)
{
	struct pf_characters from = { .width = 1 };
	PF_TRY(variable_length(view, object, &from.count));
	PF_TRY(pf_reader_peek_word(
		view->reader,
		object->at + (pf_addr)view->reader->layout->objects.sequence.bytearray_start,
		&from.at));
	pf_text_append_str(text, "bytearray(b");
	if (from.count)
		PF_TRY(write_characters(view, &from, limits, true, text));
	else
		pf_text_append_str(text, "''");
	pf_text_append_str(text, ")");
	return NULL;
}

const struct pf_kind pf_kind_bytearray = { .name = "bytearray",
					   .write = write_bytearray,
					   .length = variable_length };
