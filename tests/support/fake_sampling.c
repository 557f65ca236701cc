/* A made-up sampler behind pyflame.h: a canned profile, batch by batch; and commands that are none. */
#include "fake_sampling.h"

#include "profile/profile.h"

#include <stdlib.h>

struct fake_sampling fake_sampling;

struct pf_sampler {
	unsigned given;
	bool stop, interrupted;
};

struct pf_error *pf_sampler_start(pid_t pid, const struct pf_sampling_options *options,
				  struct pf_sampler **ret)
{
	fake_sampling.options = *options;
	fake_sampling.stopped = false;
	if (fake_sampling.fails)
		return pf_error_create(PF_GONE, "process %d has ended", (int)pid);
	*ret = calloc(1, sizeof(**ret));
	fake_sampling.samplers++;
	return NULL;
}

void pf_sampler_stop(struct pf_sampler *sampler)
{
	sampler->stop = true;
	fake_sampling.stopped = true;
}

static struct pf_error *add_tables(struct pf_profile *profile)
{
	uint32_t index;
	const struct pf_place main_place = { "/srv/app.py", "main", NULL, 3 };
	const struct pf_place leaf = { "/srv/lib/json/decoder.py", "leaf", "Decoder.leaf", 7 };
	const struct pf_sampled_thread thread = { 11, 22, 0, "MainThread", 4711 };
	PF_TRY(pf_profile_intern_place(profile, &main_place, &index));
	PF_TRY(pf_profile_intern_place(profile, &leaf, &index));
	PF_TRY(pf_profile_intern_stack(profile, 0, 1, &index));
	PF_TRY(pf_profile_intern_stack(profile, 1, 2, &index));
	PF_TRY(pf_profile_add_thread(profile, &thread, &index));
	pf_profile_set_start(profile, 1000000000);
	return NULL;
}

static struct pf_error *add_batch(struct pf_profile *profile, unsigned number)
{
	static const struct pf_sample rows[FAKE_BATCH] = {
		{ 0, PF_STATE_IDLE, 0, 0, 0 },
		{ 1000000, PF_STATE_GIL, 1, 2, 0 },
		{ 2000000, PF_STATE_GIL, 1, 1, 0 },
		{ 3000000, PF_STATE_FAILED, 0, 0, 0 },
	};
	for (int i = 0; i < FAKE_BATCH; i++) {
		struct pf_sample row = rows[i];
		row.time_ns += (uint64_t)number * FAKE_BATCH * 1000000;
		PF_TRY(pf_profile_add_sample(profile, &row));
	}
	pf_profile_stats_mutable(profile)->taken += FAKE_BATCH;
	return NULL;
}

struct pf_error *pf_sampler_take(struct pf_sampler *sampler, uint64_t timeout_ns,
				 struct pf_profile *profile, bool *ended)
{
	(void)timeout_ns;
	if (fake_sampling.interrupts && !sampler->interrupted) {
		sampler->interrupted = true;
		return &pf_error_interrupted;
	}
	if (fake_sampling.breaks)
		return &pf_error_no_memory;
	if (!sampler->given)
		PF_TRY(add_tables(profile));
	if (sampler->given < fake_sampling.batches && !sampler->stop)
		PF_TRY(add_batch(profile, sampler->given++));
	*ended = sampler->stop || sampler->given == fake_sampling.batches;
	return NULL;
}

const struct pf_error *pf_sampler_reason(const struct pf_sampler *sampler)
{
	return sampler->stop ? NULL : &pf_error_gone;
}

const struct pf_error *pf_sampler_refusal(struct pf_sampler *sampler)
{
	(void)sampler;
	return fake_sampling.refuses ? &pf_error_no_memory : NULL;
}

const struct pf_error *pf_sampler_doubt(struct pf_sampler *sampler)
{
	(void)sampler;
	return fake_sampling.doubts ? &pf_error_no_memory : NULL;
}

void pf_sampler_destroy(struct pf_sampler *sampler)
{
	fake_sampling.samplers -= sampler != NULL;
	free(sampler);
}

/* ------------------------------------------------------------------ commands */

struct pf_launch {
	struct pf_launch_end end;
};

void pf_launch_keep_signals(void)
{
}

struct pf_error *pf_launch_start(char *const *argv, bool background, int *status_ret,
				 struct pf_launch **ret)
{
	(void)background;
	*status_ret = 127;
	if (argv[0][0] == '/')
		return pf_error_create(PF_SYSTEM, "cannot run %s", argv[0]);
	*ret = calloc(1, sizeof(**ret));
	(*ret)->end.status = 3;
	fake_sampling.launches++;
	return NULL;
}

void pf_launch_destroy(struct pf_launch *launch)
{
	fake_sampling.launches -= launch != NULL;
	free(launch);
}

pid_t pf_launch_pid(const struct pf_launch *launch)
{
	(void)launch;
	return 4711;
}

bool pf_launch_signal(const struct pf_launch *launch, int number)
{
	(void)launch;
	return number >= 0;
}

struct pf_error *pf_launch_wait(struct pf_launch *launch, uint64_t timeout_ns,
				const struct pf_launch_end **ret)
{
	*ret = timeout_ns ? &launch->end : NULL;
	return NULL;
}

struct pf_error *pf_python_await(pid_t pid, uint64_t timeout_ns)
{
	(void)pid;
	return timeout_ns ? NULL : pf_error_create(PF_NOT_PYTHON, "no Python in time");
}

/* ------------------------------------------------------------------ catching */

struct pf_error *pf_catcher_create(pid_t pid, struct pf_profile *profile,
				   const struct pf_catch_options *options, struct pf_catcher **ret)
{
	(void)profile;
	(void)options;
	(void)ret;
	return pf_error_create(PF_GONE, "process %d has ended", (int)pid);
}

void pf_catcher_destroy(struct pf_catcher *catcher)
{
	(void)catcher;
}

struct pf_error *pf_catcher_look(struct pf_catcher *catcher, struct pf_catch *ret, bool *caught)
{
	(void)catcher;
	(void)ret;
	*caught = false;
	return NULL;
}

struct pf_error *pf_catcher_rest(struct pf_catcher *catcher, uint64_t until_ns, bool *due)
{
	(void)catcher;
	(void)until_ns;
	*due = true;
	return NULL;
}
