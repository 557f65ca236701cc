/* range, 2.7's xrange, and slice. */
#include "base/cleanup.h"
#include "value/fields.h"
#include "value/integer.h"
#include "value/kinds.h"

#include <inttypes.h>

/* 2.7: start, step and length are numbers of C. The end that was asked for is not kept. */
static struct pf_error *write_xrange(struct pf_view *view, const struct pf_object *object,
				     struct pf_text *text)
{
	const struct pf_layout_range *layout = &view->reader->layout->objects.range;
	uint64_t start, step, length;
	PF_TRY(pf_field_word(view, object, layout->start, &start));
	PF_TRY(pf_field_word(view, object, layout->step, &step));
	PF_TRY(pf_field_word(view, object, layout->length, &length));
	int64_t stop = (int64_t)(start + length * step);
	if (start || step != 1)
		pf_text_printf(text, "xrange(%" PRId64 ", %" PRId64, (int64_t)start, stop);
	else
		pf_text_printf(text, "xrange(%" PRId64, stop);
	if (step != 1)
		pf_text_printf(text, ", %" PRId64, (int64_t)step);
	pf_text_append_str(text, ")");
	return NULL;
}

static struct pf_error *write_int_at(struct pf_view *view, const struct pf_object *object,
				     int32_t offset, struct pf_text *text)
{
	pf_addr at;
	PF_TRY(pf_field_word(view, object, offset, &at));
	return pf_integer_write(view->reader, at, text);
}

static struct pf_error *write_range(struct pf_view *view, const struct pf_object *object,
				    const struct pf_limits *limits, struct pf_text *text)
{
	const struct pf_layout_range *layout = &view->reader->layout->objects.range;
	PF_GUARD(pf_text_deinit) struct pf_text step = { 0 };
	(void)limits;
	if (layout->stop == PF_ABSENT)
		return write_xrange(view, object, text);
	pf_text_append_str(text, "range(");
	PF_TRY(write_int_at(view, object, layout->start, text));
	pf_text_append_str(text, ", ");
	PF_TRY(write_int_at(view, object, layout->stop, text));
	PF_TRY(write_int_at(view, object, layout->step, &step));
	bool one = step.size == 1 && pf_text_str(&step)[0] == '1';
	pf_text_printf(text, "%s%s)", one ? "" : ", ", one ? "" : pf_text_str(&step));
	return NULL;
}

static struct pf_error *range_attribute(struct pf_view *view, const struct pf_object *object,
					const char *name, pf_addr *ret)
{
	const struct pf_layout_range *layout = &view->reader->layout->objects.range;
	const struct pf_named_field fields[] = { { "start", layout->start },
						 { "stop", layout->stop },
						 { "step", layout->step } };
	*ret = 0;
	return layout->stop == PF_ABSENT
		       ? NULL /* numbers of C */
		       : pf_field_find(view, object, fields, sizeof(fields) / sizeof(fields[0]),
				       name, ret);
}

const struct pf_kind pf_kind_range = { .name = "range",
				       .write = write_range,
				       .attribute = range_attribute };

static struct pf_error *slice_shape(struct pf_view *view, const struct pf_object *object,
				    const struct pf_limits *limits, struct pf_shape *ret)
{
	(void)view, (void)object, (void)limits;
	pf_text_append_str(&ret->open, "slice(");
	pf_text_append_str(&ret->close, ")");
	ret->folded = "slice(...)";
	return NULL;
}

static struct pf_error *slice_children(struct pf_view *view, const struct pf_object *object,
				       size_t count, struct pf_children *ret)
{
	const struct pf_layout_slice *layout = &view->reader->layout->objects.slice;
	const int32_t offsets[] = { layout->start, layout->stop, layout->step };
	for (; count && ret->position < 3; count--, ret->position++) {
		pf_addr value;
		PF_TRY(pf_field_word(view, object, offsets[ret->position], &value));
		PF_TRY(pf_array_push(ret, ((struct pf_child){ .value = value })));
	}
	ret->more = ret->position < 3;
	return NULL;
}

static struct pf_error *slice_attribute(struct pf_view *view, const struct pf_object *object,
					const char *name, pf_addr *ret)
{
	const struct pf_layout_slice *layout = &view->reader->layout->objects.slice;
	const struct pf_named_field fields[] = { { "start", layout->start },
						 { "stop", layout->stop },
						 { "step", layout->step } };
	return pf_field_find(view, object, fields, sizeof(fields) / sizeof(fields[0]), name, ret);
}

const struct pf_kind pf_kind_slice = { .name = "slice",
				       .shape = slice_shape,
				       .children = slice_children,
				       .attribute = slice_attribute };
