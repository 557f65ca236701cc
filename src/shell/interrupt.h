/* Signals: Ctrl-C, a flag that long loops look at, a hook for Lua, and what ends the program. */
#ifndef PF_SHELL_INTERRUPT_H
#define PF_SHELL_INTERRUPT_H

#include "base/error.h"

#include <stdbool.h>

/*
 * From now on SIGINT, SIGTERM and SIGHUP end the program only when Lua has no use for them: see
 * script/interruption.h. Those that are ignored stay so.
 */
void pf_interrupt_install(void);

/* With a prompt, SIGINT never ends the program. */
void pf_interrupt_install_prompt(void);

/* Called from the signal handler, besides setting the flag. NULL: nothing. */
void pf_interrupt_set_hook(void (*hook)(void));

bool pf_interrupt_pending(void);

/* How often Ctrl-C was pressed, up to 65535 and then from 0 again. */
unsigned pf_interrupt_count(void);
void pf_interrupt_clear(void);

/* As if Ctrl-C had been pressed just now. It may end the program. */
void pf_interrupt_raise(void);

/* INTERRUPTED when Ctrl-C was pressed since the last clear. */
struct pf_error *pf_interrupt_check(void) PF_CHECKED;

/* Ends the program as the signal NUMBER does, but without a core file. */
void pf_interrupt_die(int number);

#endif
