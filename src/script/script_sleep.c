/* pyflame.sleep: a rest that Ctrl-C ends, unlike that of a program of its own. */
#include "base/clock.h"
#include "script/script.h"
#include "script/suspension.h"

#include <errno.h>
#include <math.h>

/* SLICE_NS: a signal that comes just before the rest is noticed at the latest then. */
static const uint64_t NS = 1000000000, SLICE_NS = 100000000;
static const lua_Number MOST_S = 1e9;

/* False when a signal came first; Ctrl-Z is none that ends a rest. */
static bool sleep_until(uint64_t end_ns)
{
	struct timespec end = { (time_t)(end_ns / NS), (long)(end_ns % NS) };
	unsigned suspensions = pf_suspension_count();
	return clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &end, NULL) != EINTR ||
	       suspensions != pf_suspension_count();
}

static bool sleep_in_slices(lua_State *L, uint64_t end_ns)
{
	bool whole = true;
	for (uint64_t now_ns = pf_clock_now_ns();
	     whole && now_ns < end_ns && !script_signal_came(L); now_ns = pf_clock_now_ns())
		whole = sleep_until(now_ns + SLICE_NS < end_ns ? now_ns + SLICE_NS : end_ns);
	return whole && !script_signal_came(L);
}

/* pyflame.sleep(seconds) -> true | nil, message, "INTERRUPTED" when a signal came first */
int script_sleep(lua_State *L)
{
	lua_Number seconds = luaL_checknumber(L, 1);
	luaL_argcheck(L, !isnan(seconds) && seconds >= 0 && seconds <= MOST_S, 1,
		      "not a number of seconds from 0 to 1e9");
	uint64_t rest_ns = (uint64_t)(seconds * (lua_Number)NS);
	bool whole = sleep_in_slices(L, pf_clock_now_ns() + rest_ns);
	if (!whole)
		script_run_hook(L);
	lua_pushboolean(L, true);
	return script_result(L, whole ? NULL : &pf_error_interrupted);
}
