/* One program that is sampled: its process, its Python, and what its moments are taken with. */
#ifndef PF_PROFILE_MEMBER_H
#define PF_PROFILE_MEMBER_H

#include "profile/crossing.h"
#include "profile/moment.h"

/* All zero is detached. An exec makes another program. */
struct pf_member {
	struct pf_process *process;
	struct pf_python *python;
	struct pf_moment moment;
	uint32_t nobody;	/* who rows of no thread are of: a thread of the profile, or 0 */
	uint64_t checked_ns;	/* when it was looked whether the program is still the same */
	uint64_t told_pause_ns; /* how much of the guard's pause the statistics have */
	uint64_t taken;		/* moments that were sampled */
	uint64_t next_ns;	/* in a family: its next sample, by: */
	struct pf_schedule schedule;
};

/* Attaches to the sampler's process. After an error it is to be detached, too. */
struct pf_error *pf_member_attach(struct pf_member *member, struct pf_sampler *sampler) PF_CHECKED;

/* Takes over PROCESS and PYTHON, with an error, too. Its rows of no thread tell its process. */
struct pf_error *pf_member_adopt(struct pf_member *member, struct pf_sampler *sampler,
				 struct pf_process *process, struct pf_python *python) PF_CHECKED;

void pf_member_detach(struct pf_member *member);

/* Takes a sample into the sampler's profile. GONE when the program is no longer there. */
struct pf_error *pf_member_sample(struct pf_member *member, struct pf_sampler *sampler,
				  uint64_t at_ns) PF_CHECKED;

#endif
