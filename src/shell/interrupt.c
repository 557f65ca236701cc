/* Signals: Ctrl-C, a flag that long loops look at, a hook for Lua, and what ends the program. */
#include "shell/interrupt.h"

#include "script/interruption.h"

#include <errno.h>
#include <signal.h>
#include <stddef.h>
#include <sys/resource.h>

static const int numbers[] = { SIGINT, SIGTERM, SIGHUP };
enum { COUNT = sizeof(numbers) / sizeof(numbers[0]) };

static volatile sig_atomic_t pending, count, has_prompt;
static void (*volatile interrupt_hook)(void);

/* As if there were no handler; the signal itself comes when the handler returns. */
static void die_later(int number)
{
	signal(number, SIG_DFL);
	raise(number);
}

static void deal_with(int number, bool whole_group)
{
	if (script_interruption_handle(number, whole_group))
		return;
	if (number == SIGINT && has_prompt) {
		pending = 1;
		count = (count + 1) & 0xffff;
		if (interrupt_hook)
			interrupt_hook();
	} else {
		die_later(number);
	}
}

/* What a terminal sends, the kernel sends, and to the whole foreground group. */
static void handle(int number, siginfo_t *info, void *context)
{
	int before = errno;
	(void)context;
	deal_with(number, info->si_code == SI_KERNEL);
	errno = before;
}

static void install(int number)
{
	/* SA_RESTART: output must not get lost in the middle. The prompt's ppoll() ends anyway. */
	struct sigaction action = { .sa_sigaction = handle, .sa_flags = SA_RESTART | SA_SIGINFO };
	sigemptyset(&action.sa_mask);
	for (size_t i = 0; i < COUNT; i++)
		sigaddset(&action.sa_mask, numbers[i]);
	sigaction(number, &action, NULL);
}

void pf_interrupt_install(void)
{
	for (size_t i = 0; i < COUNT; i++) {
		struct sigaction now;
		if (!sigaction(numbers[i], NULL, &now) && now.sa_handler == SIG_DFL)
			install(numbers[i]);
	}
}

void pf_interrupt_install_prompt(void)
{
	has_prompt = 1;
	install(SIGINT);
}

void pf_interrupt_raise(void)
{
	struct sigaction now;
	if (!sigaction(SIGINT, NULL, &now) && now.sa_handler != SIG_IGN)
		deal_with(SIGINT, true);
}

void pf_interrupt_set_hook(void (*hook)(void))
{
	interrupt_hook = hook;
}

bool pf_interrupt_pending(void)
{
	return pending;
}

unsigned pf_interrupt_count(void)
{
	return (unsigned)count;
}

void pf_interrupt_clear(void)
{
	pending = 0;
}

struct pf_error *pf_interrupt_check(void)
{
	return pending ? &pf_error_interrupted : NULL;
}

void pf_interrupt_die(int number)
{
	sigset_t all;
	setrlimit(RLIMIT_CORE, &(struct rlimit){ 0, 0 });
	signal(number, SIG_DFL);
	sigfillset(&all);
	sigprocmask(SIG_UNBLOCK, &all, NULL);
	raise(number);
}
