/* Keeping threads of a process stopped, and letting every one of them go again. */
#include "target/hold.h"
#include "base/array.h"
#include "base/cleanup.h"
#include "base/clock.h"
#include "base/text.h"
#include "pyflame.h"
#include "target/proc_file.h"
#include "target/process.h"
#include "target/tracee.h"

#include <fcntl.h>
#include <sched.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

/*
 * A running thread stops within microseconds, a sleeping one when a CPU has woken it: looking
 * again and again is quicker than being woken ourselves. Only uninterruptible sleep takes long.
 */
static const uint64_t SPIN_NS = 50 * 1000, YIELD_NS = 1000 * 1000, LIMIT_NS = 2000000000;

/*
 * Another tracer may be a sampler, which lets go again within microseconds; only a debugger is
 * there for longer. On a busy machine, time alone says little: then we have hardly looked.
 */
static const uint64_t PATIENCE_NS = 50000000, PATIENCE_STEP_NS = 700000;
enum { PATIENCE_TRIES = 50 };

struct patience {
	uint64_t until_ns;
	int tries;
};

/* How often new threads may turn up while the known ones are being stopped. */
enum { ROUNDS = 64 };

/* A rest of this program waits so often, and so long each time, until nothing is held. */
enum { REST_STEPS = 5000, REST_STEP_NS = 200000 };

struct pf_hold {
	struct pf_process *process;
	pid_t own_child; /* the process, if it is our child; else 0 */
	PF_ARRAY(struct pf_tracee) tracees;
	/*
	 * Seized threads that did not stop in time or die slowly. They cannot be let go before
	 * they stop, so every call looks after them.
	 */
	PF_ARRAY(struct pf_tracee) stragglers;
	uint64_t since_ns, paused_ns;
	uint64_t serial; /* of all that was ever stopped or let go by this program */
	bool impatient;
	bool active; /* counted among those that keep threads from running, or try to */
};

/* Of this program: how many holds are active, and whether no other may become so. */
static atomic_size_t active_count;
static atomic_bool resting;
static atomic_uint_least64_t serials;

static void renew(struct pf_hold *hold)
{
	hold->serial = atomic_fetch_add(&serials, 1) + 1;
}

uint64_t pf_hold_serial(const struct pf_hold *hold)
{
	return hold->serial;
}

struct pf_error *pf_hold_create(struct pf_process *process, struct pf_hold **ret)
{
	pid_t pid = pf_process_pid(process);
	PF_GUARD(pf_text_deinit) struct pf_text status = { 0 };
	PF_TRY(pf_proc_file_read(pf_process_proc_fd(process), pid, "status", &status));
	struct pf_hold *hold = calloc(1, sizeof(*hold));
	if (!hold)
		return &pf_error_no_memory;
	hold->process = process;
	renew(hold);
	bool ours = pf_proc_file_number(pf_text_str(&status), "PPid", 10) == (uint64_t)getpid();
	hold->own_child = ours ? pid : 0;
	*ret = hold;
	return NULL;
}

static void sleep_ns(uint64_t ns)
{
	nanosleep(&(struct timespec){ .tv_nsec = (long)ns }, NULL);
}

/* Gives way for longer and longer: ELAPSED_NS is how long we have waited so far. */
static void back_off(uint64_t elapsed_ns)
{
	if (elapsed_ns < SPIN_NS)
		return;
	if (elapsed_ns < YIELD_NS)
		sched_yield();
	else
		sleep_ns(elapsed_ns / 8 < 5000000 ? elapsed_ns / 8 : 5000000);
}

/* RUNS when the thread has neither stopped nor gone by UNTIL_NS. */
static enum pf_tracee_state wait_for(struct pf_tracee *tracee, uint64_t until_ns)
{
	uint64_t start_ns = pf_clock_now_ns();
	for (;;) {
		enum pf_tracee_state state = pf_tracee_poll(tracee);
		uint64_t now_ns = pf_clock_now_ns();
		if (state != PF_TRACEE_RUNS || now_ns >= until_ns)
			return state;
		/* The first thread, ended before the others, is not reported until they end. */
		if (now_ns - start_ns > YIELD_NS && pf_tracee_is_dead(tracee))
			return PF_TRACEE_RUNS;
		back_off(now_ns - start_ns);
	}
}

/* Lets go those stragglers that have stopped by now, and forgets those that have ended. */
static void sweep(struct pf_hold *hold)
{
	size_t kept = 0;
	for (size_t i = 0; i < hold->stragglers.count; i++) {
		struct pf_tracee *tracee = &hold->stragglers.items[i];
		enum pf_tracee_state state = pf_tracee_poll(tracee);
		bool done = state == PF_TRACEE_GONE ||
			    (state == PF_TRACEE_STOPPED && pf_tracee_detach(tracee));
		if (!done)
			hold->stragglers.items[kept++] = *tracee;
	}
	hold->stragglers.count = kept;
}

/* A tracee that is killed must be waited for, or its parent could not: sweep until all is done. */
static void sweep_dying(struct pf_hold *hold)
{
	uint64_t start_ns = pf_clock_now_ns();
	for (;;) {
		sweep(hold);
		uint64_t elapsed_ns = pf_clock_now_ns() - start_ns;
		if (!hold->stragglers.count || elapsed_ns > LIMIT_NS)
			return;
		back_off(elapsed_ns);
	}
}

/* Lets go the tracees from the index FIRST on, which are stopped. Room is reserved. */
static void release(struct pf_hold *hold, size_t first)
{
	bool dying = false;
	for (size_t i = first; i < hold->tracees.count; i++) {
		struct pf_tracee *tracee = &hold->tracees.items[i];
		if (pf_tracee_detach(tracee))
			continue;
		hold->stragglers.items[hold->stragglers.count++] = *tracee;
		dying = true;
	}
	hold->tracees.count = first;
	if (dying)
		sweep_dying(hold);
}

/* Whether the thread is the process's: its id may have been another one's a moment ago. */
static bool is_thread(const struct pf_hold *hold, pid_t tid)
{
	char name[32];
	snprintf(name, sizeof(name), "task/%d", (int)tid);
	return !faccessat(pf_process_proc_fd(hold->process), name, F_OK, 0);
}

static bool is_over(struct patience *patience)
{
	patience->tries--;
	return patience->tries < 0 && pf_clock_now_ns() >= patience->until_ns;
}

/* Tries again when it is refused, as long as PATIENCE lasts. */
static struct pf_error *seize_patiently(const struct pf_tracee *tracee, struct patience *patience,
					bool *ret)
{
	for (;;) {
		struct pf_error *err = pf_tracee_seize(tracee, ret);
		if (!err || pf_error_code(err) != PF_PERMISSION || is_over(patience))
			return err;
		pf_error_destroy(err);
		sleep_ns(PATIENCE_STEP_NS);
	}
}

static struct pf_error *seize(struct pf_hold *hold, pid_t tid, struct patience *patience)
{
	struct pf_tracee tracee = { .tid = tid, .own_child = tid == hold->own_child };
	bool seized = false;
	if (!is_thread(hold, tid) || pf_hold_has(hold, tid))
		return NULL;
	PF_TRY(seize_patiently(&tracee, patience, &seized));
	if (seized)
		hold->tracees.items[hold->tracees.count++] = tracee;
	return NULL;
}

/* Nobody is kept stopped while another tracer is waited for. */
static struct pf_error *seize_all(struct pf_hold *hold, const pid_t *tids, size_t count)
{
	bool patient = !hold->impatient && !hold->tracees.count;
	struct patience patience = { 0 };
	if (patient)
		patience = (struct patience){ pf_clock_now_ns() + PATIENCE_NS, PATIENCE_TRIES };
	for (size_t i = 0; i < count; i++)
		PF_TRY(seize(hold, tids[i], &patience));
	return NULL;
}

/* Now that it stands still, nobody else can get its id: is it still the process's? */
static bool keep_or_detach(const struct pf_hold *hold, const struct pf_tracee *tracee)
{
	return is_thread(hold, tracee->tid) || !pf_tracee_detach(tracee);
}

/* Waits for the tracees from FIRST on; those that have ended drop out. *late did not stop. */
static void wait_all(struct pf_hold *hold, size_t first, pid_t *late)
{
	uint64_t until_ns = pf_clock_now_ns() + LIMIT_NS;
	size_t kept = first;
	for (size_t i = first; i < hold->tracees.count; i++) {
		struct pf_tracee tracee = hold->tracees.items[i];
		enum pf_tracee_state state = wait_for(&tracee, until_ns);
		if (state == PF_TRACEE_STOPPED && keep_or_detach(hold, &tracee))
			hold->tracees.items[kept++] = tracee;
		if (state != PF_TRACEE_RUNS)
			continue;
		hold->stragglers.items[hold->stragglers.count++] = tracee;
		if (!pf_tracee_is_dead(&tracee))
			*late = tracee.tid;
	}
	hold->tracees.count = kept;
}

/* Stops what was seized from FIRST on. */
static struct pf_error *stop_seized(struct pf_hold *hold, size_t first)
{
	pid_t late = 0;
	for (size_t i = first; i < hold->tracees.count; i++)
		pf_tracee_interrupt(&hold->tracees.items[i]);
	wait_all(hold, first, &late);
	if (!late)
		return NULL;
	return pf_error_create(PF_SYSTEM,
			       "thread %d of process %d does not stop: it is in uninterruptible "
			       "sleep, waiting for a device or file system, or gets no processor",
			       (int)late, (int)pf_process_pid(hold->process));
}

static void account(struct pf_hold *hold, uint64_t start_ns, size_t before)
{
	if (!before && hold->tracees.count)
		hold->since_ns = start_ns;
	else if (!hold->tracees.count && start_ns)
		hold->paused_ns += pf_clock_now_ns() - start_ns;
}

/* Room for every thread in both lists, so that nothing can fail while threads are stopped. */
static struct pf_error *make_room(struct pf_hold *hold, size_t count)
{
	PF_TRY(pf_array_reserve(&hold->tracees, count));
	return pf_array_reserve(&hold->stragglers, hold->tracees.count + count);
}

void pf_hold_be_impatient(struct pf_hold *hold)
{
	hold->impatient = true;
}

bool pf_hold_begin_rest(size_t own)
{
	atomic_store(&resting, true);
	for (int i = 0; atomic_load(&active_count) > own && i < REST_STEPS; i++)
		sleep_ns(REST_STEP_NS);
	bool good = atomic_load(&active_count) <= own;
	if (!good)
		atomic_store(&resting, false);
	return good;
}

void pf_hold_end_rest(void)
{
	atomic_store(&resting, false);
}

/* Counted first, then looked: either we see the rest, or who begins one sees us. */
static void activate(struct pf_hold *hold)
{
	if (hold->active)
		return;
	for (atomic_fetch_add(&active_count, 1); atomic_load(&resting);
	     atomic_fetch_add(&active_count, 1)) {
		atomic_fetch_sub(&active_count, 1);
		sleep_ns(REST_STEP_NS);
	}
	hold->active = true;
}

static void deactivate(struct pf_hold *hold)
{
	if (hold->active && !hold->tracees.count)
		atomic_fetch_sub(&active_count, 1);
	hold->active = hold->tracees.count > 0;
}

struct pf_error *pf_hold_stop(struct pf_hold *hold, const pid_t *tids, size_t count)
{
	sweep(hold);
	renew(hold);
	PF_TRY(make_room(hold, count));
	activate(hold);
	size_t before = hold->tracees.count;
	struct pf_error *err = seize_all(hold, tids, count);
	uint64_t start_ns = hold->tracees.count > before ? pf_clock_now_ns() : 0;
	struct pf_error *late = stop_seized(hold, before); /* also to let them go again */
	if (err || late)
		release(hold, before);
	account(hold, start_ns, before);
	deactivate(hold);
	if (!err)
		return late;
	pf_error_destroy(late);
	return err;
}

/* Stops the threads that are there now and not held yet. */
static struct pf_error *stop_present(struct pf_hold *hold)
{
	PF_AUTO_FREE struct pf_task *tasks = NULL;
	size_t count;
	PF_TRY(pf_process_read_tasks(hold->process, &tasks, &count));
	PF_AUTO_FREE pid_t *tids = calloc(count + 1, sizeof(*tids));
	if (!tids)
		return &pf_error_no_memory;
	for (size_t i = 0; i < count; i++)
		tids[i] = tasks[i].tid;
	return pf_hold_stop(hold, tids, count);
}

struct pf_error *pf_hold_stop_all(struct pf_hold *hold)
{
	size_t before;
	int round = 0;
	do {
		before = hold->tracees.count;
		PF_TRY(stop_present(hold));
	} while (hold->tracees.count > before && ++round < ROUNDS);
	return NULL;
}

void pf_hold_lend(struct pf_hold *hold, struct pf_process *process)
{
	hold->process = process;
}

bool pf_hold_has(const struct pf_hold *hold, pid_t tid)
{
	for (size_t i = 0; i < hold->tracees.count; i++) {
		if (hold->tracees.items[i].tid == tid)
			return true;
	}
	return false;
}

void pf_hold_resume(struct pf_hold *hold)
{
	bool held = hold->tracees.count > 0;
	renew(hold);
	release(hold, 0);
	deactivate(hold);
	if (held)
		hold->paused_ns += pf_clock_now_ns() - hold->since_ns;
	sweep(hold);
}

uint64_t pf_hold_paused_ns(const struct pf_hold *hold)
{
	return hold->paused_ns;
}

void pf_hold_destroy(struct pf_hold *hold)
{
	if (!hold)
		return;
	pf_hold_resume(hold);
	pf_array_deinit(&hold->tracees);
	pf_array_deinit(&hold->stragglers);
	free(hold);
}
