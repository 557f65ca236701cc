/* The kinds of objects that are known: each has a row in a table. */
#include "value/kinds.h"

#include <inttypes.h>
#include <string.h>

/* By the names of their classes. */
static const struct pf_kind *const named[] = {
	&pf_kind_none,	       &pf_kind_ellipsis,     &pf_kind_not_implemented,
	&pf_kind_bool,	       &pf_kind_float,	      &pf_kind_complex,
	&pf_kind_bytearray,    &pf_kind_range,	      &pf_kind_slice,
	&pf_kind_set,	       &pf_kind_frozenset,    &pf_kind_deque,
	&pf_kind_defaultdict,  &pf_kind_mappingproxy, &pf_kind_counter,
	&pf_kind_frozendict,   &pf_kind_ordered,      &pf_kind_date,
	&pf_kind_time,	       &pf_kind_moment,	      &pf_kind_timedelta,
	&pf_kind_timezone,     &pf_kind_decimal,      &pf_kind_enum,
	&pf_kind_namespace,    &pf_kind_array,	      &pf_kind_memoryview,
	&pf_kind_weakref,      &pf_kind_weakproxy,    &pf_kind_fraction,
	&pf_kind_uuid,	       &pf_kind_path,	      &pf_kind_ndarray,
	&pf_kind_numpy,	       &pf_kind_dtype,	      &pf_kind_function,
	&pf_kind_builtin,      &pf_kind_method,	      &pf_kind_descriptor,
	&pf_kind_wrapper,      &pf_kind_holder,	      &pf_kind_partial,
	&pf_kind_class,	       &pf_kind_enumeration,  &pf_kind_classic,
	&pf_kind_instance,     &pf_kind_module,	      &pf_kind_code,
	&pf_kind_frame,	       &pf_kind_traceback,    &pf_kind_generator,
	&pf_kind_cell,	       &pf_kind_lock,	      &pf_kind_rlock,
	&pf_kind_recursive,    &pf_kind_condition,    &pf_kind_event,
	&pf_kind_semaphore,    &pf_kind_thread,	      &pf_kind_queue,
	&pf_kind_simple_queue, &pf_kind_dict_keys,    &pf_kind_dict_values,
	&pf_kind_dict_items,   &pf_kind_future,	      &pf_kind_task,
	&pf_kind_module_lock,  &pf_kind_buffered,     &pf_kind_text_file,
	&pf_kind_file,	       &pf_kind_socket,
};

/* By bits of tp_flags, which subclasses have, too. */
static const struct pf_kind *const flagged[] = {
	&pf_kind_int,  &pf_kind_text, &pf_kind_bytes,	  &pf_kind_tuple,
	&pf_kind_list, &pf_kind_dict, &pf_kind_exception,
};

/* Other names of the same. */
static const struct {
	const char *name;
	const struct pf_kind *kind;
} aliases[] = {
	{ "xrange", &pf_kind_range },
	{ "dictproxy", &pf_kind_mappingproxy },
	{ "odict_keys", &pf_kind_dict_keys },
	{ "odict_values", &pf_kind_dict_values },
	{ "odict_items", &pf_kind_dict_items },
	{ "weakref", &pf_kind_weakref },
	{ "weakproxy", &pf_kind_weakproxy },
	{ "weakcallableproxy", &pf_kind_weakproxy },
	{ "weakref.CallableProxyType", &pf_kind_weakproxy },
	{ "pathlib._local.PurePath", &pf_kind_path },
	{ "instancemethod", &pf_kind_method },
	{ "classmethod_descriptor", &pf_kind_descriptor },
	{ "member_descriptor", &pf_kind_descriptor },
	{ "getset_descriptor", &pf_kind_descriptor },
	{ "wrapper_descriptor", &pf_kind_descriptor },
	{ "classmethod", &pf_kind_holder },
	{ "coroutine", &pf_kind_generator },
	{ "async_generator", &pf_kind_generator },
	{ "enum.EnumType", &pf_kind_enumeration },
	{ "thread.lock", &pf_kind_lock },
	{ "_io.BufferedWriter", &pf_kind_buffered },
	{ "_io.BufferedRandom", &pf_kind_buffered },
	{ "importlib._bootstrap._ModuleLock", &pf_kind_module_lock },
	{ "threading._Condition", &pf_kind_condition },
	{ "threading._Event", &pf_kind_event },
	{ "threading._Semaphore", &pf_kind_semaphore },
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

/* Each call goes through some 65,000 places. */
enum { BARREN_CALLS = 256 };

struct pf_error *pf_children_bound(struct pf_children *children, bool found)
{
	children->barren = found ? 0 : children->barren + 1;
	return children->barren > BARREN_CALLS
		       ? pf_error_create(PF_CORRUPT, "millions of free places in a row")
		       : NULL;
}

void pf_shape_deinit(struct pf_shape *shape)
{
	pf_text_deinit(&shape->open);
	pf_text_deinit(&shape->close);
	pf_text_deinit(&shape->empty);
}

void pf_kind_append_class(struct pf_text *text, const struct pf_class *class)
{
	pf_text_printf(text, "%s%s%s", class->module, *class->module ? "." : "", class->qualname);
}

void pf_kind_append_object(struct pf_text *text, const struct pf_object *object)
{
	pf_text_append_str(text, "<");
	pf_kind_append_class(text, object->class);
	pf_text_printf(text, " object at 0x%" PRIx64 ">", object->at);
}
