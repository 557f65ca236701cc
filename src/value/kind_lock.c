/* Locks of C: whether they are held, by whom, and what a thread that waits for one sleeps on. */
#include "base/cleanup.h"
#include "value/fields.h"
#include "value/kinds.h"
#include "value/lock.h"

#include <inttypes.h>

/* The lowest bit of a PyMutex says that it is held. */
enum { MUTEX_LOCKED = 1 };

static const struct pf_layout_lock *layout_of(const struct pf_view *view)
{
	return &view->reader->layout->library.lock;
}

static struct pf_error *read_byte(struct pf_view *view, pf_addr at, unsigned char *ret)
{
	return pf_reader_peek(view->reader, at, ret, sizeof(*ret));
}

/* A semaphore of glibc begins with its value; a lock is held while that is 0. */
static struct pf_error *read_semaphore(struct pf_view *view, struct pf_lock_state *state)
{
	int32_t value;
	PF_TRY(pf_reader_peek_int(view->reader, state->handle, &value));
	state->locked = value == 0;
	return NULL;
}

/* Newer 3.13 and later ones have a mutex behind the head. */
static bool is_mutex(const struct pf_view *view, const struct pf_object *object)
{
	const struct pf_layout_lock *layout = layout_of(view);
	return layout->handle == PF_ABSENT ||
	       (layout->locked != PF_ABSENT && object->class->basicsize <= layout->locked);
}

static struct pf_error *read_lock(struct pf_view *view, const struct pf_object *object,
				  struct pf_lock_state *ret)
{
	const struct pf_layout_lock *layout = layout_of(view);
	unsigned char locked;
	if (is_mutex(view, object)) {
		ret->handle = object->at + (pf_addr)view->reader->layout->object.size;
		PF_TRY(read_byte(view, ret->handle, &locked));
		ret->locked = locked & MUTEX_LOCKED;
		return NULL;
	}
	PF_TRY(pf_field_word(view, object, layout->handle, &ret->handle));
	if (layout->locked == PF_ABSENT)
		return read_semaphore(view, ret);
	PF_TRY(read_byte(view, object->at + (pf_addr)layout->locked, &locked));
	ret->locked = locked != 0;
	return NULL;
}

static struct pf_error *read_rlock(struct pf_view *view, const struct pf_object *object,
				   struct pf_lock_state *ret)
{
	const struct pf_layout_lock *layout = layout_of(view);
	unsigned char locked;
	PF_TRY(pf_field_word(view, object, layout->owner, &ret->owner));
	if (layout->mutex == PF_ABSENT) {
		PF_TRY(pf_field_word(view, object, layout->rlock_handle, &ret->handle));
		PF_TRY(pf_field_word(view, object, layout->count, &ret->count));
		ret->locked = ret->count != 0;
		return NULL;
	}
	ret->handle = object->at + (pf_addr)layout->mutex;
	PF_TRY(read_byte(view, ret->handle, &locked));
	PF_TRY(pf_field_word(view, object, layout->level, &ret->count));
	ret->locked = locked & MUTEX_LOCKED;
	ret->count = ret->locked ? ret->count + 1 : 0;
	return NULL;
}

struct pf_error *pf_lock_read(struct pf_view *view, const struct pf_object *object,
			      struct pf_lock_state *ret)
{
	*ret = (struct pf_lock_state){ 0 };
	return object->class->kind == &pf_kind_rlock ? read_rlock(view, object, ret)
						     : read_lock(view, object, ret);
}

/* 2.7 does not say whether it is held. */
static struct pf_error *write_lock(struct pf_view *view, const struct pf_object *object,
				   const struct pf_limits *limits, struct pf_text *text)
{
	struct pf_lock_state state;
	(void)limits;
	if (layout_of(view)->locked == PF_ABSENT) {
		pf_kind_append_object(text, object);
		return NULL;
	}
	PF_TRY(pf_lock_read(view, object, &state));
	pf_text_append_str(text, state.locked ? "<locked " : "<unlocked ");
	pf_kind_append_class(text, object->class);
	pf_text_printf(text, " object at 0x%" PRIx64 ">", object->at);
	return NULL;
}

const struct pf_kind pf_kind_lock = { .name = "_thread.lock", .write = write_lock };

static struct pf_error *write_rlock(struct pf_view *view, const struct pf_object *object,
				    const struct pf_limits *limits, struct pf_text *text)
{
	struct pf_lock_state state;
	(void)limits;
	PF_TRY(pf_lock_read(view, object, &state));
	pf_text_append_str(text, state.count ? "<locked " : "<unlocked ");
	pf_kind_append_class(text, object->class);
	pf_text_printf(text, " object owner=%" PRIu64 " count=%" PRIu64 " at 0x%" PRIx64 ">",
		       state.owner, state.count, object->at);
	return NULL;
}

const struct pf_kind pf_kind_rlock = { .name = "_thread.RLock", .write = write_rlock };
