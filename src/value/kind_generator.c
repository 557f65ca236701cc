/* Generators, coroutines, asynchronous generators. */
#include "base/cleanup.h"
#include "value/callable.h"
#include "value/fields.h"
#include "value/kinds.h"

#include <inttypes.h>

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

/* 2.7's have no name of their own: their code has. */
static struct pf_error *append_name(struct pf_view *view, const struct pf_object *object,
				    struct pf_text *text)
{
	const struct pf_layout_generator *layout = &view->reader->layout->objects.generator;
	pf_addr code;
	if (layout->qualname != PF_ABSENT)
		return pf_field_text(view, object, layout->qualname, text);
	PF_TRY(pf_field_word(view, object, layout->code, &code));
	return pf_callable_name(view, code, text);
}

static struct pf_error *write_generator(struct pf_view *view, const struct pf_object *object,
					const struct pf_limits *limits, struct pf_text *text)
{
	(void)limits;
	pf_text_append_str(text, "<");
	pf_kind_append_class(text, object->class);
	pf_text_append_str(text, " object ");
	PF_TRY(append_name(view, object, text));
	pf_text_printf(text, " at 0x%" PRIx64 ">", object->at);
	return NULL;
}

/* From 3.11 on the frame lies in the generator, and is no object. */
static struct pf_error *generator_attribute(struct pf_view *view, const struct pf_object *object,
					    const char *name, pf_addr *ret)
{
	const struct pf_layout_generator *layout = &view->reader->layout->objects.generator;
	bool apart = view->reader->layout->objects.shell.frame == PF_ABSENT;
	int32_t frame = apart ? layout->frame : PF_ABSENT;
	const struct pf_named_field fields[] = {
		{ "gi_frame", frame },	      { "cr_frame", frame },
		{ "ag_frame", frame },	      { "gi_code", layout->code },
		{ "cr_code", layout->code },  { "ag_code", layout->code },
		{ "__name__", layout->name }, { "__qualname__", layout->qualname },
	};
	return pf_field_find(view, object, fields, COUNT(fields), name, ret);
}

const struct pf_kind pf_kind_generator = { .name = "generator",
					   .write = write_generator,
					   .attribute = generator_attribute };
