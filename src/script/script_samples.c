/* The Lua samples: what a sampler or a recording gives, row by row, and what becomes of it. */
#include "base/clock.h"
#include "script/interruption.h"
#include "script/samples.h"

/* How long a wait may last before signals and progress are looked after. */
static const uint64_t TURN_NS = 100000000;

struct script_samples *script_samples_push(lua_State *L)
{
	struct script_samples *it = lua_newuserdatauv(L, sizeof(*it), SCRIPT_SAMPLES_VALUES);
	*it = (struct script_samples){ .ended = true };
	luaL_setmetatable(L, SCRIPT_SAMPLES);
	return it;
}

struct script_samples *script_samples_check(lua_State *L, int index)
{
	struct script_samples *it = luaL_checkudata(L, index, SCRIPT_SAMPLES);
	if (!it->profile)
		luaL_error(L, "the samples are closed");
	return it;
}

int script_samples_return(lua_State *L, struct pf_error *err)
{
	if (err)
		return script_result(L, err);
	int index = lua_gettop(L);
	lua_pushnil(L);
	lua_pushnil(L);
	lua_pushvalue(L, index);
	return 4;
}

void script_samples_note_end(struct script_samples *it)
{
	it->ended = true;
	if (it->counted)
		script_interruption_end();
	it->counted = false;
}

static void tell_progress(lua_State *L, struct script_samples *it)
{
	uint64_t now_ns = pf_clock_now_ns();
	if (now_ns - it->progress_ns < TURN_NS && !it->ended)
		return;
	it->progress_ns = now_ns;
	if (lua_getiuservalue(L, 1, SCRIPT_SAMPLES_PROGRESS) == LUA_TFUNCTION) {
		lua_pushvalue(L, 1);
		lua_call(L, 1, 0);
	} else {
		lua_pop(L, 1);
	}
}

static struct pf_error *take(struct script_samples *it)
{
	if (!it->keep) {
		pf_profile_drop_samples(it->profile);
		it->at = 0;
	}
	if (script_interruption_pending())
		pf_sampler_stop(it->sampler);
	bool ended = false;
	PF_TRY(pf_sampler_take(it->sampler, TURN_NS, it->profile, &ended));
	if (it->recorder)
		PF_TRY(pf_recorder_write(it->recorder, it->profile));
	if (ended)
		script_samples_note_end(it);
	return ended && it->recorder ? pf_recorder_finish(it->recorder) : NULL;
}

bool script_samples_refill(lua_State *L, struct script_samples *it)
{
	if (it->ended)
		return false;
	struct pf_error *err = take(it);
	if (err && pf_error_code(err) == PF_INTERRUPTED)
		script_run_hook(L);
	else if (err)
		return script_samples_note_end(it), script_raise(L, err);
	tell_progress(L, it);
	return true;
}

/* Moves on to the next row that passes; false at the end. */
static bool advance(lua_State *L, struct script_samples *it)
{
	for (;;) {
		size_t count;
		const struct pf_sample *rows = pf_profile_samples(it->profile, &count);
		struct pf_error *err = NULL;
		if (it->at < count && it->filter)
			err = pf_filter_find(it->filter, it->profile, it->at, &it->at);
		if (err)
			return script_raise(L, err);
		if (it->at < count) {
			it->row->it = rows[it->at++];
			it->given++;
			return true;
		}
		if (!script_samples_refill(L, it))
			return false;
	}
}

/* for sample in samples do: one sample, which is another one each time */
static int samples_next(lua_State *L)
{
	struct script_samples *it = script_samples_check(L, 1);
	lua_settop(L, 1);
	if (!it->row) {
		it->row = script_row_push(L, 1, it->profile);
		it->row->count = 1;
		lua_setiuservalue(L, 1, SCRIPT_SAMPLES_ROW);
	}
	if (!advance(L, it))
		return script_push_text(L, NULL);
	lua_getiuservalue(L, 1, SCRIPT_SAMPLES_ROW);
	return 1;
}

/* samples:each() -> what a for loop wants */
static int samples_each(lua_State *L)
{
	script_samples_check(L, 1);
	lua_settop(L, 1);
	return script_samples_return(L, NULL);
}

/* samples:run() -> how many there were */
static int samples_run(lua_State *L)
{
	struct script_samples *it = script_samples_check(L, 1);
	size_t count;
	do {
		pf_profile_samples(it->profile, &count);
		it->given += count - it->at;
		it->at = count;
	} while (script_samples_refill(L, it));
	lua_pushinteger(L, (lua_Integer)it->given);
	return 1;
}

/* samples:stop(): asks the sampler to end; what there is can still be read */
static int samples_stop(lua_State *L)
{
	struct script_samples *it = script_samples_check(L, 1);
	if (it->sampler)
		pf_sampler_stop(it->sampler);
	return 0;
}

/* samples:rewind(): reads from the first one on again, where all are kept */
static int samples_rewind(lua_State *L)
{
	struct script_samples *it = script_samples_check(L, 1);
	if (!it->keep)
		luaL_error(L, "the samples were not kept");
	it->at = 0;
	it->given = 0;
	return 0;
}

/* samples:close(): the sampler ends; what frames and tallies need stays until the collector comes */
static int samples_close(lua_State *L)
{
	struct script_samples *it = luaL_checkudata(L, 1, SCRIPT_SAMPLES);
	script_samples_note_end(it);
	pf_sampler_destroy(it->sampler);
	pf_recorder_destroy(it->recorder);
	it->sampler = NULL;
	it->recorder = NULL;
	return 0;
}

static int samples_gc(lua_State *L)
{
	struct script_samples *it = luaL_checkudata(L, 1, SCRIPT_SAMPLES);
	samples_close(L);
	pf_filter_destroy(it->filter);
	pf_recording_destroy(it->recording);
	pf_profile_destroy(it->own);
	*it = (struct script_samples){ .ended = true };
	return 0;
}

/* samples:write(format, [file], [options]): lua/lib/write.lua */
static int samples_write(lua_State *L)
{
	script_samples_check(L, 1);
	return script_search_call(L, "pyflame.lib.write", "samples");
}

static const luaL_Reg methods[] = {
	{ "close", samples_close },
	{ "doubt", script_samples_doubt },
	{ "each", samples_each },
	{ "reason", script_samples_reason },
	{ "refusal", script_samples_refusal },
	{ "rewind", samples_rewind },
	{ "run", samples_run },
	{ "shield", script_samples_shield },
	{ "stop", samples_stop },
	{ "tally", script_tally_of_samples },
	{ "write", samples_write },
	{ NULL, NULL },
};

static const luaL_Reg metamethods[] = {
	{ "__call", samples_next },
	{ "__close", samples_close },
	{ "__gc", samples_gc },
	{ "__len", script_samples_len },
	{ NULL, NULL },
};

void script_samples_register(lua_State *L)
{
	static const struct script_class class = { SCRIPT_SAMPLES, methods,
						   script_samples_properties, metamethods, NULL };
	script_class_register(L, &class);
}
