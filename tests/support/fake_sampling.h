/* A made-up sampler behind pyflame.h: a canned profile, batch by batch; and commands that are none. */
#ifndef PF_TESTS_FAKE_SAMPLING_H
#define PF_TESTS_FAKE_SAMPLING_H

#include "pyflame.h"

/*
 * Each batch has four samples, 1 ms apart: idle; thread 1 "MainThread" in leaf < main, with the
 * GIL; thread 1 in main; failed. Places: main is "/srv/app.py":3, leaf "/srv/lib/json/decoder.py":7.
 */
struct fake_sampling {
	unsigned batches;		    /* that a sampler gives before it ends */
	struct pf_sampling_options options; /* of the last start */
	int samplers, launches;		    /* alive now */
	bool stopped;			    /* the last sampler was asked to */
	bool interrupts;		    /* each wait is interrupted, once */
	bool fails;			    /* to start */
	bool refuses;			    /* one of the descendants */
	bool breaks;			    /* taking fails */
	bool doubts;			    /* where some samples belong */
};

extern struct fake_sampling fake_sampling;

enum { FAKE_BATCH = 4 };

#endif
