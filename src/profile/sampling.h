/* The sampler's loop: attach, sample at each deadline, follow an exec, end. */
#ifndef PF_PROFILE_SAMPLING_H
#define PF_PROFILE_SAMPLING_H

#include "profile/crossing.h"

/* Runs in the sampler's thread until it is told to stop, has done its task or the target ends. */
struct pf_error *pf_sampling_run(struct pf_sampler *sampler) PF_CHECKED;

#endif
