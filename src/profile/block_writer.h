/* What a profile has got, as blocks of a recording. */
#ifndef PF_PROFILE_BLOCK_WRITER_H
#define PF_PROFILE_BLOCK_WRITER_H

#include "base/map.h"
#include "profile/profile.h"
#include "profile/recording_format.h"
#include "profile/sample_encoder.h"

/* What is in blocks so far: counts, of which index 0 is the first. */
struct pf_block_progress {
	size_t texts, places, stacks, threads, processes;
	uint64_t samples; /* number of the next sample, counted from the first one ever */
};

struct pf_block_writer {
	uint64_t unit_ns;
	pid_t pid; /* of the recording: threads of other processes tell theirs */
	struct pf_block_progress done;
	struct pf_map text_indices;	     /* pointer of a profile's text → index */
	PF_ARRAY(const char *) texts;	     /* by index; index 0 is NULL */
	PF_ARRAY(const char *) thread_names; /* by index, as they were written last */
	PF_ARRAY(struct pf_sample) waiting;  /* the samples of the open block */
	struct pf_sample_encoder samples;
	uint64_t numbers[PF_RECORDING_NUMBERS], written_numbers[PF_RECORDING_NUMBERS];
	struct pf_bytes section, new_texts; /* that are being made */
	struct pf_bytes block; /* the open block's tables; all of it once it is closed */
};

struct pf_error *pf_block_writer_init(struct pf_block_writer *writer, pid_t pid,
				      uint64_t interval_ns, uint64_t unit_ns) PF_CHECKED;
void pf_block_writer_deinit(struct pf_block_writer *writer);

/* Adds a section to the block. */
struct pf_error *pf_block_writer_add(struct pf_block_writer *writer, enum pf_section section,
				     const struct pf_bytes *bytes) PF_CHECKED;

/*
 * Takes what is new in PROFILE into the open block. *full becomes true when not all of it has room
 * and the block has to be closed first. An error leaves out what it could not take: the next call
 * does.
 */
struct pf_error *pf_block_writer_gather(struct pf_block_writer *writer,
					const struct pf_profile *profile, bool *full) PF_CHECKED;

/*
 * Makes writer->block whole; it stays empty when there was nothing new. *samples_ret is how many
 * samples are in it. After an error it is still open. Clearing the block opens the next one.
 */
struct pf_error *pf_block_writer_close(struct pf_block_writer *writer,
				       size_t *samples_ret) PF_CHECKED;

#endif
