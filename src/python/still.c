/* Work that needs a still target: done in a pause, and anew when Python code could run meanwhile. */
#include "python/still.h"

#include "base/cleanup.h"
#include "base/clock.h"
#include "python/pause.h"
#include "target/hold.h"

/*
 * How often the work is begun again because the GIL changed hands meanwhile: gently at first, then
 * by stopping its holders, the last times by stopping all Python threads.
 */
enum { GENTLE_ATTEMPTS = 20, ATTEMPTS = 40, ALL_ATTEMPTS = 48 };

/* For how long pages are kept in a hold. */
static const uint64_t KEPT_NS = 100000000;

/* Work that takes as long as this is no chance to miss: what disturbed it once, will again. */
static const uint64_t LONG_NS = 5000000;

static enum pf_pause_way way_of(int attempt_number)
{
	if (attempt_number < GENTLE_ATTEMPTS)
		return PF_PAUSE_GENTLY;
	return attempt_number < ATTEMPTS ? PF_PAUSE_HOLDERS : PF_PAUSE_EVERYONE;
}

/* The attempt after one that took TOOK_NS. */
static int next_attempt(int attempt_number, uint64_t took_ns)
{
	if (took_ns < LONG_NS || attempt_number >= ATTEMPTS)
		return attempt_number + 1;
	return attempt_number < GENTLE_ATTEMPTS ? GENTLE_ATTEMPTS : ATTEMPTS;
}

/* What was read before all stood still is of no use to the work. */
static struct pf_error *work_afresh(struct pf_python *python, pf_still_work *work, void *context)
{
	pf_page_cache_clear(python->cache);
	return work(python, context);
}

/*
 * One pause; TORN when it has to be tried again: also when a thread ended under our eyes. Whether
 * the process itself has, the caller finds out.
 */
static struct pf_error *attempt(struct pf_pause *pause, enum pf_pause_way way, pf_still_work *work,
				void *context)
{
	struct pf_error *err = pf_pause_begin(pause, way);
	if (!err)
		err = work_afresh(pause->python, work, context);
	if (!err)
		err = pf_pause_check(pause);
	pf_pause_end(pause);
	if (!err || (pf_error_code(err) != PF_FAULT && pf_error_code(err) != PF_GONE))
		return err;
	pf_error_destroy(err);
	return &pf_error_torn;
}

static struct pf_error *run_pausing(struct pf_python *python, int first_attempt,
				    pf_still_work *work, void *context, uint64_t *pause_ns)
{
	PF_GUARD(pf_pause_deinit) struct pf_pause pause;
	PF_TRY(pf_pause_init(&pause, python));
	for (int i = first_attempt; i < ALL_ATTEMPTS;) {
		uint64_t start_ns = pf_clock_now_ns();
		struct pf_error *err = attempt(&pause, way_of(i), work, context);
		*pause_ns = pause.guard.pause_ns;
		if (!err || pf_error_code(err) != PF_TORN)
			return err;
		pf_error_destroy(err);
		PF_TRY(pf_process_check(python->process));
		i = next_attempt(i, pf_clock_now_ns() - start_ns);
	}
	return pf_error_create(PF_TORN,
			       "process %d did not keep still: its threads came and went too fast",
			       pf_process_pid(python->process));
}

struct pf_error *pf_still_explain(struct pf_python *python, struct pf_error *err)
{
	struct pf_error *gone = pf_process_check(python->process);
	if (!err)
		return gone;
	enum pf_error_code code = pf_error_code(err);
	if (gone || (code != PF_FAULT && code != PF_GONE)) {
		struct pf_error *ret = gone ? gone : err;
		pf_error_destroy(gone ? err : NULL);
		return ret;
	}
	return pf_error_take_context(err, "process %d", pf_process_pid(python->process));
}

static struct pf_error *run(struct pf_python *python, struct pf_hold *hold, int first_attempt,
			    pf_still_work *work, void *context, uint64_t *pause_ns_ret)
{
	uint64_t pause_ns = 0;
	struct pf_error *err = hold ? work_afresh(python, work, context)
				    : run_pausing(python, first_attempt, work, context, &pause_ns);
	if (pause_ns_ret)
		*pause_ns_ret = pause_ns;
	return pf_still_explain(python, err);
}

struct pf_error *pf_still_run_often(struct pf_python *python, struct pf_hold *hold,
				    pf_still_work *work, void *context, uint64_t *pause_ns_ret)
{
	if (!hold)
		return run(python, NULL, 0, work, context, pause_ns_ret);
	uint64_t now_ns = pf_clock_now_ns();
	if (python->kept_serial != pf_hold_serial(hold) || now_ns >= python->kept_until_ns) {
		pf_page_cache_clear(python->cache);
		python->kept_serial = pf_hold_serial(hold);
		python->kept_until_ns = now_ns + KEPT_NS;
		python->kept_frame = (struct pf_frame_id){ 0 };
	}
	if (pause_ns_ret)
		*pause_ns_ret = 0;
	return pf_still_explain(python, work(python, context));
}

struct pf_error *pf_still_run(struct pf_python *python, struct pf_hold *hold, pf_still_work *work,
			      void *context, uint64_t *pause_ns_ret)
{
	return run(python, hold, 0, work, context, pause_ns_ret);
}

struct pf_error *pf_still_run_long(struct pf_python *python, struct pf_hold *hold,
				   pf_still_work *work, void *context, uint64_t *pause_ns_ret)
{
	return run(python, hold, GENTLE_ATTEMPTS, work, context, pause_ns_ret);
}
