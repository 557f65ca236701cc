/* Profiles that are made up: streams like those of real programs, and a comparison. */
#ifndef PF_TESTS_FAKE_PROFILE_H
#define PF_TESTS_FAKE_PROFILE_H

#include "profile/profile.h"

/* A generator of the same numbers each time: splitmix64. */
uint64_t fake_random(uint64_t *seed);

struct fake_stream {
	uint64_t seed;
	uint64_t interval_ns, jitter_ns; /* a sample is late by up to the jitter */
	uint32_t threads;		 /* sampled at each moment; the first one is busy */
	uint32_t stacks;		 /* that the busy one has; few of them are frequent */
	uint64_t time_ns;		 /* of the next moment */
};

/* One frame of a stack whose oldest frame is number 0. */
struct pf_error *fake_frame(struct pf_profile *profile, uint32_t number, uint32_t caller,
			    uint32_t *ret) PF_CHECKED;

/* Appends MOMENTS moments of the stream, with what they need of tables. */
struct pf_error *fake_moments(struct pf_profile *profile, struct fake_stream *stream,
			      uint64_t moments) PF_CHECKED;

/* Fails the test unless both have the same tables, statistics and samples; times to UNIT_NS. */
void assert_same_profile(const struct pf_profile *a, const struct pf_profile *b, uint64_t unit_ns);

/* As assert_same_profile(), for the tables only. */
void assert_same_tables(const struct pf_profile *a, const struct pf_profile *b);

#endif
