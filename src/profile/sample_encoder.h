/* Samples as the bytes of a recording: a byte or two each. */
#ifndef PF_PROFILE_SAMPLE_ENCODER_H
#define PF_PROFILE_SAMPLE_ENCODER_H

#include "profile/bytes.h"
#include "profile/sample_model.h"

/* All zero, but for model.interval, is the start. */
struct pf_sample_encoder {
	struct pf_sample_model model;
	struct pf_tally *tally;			     /* gives samples of one kind one row */
	PF_ARRAY(uint32_t) kind_of_row;		     /* or PF_NO_KIND */
	uint32_t rows[PF_BLOCK_SAMPLES];	     /* of the samples that are prepared */
	struct pf_bytes times, moments, runs, kinds; /* columns */
};

/* What a sample takes at most, and each further column's size. */
enum { PF_SAMPLE_BYTES_MAX = 48, PF_COLUMNS_BYTES_MAX = 5 * PF_VARINT_MAX };

void pf_sample_encoder_deinit(struct pf_sample_encoder *encoder);

/* Gets all memory that emitting these COUNT samples will need. Can be repeated. */
struct pf_error *pf_sample_encoder_prepare(struct pf_sample_encoder *encoder, size_t thread_count,
					   const struct pf_sample *samples,
					   size_t count) PF_CHECKED;

/* Appends the samples that were prepared to OUT, which has room. UNIT_NS is one tick of time. */
void pf_sample_encoder_emit(struct pf_sample_encoder *encoder, const struct pf_sample *samples,
			    size_t count, uint64_t unit_ns, struct pf_bytes *out);

#endif
