/* What a profile has got since the last time, as one block of a recording. */
#ifndef PF_PROFILE_BLOCK_WRITER_H
#define PF_PROFILE_BLOCK_WRITER_H

#include "base/map.h"
#include "profile/profile.h"
#include "profile/recording_format.h"
#include "profile/sample_encoder.h"

/* What blocks have been made of so far: counts, of which index 0 is the first. */
struct pf_block_progress {
	size_t texts, places, stacks, threads;
	size_t named;	  /* the threads whose names were looked at */
	uint64_t samples; /* number of the next sample, counted from the first one ever */
	uint64_t numbers[PF_RECORDING_NUMBERS];
};

struct pf_block_writer {
	uint64_t unit_ns;
	struct pf_block_progress done;
	struct pf_map text_indices;	     /* pointer of a profile's text → index */
	PF_ARRAY(const char *) texts;	     /* by index; index 0 is NULL */
	PF_ARRAY(const char *) thread_names; /* as they were written last */
	struct pf_sample_encoder samples;
	struct pf_bytes section, new_texts, block;
};

struct pf_error *pf_block_writer_init(struct pf_block_writer *writer, uint64_t interval_ns,
				      uint64_t unit_ns) PF_CHECKED;
void pf_block_writer_deinit(struct pf_block_writer *writer);

/* Starts a block, and adds a section of SIZE bytes to it. */
void pf_block_begin(struct pf_block_writer *writer);
void pf_block_add(struct pf_block_writer *writer, enum pf_section section, const void *bytes,
		  size_t size);

/*
 * Makes writer->block of what is new in PROFILE, as much as fits one block: empty when nothing is
 * new. *samples_ret is how many samples are in it. An error changes nothing that was done.
 */
struct pf_error *pf_block_writer_make(struct pf_block_writer *writer,
				      const struct pf_profile *profile,
				      size_t *samples_ret) PF_CHECKED;

#endif
