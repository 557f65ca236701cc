/* One moment of a target: who runs Python code, and where. */
#ifndef PF_PROFILE_MOMENT_H
#define PF_PROFILE_MOMENT_H

#include "profile/subject.h"
#include "profile/where.h"
#include "target/guard.h"

/* What moments are taken with, and what the last one gave. */
struct pf_moment {
	struct pf_python *python; /* borrowed, as is: */
	struct pf_profile *profile;
	enum pf_sampling_mode mode;
	bool threads;
	uint64_t max_pause_ns;
	uint64_t deadline_ns; /* of the pause that has begun; 0: none */

	struct pf_windows *windows;
	struct pf_probe probe;
	struct pf_stacks stacks;
	struct pf_subjects subjects;
	struct pf_guard guard;
	struct pf_where where;
	struct pf_raw_stack raw;
	struct pf_states states;
	PF_ARRAY(struct pf_seat) seats;	 /* one for each interpreter */
	uint64_t seats_ns;		 /* when they were counted; 0: never */
	PF_ARRAY(struct pf_sample) rows; /* of the last moment; time_ns is not set */
	uint64_t believed_ns;		 /* nonstop: when code objects were last checked */
	uint64_t cautious_ns;		 /* nonstop: until when they are checked each time */
	pf_addr newest;			 /* nonstop: the newest frame of the last stack */
	uint32_t replacements;		 /* nonstop: of the code table, at the last moment */
	bool gentle;			 /* exact: threads could be read without being stopped */
	bool seen;			 /* exact: something could be read */
	unsigned refusals;		 /* exact: by the kernel, since then */
	uint64_t refused_ns;		 /* when they began */
	unsigned count;			 /* moments so far */

	/*
	 * exact: shown the rows from FIRST on while their threads are kept still; NULL: nobody. True
	 * ends the moment.
	 */
	bool (*show)(void *data, size_t first);
	void *show_data;
	bool sated; /* it has ended in that way */
};

/* An interpreter and who probably has its GIL. */
struct pf_seat {
	pf_addr interpreter;
	pf_addr gil;		  /* as pf_gil_locate() found it lately */
	pf_addr expected;	  /* a thread state; 0: unknown */
	uint64_t code_generation; /* 3.14+: how often a code object was freed */
	uint64_t believed_ns;	  /* nonstop: when that was last checked */
};

enum pf_outcome {
	PF_SEEN,	/* rows are right */
	PF_TORN_MOMENT, /* nonstop: the target moved */
	PF_MISSED,	/* something could not be read */
};

struct pf_error *pf_moment_init(struct pf_moment *moment, struct pf_python *python,
				struct pf_profile *profile,
				const struct pf_sampling_options *options) PF_CHECKED;
void pf_moment_deinit(struct pf_moment *moment);

/* From now on each row is judged, in exact moments. UNSUPPORTED for builds without a GIL. */
struct pf_error *pf_moment_choose(struct pf_moment *moment, const struct pf_wish *wish) PF_CHECKED;

/* Takes one. Errors: GONE, NO_MEMORY, PERMISSION: sampling cannot go on. */
struct pf_error *pf_moment_take(struct pf_moment *moment, enum pf_outcome *ret) PF_CHECKED;

/* What can wait until after a moment: names of new threads. */
struct pf_error *pf_moment_tidy(struct pf_moment *moment) PF_CHECKED;

#endif
