/* Ctrl-C: a flag that long loops look at, and a hook for Lua. */
#include "shell/interrupt.h"

#include <signal.h>
#include <stddef.h>

static volatile sig_atomic_t pending;
static void (*volatile interrupt_hook)(void);

static void handle(int signal_number)
{
	(void)signal_number;
	pending = 1;
	if (interrupt_hook)
		interrupt_hook();
}

void pf_interrupt_install(void)
{
	/* SA_RESTART: output must not get lost in the middle. The prompt's ppoll() ends anyway. */
	struct sigaction action = { .sa_handler = handle, .sa_flags = SA_RESTART };
	sigemptyset(&action.sa_mask);
	sigaction(SIGINT, &action, NULL);
}

void pf_interrupt_set_hook(void (*hook)(void))
{
	interrupt_hook = hook;
}

bool pf_interrupt_pending(void)
{
	return pending;
}

void pf_interrupt_clear(void)
{
	pending = 0;
}

struct pf_error *pf_interrupt_check(void)
{
	return pending ? &pf_error_interrupted : NULL;
}
