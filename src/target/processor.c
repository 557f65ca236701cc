/* Running on a chosen processor, ahead of the ordinary threads there. */
#include "target/processor.h"

void pf_processor_init(struct pf_processor *processor)
{
	struct sched_param lowest = { .sched_priority = sched_get_priority_min(SCHED_FIFO) };
	processor->current = -1;
	processor->urgent =
		!sched_getaffinity(0, sizeof(processor->allowed), &processor->allowed) &&
		!sched_setscheduler(0, SCHED_FIFO | SCHED_RESET_ON_FORK, &lowest);
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
	struct sched_param none = { 0 };
	if (processor->urgent)
		sched_setscheduler(0, SCHED_OTHER, &none);
	if (processor->current >= 0)
		sched_setaffinity(0, sizeof(processor->allowed), &processor->allowed);
	processor->current = -1;
	processor->urgent = false;
}
