/* Where Lua's samples come from: process:samples{} and pyflame.recording(). */
#include "script/interruption.h"
#include "script/samples.h"

#include <limits.h>

static void set_text(lua_State *L, const char *key, const char *value)
{
	script_push_text(L, value);
	lua_setfield(L, -2, key);
}

/* The table that is .info, as user value of the samples at INDEX. */
static void push_info(lua_State *L, int index, const struct pf_recording_info *info)
{
	lua_createtable(L, 0, 7);
	if (info->pid) {
		lua_pushinteger(L, info->pid);
		lua_setfield(L, -2, "pid");
	}
	set_text(L, "executable", info->executable);
	set_text(L, "python", info->python_version);
	set_text(L, "mode", info->mode == PF_EXACT ? "exact" : "nonstop");
	lua_pushboolean(L, info->children);
	lua_setfield(L, -2, "children");
	lua_pushboolean(L, info->threads);
	lua_setfield(L, -2, "threads");
	lua_pushnumber(L, (lua_Number)info->interval_ns / 1e9);
	lua_setfield(L, -2, "rate");
	lua_setiuservalue(L, index, SCRIPT_SAMPLES_INFO);
}

static struct pf_error *set_filter(struct script_samples *it,
				   const struct pf_filter_options *filter)
{
	return script_sampling_chooses(filter) ? pf_filter_create(filter, &it->filter) : NULL;
}

/* What a sampler has in C memory before its first sample. */
enum { SAMPLER_BYTES = 700 * 1024 };

static struct pf_error *start_sampler(lua_State *L, struct script_samples *it,
				      const struct pf_recording_info *info,
				      const struct script_sampling *sampling)
{
	struct pf_error *err = pf_sampler_start(info->pid, &sampling->sampler, &it->sampler);
	if (script_collect_for(L, err))
		err = pf_sampler_start(info->pid, &sampling->sampler, &it->sampler);
	if (!err)
		script_collect_some(L, SAMPLER_BYTES);
	return err;
}

/* The recording first: without a file to write to, nothing is sampled. */
static struct pf_error *start(lua_State *L, struct script_samples *it,
			      const struct pf_recording_info *info,
			      const struct script_sampling *sampling)
{
	PF_TRY(set_filter(it, &sampling->filter));
	PF_TRY(pf_profile_create(&it->own));
	if (sampling->record)
		PF_TRY(pf_recorder_create(sampling->record, info, &it->recorder));
	script_interruption_begin(); /* a signal while it starts ends it, too */
	it->counted = true;
	PF_TRY(start_sampler(L, it, info, sampling));
	it->profile = it->own;
	it->keep = sampling->keep;
	it->ended = false;
	return NULL;
}

/* With options at index 2: samples of what INFO says so far, its process read as ABI. */
static int sample(lua_State *L, uint32_t abi, struct pf_recording_info info)
{
	enum { OPTIONS = 2, SAMPLES };
	struct script_sampling sampling;
	lua_settop(L, OPTIONS);
	script_sampling_check(L, OPTIONS, SCRIPT_SAMPLING, &sampling);
	sampling.sampler.abi = abi;
	sampling.sampler.filter = &sampling.filter;
	struct script_samples *it = script_samples_push(L);
	info.mode = sampling.sampler.mode;
	info.threads = sampling.sampler.threads;
	info.children = sampling.sampler.children;
	info.interval_ns = sampling.sampler.interval_ns;
	push_info(L, SAMPLES, &info);
	if (lua_istable(L, OPTIONS)) {
		lua_getfield(L, OPTIONS, "progress");
		lua_setiuservalue(L, SAMPLES, SCRIPT_SAMPLES_PROGRESS);
	}
	struct pf_error *err = start(L, it, &info, &sampling);
	if (err)
		script_samples_note_end(it);
	return script_samples_return(L, err);
}

/* process:samples{...} -> samples | nil, message, code */
int script_samples_start(lua_State *L)
{
	struct pf_attachment *attachment = script_process_check(L, 1);
	uint32_t abi = pf_python_abi(attachment->python);
	pid_t pid = pf_process_pid(attachment->process);
	if (pf_process_has_ended(attachment->process)) /* whoever has its id since is another one */
		return script_result(L, pf_error_create(PF_GONE, "process %d has ended", (int)pid));
	return sample(L, abi,
		      (struct pf_recording_info){
			      .pid = pid,
			      .executable = pf_process_executable(attachment->process),
			      .python_version = pf_python_version(attachment->python) });
}

/* pyflame.samples(pid, [options]) -> samples | nil, message, code */
int script_samples_of_pid(lua_State *L)
{
	lua_Integer pid = luaL_checkinteger(L, 1);
	luaL_argcheck(L, pid > 0 && pid <= INT_MAX, 1, "not a process id");
	return sample(L, 0, (struct pf_recording_info){ .pid = (pid_t)pid });
}

static struct pf_error *read_recording(struct script_samples *it, const char *path,
				       const struct pf_filter_options *filter)
{
	PF_TRY(set_filter(it, filter));
	PF_TRY(pf_recording_read(path, &it->recording));
	it->profile = pf_recording_profile(it->recording);
	it->keep = true;
	return NULL;
}

/* pyflame.recording(path, [options]) -> samples | nil, message, code */
int script_recording_read(lua_State *L)
{
	enum { PATH = 1, OPTIONS, SAMPLES };
	const char *path = luaL_checkstring(L, PATH);
	struct script_sampling sampling;
	lua_settop(L, OPTIONS);
	script_sampling_check(L, OPTIONS, SCRIPT_SAMPLING, &sampling);
	if (sampling.sampler.where)
		return luaL_error(L, "where needs a process: a recording has no values");
	struct script_samples *it = script_samples_push(L);
	struct pf_error *err = read_recording(it, path, &sampling.filter);
	if (!err)
		push_info(L, SAMPLES, pf_recording_info(it->recording));
	return script_samples_return(L, err);
}
