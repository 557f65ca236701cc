/* Names whose values are not shown. */
#ifndef PF_VALUE_REDACTION_H
#define PF_VALUE_REDACTION_H

#include "pyflame.h"

#define PF_REDACTED "<redacted>"

/* Whether NAME (may be NULL) has one of the words in it; REDACTION NULL: no. */
bool pf_redaction_has(const struct pf_redaction *redaction, const char *name);

#endif
