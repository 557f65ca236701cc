/* The course of a sampler: its beginning, what crosses on the way, when it is done. */
#ifndef PF_PROFILE_COURSE_H
#define PF_PROFILE_COURSE_H

#include "profile/crossing.h"

/* Time 0: sets the schedule and says that sampling goes on. */
void pf_course_begin(struct pf_sampler *sampler);

/* Hands over what is new, when the last time was long enough ago. */
struct pf_error *pf_course_deliver(struct pf_sampler *sampler, uint64_t now_ns) PF_CHECKED;

/* CPU time of this thread, in ns. */
uint64_t pf_course_cpu_ns(void);

/* When the next sample is due after one that began at BEGAN_NS, in SCHEDULE; counts what is late. */
uint64_t pf_course_next(struct pf_sampler *sampler, struct pf_schedule *schedule, uint64_t began_ns,
			uint64_t now_ns);

#endif
