/* Sampling a process together with its descendants: one loop, each with a schedule of its own. */
#ifndef PF_PROFILE_FAMILY_H
#define PF_PROFILE_FAMILY_H

#include "profile/crossing.h"

/* Runs in the sampler's thread, as pf_sampling_run(), which calls it. */
struct pf_error *pf_family_sample(struct pf_sampler *sampler) PF_CHECKED;

#endif
