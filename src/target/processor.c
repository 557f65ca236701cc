/* Running on a chosen processor, ahead of the ordinary threads there. */
#include "target/processor.h"

#include "base/clock.h"
#include "target/rescue.h"

/* After being fetched back from a processor, none is taken for so long. */
static const uint64_t AVOID_NS = 1000000000;

static bool is_realtime(int policy)
{
	policy &= ~SCHED_RESET_ON_FORK;
	return policy == SCHED_FIFO || policy == SCHED_RR;
}

static bool become_urgent(const struct pf_processor *processor)
{
	struct sched_param lowest = { .sched_priority = sched_get_priority_min(SCHED_FIFO) };
	return is_realtime(processor->policy) ||
	       !sched_setscheduler(0, SCHED_FIFO | SCHED_RESET_ON_FORK, &lowest);
}

/* A priority that somebody gave us is kept. */
void pf_processor_init(struct pf_processor *processor)
{
	processor->current = -1;
	processor->rescue = NULL;
	processor->avoided_ns = 0;
	processor->policy = sched_getscheduler(0);
	processor->urgent =
		processor->policy >= 0 && !sched_getparam(0, &processor->priority) &&
		!sched_getaffinity(0, sizeof(processor->allowed), &processor->allowed) &&
		become_urgent(processor);
}

/*
 * Makes the thread TID, 0 for the calling one, what it was before. It goes elsewhere first: as an
 * ordinary thread it might have to wait there, too.
 */
static void restore(const struct pf_processor *processor, pid_t tid)
{
	sched_setaffinity(tid, sizeof(processor->allowed), &processor->allowed);
	/* SCHED_RESET_ON_FORK goes away by CAP_SYS_NICE only; a limit (RLIMIT_RTPRIO) will not do. */
	if (sched_setscheduler(tid, processor->policy, &processor->priority))
		sched_setscheduler(tid, processor->policy | SCHED_RESET_ON_FORK,
				   &processor->priority);
}

static void fetch_back(void *arg, pid_t tid)
{
	restore(arg, tid);
}

static void end_rescue(struct pf_processor *processor)
{
	pf_rescue_destroy(processor->rescue);
	processor->rescue = NULL;
}

bool pf_processor_is_urgent(struct pf_processor *processor)
{
	if (pf_rescue_happened(processor->rescue)) {
		end_rescue(processor);
		processor->urgent = false;
		processor->current = -1;
		processor->avoided_ns = pf_clock_now_ns();
	}
	if (processor->avoided_ns && pf_clock_now_ns() - processor->avoided_ns > AVOID_NS) {
		processor->avoided_ns = 0;
		processor->urgent = become_urgent(processor);
	}
	return processor->urgent;
}

bool pf_processor_prepare(struct pf_processor *processor)
{
	if (!processor->rescue)
		processor->rescue = pf_rescue_create(fetch_back, processor);
	return processor->rescue;
}

bool pf_processor_yields(pid_t tid)
{
	int policy = sched_getscheduler(tid);
	if (policy < 0)
		return false;
	policy &= ~SCHED_RESET_ON_FORK;
	return policy == SCHED_OTHER || policy == SCHED_BATCH || policy == SCHED_IDLE;
}

bool pf_processor_move(struct pf_processor *processor, int number)
{
	cpu_set_t only;
	if (number < 0 || number >= CPU_SETSIZE || !pf_processor_prepare(processor))
		return false;
	CPU_ZERO(&only);
	CPU_SET(number, &only);
	if (sched_setaffinity(0, sizeof(only), &only))
		return false;
	processor->current = number;
	return pf_processor_is_urgent(processor);
}

bool pf_processor_is_at(const struct pf_processor *processor, int number)
{
	return number >= 0 && processor->current == number && sched_getcpu() == number;
}

/* Nobody is fetched back any more once it is what it was. */
void pf_processor_deinit(struct pf_processor *processor)
{
	bool changed = processor->urgent || processor->current >= 0;
	if (changed)
		restore(processor, 0);
	end_rescue(processor);
	processor->current = -1;
	processor->urgent = false;
}
