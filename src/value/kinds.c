/* The kinds of objects that are known: each has a row in a table. */
#include "value/kinds.h"

#include <inttypes.h>
#include <string.h>

/* By the names of their classes. */
static const struct pf_kind *const named[] = {
	&pf_kind_none,	      &pf_kind_ellipsis,     &pf_kind_not_implemented,
	&pf_kind_bool,	      &pf_kind_float,	     &pf_kind_complex,
	&pf_kind_bytearray,   &pf_kind_range,	     &pf_kind_slice,
	&pf_kind_set,	      &pf_kind_frozenset,    &pf_kind_deque,
	&pf_kind_defaultdict, &pf_kind_mappingproxy, &pf_kind_counter,
	&pf_kind_ordered,     &pf_kind_date,	     &pf_kind_time,
	&pf_kind_moment,      &pf_kind_timedelta,    &pf_kind_timezone,
	&pf_kind_decimal,     &pf_kind_enum,	     &pf_kind_namespace,
	&pf_kind_array,	      &pf_kind_memoryview,   &pf_kind_weakref,
	&pf_kind_weakproxy,   &pf_kind_fraction,     &pf_kind_uuid,
	&pf_kind_path,	      &pf_kind_ndarray,	     &pf_kind_numpy,
	&pf_kind_dtype,
};

/* By bits of tp_flags, which subclasses have, too. */
static const struct pf_kind *const flagged[] = {
	&pf_kind_int, &pf_kind_text, &pf_kind_bytes, &pf_kind_tuple, &pf_kind_list, &pf_kind_dict,
};

/* Other names of the same. */
static const struct {
	const char *name;
	const struct pf_kind *kind;
} aliases[] = {
	{ "xrange", &pf_kind_range },
	{ "dictproxy", &pf_kind_mappingproxy },
	{ "weakref", &pf_kind_weakref },
	{ "weakproxy", &pf_kind_weakproxy },
	{ "weakcallableproxy", &pf_kind_weakproxy },
	{ "weakref.CallableProxyType", &pf_kind_weakproxy },
	{ "pathlib._local.PurePath", &pf_kind_path },
};

const struct pf_kind *pf_kind_find(const char *full_name)
{
	for (size_t i = 0; i < sizeof(named) / sizeof(named[0]); i++) {
		if (!strcmp(named[i]->name, full_name))
			return named[i];
	}
	for (size_t i = 0; i < sizeof(aliases) / sizeof(aliases[0]); i++) {
		if (!strcmp(aliases[i].name, full_name))
			return aliases[i].kind;
	}
	return NULL;
}

const struct pf_kind *pf_kind_of_flags(uint64_t flags)
{
	for (size_t i = 0; i < sizeof(flagged) / sizeof(flagged[0]); i++) {
		if (flagged[i]->flag & flags)
			return flagged[i];
	}
	return NULL;
}

void pf_children_deinit(struct pf_children *children)
{
	pf_array_deinit(children);
	pf_arena_deinit(&children->names);
}

void pf_shape_deinit(struct pf_shape *shape)
{
	pf_text_deinit(&shape->open);
	pf_text_deinit(&shape->close);
	pf_text_deinit(&shape->empty);
}

void pf_kind_append_class(struct pf_text *text, const struct pf_class *class)
{
	pf_text_printf(text, "%s%s%s", class->module, *class->module ? "." : "", class->name);
}

void pf_kind_append_object(struct pf_text *text, const struct pf_object *object)
{
	pf_text_append_str(text, "<");
	pf_kind_append_class(text, object->class);
	pf_text_printf(text, " object at 0x%" PRIx64 ">", object->at);
}
