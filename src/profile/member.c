/* One program that is sampled: its process, its Python, and what its moments are taken with. */
#include "profile/member.h"

#include "base/clock.h"

/* How often the target is checked for an exec. */
static const uint64_t CHECK_NS = 100000000;

void pf_member_detach(struct pf_member *member)
{
	if (member->python)
		pf_moment_deinit(&member->moment);
	pf_python_detach(member->python);
	pf_process_destroy(member->process);
	*member = (struct pf_member){ 0 };
}

static struct pf_error *init_moment(struct pf_member *member, struct pf_sampler *sampler)
{
	PF_TRY(pf_moment_init(&member->moment, member->python, sampler->profile,
			      &sampler->options));
	return sampler->wish.expression ? pf_moment_choose(&member->moment, &sampler->wish) : NULL;
}

struct pf_error *pf_member_attach(struct pf_member *member, struct pf_sampler *sampler)
{
	PF_TRY(pf_process_attach(sampler->pid, &member->process));
	PF_TRY(pf_python_attach_as(member->process, sampler->options.abi, &member->python));
	return init_moment(member, sampler);
}

struct pf_error *pf_member_adopt(struct pf_member *member, struct pf_sampler *sampler,
				 struct pf_process *process, struct pf_python *python)
{
	struct pf_sampled_thread nobody = { .pid = pf_process_pid(process) };
	member->process = process;
	member->python = python;
	PF_TRY(init_moment(member, sampler));
	return pf_profile_add_thread(sampler->profile, &nobody, &member->nobody);
}

static void update_stats(struct pf_member *member, struct pf_sampler *sampler,
			 enum pf_outcome outcome)
{
	struct pf_sampling_stats *stats = pf_profile_stats_mutable(sampler->profile);
	const struct pf_guard *guard = &member->moment.guard;
	member->taken += outcome == PF_SEEN;
	stats->taken += outcome == PF_SEEN;
	stats->torn += outcome == PF_TORN_MOMENT;
	stats->failed += outcome == PF_MISSED;
	stats->pause_ns += guard->pause_ns - member->told_pause_ns;
	member->told_pause_ns = guard->pause_ns;
	if (stats->longest_pause_ns < guard->longest_pause_ns)
		stats->longest_pause_ns = guard->longest_pause_ns;
}

/* Puts the moment's rows into the profile. */
static struct pf_error *commit(struct pf_member *member, struct pf_sampler *sampler, uint64_t at_ns)
{
	struct pf_where *where = &member->moment.where;
	struct pf_sampling_stats *stats = pf_profile_stats_mutable(sampler->profile);
	pf_crossing_note_doubts(sampler, where->reasons);
	for (size_t i = 0; i < member->moment.rows.count; i++) {
		struct pf_sample *row = &member->moment.rows.items[i];
		if (!pf_where_admits(where, i, stats))
			continue;
		row->time_ns = at_ns - sampler->start_ns;
		row->thread = row->thread ? row->thread : member->nobody;
		PF_TRY(pf_profile_add_sample(sampler->profile, row));
	}
	return NULL;
}

static struct pf_error *check_now_and_then(struct pf_member *member, uint64_t now_ns)
{
	if (now_ns - member->checked_ns < CHECK_NS)
		return NULL;
	member->checked_ns = now_ns;
	return pf_process_check(member->process);
}

struct pf_error *pf_member_sample(struct pf_member *member, struct pf_sampler *sampler,
				  uint64_t at_ns)
{
	enum pf_outcome outcome;
	PF_TRY(pf_moment_take(&member->moment, &outcome));
	PF_TRY(commit(member, sampler, at_ns));
	update_stats(member, sampler, outcome);
	PF_TRY(pf_moment_tidy(&member->moment));
	return check_now_and_then(member, at_ns);
}
