/* A profile: places, stacks and threads, each kept once, and the samples that point to them. */
#ifndef PF_PROFILE_PROFILE_H
#define PF_PROFILE_PROFILE_H

#include "pyflame.h"

/*
 * For those who fill a profile; pyflame.h has what readers use. Indices are given in the order of
 * first use and never change. An error (NO_MEMORY) leaves the profile as it was.
 */

/*
 * About how much memory places and stacks may take: what is new beyond that is the place "(other)",
 * and the stack of it alone. 0, as at first: any amount.
 */
void pf_profile_set_limit(struct pf_profile *profile, size_t bytes);

/* The place with the content of PLACE, whose text is copied. */
struct pf_error *pf_profile_intern_place(struct pf_profile *profile, const struct pf_place *place,
					 uint32_t *ret) PF_CHECKED;

/* The stack of a frame at PLACE that CALLER, a stack or 0, has called. */
struct pf_error *pf_profile_intern_stack(struct pf_profile *profile, uint32_t caller,
					 uint32_t place, uint32_t *ret) PF_CHECKED;

/* A new thread, never one that is there; the name is copied. */
struct pf_error *pf_profile_add_thread(struct pf_profile *profile,
				       const struct pf_sampled_thread *thread,
				       uint32_t *ret) PF_CHECKED;

/* Names a thread, or names it anew; NULL: it has no name. */
struct pf_error *pf_profile_set_thread_name(struct pf_profile *profile, uint32_t thread,
					    const char *name) PF_CHECKED;

/* Of a thread that was added without its process. */
void pf_profile_set_thread_pid(struct pf_profile *profile, uint32_t thread, pid_t pid);

/* SAMPLE's thread and stack are indices of this profile; times do not go back. */
struct pf_error *pf_profile_add_value(struct pf_profile *profile,
				      struct pf_sample sample) PF_CHECKED;

/* By value, in two registers: reading what was just written in parts would stall. */
static inline PF_CHECKED struct pf_error *pf_profile_add_sample(struct pf_profile *profile,
								const struct pf_sample *sample)
{
	return pf_profile_add_value(profile, *sample);
}

/* COUNT samples at once. */
struct pf_error *pf_profile_add_samples(struct pf_profile *profile, const struct pf_sample *samples,
					size_t count) PF_CHECKED;

struct pf_sampling_stats *pf_profile_stats_mutable(struct pf_profile *profile);

/* Its samples are of another kind of machine, with other numbers for system calls. */
void pf_profile_set_foreign(struct pf_profile *profile, bool foreign);

void pf_profile_set_start(struct pf_profile *profile, uint64_t realtime_ns);

/* How many samples were forgotten: the number, counted from the first one ever, of the oldest. */
uint64_t pf_profile_forgotten(const struct pf_profile *profile);

/*
 * Appends to TO all that FROM has and TO lacks: places, stacks, threads and their names are
 * copied, so that an index means the same in both; samples are moved, FROM forgets them; TO's
 * statistics and start become FROM's. Nothing else may fill TO, and FROM must be the same one each
 * time: USAGE otherwise. Takes next to no time when there is nothing new. After an error TO is
 * whole, FROM still has the samples, and the next call goes on.
 */
struct pf_error *pf_profile_move(struct pf_profile *from, struct pf_profile *to) PF_CHECKED;

#endif
