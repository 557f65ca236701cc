/* Objects of the threading module: their attributes under each version's names, and its threads. */
#include "value/threading.h"

#include "base/cleanup.h"
#include "python/instance.h"
#include "python/object.h"
#include "value/class.h"
#include "value/fields.h"
#include "value/kinds.h"
#include "value/lineage.h"
#include "value/nothing.h"

struct pf_error *pf_threading_attribute(struct pf_view *view, const struct pf_object *object,
					const char *name, const char *old, pf_addr *ret)
{
	PF_TRY(pf_instance_find(view->reader, object->at, name, ret));
	if (!*ret && view->reader->layout->traits.text == TEXT_BYTES)
		PF_TRY(pf_instance_find(view->reader, object->at, old, ret));
	return pf_drop_none(view, ret);
}

struct pf_error *pf_threading_number(struct pf_view *view, const struct pf_object *object,
				     const char *name, const char *old, int64_t *ret)
{
	pf_addr at;
	*ret = 0;
	PF_TRY(pf_threading_attribute(view, object, name, old, &at));
	return at ? pf_object_peek_int(view->reader, at, ret) : NULL;
}

/* The module's dict of running threads: a function of the module knows its globals. */
static struct pf_error *find_active(struct pf_view *view, const struct pf_object *object,
				    const char *method, pf_addr *ret)
{
	struct pf_object function;
	pf_addr at, globals;
	*ret = 0;
	PF_TRY(pf_lineage_find(view, object->class->at, method, &at));
	if (!at)
		return NULL;
	PF_TRY(pf_object_open(view, at, &function));
	if (function.class->kind != &pf_kind_function)
		return NULL;
	PF_TRY(pf_field_word(view, &function, view->reader->layout->objects.function.globals,
			     &globals));
	return pf_dict_find(view->reader, globals, "_active", ret);
}

struct pf_error *pf_threading_find(struct pf_view *view, const struct pf_object *object,
				   const char *method, int64_t ident, pf_addr *ret)
{
	PF_GUARD(pf_dict_entries_deinit) struct pf_dict_entries entries = { 0 };
	pf_addr active;
	*ret = 0;
	PF_TRY(find_active(view, object, method, &active));
	if (active)
		PF_TRY(pf_dict_peek(view->reader, active, &entries));
	for (size_t i = 0; i < entries.count && !*ret; i++) {
		int64_t key;
		if (!entries.items[i].key || !entries.items[i].value)
			continue;
		PF_TRY(pf_object_peek_int(view->reader, entries.items[i].key, &key));
		if (key == ident)
			*ret = entries.items[i].value;
	}
	return NULL;
}
