/* Samples out of the bytes of a recording, which may hold anything. */
#ifndef PF_PROFILE_SAMPLE_DECODER_H
#define PF_PROFILE_SAMPLE_DECODER_H

#include "profile/bytes.h"
#include "profile/sample_model.h"

/* What the samples' indices and times must be below. */
struct pf_sample_limits {
	size_t thread_count, stack_count;
	uint64_t unit_ns;
	bool syscalls; /* from version 2 on */
};

/*
 * Decodes what pf_sample_encoder_emit() has written, at most PF_BLOCK_SAMPLES samples. *valid is
 * false when nobody can have written that; then the model is of no more use. NO_MEMORY is the only
 * error.
 */
struct pf_error *pf_sample_decode(struct pf_sample_model *model,
				  const struct pf_sample_limits *limits, struct pf_unread in,
				  struct pf_sample *samples, size_t *count_ret,
				  bool *valid) PF_CHECKED;

#endif
