/* The part of the C API that values go through: what Python's objects hold. */
#ifndef PYFLAME_VALUES_H
#define PYFLAME_VALUES_H

/* Include pyflame.h, which includes this; what it says of errors and ownership holds here, too. */
#include "base/error.h"

#include <stdbool.h>

/* ------------------------------------------------------------------ value: limits */

/* How much of a value is printed; 0 means as much as there is, where the tool itself can. */
struct pf_limits {
	unsigned depth;	     /* containers inside containers */
	unsigned elements;   /* of one container */
	unsigned repeats;    /* more equal elements in a row are printed once, with their number */
	unsigned max_string; /* characters, or bytes */
	bool addresses;	     /* also where Python's repr() has none */
};

/* 4, 200, 10, 200, false: GDB's, but for the depth. */
extern const struct pf_limits pf_limits_default;

/* ------------------------------------------------------------------ value: variables */

enum pf_variable_kind {
	PF_VARIABLE_ARGUMENT,
	PF_VARIABLE_VARARGS,  /* *args */
	PF_VARIABLE_KEYWORDS, /* **kwargs */
	PF_VARIABLE_LOCAL,
	PF_VARIABLE_FREE, /* of a function around it */
};

#endif
