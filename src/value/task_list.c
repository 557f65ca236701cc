/* All tasks of asyncio that a target knows: where each version keeps them. */
#include "value/task_list.h"

#include "base/cleanup.h"
#include "base/cycle.h"
#include "python/dict.h"
#include "python/instance.h"
#include "python/states.h"
#include "value/class.h"
#include "value/fields.h"
#include "value/kinds.h"
#include "value/nothing.h"

/* Items of a set that are read at a time. */
enum { BITE = 256 };

struct listing {
	struct pf_view *view;
	struct pf_task_list *list;
};

static const char UNREADABLE[] = "a set of tasks cannot be read: the rest of it was left out";
static const char ASTRAY[] = "a list of tasks contradicts itself: the rest of it was left out";
static const char TOO_MANY[] = "more than 1048576 tasks: the rest was left out";
static const char LATE[] = "there was no time to list all tasks: " PF_VIEW_LATE;

static struct pf_error *append(struct listing *listing, pf_addr at)
{
	struct pf_task_list *list = listing->list;
	if (!at || pf_map_find(&list->known, at))
		return NULL;
	PF_TRY(pf_map_put(&list->known, at, 1));
	return pf_array_push(list, at);
}

/* Whether no more can be listed, and why. */
static bool is_full(struct listing *listing)
{
	if (listing->list->count >= PF_TASK_LIMIT)
		listing->list->truncated = TOO_MANY;
	else if (pf_view_is_late(listing->view))
		listing->list->truncated = LATE;
	else
		return false;
	return true;
}

static struct pf_error *forgive(struct listing *listing, struct pf_error *err, const char *why)
{
	if (!err || pf_view_is_fatal(err))
		return err;
	pf_error_destroy(err);
	listing->list->truncated = why;
	return NULL;
}

/* --- sets of tasks, and of weak references to them */

/* What the reference at *AT refers to; 0: nothing any more. Another object stays as it is. */
static struct pf_error *follow_reference(struct listing *listing, pf_addr *at)
{
	struct pf_object item;
	PF_TRY(pf_object_open(listing->view, *at, &item));
	if (item.class->kind != &pf_kind_weakref)
		return NULL;
	PF_TRY(pf_field_word(listing->view, &item,
			     listing->view->reader->layout->objects.weakref.object, at));
	return pf_drop_none(listing->view, at);
}

/* What cannot be read is listed: it counts as a task that cannot be read. */
static struct pf_error *append_item(struct listing *listing, pf_addr at)
{
	struct pf_error *err = follow_reference(listing, &at);
	if (pf_view_is_fatal(err))
		return err;
	pf_error_destroy(err);
	return append(listing, at);
}

static struct pf_error *append_set(struct listing *listing, pf_addr at)
{
	PF_GUARD(pf_children_deinit) struct pf_children children = { .more = true };
	struct pf_object set;
	PF_TRY(pf_object_open(listing->view, at, &set));
	if (set.class->kind != &pf_kind_set)
		return &pf_error_torn;
	while (children.more && !is_full(listing)) {
		children.count = 0;
		PF_TRY(pf_kind_set.children(listing->view, &set, BITE, &children));
		for (size_t i = 0; i < children.count; i++)
			PF_TRY(append_item(listing, children.items[i].value));
	}
	return NULL;
}

/* A WeakSet has its references in a set. */
static struct pf_error *append_named(struct listing *listing, pf_addr globals, const char *name)
{
	struct pf_object object;
	pf_addr at, data;
	PF_TRY(pf_dict_find(listing->view->reader, globals, name, &at));
	if (!at)
		return NULL;
	PF_TRY(pf_object_open(listing->view, at, &object));
	if (object.class->kind == &pf_kind_set)
		return append_set(listing, at);
	PF_TRY(pf_instance_find(listing->view->reader, at, "data", &data));
	return data ? append_set(listing, data) : NULL;
}

/* Until 3.11 all are in one set; then those that are run eagerly are in one of their own. */
static struct pf_error *append_sets(struct listing *listing, pf_addr interpreter)
{
	static const char *const names[] = { "_all_tasks", "_scheduled_tasks", "_eager_tasks" };
	const struct pf_reader *reader = listing->view->reader;
	pf_addr modules, module, globals;
	PF_TRY(pf_reader_peek_word(
		reader, interpreter + (pf_addr)reader->layout->interpreter.modules, &modules));
	if (!modules)
		return NULL;
	PF_TRY(pf_dict_find(reader, modules, "asyncio.tasks", &module));
	if (!module)
		return NULL;
	PF_TRY(pf_reader_peek_word(reader, module + (pf_addr)reader->layout->object.module_dict,
				   &globals));
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		PF_TRY(forgive(listing, append_named(listing, globals, names[i]), UNREADABLE));
	return NULL;
}

/* --- lists of tasks, which newer versions have for each thread; those of threads that have ended */

static struct pf_error *follow(struct listing *listing, pf_addr head)
{
	const struct pf_reader *reader = listing->view->reader;
	struct pf_cycle cycle = { 0 };
	pf_addr at = head;
	for (;;) {
		PF_TRY(pf_reader_peek_word(
			reader, at + (pf_addr)reader->layout->library.task.node_next, &at));
		if (!at || at == head || is_full(listing))
			return NULL;
		if (pf_cycle_step(&cycle, at))
			return &pf_error_torn;
		PF_TRY(append(listing, at - (pf_addr)reader->layout->library.task.node));
	}
}

static struct pf_error *append_linked(struct listing *listing, pf_addr state, int32_t head)
{
	const struct pf_layout_task *layout = &listing->view->reader->layout->library.task;
	if (head == PF_ABSENT || layout->node == PF_ABSENT)
		return NULL;
	return forgive(listing, follow(listing, state + (pf_addr)head), ASTRAY);
}

struct pf_error *pf_task_list_read(struct pf_python *python, struct pf_view *view,
				   struct pf_task_list *ret)
{
	PF_GUARD(pf_states_deinit) struct pf_states states = { 0 };
	const struct pf_layout_task *layout = &view->reader->layout->library.task;
	struct listing listing = { view, ret };
	PF_TRY(pf_states_peek(python, view->reader, &states));
	for (size_t i = 0; i < states.threads.count; i++)
		PF_TRY(append_linked(&listing, states.threads.items[i].at,
				     layout->tasks_of_thread));
	for (size_t i = 0; i < states.interpreters.count; i++) {
		pf_addr at = states.interpreters.items[i].at;
		PF_TRY(append_linked(&listing, at, layout->tasks_of_interpreter));
		PF_TRY(forgive(&listing, append_sets(&listing, at), UNREADABLE));
	}
	return NULL;
}
