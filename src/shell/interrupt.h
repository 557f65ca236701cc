/* Ctrl-C: a flag that long loops look at, and a hook for Lua. */
#ifndef PF_SHELL_INTERRUPT_H
#define PF_SHELL_INTERRUPT_H

#include "base/error.h"

#include <stdbool.h>

/* From now on SIGINT no longer ends the program. */
void pf_interrupt_install(void);

/* Called from the signal handler, besides setting the flag. NULL: nothing. */
void pf_interrupt_set_hook(void (*hook)(void));

bool pf_interrupt_pending(void);
void pf_interrupt_clear(void);

/* INTERRUPTED when Ctrl-C was pressed since the last clear. */
struct pf_error *pf_interrupt_check(void) PF_CHECKED;

#endif
