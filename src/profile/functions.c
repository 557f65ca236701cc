/* Counting by function: how often each was the newest frame, and how often any. */
#include "base/array.h"
#include "base/cleanup.h"
#include "pyflame.h"

#include <string.h>

/* A place among those of its function. Interned text is the same pointer. */
struct entry {
	const char *file, *function, *qualname;
	uint32_t place;
};

struct counting {
	const struct pf_profile *profile;
	uint32_t *function_of;	       /* place → function */
	uint64_t *weights;	       /* stack → samples of it and of those it called */
	struct pf_function *functions; /* 0: none */
	size_t count;
};

static void deinit(struct counting *counting)
{
	free(counting->function_of);
	free(counting->weights);
	free(counting->functions);
}

static int compare_text(const char *a, const char *b)
{
	return ((uintptr_t)a > (uintptr_t)b) - ((uintptr_t)a < (uintptr_t)b);
}

static int compare_functions(const void *left, const void *right)
{
	const struct entry *a = left, *b = right;
	int order = compare_text(a->file, b->file);
	order = order ? order : compare_text(a->function, b->function);
	return order ? order : compare_text(a->qualname, b->qualname);
}

static int compare_entries(const void *left, const void *right)
{
	const struct entry *a = left, *b = right;
	int order = compare_functions(a, b);
	return order ? order : (a->place > b->place) - (a->place < b->place);
}

static int compare_counts(const void *left, const void *right)
{
	const struct pf_function *a = left, *b = right;
	if (a->self != b->self)
		return a->self < b->self ? 1 : -1;
	if (a->total != b->total)
		return a->total < b->total ? 1 : -1;
	return (a->place > b->place) - (a->place < b->place);
}

static void number_functions(struct counting *counting, const struct entry *entries, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		if (!i || compare_functions(&entries[i - 1], &entries[i]) != 0)
			counting->functions[++counting->count].place = entries[i].place;
		counting->function_of[entries[i].place] = (uint32_t)counting->count;
	}
}

static struct pf_error *group_places(struct counting *counting)
{
	size_t places = pf_profile_place_count(counting->profile);
	PF_AUTO_FREE struct entry *entries = calloc(places, sizeof(*entries));
	counting->function_of = calloc(places, sizeof(*counting->function_of));
	counting->functions = calloc(places, sizeof(*counting->functions));
	if (!entries || !counting->function_of || !counting->functions)
		return &pf_error_no_memory;
	for (uint32_t i = 1; i < places; i++) {
		const struct pf_place *place = pf_profile_place(counting->profile, i);
		entries[i - 1] = (struct entry){ place->file, place->function, place->qualname, i };
	}
	qsort(entries, places - 1, sizeof(*entries), compare_entries);
	number_functions(counting, entries, places - 1);
	return NULL;
}

static uint32_t function_of(const struct counting *counting, uint32_t stack)
{
	return counting->function_of[pf_profile_stack(counting->profile, stack)->place];
}

static struct pf_error *weigh(struct counting *counting, const struct pf_tally *tally)
{
	size_t count;
	const struct pf_tally_row *rows = pf_tally_rows(tally, &count);
	counting->weights =
		calloc(pf_profile_stack_count(counting->profile), sizeof(*counting->weights));
	if (!counting->weights)
		return &pf_error_no_memory;
	for (size_t i = 0; i < count; i++) {
		counting->weights[rows[i].stack] += rows[i].count;
		counting->functions[function_of(counting, rows[i].stack)].self += rows[i].count;
	}
	return NULL;
}

/* Whether one of the callers runs the same function: then they count what is called here. */
static bool recurs(const struct counting *counting, uint32_t stack, uint32_t function)
{
	while ((stack = pf_profile_stack(counting->profile, stack)->caller) != 0) {
		if (function_of(counting, stack) == function)
			return true;
	}
	return false;
}

/* Who is called comes behind its caller, so from the end each weight is whole. */
static void add_up(struct counting *counting)
{
	for (size_t i = pf_profile_stack_count(counting->profile) - 1; i > 0; i--) {
		uint32_t stack = (uint32_t)i, function = function_of(counting, stack);
		uint64_t weight = counting->weights[i];
		counting->weights[pf_profile_stack(counting->profile, stack)->caller] += weight;
		if (weight && !recurs(counting, stack, function))
			counting->functions[function].total += weight;
	}
}

/* Moves those that were sampled to the front, and sorts them. */
static void finish(struct counting *counting, struct pf_function **ret, size_t *count_ret)
{
	struct pf_function *functions = counting->functions;
	size_t count = 0;
	for (size_t i = 1; i <= counting->count; i++) {
		if (functions[i].total)
			functions[count++] = functions[i];
	}
	qsort(functions, count, sizeof(*functions), compare_counts);
	*ret = pf_take(counting->functions);
	*count_ret = count;
}

struct pf_error *pf_functions_count(const struct pf_profile *profile, const struct pf_tally *tally,
				    struct pf_function **ret, size_t *count_ret)
{
	PF_GUARD(deinit) struct counting counting = { .profile = profile };
	PF_TRY(group_places(&counting));
	PF_TRY(weigh(&counting, tally));
	add_up(&counting);
	finish(&counting, ret, count_ret);
	return NULL;
}
