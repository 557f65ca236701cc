/* Counting samples: how often each thread, stack and state occurred together. */
#ifndef PF_PROFILE_TALLY_H
#define PF_PROFILE_TALLY_H

#include "pyflame.h"

/* The index of the row that counts samples like SAMPLE, without counting it. */
struct pf_error *pf_tally_intern(struct pf_tally *tally, const struct pf_sample *sample,
				 uint32_t *ret) PF_CHECKED;

#endif
