/* Results of expressions: objects of the target, and values of our own. */
#ifndef PF_VALUE_RESULT_H
#define PF_VALUE_RESULT_H

#include "pyflame.h"

/* A bool, an int or a float. */
bool pf_result_is_number(const struct pf_result *result);

/* "int" for what is our own; "object" for an object, whose class takes reading. */
const char *pf_result_type_name(const struct pf_result *result);

#endif
