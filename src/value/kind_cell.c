/* Cells: what variables that functions share are kept in. */
#include "base/cleanup.h"
#include "value/callable.h"
#include "value/fields.h"
#include "value/kinds.h"

#include <inttypes.h>

static struct pf_error *cell_contents(struct pf_view *view, const struct pf_object *object,
				      pf_addr *ret)
{
	return pf_field_word(view, object, view->reader->layout->objects.cell.contents, ret);
}

static struct pf_error *write_cell(struct pf_view *view, const struct pf_object *object,
				   const struct pf_limits *limits, struct pf_text *text)
{
	pf_addr contents;
	(void)limits;
	PF_TRY(cell_contents(view, object, &contents));
	pf_text_printf(text, "<cell at 0x%" PRIx64 ": ", object->at);
	if (contents)
		PF_TRY(pf_callable_owner(view, contents, text));
	else
		pf_text_append_str(text, "empty");
	pf_text_append_str(text, ">");
	return NULL;
}

static struct pf_error *cell_attribute(struct pf_view *view, const struct pf_object *object,
				       const char *name, pf_addr *ret)
{
	const struct pf_named_field field = { "cell_contents",
					      view->reader->layout->objects.cell.contents };
	return pf_field_find(view, object, &field, 1, name, ret);
}

const struct pf_kind pf_kind_cell = { .name = "cell",
				      .write = write_cell,
				      .attribute = cell_attribute };
