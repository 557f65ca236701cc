/* What the Lua samples say of themselves: how sampling went, of what, and why it ended. */
#include "script/samples.h"

/* samples:reason() -> why it ended before its time: message, code | nil */
int script_samples_reason(lua_State *L)
{
	const struct script_samples *it = script_samples_check(L, 1);
	const struct pf_error *reason =
		it->sampler && it->ended ? pf_sampler_reason(it->sampler) : NULL;
	if (!reason)
		return script_push_text(L, it->recording ? pf_recording_truncated(it->recording)
							 : NULL);
	lua_pushstring(L, pf_error_message(reason));
	lua_pushstring(L, pf_error_code_name(pf_error_code(reason)));
	return 2;
}

/* samples:refusal() -> why the first of the descendants that cannot be read is left out | nil */
int script_samples_refusal(lua_State *L)
{
	struct script_samples *it = script_samples_check(L, 1);
	const struct pf_error *refusal = it->sampler ? pf_sampler_refusal(it->sampler) : NULL;
	if (!refusal)
		return script_push_text(L, NULL);
	lua_pushstring(L, pf_error_message(refusal));
	lua_pushstring(L, pf_error_code_name(pf_error_code(refusal)));
	return 2;
}

/* samples:doubt() -> why the first of those samples is left out for which "where" is not known | nil */
int script_samples_doubt(lua_State *L)
{
	struct script_samples *it = script_samples_check(L, 1);
	const struct pf_error *doubt = it->sampler ? pf_sampler_doubt(it->sampler) : NULL;
	if (!doubt)
		return script_push_text(L, NULL);
	lua_pushstring(L, pf_error_message(doubt));
	lua_pushstring(L, pf_error_code_name(pf_error_code(doubt)));
	return 2;
}

int script_samples_len(lua_State *L)
{
	lua_pushinteger(L, (lua_Integer)script_samples_check(L, 1)->given);
	return 1;
}

static int samples_ended(lua_State *L)
{
	lua_pushboolean(L, script_samples_check(L, 1)->ended);
	return 1;
}

static int samples_info(lua_State *L)
{
	script_samples_check(L, 1);
	lua_getiuservalue(L, 1, SCRIPT_SAMPLES_INFO);
	return 1;
}

static int samples_start_ns(lua_State *L)
{
	const struct script_samples *it = script_samples_check(L, 1);
	lua_pushinteger(L, (lua_Integer)pf_profile_start_realtime_ns(it->profile));
	return 1;
}

static void set_count(lua_State *L, const char *key, uint64_t value)
{
	lua_pushinteger(L, (lua_Integer)value);
	lua_setfield(L, -2, key);
}

static void set_seconds(lua_State *L, const char *key, uint64_t ns)
{
	lua_pushnumber(L, (lua_Number)ns / 1e9);
	lua_setfield(L, -2, key);
}

static int samples_stats(lua_State *L)
{
	const struct pf_sampling_stats *stats =
		pf_profile_stats(script_samples_check(L, 1)->profile);
	lua_createtable(L, 0, 13);
	set_count(L, "taken", stats->taken);
	set_count(L, "late", stats->late);
	set_count(L, "torn", stats->torn);
	set_count(L, "failed", stats->failed);
	set_count(L, "programs", stats->programs);
	set_count(L, "refused", stats->refused);
	set_count(L, "unmatched", stats->unmatched);
	set_count(L, "nowhere", stats->nowhere);
	set_count(L, "undecided", stats->undecided);
	set_seconds(L, "pause", stats->pause_ns);
	set_seconds(L, "longest_pause", stats->longest_pause_ns);
	set_seconds(L, "elapsed", stats->elapsed_ns);
	set_seconds(L, "cpu", stats->cpu_ns);
	return 1;
}

const luaL_Reg script_samples_properties[] = {
	{ "ended", samples_ended }, { "info", samples_info }, { "start_ns", samples_start_ns },
	{ "stats", samples_stats }, { NULL, NULL },
};
