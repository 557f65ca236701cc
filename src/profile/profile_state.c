/* The names of what a thread was doing when it was sampled. */
#include "pyflame.h"

/* ORDER STATE */
static const char *const names[] = {
	[PF_STATE_IDLE] = "idle",	[PF_STATE_GIL] = "gil",
	[PF_STATE_RUNNING] = "running", [PF_STATE_WAITING] = "waiting",
	[PF_STATE_FAILED] = "failed",	[PF_STATE_WANTING] = "gil-wait",
};

const char *pf_state_name(enum pf_state state)
{
	return names[state];
}
