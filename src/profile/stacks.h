/* From raw stacks to the stacks of a profile, with as little work as a repeated stack allows. */
#ifndef PF_PROFILE_STACKS_H
#define PF_PROFILE_STACKS_H

#include "profile/profile.h"
#include "python/frames.h"
#include "python/probe.h"

/* What is shared by all threads of a target. Borrows probe and profile. */
struct pf_stacks {
	const struct pf_probe *probe;
	struct pf_profile *profile;
	struct pf_code_table codes;
	struct pf_map places; /* code's serial << 32 | lasti → place */
};

void pf_stacks_deinit(struct pf_stacks *stacks);

/* What a thread's last stack was: a new one mostly differs in its newest frames only. */
struct pf_stack_memo {
	struct pf_raw_stack raw;	    /* as in the call that filled it */
	PF_ARRAY(uint32_t) serials, stacks; /* for each frame, the oldest first */
	uint32_t epoch;			    /* of the code table, when it was checked last */
};

void pf_stack_memo_deinit(struct pf_stack_memo *memo);

/*
 * The profile's stack for RAW, which is swapped into the memo; 0 for an empty one. Code objects are
 * believed within an epoch of stacks->codes. Static errors, and NO_MEMORY.
 */
struct pf_error *pf_stacks_intern(struct pf_stacks *stacks, struct pf_stack_memo *memo,
				  struct pf_raw_stack *raw, uint32_t *ret) PF_CHECKED;

#endif
