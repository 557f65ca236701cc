/* Threads that wait for each other in a circle. */
#include "value/deadlock.h"

static struct pf_lock_wait *wait_of(const struct pf_lock_waits *waits, pf_addr thread)
{
	for (size_t i = 0; i < waits->count; i++) {
		if (waits->items[i].thread == thread)
			return &waits->items[i];
	}
	return NULL;
}

/* Gives NUMBER to the circle that FIRST is in; false when it is in none. */
static bool mark_circle(const struct pf_lock_waits *waits, struct pf_lock_wait *first,
			unsigned number)
{
	struct pf_lock_wait *wait = first;
	for (size_t steps = 0; steps < waits->count; steps++) {
		wait = wait->owner ? wait_of(waits, wait->owner) : NULL;
		if (!wait)
			return false;
		if (wait == first)
			break;
	}
	if (wait != first)
		return false;
	do {
		wait->deadlock = number;
		wait = wait_of(waits, wait->owner);
	} while (wait != first);
	return true;
}

void pf_deadlock_mark(const struct pf_lock_waits *waits)
{
	unsigned number = 1;
	for (size_t i = 0; i < waits->count; i++) {
		if (!waits->items[i].deadlock && mark_circle(waits, &waits->items[i], number))
			number++;
	}
}
