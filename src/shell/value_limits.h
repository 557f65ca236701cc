/* How much of values is printed: what "set print" says. */
#ifndef PF_SHELL_VALUE_LIMITS_H
#define PF_SHELL_VALUE_LIMITS_H

#include "shell/session.h"

struct pf_limits pf_value_limits(const struct pf_session *session);

#endif
