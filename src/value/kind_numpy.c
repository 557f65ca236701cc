/* numpy: arrays and numbers, read as memory, so that nothing of numpy is needed or executed. */
#include "base/cleanup.h"
#include "python/object.h"
#include "value/cells.h"
#include "value/class.h"
#include "value/kinds.h"
#include "value/quoted.h"
#include "value/written.h"

#include <inttypes.h>
#include <string.h>

/*
 * numpy's C API promises these to all that were built against it, behind the object's head:
 * PyArrayObject_fields and _PyArray_Descr (ndarraytypes.h). numpy 2 widened elsize and alignment and
 * put them behind 64 bits of flags.
 */
enum { DATA = 0, DIMENSIONS = 8, SHAPE = 16, STRIDES = 24, DESCRIPTION = 40 };
enum { KIND = 8, ORDER = 10, SIZE_1 = 16, ALIGNMENT_1 = 20, SIZE_2 = 24, DESCRIPTION_BYTES = 40 };

enum { MOST_DIMENSIONS = 64, MOST_CHARACTERS = 1 << 16 };

/* What an item is. */
struct item {
	char kind, order;
	uint64_t size;
};

struct array {
	pf_addr data;
	int32_t dimensions;
	uint64_t shape[MOST_DIMENSIONS];
	int64_t strides[MOST_DIMENSIONS];
	struct item item;
};

static pf_addr behind_head(const struct pf_view *view, pf_addr at)
{
	return at + (pf_addr)view->reader->layout->object.size;
}

/* numpy 1 has an alignment, which is never 0, where numpy 2 has the upper half of its flags. */
static struct pf_error *peek_item(struct pf_view *view, pf_addr description, struct item *ret)
{
	unsigned char bytes[DESCRIPTION_BYTES];
	PF_TRY(pf_reader_peek(view->reader, behind_head(view, description), bytes, sizeof(bytes)));
	int32_t alignment = pf_int_in(bytes, ALIGNMENT_1);
	bool first = alignment > 0 && alignment <= 64;
	ret->kind = (char)bytes[KIND];
	ret->order = (char)bytes[ORDER];
	ret->size = first ? (uint32_t)pf_int_in(bytes, SIZE_1) : pf_word_in(bytes, SIZE_2);
	if (ret->size > INT32_MAX || ret->kind < ' ' || ret->kind > '~')
		return pf_error_create(PF_CORRUPT, "a dtype that is none");
	return NULL;
}

static struct pf_error *peek_array(struct pf_view *view, const struct pf_object *object,
				   struct array *ret)
{
	pf_addr at = behind_head(view, object->at), shape, strides, description;
	PF_TRY(pf_reader_peek_word(view->reader, at + DATA, &ret->data));
	PF_TRY(pf_reader_peek_int(view->reader, at + DIMENSIONS, &ret->dimensions));
	PF_TRY(pf_reader_peek_word(view->reader, at + SHAPE, &shape));
	PF_TRY(pf_reader_peek_word(view->reader, at + STRIDES, &strides));
	PF_TRY(pf_reader_peek_word(view->reader, at + DESCRIPTION, &description));
	if (ret->dimensions < 0 || ret->dimensions > MOST_DIMENSIONS)
		return pf_error_create(PF_CORRUPT, "an array of %d dimensions", ret->dimensions);
	size_t size = (size_t)ret->dimensions * sizeof(uint64_t);
	if (size) {
		PF_TRY(pf_reader_peek(view->reader, shape, ret->shape, size));
		PF_TRY(pf_reader_peek(view->reader, strides, ret->strides, size));
	}
	return peek_item(view, description, &ret->item);
}

/* --- what the items are called, as str(dtype) does */

static const char *kind_name(char kind)
{
	switch (kind) {
	case 'i':
		return "int";
	case 'u':
		return "uint";
	case 'f':
		return "float";
	case 'c':
		return "complex";
	default:
		return NULL;
	}
}

static void append_dtype(const struct item *item, struct pf_text *text)
{
	const char *name = kind_name(item->kind);
	if (name && item->order == '>')
		pf_text_printf(text, ">%c%" PRIu64, item->kind, item->size);
	else if (name)
		pf_text_printf(text, "%s%" PRIu64, name, item->size * 8);
	else if (item->kind == 'b' || item->kind == 'O')
		pf_text_append_str(text, item->kind == 'b' ? "bool" : "object");
	else if (item->kind == 'U')
		pf_text_printf(text, "<U%" PRIu64, item->size / 4);
	else
		pf_text_printf(text, "%s%c%" PRIu64,
			       item->kind == 'M' || item->kind == 'm' ? "<" : "|", item->kind,
			       item->size);
}

/* --- items */

static bool cell_of(const struct item *item, struct pf_cell_type *ret)
{
	static const struct {
		char kind;
		enum pf_cell_kind cell;
		const char *sizes; /* each is a character */
	} cells[] = {
		{ 'b', PF_CELL_BOOL, "\1" },
		{ 'i', PF_CELL_SIGNED, "\1\2\4\10" },
		{ 'u', PF_CELL_UNSIGNED, "\1\2\4\10" },
		{ 'f', PF_CELL_FLOAT, "\2\4\10" },
		{ 'c', PF_CELL_COMPLEX, "\10\20" },
	};
	for (size_t i = 0; i < sizeof(cells) / sizeof(cells[0]); i++) {
		if (cells[i].kind != item->kind || item->size > 16 || !item->size ||
		    !strchr(cells[i].sizes, (int)item->size))
			continue;
		*ret = (struct pf_cell_type){ cells[i].cell, (size_t)item->size, item->order == '>',
					      "" };
		return true;
	}
	return false;
}

/* Text of a fixed width, filled up with NULs. */
static struct pf_error *append_text(struct pf_view *view, const struct item *item, pf_addr at,
				    struct pf_text *text)
{
	size_t width = item->kind == 'U' ? 4 : 1;
	size_t count = (size_t)(item->size / width);
	if (count > MOST_CHARACTERS)
		return pf_error_create(PF_CORRUPT, "items of %zu characters", count);
	PF_AUTO_FREE unsigned char *units = calloc(count + 1, width);
	if (!units)
		return &pf_error_no_memory;
	PF_TRY(pf_reader_peek(view->reader, at, units, count * width));
	static const unsigned char nul[4];
	while (count && !memcmp(units + (count - 1) * width, nul, width))
		count--;
	pf_text_append_str(text, width == 1 ? "b" : "");
	pf_quoted_append(text, &(struct pf_units){ units, count, width, width == 1 });
	return NULL;
}

/* Objects with others in them are only named: an array may be in itself. */
static struct pf_error *append_object(struct pf_view *view, pf_addr at, struct pf_text *text)
{
	struct pf_object object;
	pf_addr value;
	PF_TRY(pf_reader_peek_word(view->reader, at, &value));
	PF_TRY(pf_object_open(view, value, &object));
	if (object.class->kind != &pf_kind_ndarray)
		return pf_written_value(view, value, &pf_limits_default, text);
	pf_kind_append_object(text, &object);
	return NULL;
}

static struct pf_error *append_item(struct pf_view *view, const struct item *item, pf_addr at,
				    struct pf_text *text)
{
	unsigned char bytes[16];
	struct pf_cell_type cell;
	if (item->kind == 'O')
		return append_object(view, at, text);
	if ((item->kind == 'U' && item->order != '>') || item->kind == 'S')
		return append_text(view, item, at, text);
	if (!cell_of(item, &cell)) {
		pf_text_append_str(text, "?");
		return NULL;
	}
	PF_TRY(pf_reader_peek(view->reader, at, bytes, cell.size));
	pf_cell_append(&cell, bytes, text);
	return NULL;
}

/* --- ndarray: items in the order of its last dimension, which is not how they need to lie */

static void append_shape(const struct array *array, struct pf_text *text)
{
	pf_text_append_str(text, "(");
	for (int32_t i = 0; i < array->dimensions; i++)
		pf_text_printf(text, "%s%" PRIu64, i ? ", " : "", array->shape[i]);
	pf_text_append_str(text, array->dimensions == 1 ? ",)" : ")");
}

/* Where the item is that has INDEX when all are counted in order. */
static pf_addr place_of(const struct array *array, uint64_t index)
{
	pf_addr at = array->data;
	for (int32_t i = array->dimensions; i-- > 0;) {
		at += (index % array->shape[i]) * (uint64_t)array->strides[i];
		index /= array->shape[i];
	}
	return at;
}

/* How many items there are, up to MOST. */
static uint64_t count_items(const struct array *array, uint64_t most)
{
	uint64_t count = 1;
	for (int32_t i = 0; i < array->dimensions; i++) {
		if (!array->shape[i])
			return 0;
		count = array->shape[i] > most / count ? most : count * array->shape[i];
	}
	return count;
}

static struct pf_error *append_items(struct pf_view *view, const struct array *array,
				     const struct pf_limits *limits, struct pf_text *text)
{
	uint64_t most = limits->elements && limits->elements < MOST_CHARACTERS ? limits->elements
									       : MOST_CHARACTERS;
	uint64_t count = count_items(array, most + 1);
	pf_text_append_str(text, "[");
	for (uint64_t i = 0; i < count && i < most; i++) {
		pf_text_append_str(text, i ? ", " : "");
		PF_TRY(append_item(view, &array->item, place_of(array, i), text));
	}
	pf_text_append_str(text, count > most ? "...]" : "]");
	return NULL;
}

static struct pf_error *write_array(struct pf_view *view, const struct pf_object *object,
				    const struct pf_limits *limits, struct pf_text *text)
{
	struct array array;
	PF_TRY(peek_array(view, object, &array));
	pf_text_append_str(text, "<");
	pf_kind_append_class(text, object->class);
	pf_text_append_str(text, " shape=");
	append_shape(&array, text);
	pf_text_append_str(text, " dtype=");
	append_dtype(&array.item, text);
	pf_text_append_str(text, " ");
	PF_TRY(append_items(view, &array, limits, text));
	pf_text_append_str(text, ">");
	return NULL;
}

static struct pf_error *array_length(struct pf_view *view, const struct pf_object *object,
				     uint64_t *ret)
{
	struct array array;
	PF_TRY(peek_array(view, object, &array));
	if (!array.dimensions)
		return pf_error_create(PF_CORRUPT, "an array without dimensions has no length");
	*ret = array.shape[0];
	return NULL;
}

const struct pf_kind pf_kind_ndarray = { .name = "numpy.ndarray",
					 .write = write_array,
					 .length = array_length };

/* --- numbers: the class says of what kind they are, and they lie behind the head */

static const struct {
	const char *name;
	struct item item;
} scalars[] = {
	{ "bool_", { 'b', '|', 1 } },	    { "bool", { 'b', '|', 1 } },
	{ "int8", { 'i', '|', 1 } },	    { "int16", { 'i', '<', 2 } },
	{ "int32", { 'i', '<', 4 } },	    { "int64", { 'i', '<', 8 } },
	{ "longlong", { 'i', '<', 8 } },    { "uint8", { 'u', '|', 1 } },
	{ "uint16", { 'u', '<', 2 } },	    { "uint32", { 'u', '<', 4 } },
	{ "uint64", { 'u', '<', 8 } },	    { "ulonglong", { 'u', '<', 8 } },
	{ "float16", { 'f', '<', 2 } },	    { "float32", { 'f', '<', 4 } },
	{ "float64", { 'f', '<', 8 } },	    { "complex64", { 'c', '<', 8 } },
	{ "complex128", { 'c', '<', 16 } },
};

/* As numpy 2 does: np.int64(5), np.True_, np.complex128(1+2j). */
static void append_scalar(const char *name, const struct item *item, const char *value,
			  struct pf_text *text)
{
	bool parenthesised = *value == '(';
	if (item->kind == 'b')
		pf_text_printf(text, "np.%s_", value);
	else
		pf_text_printf(text, "np.%s%s%s%s", name, parenthesised ? "" : "(", value,
			       parenthesised ? "" : ")");
}

/* Text and bytes are also those of Python; dates and what else there is are only named. */
static struct pf_error *write_other(struct pf_view *view, const struct pf_object *object,
				    const struct pf_limits *limits, struct pf_text *text)
{
	if (object->class->flags & PF_TYPE_TEXT)
		return pf_kind_text.write(view, object, limits, text);
	if (object->class->flags & PF_TYPE_BYTES)
		return pf_kind_bytes.write(view, object, limits, text);
	pf_kind_append_object(text, object);
	return NULL;
}

static struct pf_error *write_scalar(struct pf_view *view, const struct pf_object *object,
				     const struct pf_limits *limits, struct pf_text *text)
{
	PF_GUARD(pf_text_deinit) struct pf_text value = { 0 };
	pf_addr at = behind_head(view, object->at);
	for (size_t i = 0; i < sizeof(scalars) / sizeof(scalars[0]); i++) {
		if (strcmp(scalars[i].name, object->class->name) != 0)
			continue;
		PF_TRY(append_item(view, &scalars[i].item, at, &value));
		append_scalar(scalars[i].name, &scalars[i].item, pf_text_str(&value), text);
		return NULL;
	}
	return write_other(view, object, limits, text);
}

/* All of them are derived from it. */
const struct pf_kind pf_kind_numpy = { .name = "numpy.generic", .write = write_scalar };

/* --- dtype */

static struct pf_error *write_dtype(struct pf_view *view, const struct pf_object *object,
				    const struct pf_limits *limits, struct pf_text *text)
{
	struct item item;
	(void)limits;
	PF_TRY(peek_item(view, object->at, &item));
	pf_text_append_str(text, "dtype('");
	append_dtype(&item, text);
	pf_text_append_str(text, "')");
	return NULL;
}

const struct pf_kind pf_kind_dtype = { .name = "numpy.dtype", .write = write_dtype };
