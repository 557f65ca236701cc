/* asyncio's futures and tasks, those of C and those of Python alike. */
#include "value/future.h"

#include "base/cleanup.h"
#include "python/instance.h"
#include "python/string.h"
#include "value/class.h"
#include "value/fields.h"
#include "value/kinds.h"
#include "value/nothing.h"

#include <string.h>

/* Bases of a class that are asked for their names. */
enum { BASES = 16 };

static const char *const attributes[] = { [PF_FUTURE_COROUTINE] = "_coro",
					  [PF_FUTURE_WAITER] = "_fut_waiter",
					  [PF_FUTURE_NAME] = "_name",
					  [PF_FUTURE_LOOP] = "_loop",
					  [PF_FUTURE_CALLBACKS] = "_callbacks" };

static bool is_named(const struct pf_class *class, const char *module, const char *name)
{
	return !strcmp(class->module, module) && !strcmp(class->name, name);
}

/* Those of Python are found by their names, or their bases'. */
static struct pf_error *find_base(struct pf_view *view, const struct pf_class *class,
				  struct pf_future *ret, bool *is_ret)
{
	for (int i = 0; class && i < BASES && !*is_ret; i++) {
		ret->task = is_named(class, "asyncio.tasks", "Task");
		*is_ret = ret->task || is_named(class, "asyncio.futures", "Future");
		pf_addr base = class->base;
		class = NULL;
		if (base)
			PF_TRY(pf_view_class(view, base, &class));
	}
	return NULL;
}

struct pf_error *pf_future_open(struct pf_view *view, pf_addr at, struct pf_future *ret,
				bool *is_ret)
{
	*ret = (struct pf_future){ .native = false };
	*is_ret = false;
	PF_TRY(pf_object_open(view, at, &ret->object));
	const struct pf_kind *kind = ret->object.class->kind;
	ret->task = kind == &pf_kind_task;
	ret->native = *is_ret = ret->task || kind == &pf_kind_future;
	if (*is_ret || kind != &pf_kind_plain)
		return NULL;
	return find_base(view, ret->object.class, ret, is_ret);
}

/* --- its state */

static struct pf_error *unknown_state(void)
{
	return pf_error_create(PF_CORRUPT, "a future in no state that is known");
}

/* The attribute is the class's as long as it is pending. */
static struct pf_error *find_state(struct pf_view *view, const struct pf_future *future,
				   enum pf_future_state *ret)
{
	static const char *const names[] = { "PENDING", "CANCELLED", "FINISHED" };
	pf_addr at;
	*ret = PF_FUTURE_PENDING;
	PF_TRY(pf_instance_find(view->reader, future->object.at, "_state", &at));
	for (; at && *ret <= PF_FUTURE_FINISHED; ++*ret) {
		if (pf_string_equals(view->reader, at, names[*ret]))
			return NULL;
	}
	return at ? unknown_state() : NULL;
}

struct pf_error *pf_future_peek_state(struct pf_view *view, const struct pf_future *future,
				      enum pf_future_state *ret)
{
	int32_t offset = view->reader->layout->library.future.state, state;
	if (!future->native)
		return find_state(view, future, ret);
	if (offset == PF_ABSENT)
		return unknown_state();
	PF_TRY(pf_reader_peek_int(view->reader, future->object.at + (pf_addr)offset, &state));
	*ret = (enum pf_future_state)state;
	return state < PF_FUTURE_PENDING || state > PF_FUTURE_FINISHED ? unknown_state() : NULL;
}

/* --- its fields */

static int32_t offset_of(const struct pf_view *view, enum pf_future_field field)
{
	const struct pf_library_layout *layout = &view->reader->layout->library;
	switch (field) {
	case PF_FUTURE_COROUTINE:
		return layout->task.coroutine;
	case PF_FUTURE_WAITER:
		return layout->task.waiter;
	case PF_FUTURE_NAME:
		return layout->task.name;
	case PF_FUTURE_LOOP:
		return layout->future.loop;
	case PF_FUTURE_CALLBACKS:
		return layout->future.callbacks;
	}
	return PF_ABSENT;
}

struct pf_error *pf_future_field(struct pf_view *view, const struct pf_future *future,
				 enum pf_future_field field, pf_addr *ret)
{
	int32_t offset = offset_of(view, field);
	*ret = 0;
	if (!future->native)
		PF_TRY(pf_instance_find(view->reader, future->object.at, attributes[field], ret));
	else if (offset != PF_ABSENT)
		PF_TRY(pf_field_word(view, &future->object, offset, ret));
	return pf_drop_none(view, ret);
}

/* --- its callbacks */

/* A callback of the list is the first item of a tuple: the context that it runs in is the other. */
static struct pf_error *append_callback(struct pf_view *view, pf_addr at, struct pf_addresses *ret)
{
	struct pf_object pair;
	pf_addr callback;
	PF_TRY(pf_object_open(view, at, &pair));
	if (pair.class->kind != &pf_kind_tuple)
		return pf_array_push(ret, at);
	PF_TRY(pair.class->kind->item(view, &pair, 0, &callback));
	return pf_array_push(ret, callback);
}

static struct pf_error *append_list(struct pf_view *view, pf_addr at, size_t limit,
				    struct pf_addresses *ret)
{
	PF_GUARD(pf_children_deinit) struct pf_children children = { 0 };
	struct pf_object list;
	PF_TRY(pf_object_open(view, at, &list));
	if (list.class->kind != &pf_kind_list)
		return NULL;
	PF_TRY(pf_kind_list.children(view, &list, limit, &children));
	for (size_t i = 0; i < children.count; i++)
		PF_TRY(append_callback(view, children.items[i].value, ret));
	return NULL;
}

struct pf_error *pf_future_callbacks(struct pf_view *view, const struct pf_future *future,
				     size_t limit, struct pf_addresses *ret)
{
	int32_t first = view->reader->layout->library.future.callback0;
	pf_addr at = 0;
	if (future->native && first != PF_ABSENT)
		PF_TRY(pf_field_word(view, &future->object, first, &at));
	if (at)
		PF_TRY(pf_array_push(ret, at));
	PF_TRY(pf_future_field(view, future, PF_FUTURE_CALLBACKS, &at));
	return at ? append_list(view, at, limit, ret) : NULL;
}
