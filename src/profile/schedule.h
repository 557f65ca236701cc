/* When to sample: absolute deadlines, and waiting for them without spinning. */
#ifndef PF_PROFILE_SCHEDULE_H
#define PF_PROFILE_SCHEDULE_H

#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>

/*
 * Times are of CLOCK_MONOTONIC, in ns. Each interval has one deadline, at a random moment: a program
 * that does the same every millisecond would show the same millisecond's share of itself for ever to
 * who looks at it every millisecond.
 */
struct pf_schedule {
	uint64_t interval_ns; /* 0: no fixed rate */
	uint64_t slot_ns;     /* when the interval of the next deadline begins */
	uint64_t next_ns;     /* the next deadline */
	uint64_t seed;	      /* of the random moments */
	uint64_t end_ns;      /* UINT64_MAX: none */
	int stop_fd;	      /* readable when waiting is to end, and then also: */
	const atomic_bool *stop;
};

/*
 * Moves to the next interval that is not over at NOW_NS, and to a deadline in what is left of it;
 * returns how many intervals were passed over. They are dropped: sampling them late and back to back
 * would freeze the target.
 */
uint64_t pf_schedule_advance(struct pf_schedule *schedule, uint64_t now_ns);

/* Sleeps until UNTIL_NS, if that is to come; false when it is time to stop. Never spins. */
bool pf_schedule_sleep(const struct pf_schedule *schedule, uint64_t until_ns);

#endif
