/* Work that needs a still target: done in a pause, and anew when Python code could run meanwhile. */
#ifndef PF_PYTHON_STILL_H
#define PF_PYTHON_STILL_H

#include "python/runtime.h"

/*
 * Reads through python->pages, which are fresh, into what CONTEXT points to. It may be called
 * several times, and begins anew each time. TORN, FAULT and GONE mean: once more.
 */
typedef struct pf_error *pf_still_work(struct pf_python *python, void *context);

/*
 * Does WORK while no Python code runs in PYTHON's process. In HOLD, whose threads are stopped
 * already (see pf_python_stop()), it is done once and nothing more is stopped; NULL: in pauses of
 * its own, until one of them was kept. *pause_ns_ret (may be NULL) is for how long running threads
 * were kept from running, in all pauses together; written also after an error.
 *
 * Errors: WORK's own; TORN when the threads would not keep still; GONE when the process has ended,
 * whatever WORK said. They name the process.
 */
struct pf_error *pf_still_run(struct pf_python *python, struct pf_hold *hold, pf_still_work *work,
			      void *context, uint64_t *pause_ns_ret) PF_CHECKED;

/*
 * The same for WORK that takes milliseconds: whoever has a GIL is stopped for it from the first
 * attempt on, since what is kept from running gently does not stay so for long.
 */
struct pf_error *pf_still_run_long(struct pf_python *python, struct pf_hold *hold,
				   pf_still_work *work, void *context,
				   uint64_t *pause_ns_ret) PF_CHECKED;

/*
 * The same as pf_still_run() for WORK that is done very often: pages that were read in HOLD are not
 * read again, for a tenth of a second. Threads that are no Python threads may write meanwhile.
 */
struct pf_error *pf_still_run_often(struct pf_python *python, struct pf_hold *hold,
				    pf_still_work *work, void *context,
				    uint64_t *pause_ns_ret) PF_CHECKED;

/*
 * What ERR of a reading means for the user: the low floors' errors are short, and what counts is
 * whether the process is still there. Takes ERR; NULL is GONE, too, when the process has ended.
 */
struct pf_error *pf_still_explain(struct pf_python *python, struct pf_error *err) PF_CHECKED;

#endif
