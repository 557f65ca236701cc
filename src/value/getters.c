/* Who waits for an item of a queue of asyncio's, as what as_completed() returns does. */
#include "value/getters.h"

#include "base/cleanup.h"
#include "python/instance.h"
#include "value/class.h"
#include "value/kinds.h"

#include <string.h>

bool pf_getters_has(const struct pf_object *object)
{
	return !strcmp(object->class->name, "Queue") &&
	       !strcmp(object->class->module, "asyncio.queues");
}

struct pf_error *pf_getters_read(struct pf_view *view, const struct pf_object *object, size_t limit,
				 struct pf_addresses *ret)
{
	PF_GUARD(pf_children_deinit) struct pf_children children = { 0 };
	struct pf_object deque;
	pf_addr at;
	PF_TRY(pf_instance_find(view->reader, object->at, "_getters", &at));
	if (!at)
		return NULL;
	PF_TRY(pf_object_open(view, at, &deque));
	if (deque.class->kind != &pf_kind_deque)
		return NULL;
	PF_TRY(pf_kind_deque.children(view, &deque, limit, &children));
	for (size_t i = 0; i < children.count; i++)
		PF_TRY(pf_array_push(ret, children.items[i].value));
	return NULL;
}
