/* One block of a recording, checked and put into a profile. */
#ifndef PF_PROFILE_BLOCK_READER_H
#define PF_PROFILE_BLOCK_READER_H

#include "base/arena.h"
#include "profile/profile.h"
#include "profile/recording_format.h"
#include "profile/sample_decoder.h"

/* Zero, but for the profile and the version, at the start. */
struct pf_block_reader {
	struct pf_profile *profile; /* borrowed */
	struct pf_recording_info info;
	uint32_t version; /* of the file */
	uint64_t unit_ns;
	struct pf_arena arena;
	PF_ARRAY(const char *) texts; /* by index; index 0 is NULL */
	struct pf_sample_model model;
	uint64_t numbers[PF_RECORDING_NUMBERS];
	uint64_t sample_count;
	struct pf_sample samples[PF_BLOCK_SAMPLES]; /* of the block */
	bool has_info, ended;
};

struct pf_error *pf_block_reader_init(struct pf_block_reader *reader, struct pf_profile *profile,
				      uint32_t version) PF_CHECKED;
void pf_block_reader_deinit(struct pf_block_reader *reader);

/*
 * Reads the SIZE bytes of a block. *valid is false when no recorder has written them; its samples
 * are not in the profile then. The text of reader->info lives as long as the reader.
 */
struct pf_error *pf_block_reader_read(struct pf_block_reader *reader, const unsigned char *bytes,
				      size_t size, bool *valid) PF_CHECKED;

#endif
