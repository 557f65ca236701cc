/* Who is told when a future is done: what its callbacks lead to. */
#include "value/told.h"

#include "base/cleanup.h"
#include "base/text.h"
#include "python/instance.h"
#include "python/string.h"
#include "value/class.h"
#include "value/fields.h"
#include "value/getters.h"
#include "value/kinds.h"

#include <string.h>

/* More callbacks of one future, and variables of one of them, are not looked at. */
enum { CALLBACKS = 64, VARIABLES = 32 };

void pf_told_deinit(struct pf_told *told)
{
	pf_array_deinit(&told->futures);
	pf_array_deinit(&told->tasks);
}

static struct pf_error *forgive(struct pf_error *err)
{
	if (pf_view_is_fatal(err))
		return err;
	pf_error_destroy(err);
	return NULL;
}

static struct pf_error *try_future(struct pf_view *view, pf_addr at, struct pf_told *ret)
{
	struct pf_future future;
	bool is_future;
	if (!at)
		return NULL;
	PF_TRY(pf_future_open(view, at, &future, &is_future));
	const struct pf_class *class = future.object.class;
	if (pf_getters_has(&future.object))
		return pf_getters_read(view, &future.object, VARIABLES, &ret->futures);
	if (is_future)
		return pf_array_push(&ret->futures, at);
	if (!strcmp(class->name, "Future") && !strncmp(class->module, "concurrent.futures", 18))
		ret->outside = at;
	return NULL;
}

/* Each of the objects in the one at AT, or what cells among them hold. */
static struct pf_error *try_objects_in(struct pf_view *view, pf_addr at, struct pf_told *ret)
{
	PF_GUARD(pf_children_deinit) struct pf_children children = { 0 };
	struct pf_object tuple, item;
	PF_TRY(pf_object_open(view, at, &tuple));
	if (tuple.class->kind != &pf_kind_tuple)
		return NULL;
	PF_TRY(pf_kind_tuple.children(view, &tuple, VARIABLES, &children));
	for (size_t i = 0; i < children.count; i++) {
		pf_addr value = children.items[i].value;
		PF_TRY(pf_object_open(view, value, &item));
		if (item.class->kind == &pf_kind_cell)
			PF_TRY(pf_field_word(view, &item,
					     view->reader->layout->objects.cell.contents, &value));
		PF_TRY(try_future(view, value, ret));
	}
	return NULL;
}

static bool is_asyncio(const char *module)
{
	return !strncmp(module, "asyncio.", 8) || !strcmp(module, "asyncio");
}

/* Whether it is a function of asyncio's own. */
static struct pf_error *is_known(struct pf_view *view, const struct pf_object *function, bool *ret)
{
	PF_GUARD(pf_text_deinit) struct pf_text module = { 0 };
	*ret = false;
	if (function->class->kind != &pf_kind_function)
		return NULL;
	PF_TRY(pf_field_text(view, function, view->reader->layout->objects.function.module,
			     &module));
	PF_TRY(pf_text_check(&module));
	*ret = is_asyncio(pf_text_str(&module));
	return NULL;
}

/* A function inside of a function: gather(), wait(), shield(), and those that chain futures. */
static struct pf_error *try_function(struct pf_view *view, const struct pf_object *function,
				     struct pf_told *ret)
{
	bool known;
	pf_addr closure;
	PF_TRY(is_known(view, function, &known));
	if (!known)
		return NULL;
	PF_TRY(pf_field_word(view, function, view->reader->layout->objects.function.closure,
			     &closure));
	return closure ? try_objects_in(view, closure, ret) : NULL;
}

/* wait_for() until 3.11. */
static struct pf_error *try_partial(struct pf_view *view, const struct pf_object *partial,
				    struct pf_told *ret)
{
	const struct pf_layout_partial *layout = &view->reader->layout->library.partial;
	struct pf_object function;
	pf_addr at;
	bool known;
	PF_TRY(pf_field_word(view, partial, layout->function, &at));
	PF_TRY(pf_object_open(view, at, &function));
	PF_TRY(is_known(view, &function, &known));
	if (!known)
		return NULL;
	PF_TRY(pf_field_word(view, partial, layout->arguments, &at));
	return try_objects_in(view, at, ret);
}

static struct pf_error *try_parent(struct pf_view *view, pf_addr group, struct pf_told *ret)
{
	pf_addr at;
	PF_TRY(pf_instance_find(view->reader, group, "_parent_task", &at));
	return at ? pf_array_push(&ret->tasks, at) : NULL;
}

static struct pf_error *try_done(struct pf_view *view, pf_addr iterator, struct pf_told *ret)
{
	pf_addr at;
	PF_TRY(pf_instance_find(view->reader, iterator, "_done", &at));
	return try_future(view, at, ret);
}

/* A TaskGroup tells the task that has it; as_completed() puts what is done into a queue. */
static struct pf_error *try_method(struct pf_view *view, const struct pf_object *method,
				   struct pf_told *ret)
{
	struct pf_object self;
	pf_addr at;
	PF_TRY(pf_field_word(view, method, view->reader->layout->objects.method.self, &at));
	PF_TRY(pf_object_open(view, at, &self));
	if (!is_asyncio(self.class->module))
		return NULL;
	if (!strcmp(self.class->name, "TaskGroup"))
		return try_parent(view, at, ret);
	return !strcmp(self.class->name, "_AsCompletedIterator") ? try_done(view, at, ret) : NULL;
}

static struct pf_error *try_callback(struct pf_view *view, pf_addr at, struct pf_told *ret)
{
	struct pf_object callback;
	PF_TRY(pf_object_open(view, at, &callback));
	const struct pf_kind *kind = callback.class->kind;
	if (kind == &pf_kind_function)
		return try_function(view, &callback, ret);
	if (kind == &pf_kind_partial)
		return try_partial(view, &callback, ret);
	return kind == &pf_kind_method ? try_method(view, &callback, ret) : NULL;
}

static struct pf_error *try_all(struct pf_view *view, const struct pf_addresses *callbacks,
				struct pf_told *ret)
{
	pf_addr only = callbacks->count == 1 ? callbacks->items[0] : 0;
	if (only && only == ret->callback)
		return NULL;
	ret->futures.count = ret->tasks.count = 0;
	ret->outside = ret->callback = 0;
	for (size_t i = 0; i < callbacks->count; i++)
		PF_TRY(forgive(try_callback(view, callbacks->items[i], ret)));
	ret->callback = only;
	return NULL;
}

struct pf_error *pf_told_read(struct pf_view *view, const struct pf_future *future,
			      struct pf_told *ret)
{
	struct pf_addresses callbacks = { 0 };
	struct pf_error *err = forgive(pf_future_callbacks(view, future, CALLBACKS, &callbacks));
	if (!err)
		err = try_all(view, &callbacks, ret);
	pf_array_deinit(&callbacks);
	return err;
}
