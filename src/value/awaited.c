/* Which lock a thread waits for: found in what it sleeps on, and in its newest frames. */
#include "value/awaited.h"

#include "base/cleanup.h"
#include "value/class.h"
#include "value/fields.h"
#include "value/kinds.h"
#include "value/lock.h"
#include "value/threading.h"
#include "value/workings.h"

#include <string.h>

/* So many frames are looked at: that which calls acquire(), and what may lie around it. */
enum { FRAMES = 3, WORD = sizeof(uint64_t) };

struct search {
	struct pf_view *view;
	pf_addr futex, handle; /* HANDLE: of what the lock is made, that the thread sleeps for */
	struct pf_awaited *found;
};

/* What cannot be read is no lock. */
static struct pf_error *forgive(struct pf_error *err)
{
	if (pf_view_is_fatal(err))
		return err;
	pf_error_destroy(err);
	return NULL;
}

static bool is_lock(const struct pf_object *object)
{
	return object->class->kind == &pf_kind_lock || object->class->kind == &pf_kind_rlock;
}

/* Takes OBJECT when it is the lock: it is made of what the thread sleeps for. */
static struct pf_error *try_lock(struct search *search, const struct pf_object *object)
{
	struct pf_lock_state state;
	if (!is_lock(object))
		return NULL;
	PF_TRY(pf_lock_read(search->view, object, &state));
	if (state.handle != search->handle)
		return NULL;
	search->found->lock = *object;
	search->found->owner = state.owner;
	return NULL;
}

/* A lock, or a method that is bound to one: acquire, __enter__, __exit__. */
static struct pf_error *try_value(struct search *search, pf_addr at)
{
	struct pf_object object;
	pf_addr self;
	PF_TRY(pf_object_open(search->view, at, &object));
	if (object.class->kind == &pf_kind_builtin) {
		PF_TRY(pf_field_word(search->view, &object,
				     search->view->reader->layout->objects.builtin.self, &self));
		if (!self)
			return NULL;
		PF_TRY(pf_object_open(search->view, self, &object));
	}
	return try_lock(search, &object);
}

/*
 * From 3.13 on a thread that waits for a mutex sleeps on a semaphore of its own. That is in a note
 * which has the mutex's address in front of it. Source: struct wait_entry, Python/parking_lot.c.
 */
static struct pf_error *try_parked(struct search *search)
{
	struct pf_object object;
	pf_addr mutex;
	PF_TRY(pf_reader_peek_word(search->view->reader, search->futex - WORD, &mutex));
	PF_TRY(pf_object_open(search->view,
			      mutex - (pf_addr)search->view->reader->layout->object.size, &object));
	search->handle = mutex;
	return try_lock(search, &object);
}

static struct pf_error *try_workings(struct search *search, const struct pf_workings *workings)
{
	for (size_t i = 0; i < workings->count && !search->found->lock.at; i++)
		PF_TRY(forgive(try_value(search, workings->items[i])));
	return NULL;
}

/* --- what the lock is part of */

static struct pf_error *has_lock(struct search *search, const struct pf_object *object,
				 const char *name, const char *old, bool *ret)
{
	pf_addr at;
	PF_TRY(pf_threading_attribute(search->view, object, name, old, &at));
	*ret = at == search->found->lock.at;
	return NULL;
}

/* A Condition waits with a lock that is made for the one call; the others have theirs for life. */
static struct pf_error *try_around(struct search *search, const struct pf_frame *frame, pf_addr at)
{
	struct pf_object object;
	int64_t owner = 0;
	bool mine = false;
	PF_TRY(pf_object_open(search->view, at, &object));
	const struct pf_kind *kind = object.class->kind;
	if (kind == &pf_kind_condition) {
		mine = !strcmp(frame->code->function, "wait");
		search->found->notice = mine;
	} else if (kind == &pf_kind_recursive) {
		PF_TRY(has_lock(search, &object, "_block", "_RLock__block", &mine));
		PF_TRY(pf_threading_number(search->view, &object, "_owner", "_RLock__owner",
					   &owner));
	} else if (kind == &pf_kind_module_lock) {
		PF_TRY(has_lock(search, &object, "wakeup", "wakeup", &mine));
		PF_TRY(pf_threading_number(search->view, &object, "owner", "owner", &owner));
	}
	if (mine) {
		search->found->around = object;
		search->found->owner = (uint64_t)owner;
	}
	return NULL;
}

static struct pf_error *find_around(struct search *search, const struct pf_frame *frame,
				    const struct pf_workings *workings)
{
	for (size_t i = 0; i < workings->count && !search->found->around.at; i++)
		PF_TRY(forgive(try_around(search, frame, workings->items[i])));
	return NULL;
}

static struct pf_error *search_frame(struct search *search, const struct pf_frame *frame)
{
	PF_GUARD(pf_workings_deinit) struct pf_workings workings = { 0 };
	PF_TRY(forgive(pf_workings_read(search->view, frame->at, frame->code->at, &workings)));
	PF_TRY(try_workings(search, &workings));
	return search->found->lock.at ? find_around(search, frame, &workings) : NULL;
}

struct pf_error *pf_awaited_find(struct pf_view *view, const struct pf_frames *frames,
				 pf_addr futex, struct pf_awaited *ret)
{
	struct search search = { view, futex, futex, ret };
	*ret = (struct pf_awaited){ 0 };
	PF_TRY(forgive(try_parked(&search)));
	if (!ret->lock.at)
		search.handle = futex;
	for (size_t i = 0; i < frames->count && i < FRAMES && !ret->around.at; i++)
		PF_TRY(search_frame(&search, &frames->items[i]));
	return NULL;
}
