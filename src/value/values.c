/* Looking at values: in one moment, from a frame that is still there. */
#include "base/cleanup.h"
#include "pyflame.h"
#include "python/frames.h"
#include "python/states.h"
#include "python/still.h"
#include "value/coroutine.h"
#include "value/future.h"
#include "value/view.h"

struct look {
	const struct pf_frame_id *frame;
	pf_view_work *work;
	void *context;
	bool pauses; /* the process does not stand still anyway */
};

struct pf_frame_id pf_frame_id_of(const struct pf_thread *thread, size_t level)
{
	const struct pf_frame *frame = &thread->frames[level];
	return (struct pf_frame_id){ thread->at, frame->at, frame->code->at, frame->lasti };
}

struct pf_frame_id pf_view_frame(const struct pf_view *view)
{
	return view->frame;
}

static struct pf_error *frame_is_gone(void)
{
	return pf_error_take_advice(
		pf_error_create(PF_USAGE, "frame is gone: the thread has moved on"),
		"Use \"stop\" to hold it, or take a new look with \"bt\".");
}

static bool is_thread(const struct pf_states *states, pf_addr at)
{
	for (size_t i = 0; i < states->threads.count; i++) {
		if (states->threads.items[i].at == at)
			return true;
	}
	return false;
}

static bool is_it(const struct pf_frame_id *id, const struct pf_frame *frame)
{
	return frame->at == id->frame && frame->code->at == id->code &&
	       (frame->lasti == id->lasti || id->lasti == PF_ANY_INSTRUCTION);
}

static bool find_among(const struct pf_frames *frames, struct pf_frame_id *id)
{
	for (size_t i = 0; i < frames->count; i++) {
		if (!is_it(id, &frames->items[i]))
			continue;
		id->lasti = frames->items[i].lasti;
		return true;
	}
	return false;
}

/* Whether the frame is one of its thread's, as pf_frames_walk() would find it; its instruction. */
static struct pf_error *find_frame(struct pf_python *python, struct pf_frame_id *id, bool *ret)
{
	PF_GUARD(pf_code_table_deinit) struct pf_code_table codes = { 0 };
	struct pf_frames frames = { 0 };
	const char *truncated = NULL;
	pf_addr newest;
	*ret = false;
	PF_TRY(pf_frames_find_newest(&python->pages, id->thread, &newest));
	struct pf_error *err = pf_frames_walk(&python->pages, &codes, newest, &frames, &truncated);
	*ret = !err && find_among(&frames, id);
	pf_array_deinit(&frames);
	return err;
}

/* The same of a task of asyncio that does not run: in the place of the thread is the task. */
static struct pf_error *find_suspended(struct pf_view *view, struct pf_frame_id *id, bool *ret)
{
	PF_GUARD(pf_code_table_deinit) struct pf_code_table codes = { 0 };
	struct pf_frames frames = { 0 };
	const char *truncated = NULL;
	struct pf_future task;
	pf_addr coroutine = 0;
	PF_TRY(pf_future_open(view, id->thread, &task, ret));
	if (!*ret || !task.task)
		return NULL;
	*ret = false;
	PF_TRY(pf_future_field(view, &task, PF_FUTURE_COROUTINE, &coroutine));
	struct pf_error *err = pf_coroutine_walk(view, &codes, coroutine, &frames, &truncated);
	*ret = !err && find_among(&frames, id);
	pf_array_deinit(&frames);
	return err;
}

/* What is at the address of a task that has ended may be anything. */
static struct pf_error *find_task(struct pf_view *view, struct pf_frame_id *id, bool *ret)
{
	struct pf_error *err = find_suspended(view, id, ret);
	if (!err || pf_view_is_fatal(err))
		return err;
	pf_error_destroy(err);
	*ret = false;
	return NULL;
}

/* In a hold a frame stays where it was found. */
static bool is_kept(const struct pf_python *python, struct pf_frame_id *id)
{
	const struct pf_frame_id *kept = &python->kept_frame;
	bool same = kept->thread == id->thread && kept->frame == id->frame &&
		    kept->code == id->code &&
		    (kept->lasti == id->lasti || id->lasti == PF_ANY_INSTRUCTION);
	if (same)
		id->lasti = kept->lasti;
	return same;
}

static struct pf_error *check_frame(struct pf_python *python, struct pf_view *view)
{
	struct pf_frame_id *id = &view->frame;
	PF_GUARD(pf_states_deinit) struct pf_states states = { 0 };
	bool found = false;
	PF_TRY(pf_states_peek(python, &python->pages, &states));
	if (is_thread(&states, id->thread))
		PF_TRY(find_frame(python, id, &found));
	else
		PF_TRY(find_task(view, id, &found));
	return found ? NULL : frame_is_gone();
}

static struct pf_error *work(struct pf_python *python, void *context)
{
	const struct look *look = context;
	PF_GUARD(pf_view_deinit) struct pf_view view;
	pf_view_init(&view, &python->pages);
	view.hash_secret_at = python->hash_secret_at;
	if (look->pauses)
		pf_view_limit(&view);
	if (look->frame && look->frame->frame) {
		view.frame = *look->frame;
		if (look->pauses || !is_kept(python, &view.frame))
			PF_TRY(check_frame(python, &view));
		if (!look->pauses)
			python->kept_frame = view.frame;
	}
	return look->work(&view, look->context);
}

/* Before anything is kept still: files are read for it, once. */
static void find_hash_secret(struct pf_python *python)
{
	if (python->hash_secret_known)
		return;
	pf_error_destroy(pf_process_find_symbol(python->process, "_Py_HashSecret",
						&python->hash_secret_at, NULL));
	python->hash_secret_known = true;
}

struct pf_error *pf_values_look(struct pf_python *python, struct pf_hold *hold,
				const struct pf_frame_id *frame, pf_view_work *function,
				void *context, uint64_t *pause_ns_ret)
{
	struct look look = { frame, function, context, .pauses = !hold };
	find_hash_secret(python);
	return pf_still_run_often(python, hold, work, &look, pause_ns_ret);
}
