/* process:catch{}: waiting for a stack, and holding the process when a thread stands in it. */
#include "base/cleanup.h"
#include "base/clock.h"
#include "script/samples.h"
#include "script/suspension.h"

#include <signal.h>
#include <string.h>

/* SLICE_NS: a signal that comes just before a rest is noticed at the latest then. */
static const uint64_t SLICE_NS = 100000000, MATCH_NS = 50000000;

/* With so many different stacks, what is remembered of them is forgotten. */
enum { STACKS_LIMIT = 1 << 20 };

/* How many Lua instructions may pass until a clock is looked at. */
enum { INSTRUCTIONS = 10000 };

/* What the function "match" has said. */
struct verdict {
	uint64_t row; /* thread, stack and system call */
	const char *name;
	enum pf_state state;
	bool wanted, known;
};

enum { VERDICTS = 1 << 10 };

struct catch
{
	lua_State *L;
	struct script_samples *samples; /* profile and filter */
	struct script_row *row;		/* what "match" is shown */
	struct script_guard *guard;	/* of the catcher */
	struct pf_attachment *attachment;
	struct script_sampling options;
	uint64_t start_ns;
	bool asks;	      /* there is a "match" */
	bool raised;	      /* it has: the message is on the stack */
	struct pf_error *err; /* of the filter */
	struct verdict verdicts[VERDICTS];
};

/* Stack indices: in script_catch(), and in run(). */
enum { PROCESS = 1, OPTIONS };
enum { CATCH = 1, MATCH, ROW, ATTACHED, HOLD, DUMP, RUN_ARGUMENTS = 4 };

/* ------------------------------------------------------------------ asking "match" */

static _Thread_local uint64_t deadline_ns;

static void check_deadline(lua_State *L, lua_Debug *where)
{
	(void)where;
	if (pf_clock_now_ns() > deadline_ns)
		luaL_error(L, "match took longer than %d ms, while a thread was kept still",
			   (int)(MATCH_NS / 1000000));
}

/* Sets HOOK in place of BEFORE. Handlers of signals set hooks, too, and go before. */
static void exchange_hook(lua_State *L, lua_Hook before, lua_Hook hook)
{
	sigset_t all, mask;
	sigfillset(&all);
	pthread_sigmask(SIG_SETMASK, &all, &mask);
	if (lua_gethook(L) == before)
		lua_sethook(L, hook, hook ? LUA_MASKCOUNT : 0, INSTRUCTIONS);
	pthread_sigmask(SIG_SETMASK, &mask, NULL);
}

/* What it raises stays on the stack. */
static bool ask(struct catch *catch)
{
	lua_State *L = catch->L;
	deadline_ns = pf_clock_now_ns() + MATCH_NS;
	lua_pushvalue(L, MATCH);
	lua_pushvalue(L, ROW);
	exchange_hook(L, NULL, check_deadline);
	catch->raised = lua_pcall(L, 1, 1, 0) != LUA_OK;
	exchange_hook(L, check_deadline, NULL);
	if (catch->raised)
		return false;
	bool wanted = lua_toboolean(L, -1);
	lua_pop(L, 1);
	return wanted;
}

/* The row without its time: two that are equal mean the same while the thread's name does not change. */
static struct verdict key_of(const struct catch *catch, const struct pf_sample *row)
{
	uint64_t all = (uint64_t)row->thread | (uint64_t)row->stack << PF_THREAD_BITS |
		       (uint64_t)row->syscall << (PF_THREAD_BITS + PF_STACK_BITS);
	const char *name = pf_profile_thread(catch->samples->profile, row->thread)->name;
	return (struct verdict){ .row = all, .name = name, .state = row->state, .known = true };
}

static bool ask_once(struct catch *catch, const struct pf_sample *row)
{
	struct verdict key = key_of(catch, row);
	uint64_t mixed = (key.row + key.state) * UINT64_C(0x9e3779b97f4a7c15);
	struct verdict *verdict = &catch->verdicts[mixed >> 54];
	if (verdict->known && verdict->row == key.row && verdict->name == key.name &&
	    verdict->state == key.state)
		return verdict->wanted;
	catch->row->it = *row;
	catch->row->it.time_ns = pf_clock_now_ns() - catch->start_ns;
	catch->row->count = 1;
	key.wanted = ask(catch);
	*verdict = key;
	return key.wanted;
}

/* Called while the row's thread is kept still: nothing may be raised from here. */
static bool matches(void *data, const struct pf_sample *row)
{
	struct catch *catch = data;
	const struct script_samples *samples = catch->samples;
	bool passes = !catch->raised && !catch->err;
	if (passes && samples->filter)
		catch->err = pf_filter_check(samples->filter, samples->profile, row, &passes);
	if (!passes || catch->err)
		return false;
	return catch->asks ? ask_once(catch, row) : true;
}

/* ------------------------------------------------------------------ waiting */

/* Puts what was caught into HOLD and DUMP, which own it then. Raises nothing. */
static struct pf_error *look_once(lua_State *L, struct catch *catch,
				  struct pf_attachment *attachment, bool *caught, size_t *thread)
{
	struct pf_attachment_hold *hold = lua_touserdata(L, HOLD);
	struct pf_dump **dump = lua_touserdata(L, DUMP);
	struct pf_catch it;
	unsigned generation = attachment->generation;
	PF_TRY(pf_catcher_look(catch->guard->owned, &it, caught));
	if (!*caught)
		return pf_take(catch->err);
	*thread = it.thread;
	*dump = it.dump;
	if (generation == attachment->generation) {
		pf_attachment_adopt(attachment, it.hold, hold);
		return NULL;
	}
	pf_hold_destroy(it.hold);
	return pf_error_create(PF_USAGE, "the process was closed while it was waited for");
}

static struct pf_error *look(lua_State *L, struct catch *catch, bool *caught, size_t *thread)
{
	struct pf_attachment *attachment = script_process_check(L, ATTACHED);
	pf_attachment_begin_work();
	struct pf_error *err = look_once(L, catch, attachment, caught, thread);
	pf_attachment_end_work();
	return err;
}

/* Until the next look is due, or a signal comes. */
static struct pf_error *rest(lua_State *L, struct catch *catch)
{
	struct pf_error *err = NULL;
	for (bool due = false; !due && !err && !script_signal_came(L);) {
		unsigned suspensions = pf_suspension_count();
		err = pf_catcher_rest(catch->guard->owned, pf_clock_now_ns() + SLICE_NS, &due);
		if (err && suspensions != pf_suspension_count()) { /* Ctrl-Z does not end it */
			pf_error_destroy(err);
			err = NULL;
		}
	}
	if (!err && !script_signal_came(L))
		return NULL;
	pf_error_destroy(err);
	script_run_hook(L);
	return &pf_error_interrupted;
}

static bool is_over(const struct catch *catch)
{
	const struct pf_sampling_options *options = &catch->options.sampler;
	return options->max_samples ||
	       (options->duration_ns &&
		pf_clock_now_ns() - catch->start_ns >= options->duration_ns);
}

static int push_timeout(lua_State *L)
{
	lua_pushnil(L);
	lua_pushstring(L, "no stack matched in time");
	return 2;
}

/* -> hold, thread | nil, message, code | nil, message: the time is over | nothing: begin anew */
static int run(lua_State *L)
{
	struct catch *catch = lua_touserdata(L, CATCH);
	catch->L = L;
	lua_settop(L, RUN_ARGUMENTS);
	script_hold_push(L, ATTACHED);
	script_dump_push(L, ATTACHED, script_process_check(L, ATTACHED));
	while (pf_profile_stack_count(catch->samples->profile) < STACKS_LIMIT) {
		bool caught = false;
		size_t thread = 0;
		struct pf_error *err = look(L, catch, &caught, &thread);
		if (catch->raised) {
			pf_error_destroy(err);
			return lua_error(L);
		}
		if (err)
			return script_result(L, err);
		if (caught) {
			lua_pushvalue(L, HOLD);
			script_thread_push(L, DUMP, *(struct pf_dump **)lua_touserdata(L, DUMP),
					   thread);
			return 2;
		}
		if (is_over(catch))
			return push_timeout(L);
		err = rest(L, catch);
		if (err)
			return script_result(L, err);
	}
	return 0;
}

/* ------------------------------------------------------------------ beginning and end */

static void destroy_catcher(void *catcher)
{
	pf_catcher_destroy(catcher);
}

/* Pushes the samples that keep the profile; with .info, where a sample looks for its process. */
static struct script_samples *push_samples(lua_State *L, pid_t pid)
{
	struct script_samples *samples = script_samples_push(L);
	lua_createtable(L, 0, 1);
	lua_pushinteger(L, pid);
	lua_setfield(L, -2, "pid");
	lua_setiuservalue(L, -2, SCRIPT_SAMPLES_INFO);
	return samples;
}

static struct pf_error *start(struct catch *catch)
{
	const struct script_sampling *options = &catch->options;
	struct pf_attachment *attachment = catch->attachment;
	struct pf_catch_options how = { .interval_ns = options->sampler.interval_ns,
					.lasting_ns = options->lasting_ns,
					.max_pause_ns = options->sampler.max_pause_ns,
					.abi = pf_python_abi(attachment->python),
					.matches = matches,
					.data = catch };
	struct pf_catcher *catcher;
	PF_TRY(pf_profile_create(&catch->samples->own));
	catch->samples->profile = catch->samples->own;
	if (script_sampling_chooses(&options->filter))
		PF_TRY(pf_filter_create(&options->filter, &catch->samples->filter));
	PF_TRY(pf_catcher_create(pf_process_pid(attachment->process), catch->samples->profile, &how,
				 &catcher));
	catch->guard->owned = catcher;
	catch->row->profile = catch->samples->profile;
	/* That was the same process, and not one that has got its id since. */
	return pf_process_check(attachment->process);
}

/*
 * Runs it with CATCH, which is on top of the stack; *count is how many results there are. Lets go of
 * the catcher, and of the priority that comes with it, however it ends.
 */
static int run_protected(lua_State *L, struct catch *catch, int *count)
{
	int top = lua_gettop(L);
	lua_pushcfunction(L, run);
	lua_pushvalue(L, top);
	if (lua_istable(L, OPTIONS))
		lua_getfield(L, OPTIONS, "match");
	else
		lua_pushnil(L);
	lua_getiuservalue(L, top, 1);
	lua_pushvalue(L, PROCESS);
	int status = lua_pcall(L, RUN_ARGUMENTS, LUA_MULTRET, 0);
	script_guard_empty(catch->guard);
	pf_error_destroy(pf_take(catch->err));
	*count = lua_gettop(L) - top;
	return status;
}

/* What all of it is about, on top of the stack; its user values keep the row and the guard alive. */
static struct catch *push(lua_State *L, struct pf_attachment *attachment,
			  const struct script_sampling *options, uint64_t start_ns)
{
	struct catch *catch = lua_newuserdatauv(L, sizeof(*catch), 2);
	*catch = (struct catch){ .attachment = attachment,
				 .options = *options,
				 .start_ns = start_ns };
	int at = lua_gettop(L);
	catch->asks = lua_istable(L, OPTIONS) && lua_getfield(L, OPTIONS, "match") != LUA_TNIL;
	catch->samples = push_samples(L, pf_process_pid(attachment->process));
	catch->row = script_row_push(L, -1, NULL);
	lua_setiuservalue(L, at, 1);
	catch->guard = script_guard_push(L, destroy_catcher);
	lua_setiuservalue(L, at, 2);
	lua_settop(L, at);
	return catch;
}

/* process:catch{...} -> hold, thread | nil, message, code | nil, message: the time is over */
int script_catch(lua_State *L)
{
	struct pf_attachment *attachment = script_process_check(L, PROCESS);
	struct script_sampling options;
	uint64_t start_ns = pf_clock_now_ns();
	int count = 0, status = LUA_OK;
	lua_settop(L, OPTIONS);
	script_sampling_check(L, OPTIONS, SCRIPT_CATCHING, &options);
	if (attachment->holds)
		return script_result(L,
				     pf_error_create(PF_USAGE, "The process is stopped already."));
	while (!count && status == LUA_OK) {
		lua_settop(L, OPTIONS);
		script_process_check(L, PROCESS); /* a "match" may have closed it */
		struct catch *catch = push(L, attachment, &options, start_ns);
		struct pf_error *err = start(catch);
		if (err) {
			script_guard_empty(catch->guard);
			return script_result(L, err);
		}
		status = run_protected(L, catch, &count);
	}
	return status == LUA_OK ? count : lua_error(L);
}
