/* Code objects, frames, generators and their like, tracebacks. */
#include "base/cleanup.h"
#include "python/code.h"
#include "python/frames.h"
#include "value/callable.h"
#include "value/class.h"
#include "value/fields.h"
#include "value/kinds.h"
#include "value/written.h"

#include <inttypes.h>

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

static struct pf_error *write_code(struct pf_view *view, const struct pf_object *object,
				   const struct pf_limits *limits, struct pf_text *text)
{
	const struct pf_layout_code *layout = &view->reader->layout->code;
	int32_t line;
	(void)limits;
	pf_text_append_str(text, "<code object ");
	PF_TRY(pf_field_text(view, object, layout->name, text));
	pf_text_printf(text, " at 0x%" PRIx64 ", file \"", object->at);
	PF_TRY(pf_field_text(view, object, layout->filename, text));
	PF_TRY(pf_reader_peek_int(view->reader, object->at + (pf_addr)layout->firstlineno, &line));
	pf_text_printf(text, "\", line %" PRId32 ">", line ? line : -1);
	return NULL;
}

static struct pf_error *code_attribute(struct pf_view *view, const struct pf_object *object,
				       const char *name, pf_addr *ret)
{
	const struct pf_layout *layout = view->reader->layout;
	const struct pf_named_field fields[] = { { "co_name", layout->code.name },
						 { "co_qualname", layout->code.qualname },
						 { "co_filename", layout->code.filename },
						 { "co_names", layout->objects.variables.names } };
	return pf_field_find(view, object, fields, COUNT(fields), name, ret);
}

const struct pf_kind pf_kind_code = { .name = "code",
				      .write = write_code,
				      .attribute = code_attribute };

/* --- frames: from 3.11 on they are shells around what lies elsewhere */

static struct pf_error *inner_frame(struct pf_view *view, const struct pf_object *object,
				    pf_addr *ret)
{
	int32_t offset = view->reader->layout->objects.shell.frame;
	*ret = object->at;
	return offset == PF_ABSENT ? NULL : pf_field_word(view, object, offset, ret);
}

/* Where the frame is, as repr() says it. */
static struct pf_error *append_place(struct pf_view *view, const struct pf_frame *frame,
				     const struct pf_limits *limits, struct pf_text *text)
{
	const struct pf_object code = { .at = frame->code->at };
	pf_addr file;
	PF_TRY(pf_field_word(view, &code, view->reader->layout->code.filename, &file));
	pf_text_append_str(text, ", file ");
	PF_TRY(pf_written_value(view, file, limits, text));
	if (frame->line == PF_UNKNOWN)
		pf_text_append_str(text, ", line None");
	else
		pf_text_printf(text, ", line %" PRId32, frame->line);
	pf_text_printf(text, ", code %s", frame->code->function);
	return NULL;
}

static struct pf_error *write_frame(struct pf_view *view, const struct pf_object *object,
				    const struct pf_limits *limits, struct pf_text *text)
{
	PF_GUARD(pf_code_table_deinit) struct pf_code_table codes = { 0 };
	struct pf_frames frames = { 0 };
	pf_addr at;
	if (!pf_written_since(view, REPRS_NAMED)) {
		pf_kind_append_object(text, object);
		return NULL;
	}
	pf_text_printf(text, "<frame at 0x%" PRIx64, object->at);
	PF_TRY(inner_frame(view, object, &at));
	struct pf_error *err = pf_frames_peek(view->reader, &codes, at, &frames);
	if (!err && frames.count)
		err = append_place(view, &frames.items[0], limits, text);
	pf_array_deinit(&frames);
	pf_text_append_str(text, ">");
	return err;
}

static struct pf_error *frame_attribute(struct pf_view *view, const struct pf_object *object,
					const char *name, pf_addr *ret)
{
	const struct pf_layout *layout = view->reader->layout;
	const struct pf_named_field fields[] = { { "f_globals", layout->objects.scope.globals },
						 { "f_builtins", layout->objects.scope.builtins },
						 { "f_code", layout->frame.code } };
	struct pf_object inner = *object;
	PF_TRY(inner_frame(view, object, &inner.at));
	PF_TRY(pf_field_find(view, &inner, fields, COUNT(fields), name, ret));
	if (layout->traits.reference == REF_TAGGED)
		*ret &= ~UINT64_C(7); /* f_code: a reference with tags */
	return NULL;
}

const struct pf_kind pf_kind_frame = { .name = "frame",
				       .write = write_frame,
				       .attribute = frame_attribute };

static struct pf_error *traceback_attribute(struct pf_view *view, const struct pf_object *object,
					    const char *name, pf_addr *ret)
{
	const struct pf_layout_traceback *layout = &view->reader->layout->objects.traceback;
	const struct pf_named_field fields[] = { { "tb_next", layout->next },
						 { "tb_frame", layout->frame } };
	return pf_field_find(view, object, fields, COUNT(fields), name, ret);
}

static struct pf_error *write_object(struct pf_view *view, const struct pf_object *object,
				     const struct pf_limits *limits, struct pf_text *text)
{
	(void)view, (void)limits;
	pf_kind_append_object(text, object);
	return NULL;
}

const struct pf_kind pf_kind_traceback = { .name = "traceback",
					   .write = write_object,
					   .attribute = traceback_attribute };
