/* array.array and memoryview: plain numbers in memory. */
#include "base/cleanup.h"
#include "value/cells.h"
#include "value/fields.h"
#include "value/kinds.h"
#include "value/quoted.h"
#include "value/written.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

enum { CODE_SIZE = 4, MOST_CHARACTERS = 1 << 24 };

/* An array, opened. */
struct array {
	char code[CODE_SIZE]; /* of its items: "h"; two letters for some of 3.15 */
	uint64_t length;
	pf_addr items;
	int32_t itemsize;
};

static struct pf_error *array_open(struct pf_view *view, const struct pf_object *object,
				   struct array *ret)
{
	const struct pf_layout_array *layout = &view->reader->layout->library.array;
	pf_addr about;
	PF_TRY(pf_field_word(view, object, view->reader->layout->object.var_size, &ret->length));
	PF_TRY(pf_field_word(view, object, layout->items, &ret->items));
	PF_TRY(pf_field_word(view, object, layout->description, &about));
	PF_TRY(pf_reader_peek(view->reader, about + (pf_addr)layout->typecode, ret->code,
			      CODE_SIZE - 1));
	ret->code[CODE_SIZE - 1] = 0;
	PF_TRY(pf_reader_peek_int(view->reader, about + (pf_addr)layout->itemsize, &ret->itemsize));
	if (ret->length > INT64_MAX / 16)
		return pf_error_create(PF_CORRUPT, "a length of %" PRId64, (int64_t)ret->length);
	return NULL;
}

/* 2.7 has its arrays of characters as str and unicode. */
static struct pf_error *append_text(struct pf_view *view, const struct array *array,
				    const struct pf_limits *limits, struct pf_text *text)
{
	bool python2 = view->reader->layout->traits.text == TEXT_BYTES;
	size_t width = (size_t)array->itemsize;
	uint64_t most = limits->max_string ? limits->max_string : MOST_CHARACTERS;
	uint64_t count = array->length < most ? array->length : most;
	if (width != 1 && width != 2 && width != 4)
		return pf_error_create(PF_CORRUPT, "characters of %zu bytes", width);
	PF_AUTO_FREE void *units = malloc(count * width + 1);
	if (!units)
		return &pf_error_no_memory;
	PF_TRY(pf_reader_peek(view->reader, array->items, units, count * width));
	pf_text_append_str(text, python2 && width > 1 ? "u" : "");
	pf_quoted_append(text, &(struct pf_units){ units, count, width, python2 });
	pf_text_append_str(text, count < array->length ? "..." : "");
	return NULL;
}

static bool is_text(const struct array *array)
{
	return !strcmp(array->code, "u") || !strcmp(array->code, "w") || !strcmp(array->code, "c");
}

static struct pf_error *append_items(struct pf_view *view, const struct array *array,
				     const struct pf_limits *limits, struct pf_text *text)
{
	struct pf_cells cells = { .reader = view->reader,
				  .at = array->items,
				  .count = array->length,
				  .stride = array->itemsize,
				  .limits = limits };
	if (!pf_cell_parse(array->code, array->itemsize, &cells.type)) {
		pf_text_printf(text, "<%" PRIu64 " items>", array->length);
		return NULL;
	}
	/* 2.7 makes longs of these. */
	bool longs = view->reader->layout->traits.ints == INT_AND_LONG;
	cells.type.suffix = longs && strchr("IL", *array->code) ? "L" : "";
	pf_text_append_str(text, "[");
	PF_TRY(pf_cells_append(&cells, text));
	pf_text_append_str(text, "]");
	return NULL;
}

static struct pf_error *write_array(struct pf_view *view, const struct pf_object *object,
				    const struct pf_limits *limits, struct pf_text *text)
{
	struct array array;
	PF_TRY(array_open(view, object, &array));
	pf_text_printf(text, "%s('", pf_written_name(view, object, "array"));
	pf_text_append_utf8(text, array.code, strlen(array.code));
	pf_text_append_str(text, array.length ? "', " : "'");
	if (array.length && is_text(&array))
		PF_TRY(append_text(view, &array, limits, text));
	else if (array.length)
		PF_TRY(append_items(view, &array, limits, text));
	pf_text_append_str(text, ")");
	return NULL;
}

static struct pf_error *array_length(struct pf_view *view, const struct pf_object *object,
				     uint64_t *ret)
{
	struct array array;
	PF_TRY(array_open(view, object, &array));
	*ret = array.length;
	return NULL;
}

const struct pf_kind pf_kind_array = { .name = "array.array",
				       .write = write_array,
				       .length = array_length };

/* --- memoryview */

enum { RELEASED = 1 };

static struct pf_error *write_memoryview(struct pf_view *view, const struct pf_object *object,
					 const struct pf_limits *limits, struct pf_text *text)
{
	int32_t offset = view->reader->layout->library.memoryview.flags, flags = 0;
	(void)limits;
	if (offset != PF_ABSENT)
		PF_TRY(pf_reader_peek_int(view->reader, object->at + (pf_addr)offset, &flags));
	pf_text_printf(text, "<%smemory at 0x%" PRIx64 ">", flags & RELEASED ? "released " : "",
		       object->at);
	return NULL;
}

/* That of the first dimension. */
static struct pf_error *memoryview_length(struct pf_view *view, const struct pf_object *object,
					  uint64_t *ret)
{
	const struct pf_layout_memoryview *layout = &view->reader->layout->library.memoryview;
	int32_t dimensions;
	pf_addr shape;
	PF_TRY(pf_reader_peek_int(view->reader, object->at + (pf_addr)layout->dimensions,
				  &dimensions));
	PF_TRY(pf_field_word(view, object, layout->shape, &shape));
	*ret = 1;
	return dimensions > 0 && shape ? pf_reader_peek_word(view->reader, shape, ret) : NULL;
}

static struct pf_error *memoryview_attribute(struct pf_view *view, const struct pf_object *object,
					     const char *name, pf_addr *ret)
{
	const struct pf_named_field fields[] = {
		{ "obj", view->reader->layout->library.memoryview.object },
	};
	return pf_field_find(view, object, fields, 1, name, ret);
}

const struct pf_kind pf_kind_memoryview = { .name = "memoryview",
					    .write = write_memoryview,
					    .length = memoryview_length,
					    .attribute = memoryview_attribute };
