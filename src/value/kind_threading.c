/* What is made of locks in Python: Condition, Event, Semaphore, 2.7's RLock, importlib's. */
#include "base/cleanup.h"
#include "value/class.h"
#include "value/fields.h"
#include "value/kinds.h"
#include "value/threading.h"
#include "value/written.h"

#include <inttypes.h>

static void append_head(const struct pf_object *object, struct pf_text *text)
{
	pf_text_append_str(text, "<");
	pf_kind_append_class(text, object->class);
	pf_text_printf(text, " at 0x%" PRIx64 ": ", object->at);
}

static struct pf_error *event_flag(struct pf_view *view, const struct pf_object *object,
				   int64_t *ret)
{
	return pf_threading_number(view, object, "_flag", "_Event__flag", ret);
}

static struct pf_error *write_event(struct pf_view *view, const struct pf_object *object,
				    const struct pf_limits *limits, struct pf_text *text)
{
	int64_t set;
	(void)limits;
	PF_TRY(event_flag(view, object, &set));
	append_head(object, text);
	pf_text_append_str(text, set ? "set>" : "unset>");
	return NULL;
}

const struct pf_kind pf_kind_event = { .name = "threading.Event", .write = write_event };

static struct pf_error *write_semaphore(struct pf_view *view, const struct pf_object *object,
					const struct pf_limits *limits, struct pf_text *text)
{
	int64_t value, most;
	(void)limits;
	PF_TRY(pf_threading_number(view, object, "_value", "_Semaphore__value", &value));
	PF_TRY(pf_threading_number(view, object, "_initial_value", "_initial_value", &most));
	append_head(object, text);
	pf_text_printf(text, "value=%" PRId64, value);
	if (most)
		pf_text_printf(text, "/%" PRId64, most);
	pf_text_append_str(text, ">");
	return NULL;
}

const struct pf_kind pf_kind_semaphore = { .name = "threading.Semaphore",
					   .write = write_semaphore };

/* --- Condition: its lock, and how many wait */

static struct pf_error *condition_shape(struct pf_view *view, const struct pf_object *object,
					const struct pf_limits *limits, struct pf_shape *ret)
{
	struct pf_object waiters;
	uint64_t count = 0;
	pf_addr at;
	(void)limits;
	PF_TRY(pf_threading_attribute(view, object, "_waiters", "_Condition__waiters", &at));
	if (at) {
		PF_TRY(pf_object_open(view, at, &waiters));
		if (waiters.class->kind->length)
			PF_TRY(waiters.class->kind->length(view, &waiters, &count));
	}
	pf_text_append_str(&ret->open, "<Condition(");
	pf_text_printf(&ret->close, ", %" PRIu64 ")>", count);
	ret->folded = "<Condition(...)>";
	return NULL;
}

static struct pf_error *condition_children(struct pf_view *view, const struct pf_object *object,
					   size_t count, struct pf_children *ret)
{
	pf_addr lock;
	(void)count;
	ret->more = false;
	PF_TRY(pf_threading_attribute(view, object, "_lock", "_Condition__lock", &lock));
	return ret->position++ ? NULL : pf_array_push(ret, ((struct pf_child){ .value = lock }));
}

const struct pf_kind pf_kind_condition = { .name = "threading.Condition",
					   .shape = condition_shape,
					   .children = condition_children };

/* --- RLocks that are written in Python: all of 2.7's */

static struct pf_error *append_owner(struct pf_view *view, const struct pf_object *object,
				     const struct pf_limits *limits, struct pf_text *text)
{
	struct pf_object thread;
	int64_t ident;
	pf_addr at, name = 0;
	PF_TRY(pf_threading_number(view, object, "_owner", "_RLock__owner", &ident));
	if (!ident) {
		pf_text_append_str(text, "None");
		return NULL;
	}
	PF_TRY(pf_threading_find(view, object, "acquire", ident, &at));
	if (at) {
		PF_TRY(pf_object_open(view, at, &thread));
		PF_TRY(pf_threading_attribute(view, &thread, "_name", "_Thread__name", &name));
	}
	if (name)
		return pf_written_value(view, name, limits, text);
	pf_text_printf(text, "%" PRId64, ident);
	return NULL;
}

static struct pf_error *write_recursive(struct pf_view *view, const struct pf_object *object,
					const struct pf_limits *limits, struct pf_text *text)
{
	int64_t count;
	PF_TRY(pf_threading_number(view, object, "_count", "_RLock__count", &count));
	pf_text_printf(text, "<%s owner=", object->class->name);
	PF_TRY(append_owner(view, object, limits, text));
	pf_text_printf(text, " count=%" PRId64 ">", count);
	return NULL;
}

const struct pf_kind pf_kind_recursive = { .name = "threading._RLock", .write = write_recursive };

/* --- the lock of a module that is being imported */

static struct pf_error *write_module_lock(struct pf_view *view, const struct pf_object *object,
					  const struct pf_limits *limits, struct pf_text *text)
{
	pf_addr name;
	PF_TRY(pf_threading_attribute(view, object, "name", "name", &name));
	pf_text_printf(text, "%s(", object->class->name);
	if (name)
		PF_TRY(pf_written_value(view, name, limits, text));
	pf_text_printf(text, ") at %" PRIu64, object->at);
	return NULL;
}

const struct pf_kind pf_kind_module_lock = { .name = "_frozen_importlib._ModuleLock",
					     .write = write_module_lock };
