/* None, Ellipsis, bool, int, float, complex. */
#include "base/cleanup.h"
#include "python/object.h"
#include "value/complex.h"
#include "value/integer.h"
#include "value/kinds.h"
#include "value/shortest.h"

#include <math.h>
#include <string.h>

static struct pf_error *write_none(struct pf_view *view, const struct pf_object *object,
				   const struct pf_limits *limits, struct pf_text *text)
{
	(void)view, (void)object, (void)limits;
	pf_text_append_str(text, "None");
	return NULL;
}

const struct pf_kind pf_kind_none = { .name = "NoneType", .write = write_none };

static struct pf_error *write_ellipsis(struct pf_view *view, const struct pf_object *object,
				       const struct pf_limits *limits, struct pf_text *text)
{
	(void)view, (void)object, (void)limits;
	pf_text_append_str(text, "Ellipsis");
	return NULL;
}

const struct pf_kind pf_kind_ellipsis = { .name = "ellipsis", .write = write_ellipsis };

static struct pf_error *write_not_implemented(struct pf_view *view, const struct pf_object *object,
					      const struct pf_limits *limits, struct pf_text *text)
{
	(void)view, (void)object, (void)limits;
	pf_text_append_str(text, "NotImplemented");
	return NULL;
}

const struct pf_kind pf_kind_not_implemented = { .name = "NotImplementedType",
						 .write = write_not_implemented };

static struct pf_error *write_bool(struct pf_view *view, const struct pf_object *object,
				   const struct pf_limits *limits, struct pf_text *text)
{
	int64_t value;
	(void)limits;
	PF_TRY(pf_object_peek_int(view->reader, object->at, &value));
	pf_text_append_str(text, value ? "True" : "False");
	return NULL;
}

const struct pf_kind pf_kind_bool = { .name = "bool", .write = write_bool };

static struct pf_error *write_int(struct pf_view *view, const struct pf_object *object,
				  const struct pf_limits *limits, struct pf_text *text)
{
	(void)limits;
	PF_TRY(pf_integer_write(view->reader, object->at, text));
	if (view->reader->layout->traits.ints == INT_AND_LONG &&
	    object->class->flags & PF_TYPE_LONG)
		pf_text_append_str(text, "L"); /* 2.7's long */
	return NULL;
}

const struct pf_kind pf_kind_int = { .flag = PF_TYPE_LONG | PF_TYPE_INT, .write = write_int };

static struct pf_error *write_float(struct pf_view *view, const struct pf_object *object,
				    const struct pf_limits *limits, struct pf_text *text)
{
	double value;
	(void)limits;
	PF_TRY(pf_reader_peek(view->reader,
			      object->at +
				      (pf_addr)view->reader->layout->objects.number.float_value,
			      &value, sizeof(value)));
	pf_shortest_append(text, value, true);
	return NULL;
}

const struct pf_kind pf_kind_float = { .name = "float", .write = write_float };

static struct pf_error *write_complex(struct pf_view *view, const struct pf_object *object,
				      const struct pf_limits *limits, struct pf_text *text)
{
	double parts[2];
	(void)limits;
	PF_TRY(pf_reader_peek(view->reader,
			      object->at +
				      (pf_addr)view->reader->layout->objects.number.complex_value,
			      parts, sizeof(parts)));
	pf_complex_append(text, parts[0], parts[1]);
	return NULL;
}

const struct pf_kind pf_kind_complex = { .name = "complex", .write = write_complex };
