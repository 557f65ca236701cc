/* Running on a chosen processor, ahead of the ordinary threads there. */
#include "target/processor.h"

static bool is_realtime(int policy)
{
	policy &= ~SCHED_RESET_ON_FORK;
	return policy == SCHED_FIFO || policy == SCHED_RR;
}

/* A priority that somebody gave us is kept. */
void pf_processor_init(struct pf_processor *processor)
{
	struct sched_param lowest = { .sched_priority = sched_get_priority_min(SCHED_FIFO) };
	processor->current = -1;
	processor->policy = sched_getscheduler(0);
	processor->urgent =
		processor->policy >= 0 && !sched_getparam(0, &processor->priority) &&
		!sched_getaffinity(0, sizeof(processor->allowed), &processor->allowed) &&
		(is_realtime(processor->policy) ||
		 !sched_setscheduler(0, SCHED_FIFO | SCHED_RESET_ON_FORK, &lowest));
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
	if (number < 0 || number >= CPU_SETSIZE)
		return false;
	CPU_ZERO(&only);
	CPU_SET(number, &only);
	if (sched_setaffinity(0, sizeof(only), &only))
		return false;
	processor->current = number;
	return true;
}

bool pf_processor_is_at(const struct pf_processor *processor, int number)
{
	return number >= 0 && processor->current == number && sched_getcpu() == number;
}

void pf_processor_deinit(struct pf_processor *processor)
{
	/* SCHED_RESET_ON_FORK goes away by CAP_SYS_NICE only; a limit (RLIMIT_RTPRIO) will not do. */
	if (processor->urgent && sched_setscheduler(0, processor->policy, &processor->priority))
		sched_setscheduler(0, processor->policy | SCHED_RESET_ON_FORK,
				   &processor->priority);
	if (processor->current >= 0)
		sched_setaffinity(0, sizeof(processor->allowed), &processor->allowed);
	processor->current = -1;
	processor->urgent = false;
}
