/* What the writer and the reader of a recording both expect the next sample to be. */
#ifndef PF_PROFILE_SAMPLE_MODEL_H
#define PF_PROFILE_SAMPLE_MODEL_H

#include "base/array.h"
#include "pyflame.h"

enum { PF_BLOCK_SAMPLES = 1024 }; /* samples in a block at most */

#define PF_NO_KIND UINT32_MAX

/* Samples of one thread, stack, state and system call are of one kind. */
struct pf_kind {
	uint32_t thread, stack;
	enum pf_state state;
	uint32_t syscall;
	uint32_t rank; /* where by_rank has it */
};

struct pf_thread_model {
	uint32_t kind; /* the thread's last; PF_NO_KIND: none yet */
	uint32_t next; /* the thread that was sampled after it, the last time */
};

/*
 * The expectation: the thread that came after this one the last time comes again, and is what it
 * was the last time; a moment is one interval later than the one before. All zero, but for the
 * interval, is the start.
 */
struct pf_sample_model {
	PF_ARRAY(struct pf_kind) kinds; /* in the order of first occurrence */
	PF_ARRAY(uint32_t) by_rank;	/* the kinds, those that were needed often in front */
	PF_ARRAY(struct pf_thread_model) threads;
	uint32_t last_thread, last_new_stack;
	uint64_t time, interval; /* in units of the recording */
};

void pf_sample_model_deinit(struct pf_sample_model *model);

/* Makes room for THREADS threads in all, and for MORE kinds. */
struct pf_error *pf_sample_model_reserve(struct pf_sample_model *model, size_t threads,
					 size_t more) PF_CHECKED;

/* The kind that is expected, or PF_NO_KIND. */
uint32_t pf_sample_model_expect(const struct pf_sample_model *model);

/* A new kind, the last by rank. Needs room. */
uint32_t pf_sample_model_add(struct pf_sample_model *model, const struct pf_kind *kind);

/* Moves a kind that had to be named to the front, so that naming it gets shorter. */
void pf_sample_model_promote(struct pf_sample_model *model, uint32_t kind);

/* The sample was of KIND. */
void pf_sample_model_advance(struct pf_sample_model *model, uint32_t kind);

#endif
