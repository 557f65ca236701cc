/* Noticing that a chain of addresses leads in a circle, without remembering all of it. */
#ifndef PF_BASE_CYCLE_H
#define PF_BASE_CYCLE_H

#include <stdbool.h>
#include <stdint.h>

/* All zero at the start of a walk. */
struct pf_cycle {
	uint64_t anchor;
	uint64_t steps, next_anchor;
};

/*
 * Takes the next address of the walk; true when the walk is in a circle. Brent's method: compares
 * with one remembered address, which moves on at each power of two, so that a circle is noticed
 * within three times its length and what leads to it.
 */
static inline bool pf_cycle_step(struct pf_cycle *cycle, uint64_t at)
{
	if (cycle->steps && at == cycle->anchor)
		return true;
	if (cycle->steps++ == cycle->next_anchor) {
		cycle->anchor = at;
		cycle->next_anchor = cycle->steps * 2;
	}
	return false;
}

#endif
