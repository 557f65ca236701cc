/* How much of values is printed: what "set print" says. */
#ifndef PF_SHELL_VALUE_LIMITS_H
#define PF_SHELL_VALUE_LIMITS_H

#include "pyflame.h"
#include "shell/settings.h"

/* What the settings say, the usual where there are none. */
struct pf_limits pf_value_limits(const struct pf_settings *settings);

#endif
