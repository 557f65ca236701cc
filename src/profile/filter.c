/* Choosing samples: by state, depth, thread, and by a frame's file, function and module. */
#include "base/array.h"
#include "base/cleanup.h"
#include "profile/module_name.h"
#include "pyflame.h"

#include <fnmatch.h>
#include <string.h>

/* Whether a thread matches, as long as it has that name. */
struct thread_verdict {
	const char *name;
	bool matches;
};

struct pf_filter {
	struct pf_filter_options options;
	char *texts[4]; /* what the globs of options point to */
	PF_ARRAY(bool) places;
	PF_ARRAY(bool) stacks;
	PF_ARRAY(struct thread_verdict) threads;
};

void pf_filter_destroy(struct pf_filter *filter)
{
	if (!filter)
		return;
	for (size_t i = 0; i < sizeof(filter->texts) / sizeof(filter->texts[0]); i++)
		free(filter->texts[i]);
	pf_array_deinit(&filter->places);
	pf_array_deinit(&filter->stacks);
	pf_array_deinit(&filter->threads);
	free(filter);
}

PF_DEFINE_GUARD(guard_filter, struct pf_filter *, pf_filter_destroy);

static struct pf_error *copy_text(const char **text, char **owned)
{
	if (!*text)
		return NULL;
	*owned = strdup(*text);
	*text = *owned;
	return *owned ? NULL : &pf_error_no_memory;
}

struct pf_error *pf_filter_create(const struct pf_filter_options *options, struct pf_filter **ret)
{
	PF_GUARD(guard_filter) struct pf_filter *filter = calloc(1, sizeof(*filter));
	if (!filter)
		return &pf_error_no_memory;
	filter->options = *options;
	PF_TRY(copy_text(&filter->options.thread, &filter->texts[0]));
	PF_TRY(copy_text(&filter->options.file, &filter->texts[1]));
	PF_TRY(copy_text(&filter->options.function, &filter->texts[2]));
	PF_TRY(copy_text(&filter->options.module, &filter->texts[3]));
	*ret = pf_take(filter);
	return NULL;
}

bool pf_glob_matches(const char *glob, const char *text)
{
	return !fnmatch(glob, text, FNM_NOESCAPE);
}

static bool file_matches(const char *glob, const char *file)
{
	const char *slash = strchr(glob, '/') ? NULL : strrchr(file, '/');
	return pf_glob_matches(glob, slash ? slash + 1 : file);
}

bool pf_filter_matches_place(const struct pf_filter_options *options, const struct pf_place *place)
{
	if (options->line && place->line != options->line)
		return false;
	if (options->file && !file_matches(options->file, place->file))
		return false;
	if (options->function && !pf_glob_matches(options->function, place->function) &&
	    !(place->qualname && pf_glob_matches(options->function, place->qualname)))
		return false;
	return !options->module || pf_module_name_matches(options->module, place->file);
}

static bool asks_for_frame(const struct pf_filter_options *options)
{
	return options->file || options->line || options->function || options->module;
}

static struct pf_error *judge_places(struct pf_filter *filter, const struct pf_profile *profile)
{
	for (size_t i = filter->places.count; i < pf_profile_place_count(profile); i++) {
		const struct pf_place *place = pf_profile_place(profile, (uint32_t)i);
		bool verdict = i && pf_filter_matches_place(&filter->options, place);
		PF_TRY(pf_array_push(&filter->places, verdict));
	}
	return NULL;
}

/* A caller comes before those that it called, so each verdict needs only what is known. */
static struct pf_error *judge_stacks(struct pf_filter *filter, const struct pf_profile *profile)
{
	for (size_t i = filter->stacks.count; i < pf_profile_stack_count(profile); i++) {
		const struct pf_stack *stack = pf_profile_stack(profile, (uint32_t)i);
		bool verdict = i && (filter->stacks.items[stack->caller] ||
				     filter->places.items[stack->place]);
		PF_TRY(pf_array_push(&filter->stacks, verdict));
	}
	return NULL;
}

static struct pf_error *judge_threads(struct pf_filter *filter, const struct pf_profile *profile)
{
	for (size_t i = 0; i < pf_profile_thread_count(profile); i++) {
		const char *name = pf_profile_thread(profile, (uint32_t)i)->name;
		if (i < filter->threads.count && filter->threads.items[i].name == name)
			continue;
		struct thread_verdict verdict = { name, pf_glob_matches(filter->options.thread,
									name ? name : "") };
		if (i == filter->threads.count)
			PF_TRY(pf_array_push(&filter->threads, verdict));
		else
			filter->threads.items[i] = verdict;
	}
	return NULL;
}

/* Judges what is new since the last time. */
static struct pf_error *judge(struct pf_filter *filter, const struct pf_profile *profile)
{
	if (asks_for_frame(&filter->options)) {
		PF_TRY(judge_places(filter, profile));
		PF_TRY(judge_stacks(filter, profile));
	}
	return filter->options.thread ? judge_threads(filter, profile) : NULL;
}

/* In the samples of another kind of machine the numbers mean something else. */
static bool is_left_out(const struct pf_filter_options *options, const struct pf_profile *profile,
			const struct pf_sample *sample)
{
	int number = pf_sample_syscall(sample);
	return number >= 0 && options->without_syscalls[number / 64] >> number % 64 & 1 &&
	       pf_profile_syscall_name(profile, number);
}

static bool passes(const struct pf_filter *filter, const struct pf_profile *profile,
		   const struct pf_sample *sample)
{
	const struct pf_filter_options *options = &filter->options;
	if (options->states && !(options->states >> sample->state & 1))
		return false;
	if (is_left_out(options, profile, sample))
		return false;
	if (options->min_depth &&
	    pf_profile_stack(profile, sample->stack)->depth < options->min_depth)
		return false;
	if (options->tid && pf_profile_thread(profile, sample->thread)->tid != options->tid)
		return false;
	if (options->thread && (!sample->thread || !filter->threads.items[sample->thread].matches))
		return false;
	return !asks_for_frame(options) || filter->stacks.items[sample->stack];
}

struct pf_error *pf_filter_find(struct pf_filter *filter, const struct pf_profile *profile,
				size_t at, size_t *ret)
{
	size_t count;
	const struct pf_sample *samples = pf_profile_samples(profile, &count);
	PF_TRY(judge(filter, profile));
	while (at < count && !passes(filter, profile, &samples[at]))
		at++;
	*ret = at < count ? at : count;
	return NULL;
}

struct pf_error *pf_filter_check(struct pf_filter *filter, const struct pf_profile *profile,
				 const struct pf_sample *row, bool *ret)
{
	PF_TRY(judge(filter, profile));
	*ret = passes(filter, profile, row);
	return NULL;
}

struct pf_error *pf_filter_check_place(struct pf_filter *filter, const struct pf_profile *profile,
				       uint32_t place, bool *ret)
{
	*ret = true;
	if (!asks_for_frame(&filter->options))
		return NULL;
	PF_TRY(judge_places(filter, profile));
	*ret = filter->places.items[place];
	return NULL;
}

struct pf_error *pf_filter_tally(struct pf_filter *filter, const struct pf_profile *profile,
				 size_t at, struct pf_tally *tally, uint64_t *count)
{
	size_t all, first, end;
	const struct pf_sample *samples = pf_profile_samples(profile, &all);
	PF_TRY(pf_filter_find(filter, profile, at, &first));
	while (first < all) {
		for (end = first + 1; end < all && passes(filter, profile, &samples[end]);)
			end++;
		PF_TRY(pf_tally_add(tally, samples + first, end - first));
		*count += end - first;
		PF_TRY(pf_filter_find(filter, profile, end, &first));
	}
	return NULL;
}
