/* Signals that would end this program, while Lua waits for samples or for a command. */
#include "script/interruption.h"

#include "base/clock.h"
#include "pyflame.h"

#include <signal.h>

/* timeout(1) signals its child, and then its group: so soon a second signal is no other one. */
static const uint64_t SAME_NS = 200000000;

static volatile sig_atomic_t samplings, pending;
static struct pf_launch *volatile launched;

bool script_interruption_handle(int number, bool whole_group)
{
	struct pf_launch *launch = launched;
	if (launch && pf_launch_signal(launch, whole_group ? 0 : number))
		return true;
	static uint64_t last_ns; /* of the signal that ended sampling */
	uint64_t now_ns = pf_clock_now_ns();
	if (last_ns && now_ns - last_ns < SAME_NS)
		return true;
	if (!samplings || pending)
		return false;
	last_ns = now_ns;
	pending = 1;
	return true;
}

void script_interruption_begin(void)
{
	samplings++;
}

void script_interruption_end(void)
{
	samplings--;
	if (!samplings)
		pending = 0;
}

bool script_interruption_pending(void)
{
	return pending;
}

void script_interruption_set_launch(struct pf_launch *launch)
{
	launched = launch;
}

void script_interruption_drop_launch(const struct pf_launch *launch)
{
	if (launched == launch)
		launched = NULL;
}
