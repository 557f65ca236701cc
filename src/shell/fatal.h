/* What ends the program: exit statuses, and errors of the command line. */
#ifndef PF_SHELL_FATAL_H
#define PF_SHELL_FATAL_H

#include "base/error.h"

#include <sys/types.h>

enum {
	PF_STATUS_OK,
	PF_STATUS_FAILED,	 /* a command failed, or its output could not be written */
	PF_STATUS_USAGE,	 /* of the command line */
	PF_STATUS_CANNOT_ATTACH, /* it has ended, or may not be read */
	PF_STATUS_NOT_PYTHON,	 /* or not one that can be read */
};

/* The exit status of what -p and -d cannot do, by the reason. */
int pf_fatal_status(enum pf_error_code code);

/* Says "pyflame-shell: error: WHAT: WHY." and a hint on stderr. Takes err. */
void pf_fatal_print(struct pf_error *err);

/* The same; names PID unless the message does. */
void pf_fatal_print_of(pid_t pid, struct pf_error *err);

#endif
