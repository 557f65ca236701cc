/* Being sure that a thread does not run while it is read. */
#include "target/guard.h"

#include "base/clock.h"

/* How often a thread may have moved to another processor while we followed it. */
enum { MOVES = 4 };

struct pf_error *pf_guard_init(struct pf_guard *guard, struct pf_process *process)
{
	*guard = (struct pf_guard){ .way = PF_GUARD_NONE, .syscall = PF_UNKNOWN };
	pf_processor_init(&guard->processor);
	return pf_hold_create(process, &guard->hold);
}

void pf_guard_deinit(struct pf_guard *guard)
{
	pf_guard_end(guard);
	if (guard->hold)
		pf_hold_destroy(guard->hold);
	pf_processor_deinit(&guard->processor);
}

/*
 * The thread is not running when it was last on the processor that we run on now. The runs are read
 * before the processor, so that a thread which leaves in between is noticed by pf_guard_holds().
 */
static enum pf_guard_way take_processor(struct pf_guard *guard, pid_t tid,
					const struct pf_watch *watch)
{
	struct pf_watch_look look;
	for (int i = 0; i < MOVES; i++) {
		if (!pf_watch_peek(watch, &look) || !look.activity.runs)
			break;
		guard->runs = look.activity.runs;
		guard->syscall = look.activity.syscall;
		if (look.activity.asleep)
			return PF_GUARD_ASLEEP;
		if (!pf_processor_is_urgent(&guard->processor) || !pf_processor_yields(tid))
			break;
		if (pf_processor_is_at(&guard->processor, look.processor))
			return PF_GUARD_PROCESSOR;
		if (!pf_processor_prepare(&guard->processor))
			break;
		guard->since_ns = pf_clock_now_ns(); /* it has run on until now */
		if (!pf_processor_move(&guard->processor, look.processor))
			break;
	}
	return PF_GUARD_NONE;
}

struct pf_error *pf_guard_stop(struct pf_guard *guard, const pid_t *tids, size_t count)
{
	if (!guard->since_ns)
		guard->since_ns = pf_clock_now_ns();
	PF_TRY(pf_hold_stop(guard->hold, tids, count));
	pf_guard_adopt_hold(guard);
	return NULL;
}

void pf_guard_adopt_hold(struct pf_guard *guard)
{
	if (!guard->since_ns)
		guard->since_ns = pf_clock_now_ns();
	guard->way = PF_GUARD_STOPPED;
	guard->tid = 0;
}

void pf_guard_exchange_hold(struct pf_guard *guard, struct pf_hold **hold)
{
	struct pf_hold *taken = guard->hold;
	guard->hold = *hold;
	*hold = taken;
	guard->way = PF_GUARD_NONE;
	guard->since_ns = 0;
	guard->tid = 0;
}

struct pf_error *pf_guard_begin(struct pf_guard *guard, pid_t tid, const struct pf_watch *watch,
				bool stopping, bool *ret)
{
	*ret = false;
	if (!tid)
		return NULL;
	guard->since_ns = pf_clock_now_ns();
	guard->syscall = PF_UNKNOWN;
	guard->way = stopping ? PF_GUARD_NONE : take_processor(guard, tid, watch);
	guard->tid = tid;
	guard->watch = watch;
	*ret = guard->way != PF_GUARD_NONE;
	if (*ret)
		return NULL;
	PF_TRY(pf_guard_stop(guard, &tid, 1));
	*ret = pf_hold_has(guard->hold, tid);
	return NULL;
}

bool pf_guard_has(const struct pf_guard *guard, pid_t tid)
{
	if (guard->way == PF_GUARD_STOPPED)
		return pf_hold_has(guard->hold, tid);
	return guard->way != PF_GUARD_NONE && guard->tid == tid;
}

bool pf_guard_holds(const struct pf_guard *guard)
{
	return guard->way == PF_GUARD_STOPPED ||
	       (guard->way != PF_GUARD_NONE && pf_watch_runs(guard->watch) == guard->runs);
}

void pf_guard_end(struct pf_guard *guard)
{
	if (guard->way == PF_GUARD_STOPPED)
		pf_hold_resume(guard->hold);
	if (guard->way == PF_GUARD_STOPPED || guard->way == PF_GUARD_PROCESSOR) {
		uint64_t pause_ns = pf_clock_now_ns() - guard->since_ns;
		guard->pause_ns += pause_ns;
		if (pause_ns > guard->longest_pause_ns)
			guard->longest_pause_ns = pause_ns;
	}
	guard->way = PF_GUARD_NONE;
	guard->syscall = PF_UNKNOWN;
	guard->since_ns = 0;
	guard->tid = 0;
}
