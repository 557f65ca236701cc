/* A made-up process behind pyflame.h: tests say what its dumps hold, and count what is let go. */
#ifndef PF_TESTS_FAKE_PYFLAME_H
#define PF_TESTS_FAKE_PYFLAME_H

#include "pyflame.h"

enum { FAKE_PID = 4711, FAKE_SYSCALL = 232 };

struct fake_pyflame {
	struct pf_dump dump; /* what pf_dump_take() gives copies of */
	const char *executable;
	const char *const *command; /* ended by NULL; NULL: it has none */
	const char *version;
	const char *warning;
	const char *source_folder; /* where the target's files are; NULL: it has none */
	bool ended;
	int processes, dumps, holds; /* alive now */
	int taken;		     /* dumps, ever */
};

extern struct fake_pyflame fake;

/* A process with two threads: MainThread, two frames deep and with the GIL, and a new one. */
void fake_reset(void);

#endif
