/* Stopping every thread that has a Python thread state. */
#include "base/cleanup.h"
#include "pyflame.h"
#include "python/states.h"
#include "python/tids.h"

#include <stdlib.h>

/* How often new threads may turn up while the known ones are being stopped. */
enum { ROUNDS = 16 };

/* Stops the threads that HOLD does not have yet; *found says whether there was one. */
static struct pf_error *stop_new(struct pf_hold *hold, const struct pf_states *states, bool *found)
{
	PF_AUTO_FREE pid_t *tids = calloc(states->threads.count + 1, sizeof(*tids));
	size_t count = 0;
	if (!tids)
		return &pf_error_no_memory;
	for (size_t i = 0; i < states->threads.count; i++) {
		pid_t tid = states->threads.items[i].tid;
		if (tid && !pf_hold_has(hold, tid))
			tids[count++] = tid;
	}
	*found = count > 0;
	return pf_hold_stop(hold, tids, count);
}

static struct pf_error *survey(struct pf_python *python, struct pf_states *states)
{
	PF_AUTO_FREE struct pf_task *tasks = NULL;
	size_t count;
	PF_TRY(pf_process_read_tasks(python->process, &tasks, &count));
	pf_page_cache_clear(python->cache);
	PF_TRY(pf_states_peek(python, &python->pages, states));
	return pf_tids_translate(python, &python->pages, tasks, count, states);
}

struct pf_error *pf_python_stop(struct pf_python *python, struct pf_hold *hold)
{
	PF_GUARD(pf_states_deinit) struct pf_states states = { 0 };
	bool found = true;
	for (int round = 0; found && round < ROUNDS; round++) {
		PF_TRY(survey(python, &states));
		PF_TRY(stop_new(hold, &states, &found));
	}
	return NULL;
}
