/* Which threads wait for which locks, who holds them, and who waits for each other in a circle. */
#include "base/cleanup.h"
#include "pyflame.h"
#include "python/frames.h"
#include "python/runtime.h"
#include "target/activity.h"
#include "value/awaited.h"
#include "value/class.h"
#include "value/deadlock.h"
#include "value/import_lock.h"
#include "value/kind.h"

#include <stdlib.h>
#include <string.h>

struct pf_lock_waits_store {
	struct pf_arena arena;
};

struct reading {
	struct pf_python *python;
	struct pf_view *view;
	const struct pf_dump *dump;
	struct pf_lock_waits *waits;
	struct pf_code_table codes;
	struct pf_import_lock imports;
};

void pf_lock_waits_destroy(struct pf_lock_waits *waits)
{
	if (!waits)
		return;
	if (waits->store)
		pf_arena_deinit(&waits->store->arena);
	free(waits->store);
	free(waits->items);
	free(waits);
}

PF_DEFINE_GUARD(guard_waits, struct pf_lock_waits *, pf_lock_waits_destroy);

static struct pf_error *keep(struct reading *reading, const struct pf_text *text, const char **ret)
{
	PF_TRY(pf_text_check(text));
	*ret = pf_arena_text(&reading->waits->store->arena, pf_text_str(text), text->size);
	return *ret ? NULL : &pf_error_no_memory;
}

static struct pf_error *keep_str(struct reading *reading, const char *str, const char **ret)
{
	*ret = pf_arena_text(&reading->waits->store->arena, str, strlen(str));
	return *ret ? NULL : &pf_error_no_memory;
}

/* Files whose frames are only the way to a lock. */
static bool is_way(const char *file)
{
	static const char *const names[] = { "threading.py", "queue.py", "Queue.py",
					     "_bootstrap.py" };
	const char *slash = strrchr(file, '/');
	const char *name = slash ? slash + 1 : file;
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		if (!strcmp(names[i], name))
			return true;
	}
	return !strncmp(file, "<frozen importlib", strlen("<frozen importlib"));
}

static struct pf_error *keep_place(struct reading *reading, const struct pf_frame *frames,
				   size_t count, struct pf_lock_place *ret)
{
	size_t at = 0;
	*ret = (struct pf_lock_place){ .line = PF_UNKNOWN };
	while (at + 1 < count && is_way(frames[at].code->file))
		at++;
	if (at >= count)
		return NULL;
	const struct pf_frame *frame = &frames[at];
	const char *name = frame->code->qualname ? frame->code->qualname : frame->code->function;
	ret->line = frame->line;
	PF_TRY(keep_str(reading, name, &ret->function));
	return keep_str(reading, frame->code->file, &ret->file);
}

/* --- one thread */

static struct pf_error *describe(struct reading *reading, const struct pf_object *lock,
				 struct pf_lock_wait *wait)
{
	PF_GUARD(pf_text_deinit) struct pf_text type = { 0 }, text = { 0 };
	wait->lock = lock->at;
	pf_kind_append_class(&type, lock->class);
	PF_TRY(keep(reading, &type, &wait->type));
	PF_TRY(pf_repr(reading->view, lock->at, &pf_limits_default, &text));
	return keep(reading, &text, &wait->text);
}

static struct pf_error *append(struct reading *reading, const struct pf_thread *thread,
			       const struct pf_frames *frames, const struct pf_awaited *found)
{
	const struct pf_object *lock = found->around.at ? &found->around : &found->lock;
	struct pf_lock_wait *wait = &reading->waits->items[reading->waits->count];
	*wait = (struct pf_lock_wait){ .thread = thread->at,
				       .tid = thread->tid,
				       .type = "lock",
				       .text = "the import lock",
				       .notice = found->notice,
				       .owner_ident = found->owner };
	if (lock->at)
		PF_TRY(describe(reading, lock, wait));
	PF_TRY(keep_place(reading, frames->items, frames->count, &wait->place));
	reading->waits->count++;
	return NULL;
}

static struct pf_error *read_frames(struct reading *reading, const struct pf_thread *thread,
				    struct pf_frames *ret)
{
	const struct pf_reader *reader = reading->view->reader;
	const char *truncated = NULL;
	pf_addr newest;
	PF_TRY(pf_frames_find_newest(reader, thread->at, &newest));
	return pf_frames_walk(reader, &reading->codes, newest, ret, &truncated);
}

static struct pf_error *look_at(struct reading *reading, const struct pf_thread *thread,
				pf_addr futex)
{
	struct pf_frames frames = { 0 };
	struct pf_awaited found = { 0 };
	struct pf_error *err = read_frames(reading, thread, &frames);
	if (!err)
		err = pf_awaited_find(reading->view, &frames, futex, &found);
	bool imports = !found.lock.at && futex == reading->imports.handle;
	if (imports)
		found.owner = reading->imports.owner;
	if (!err && (found.lock.at || imports))
		err = append(reading, thread, &frames, &found);
	pf_array_deinit(&frames);
	return err;
}

/* Who has ended since, or cannot be read, waits for nothing. */
static struct pf_error *read_thread(struct reading *reading, const struct pf_thread *thread)
{
	struct pf_activity activity = { 0 };
	struct pf_error *err = NULL;
	if (thread->tid)
		err = pf_activity_peek_call(reading->python->process, thread->tid, &activity);
	if (!err && activity.asleep && activity.futex)
		err = look_at(reading, thread, activity.futex);
	if (err && pf_error_code(err) == PF_NO_MEMORY)
		return err;
	pf_error_destroy(err);
	return NULL;
}

/* --- owners */

static const struct pf_thread *find_ident(const struct pf_dump *dump, uint64_t ident)
{
	for (size_t i = 0; ident && i < dump->thread_count; i++) {
		if (dump->threads[i].ident == ident)
			return &dump->threads[i];
	}
	return NULL;
}

static struct pf_error *find_owner(struct reading *reading, struct pf_lock_wait *wait)
{
	const struct pf_thread *owner = find_ident(reading->dump, wait->owner_ident);
	if (!owner)
		return NULL;
	wait->owner = owner->at;
	wait->owner_tid = owner->tid;
	return keep_place(reading, owner->frames, owner->frame_count, &wait->owner_place);
}

/* --- all of them */

static struct pf_error *work(struct pf_view *view, void *context)
{
	struct reading *reading = context;
	reading->view = view;
	reading->waits->count = 0;
	pf_code_table_renew(&reading->codes);
	PF_TRY(pf_import_lock_read(reading->python, view, &reading->imports));
	for (size_t i = 0; i < reading->dump->thread_count; i++)
		PF_TRY(read_thread(reading, &reading->dump->threads[i]));
	for (size_t i = 0; i < reading->waits->count; i++)
		PF_TRY(find_owner(reading, &reading->waits->items[i]));
	pf_deadlock_mark(reading->waits);
	return NULL;
}

static struct pf_error *create(size_t count, struct pf_lock_waits **ret)
{
	PF_GUARD(guard_waits) struct pf_lock_waits *waits = calloc(1, sizeof(*waits));
	if (!waits || !(waits->store = calloc(1, sizeof(*waits->store))) ||
	    !(waits->items = calloc(count + 1, sizeof(*waits->items))))
		return &pf_error_no_memory;
	*ret = pf_take(waits);
	return NULL;
}

static struct pf_error *read_locks(struct pf_python *python, struct pf_hold *hold,
				   const struct pf_dump *dump, struct pf_lock_waits *waits)
{
	struct reading reading = { .python = python, .dump = dump, .waits = waits };
	struct pf_error *err = pf_values_look(python, hold, NULL, work, &reading, NULL);
	pf_code_table_deinit(&reading.codes);
	return err;
}

PF_DEFINE_GUARD(guard_dump, struct pf_dump *, pf_dump_destroy);

struct pf_error *pf_python_read_locks(struct pf_python *python, struct pf_hold *hold,
				      struct pf_lock_waits **ret)
{
	PF_GUARD(guard_waits) struct pf_lock_waits *waits = NULL;
	PF_GUARD(guard_dump) struct pf_dump *dump = NULL;
	PF_TRY(pf_dump_take(python, hold, &dump));
	PF_TRY(create(dump->thread_count, &waits));
	PF_TRY(read_locks(python, hold, dump, waits));
	*ret = pf_take(waits);
	return NULL;
}
