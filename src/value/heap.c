/* The heap: the objects that garbage collectors know, counted by type, and some of them listed. */
#include "base/cleanup.h"
#include "base/clock.h"
#include "python/still.h"
#include "value/heap_result.h"
#include "value/referrers.h"

#include <time.h>

static const uint64_t MAX_PAUSE_NS = 50000000;

/* Between two looks the target has at least as long for itself as it was kept from running. */
static const uint64_t LEAST_REST_NS = 1000000;

/* How long a collection that is going on is waited for, and for how long at a time. */
static const uint64_t PATIENCE_NS = 2000000000, COLLECTION_REST_NS = 5000000;

/* How often a walk is begun anew because its place was lost. */
enum { RESTARTS = 5 };

/*
 * How often a list may end where it should not before that is believed: a thread may have been kept
 * from running in the midst of changing it.
 */
enum { DOUBTS = 3 };

static struct pf_error *visit(struct pf_heap_walk *walk, const struct pf_heap_object *object)
{
	struct pf_heap_run *run = (struct pf_heap_run *)walk;
	if (run->options->type && !object->type->wanted)
		return NULL;
	if (run->options->referrers_of)
		return pf_referrers_visit(run, object);
	return pf_heap_match(run, object, &(struct pf_heap_link){ .how = NULL });
}

/* One attempt at a part of the walk: from where the last one that counts has ended. */
static struct pf_error *work(struct pf_python *python, void *context)
{
	PF_GUARD(pf_view_deinit) struct pf_view view;
	struct pf_heap_run *run = context;
	pf_view_init(&view, &python->pages);
	pf_view_redact(&view, run->options->redaction);
	run->view = &view;
	run->walk.place = run->kept.place;
	run->matches.count = run->kept.match_count;
	run->matches.total = run->kept.match_total;
	run->matches.text.size = run->kept.text_size;
	run->walk.patient = !run->options->hold && run->patience_ns < PATIENCE_NS;
	run->walk.deadline_ns =
		run->options->hold ? 0
				   : pf_clock_now_ns() + run->max_pause_ns - run->max_pause_ns / 5;
	PF_TRY(pf_referrers_begin(run));
	PF_TRY(pf_heap_walk_run(&run->walk, &run->end));
	bool doubtful = run->walk.truncated && !run->options->hold && run->doubts++ < DOUBTS;
	return doubtful ? &pf_error_torn : NULL;
}

static void keep(struct pf_heap_run *run)
{
	pf_heap_types_keep(&run->walk.types);
	run->kept.place = run->walk.place;
	run->kept.match_count = run->matches.count;
	run->kept.match_total = run->matches.total;
	run->kept.text_size = run->matches.text.size;
	run->heap->collecting |= run->walk.collecting;
	if (run->walk.truncated)
		run->heap->truncated = run->walk.truncated;
}

static void forget(struct pf_heap_run *run)
{
	pf_heap_types_reset(&run->walk.types);
	run->kept.place = (struct pf_heap_place){ .list = 0 };
	run->kept.match_count = run->kept.match_total = run->kept.text_size = 0;
	run->heap->collecting = false;
	run->heap->truncated = NULL;
	run->heap->pauses = 0;
}

static struct pf_error *look_once(struct pf_heap_run *run, uint64_t *pause_ns)
{
	struct pf_heap *heap = run->heap;
	PF_TRY(pf_still_run_long(run->python, run->options->hold, work, run, pause_ns));
	heap->pauses++;
	heap->pause_ns += *pause_ns;
	if (heap->longest_pause_ns < *pause_ns)
		heap->longest_pause_ns = *pause_ns;
	return NULL;
}

static struct pf_error *moved_too_much(const struct pf_heap_run *run)
{
	struct pf_error *err = pf_error_create(
		PF_TORN, "the objects of process %d moved too much between the pauses",
		pf_process_pid(run->python->process));
	return pf_error_take_advice(err, "Stop the process first, or allow longer pauses.");
}

/* What the end of a look means for the next one; *rest_ns is the least rest before it. */
static struct pf_error *judge(struct pf_heap_run *run, uint64_t *rest_ns)
{
	switch (run->end) {
	case PF_HEAP_WHOLE:
	case PF_HEAP_TIME:
		keep(run);
		return NULL;
	case PF_HEAP_LOST:
		forget(run);
		return run->restarts++ < RESTARTS ? NULL : moved_too_much(run);
	case PF_HEAP_BUSY:
		run->heap->pauses--;
		run->patience_ns += COLLECTION_REST_NS;
		*rest_ns = COLLECTION_REST_NS;
		return NULL;
	}
	return NULL;
}

static struct pf_error *rest(const struct pf_heap_run *run, uint64_t ns)
{
	struct timespec time = { (time_t)(ns / 1000000000), (long)(ns % 1000000000) };
	nanosleep(&time, NULL);
	bool interrupted =
		run->options->interrupted && run->options->interrupted(run->options->data);
	return interrupted ? &pf_error_interrupted : NULL;
}

static struct pf_error *look_until_whole(struct pf_heap_run *run)
{
	for (;;) {
		uint64_t pause_ns, rest_ns = LEAST_REST_NS;
		PF_TRY(look_once(run, &pause_ns));
		PF_TRY(judge(run, &rest_ns));
		if (run->end == PF_HEAP_WHOLE)
			return NULL;
		PF_TRY(rest(run, pause_ns > rest_ns ? pause_ns : rest_ns));
	}
}

static struct pf_error *check(const struct pf_python *python)
{
	if (!python->free_threaded)
		return NULL;
	return pf_error_create(PF_UNSUPPORTED,
			       "the heap of a free-threaded CPython, as that of process %d, cannot "
			       "be read yet: its collector keeps no lists of objects",
			       pf_process_pid(python->process));
}

static void deinit(struct pf_heap_run *run)
{
	pf_heap_walk_deinit(&run->walk);
	pf_array_deinit(&run->matches);
	pf_text_deinit(&run->matches.text);
	pf_heap_destroy(run->heap);
}

static struct pf_error *init(struct pf_heap_run *run)
{
	const struct pf_heap_options *options = run->options;
	PF_TRY(pf_heap_walk_init(&run->walk, run->python));
	run->max_pause_ns = options->max_pause_ns ? options->max_pause_ns : MAX_PAUSE_NS;
	run->walk.interrupted = options->interrupted;
	run->walk.data = options->data;
	run->walk.types.wanted = options->type;
	run->walk.visit = options->type || options->referrers_of ? visit : NULL;
	run->heap = calloc(1, sizeof(*run->heap));
	return run->heap ? NULL : &pf_error_no_memory;
}

struct pf_error *pf_python_read_heap(struct pf_python *python,
				     const struct pf_heap_options *options, struct pf_heap **ret)
{
	PF_GUARD(deinit) struct pf_heap_run run = { .python = python, .options = options };
	PF_TRY(check(python));
	PF_TRY(init(&run));
	PF_TRY(look_until_whole(&run));
	PF_TRY(pf_heap_result_make(&run));
	*ret = pf_take(run.heap);
	return NULL;
}
