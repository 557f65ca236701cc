/* Files: text and buffered ones of the module io, and 2.7's file. */
#include "base/cleanup.h"
#include "python/instance.h"
#include "value/class.h"
#include "value/fields.h"
#include "value/kinds.h"
#include "value/written.h"

#include <inttypes.h>

static const struct pf_layout_stream *layout_of(const struct pf_view *view)
{
	return &view->reader->layout->library.stream;
}

/* " NAME=" and the attribute, if it has one. */
static struct pf_error *append_attribute(struct pf_view *view, pf_addr at, const char *name,
					 const struct pf_limits *limits, struct pf_text *text)
{
	pf_addr value;
	PF_TRY(pf_instance_find(view->reader, at, name, &value));
	if (!value)
		return NULL;
	pf_text_printf(text, " %s=", name);
	return pf_written_value(view, value, limits, text);
}

/* A buffered file has the name of the raw one in it, which has been given it by open(). */
static struct pf_error *append_name(struct pf_view *view, const struct pf_object *buffered,
				    const struct pf_limits *limits, struct pf_text *text)
{
	pf_addr raw;
	PF_TRY(pf_field_word(view, buffered, layout_of(view)->raw, &raw));
	return raw ? append_attribute(view, raw, "name", limits, text) : NULL;
}

static struct pf_error *write_buffered(struct pf_view *view, const struct pf_object *object,
				       const struct pf_limits *limits, struct pf_text *text)
{
	pf_text_append_str(text, "<");
	pf_kind_append_class(text, object->class);
	PF_TRY(append_name(view, object, limits, text));
	pf_text_append_str(text, ">");
	return NULL;
}

static struct pf_error *buffered_attribute(struct pf_view *view, const struct pf_object *object,
					   const char *name, pf_addr *ret)
{
	const struct pf_named_field field = { "raw", layout_of(view)->raw };
	return pf_field_find(view, object, &field, 1, name, ret);
}

const struct pf_kind pf_kind_buffered = { .name = "_io.BufferedReader",
					  .write = write_buffered,
					  .attribute = buffered_attribute };

/* What a text file writes to may be an object of any class. */
static struct pf_error *append_buffer_name(struct pf_view *view, const struct pf_object *object,
					   const struct pf_limits *limits, struct pf_text *text)
{
	struct pf_object buffer;
	pf_addr at;
	PF_TRY(pf_field_word(view, object, layout_of(view)->buffer, &at));
	if (!at)
		return NULL;
	PF_TRY(pf_object_open(view, at, &buffer));
	return buffer.class->kind == &pf_kind_buffered
		       ? append_name(view, &buffer, limits, text)
		       : append_attribute(view, at, "name", limits, text);
}

static struct pf_error *write_text_file(struct pf_view *view, const struct pf_object *object,
					const struct pf_limits *limits, struct pf_text *text)
{
	pf_addr encoding;
	pf_text_append_str(text, "<_io.TextIOWrapper");
	PF_TRY(append_buffer_name(view, object, limits, text));
	if (view->reader->layout->traits.text != TEXT_BYTES) /* 2.7 does not say it */
		PF_TRY(append_attribute(view, object->at, "mode", limits, text));
	PF_TRY(pf_field_word(view, object, layout_of(view)->encoding, &encoding));
	if (encoding) {
		pf_text_append_str(text, " encoding=");
		PF_TRY(pf_written_value(view, encoding, limits, text));
	}
	pf_text_append_str(text, ">");
	return NULL;
}

static struct pf_error *text_attribute(struct pf_view *view, const struct pf_object *object,
				       const char *name, pf_addr *ret)
{
	const struct pf_named_field fields[] = { { "buffer", layout_of(view)->buffer },
						 { "encoding", layout_of(view)->encoding } };
	return pf_field_find(view, object, fields, sizeof(fields) / sizeof(fields[0]), name, ret);
}

const struct pf_kind pf_kind_text_file = { .name = "_io.TextIOWrapper",
					   .write = write_text_file,
					   .attribute = text_attribute };

/* 2.7's: the FILE of C is the first of its fields, and NULL once it is closed. */
static struct pf_error *write_file(struct pf_view *view, const struct pf_object *object,
				   const struct pf_limits *limits, struct pf_text *text)
{
	pf_addr file, name, mode;
	PF_TRY(pf_field_word(view, object, view->reader->layout->object.size, &file));
	PF_TRY(pf_field_word(view, object, layout_of(view)->file_name, &name));
	PF_TRY(pf_field_word(view, object, layout_of(view)->file_mode, &mode));
	pf_text_append_str(text, file ? "<open file " : "<closed file ");
	PF_TRY(pf_written_value(view, name, limits, text));
	pf_text_append_str(text, ", mode ");
	PF_TRY(pf_written_value(view, mode, limits, text));
	pf_text_printf(text, " at 0x%" PRIx64 ">", object->at);
	return NULL;
}

const struct pf_kind pf_kind_file = { .name = "file", .write = write_file };
