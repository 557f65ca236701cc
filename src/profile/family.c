/* Sampling a process together with its descendants: one loop, each with a schedule of its own. */
#include "profile/family.h"

#include "base/cleanup.h"
#include "base/clock.h"
#include "profile/course.h"
#include "profile/member.h"
#include "profile/scout.h"

/* How long a sleep may be before it is looked who has come meanwhile. */
static const uint64_t TURN_NS = 10000000;

struct family {
	struct pf_sampler *sampler;
	struct pf_scout *scout;
	PF_ARRAY(struct pf_member *) members;
	uint64_t rest_ns; /* without a rate: until when nobody is sampled, so that targets run */
};

static void destroy_member(struct pf_member *member)
{
	pf_member_detach(member);
	free(member);
}

static void remove_member(struct family *family, size_t index)
{
	destroy_member(family->members.items[index]);
	family->members.items[index] = family->members.items[--family->members.count];
}

/* What the scout knows becomes known to whoever takes the samples. */
static void note_scout(struct family *family)
{
	struct pf_sampler *sampler = family->sampler;
	struct pf_sampling_stats *stats = pf_profile_stats_mutable(sampler->profile);
	struct pf_error *refusal;
	stats->refused = pf_scout_refusals(family->scout, &refusal);
	if (!refusal)
		return;
	pthread_mutex_lock(&sampler->lock);
	sampler->refusal = refusal; /* there is one only */
	pthread_mutex_unlock(&sampler->lock);
}

static void deinit(struct family *family)
{
	struct pf_sampling_stats *stats = pf_profile_stats_mutable(family->sampler->profile);
	while (family->members.count)
		remove_member(family, 0);
	pf_array_deinit(&family->members);
	if (!family->scout)
		return;
	note_scout(family);
	stats->cpu_ns = pf_course_cpu_ns() + pf_scout_cpu_ns(family->scout);
	pf_scout_destroy(family->scout);
}

/* ERR is why PID is not sampled any more; what is no end for the others is dealt with. */
static struct pf_error *part_with(struct family *family, pid_t pid, struct pf_error *err)
{
	if (pf_error_code(err) == PF_NO_MEMORY)
		return err;
	if (pf_error_code(err) == PF_GONE) {
		pf_error_destroy(err);
		pf_scout_give_back(family->scout, pid);
	} else {
		pf_scout_refuse(family->scout, err);
	}
	return NULL;
}

/* The first sample is taken at once. */
static void schedule_first(struct pf_member *member, const struct pf_sampler *sampler)
{
	member->schedule = sampler->schedule;
	member->schedule.slot_ns = member->next_ns = pf_clock_now_ns();
	member->schedule.seed += (uint64_t)pf_process_pid(member->process) << 32;
}

static struct pf_error *add_member(struct family *family, struct pf_find *find)
{
	struct pf_member *member = calloc(1, sizeof(*member));
	struct pf_error *err = member ? pf_array_reserve(&family->members, 1) : &pf_error_no_memory;
	if (err) {
		free(member);
		pf_find_destroy(find);
		return err;
	}
	err = pf_member_adopt(member, family->sampler, find->process, find->python);
	if (err) {
		pid_t pid = pf_process_pid(find->process);
		destroy_member(member);
		return part_with(family, pid, err);
	}
	schedule_first(member, family->sampler);
	family->members.items[family->members.count++] = member;
	pf_profile_stats_mutable(family->sampler->profile)->programs++;
	return NULL;
}

static struct pf_error *welcome(struct family *family)
{
	struct pf_find find;
	while (pf_scout_take(family->scout, &find))
		PF_TRY(add_member(family, &find));
	return pf_scout_reason(family->scout);
}

static struct pf_error *sample_member(struct family *family, size_t index)
{
	struct pf_sampler *sampler = family->sampler;
	struct pf_member *member = family->members.items[index];
	uint64_t at_ns = pf_clock_now_ns();
	struct pf_error *err = pf_member_sample(member, sampler, at_ns);
	if (err) {
		pid_t pid = pf_process_pid(member->process);
		remove_member(family, index);
		return part_with(family, pid, err);
	}
	member->next_ns = pf_course_next(sampler, &member->schedule, at_ns, pf_clock_now_ns());
	if (!member->schedule.interval_ns)
		family->rest_ns = member->next_ns;
	return NULL;
}

/* A limit is each member's. */
static bool has_enough(const struct family *family, const struct pf_member *member)
{
	uint64_t limit = family->sampler->options.max_samples;
	return limit && member->taken >= limit;
}

/* The member whose sample is due first; their count when nobody's is. */
static size_t find_next(const struct family *family)
{
	size_t count = family->members.count, ret = count;
	for (size_t i = 0; i < count; i++) {
		const struct pf_member *member = family->members.items[i];
		if (!has_enough(family, member) &&
		    (ret == count || member->next_ns < family->members.items[ret]->next_ns))
			ret = i;
	}
	return ret;
}

/* Sleeps until UNTIL_NS or for a turn; false when it is time to end. */
static bool sleep_until(struct pf_sampler *sampler, uint64_t until_ns)
{
	uint64_t turn_ns = pf_clock_now_ns() + TURN_NS;
	uint64_t end_ns = sampler->schedule.end_ns;
	until_ns = until_ns < turn_ns ? until_ns : turn_ns;
	return pf_schedule_sleep(&sampler->schedule, until_ns < end_ns ? until_ns : end_ns) &&
	       pf_clock_now_ns() < end_ns;
}

/* *more becomes false when the work is done. */
static struct pf_error *take_turn(struct family *family, bool *more)
{
	PF_TRY(welcome(family));
	size_t count = family->members.count, next = find_next(family);
	uint64_t due_ns = next < count ? family->members.items[next]->next_ns : UINT64_MAX;
	if (due_ns < family->rest_ns)
		due_ns = family->rest_ns;
	*more = !(count && next == count) && sleep_until(family->sampler, due_ns);
	if (*more && pf_clock_now_ns() >= due_ns)
		PF_TRY(sample_member(family, next));
	note_scout(family);
	return pf_course_deliver(family->sampler, pf_clock_now_ns());
}

struct pf_error *pf_family_sample(struct pf_sampler *sampler)
{
	PF_GUARD(deinit) struct family family = { .sampler = sampler };
	PF_TRY(pf_scout_start(sampler->pid, &family.scout));
	pf_course_begin(sampler);
	for (bool more = true; more;)
		PF_TRY(take_turn(&family, &more));
	return NULL;
}
