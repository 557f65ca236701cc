/* A profile: places, stacks and threads, each kept once, and the samples that point to them. */
#include "profile/profile.h"

#include "base/array.h"
#include "base/cleanup.h"
#include "base/hash.h"
#include "base/map.h"
#include "profile/text_table.h"

#include <stdlib.h>
#include <string.h>

_Static_assert(sizeof(struct pf_sample) == 16, "a sample is a row of 16 bytes");

struct place_entry {
	struct pf_place place;
	uint32_t older; /* place of the same hash; 0: none */
};

struct rows {
	struct pf_sample *items;
	size_t count, capacity;
};

struct pf_profile {
	struct pf_text_table texts;
	PF_ARRAY(struct place_entry) places;
	struct pf_map place_by_hash;
	PF_ARRAY(struct pf_stack) stacks;
	struct pf_map stack_by_key; /* caller << 32 | place; no stack is at place 0 */
	PF_ARRAY(struct pf_sampled_thread) threads;
	uint64_t renamings;
	struct rows samples;
	uint64_t forgotten;
	uint64_t start_realtime_ns;
	bool foreign; /* of another kind of machine */
	struct pf_sampling_stats stats;
	size_t limit;			   /* of memory, about; 0: none */
	uint32_t other_place, other_stack; /* of what is beyond it; 0: not needed yet */
};

PF_DEFINE_GUARD(guard_profile, struct pf_profile *, pf_profile_destroy);

struct pf_error *pf_profile_create(struct pf_profile **ret)
{
	PF_GUARD(guard_profile) struct pf_profile *profile = calloc(1, sizeof(*profile));
	if (!profile)
		return &pf_error_no_memory;
	struct place_entry nowhere = { { "", "", NULL, PF_UNKNOWN }, 0 };
	PF_TRY(pf_array_push(&profile->places, nowhere));
	PF_TRY(pf_array_push(&profile->stacks, (struct pf_stack){ 0 }));
	PF_TRY(pf_array_push(&profile->threads, (struct pf_sampled_thread){ 0 }));
	*ret = pf_take(profile);
	return NULL;
}

void pf_profile_destroy(struct pf_profile *profile)
{
	if (!profile)
		return;
	pf_array_deinit(&profile->samples);
	pf_array_deinit(&profile->threads);
	pf_map_deinit(&profile->stack_by_key);
	pf_array_deinit(&profile->stacks);
	pf_map_deinit(&profile->place_by_hash);
	pf_array_deinit(&profile->places);
	pf_text_table_deinit(&profile->texts);
	free(profile);
}

/* A table whose next index is too wide is as good as full memory. The highest one is not used. */
static struct pf_error *check_room(size_t count, int bits)
{
	return count >= ((uint64_t)1 << bits) - 1 ? &pf_error_no_memory : NULL;
}

/* Interned text is the same pointer, so a place is known by its pointers and its line. */
static uint64_t hash_of_place(const struct pf_place *place)
{
	const uint64_t words[] = { (uintptr_t)place->file, (uintptr_t)place->function,
				   (uintptr_t)place->qualname, (uint32_t)place->line };
	uint64_t hash = 1;
	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		hash = pf_hash_step(hash, words[i]);
	return hash ? hash : 1;
}

static bool is_same_place(const struct pf_place *a, const struct pf_place *b)
{
	return a->file == b->file && a->function == b->function && a->qualname == b->qualname &&
	       a->line == b->line;
}

static struct pf_error *add_place(struct pf_profile *profile, const struct pf_place *place,
				  uint64_t hash, uint32_t older, uint32_t *ret)
{
	uint32_t index = (uint32_t)profile->places.count;
	PF_TRY(check_room(profile->places.count, 32));
	PF_TRY(pf_array_reserve(&profile->places, 1));
	PF_TRY(pf_map_put(&profile->place_by_hash, hash, index));
	profile->places.items[profile->places.count++] = (struct place_entry){ *place, older };
	*ret = index;
	return NULL;
}

void pf_profile_set_limit(struct pf_profile *profile, size_t bytes)
{
	profile->limit = bytes;
}

/* A map has up to three slots for each entry. */
static bool is_full(const struct pf_profile *profile)
{
	const size_t place_size = sizeof(struct place_entry) + 2 * sizeof(struct pf_map_slot);
	const size_t stack_size = sizeof(struct pf_stack) + 2 * sizeof(struct pf_map_slot);
	return profile->limit && profile->places.count * place_size +
						 profile->stacks.count * stack_size +
						 profile->texts.bytes >=
					 profile->limit;
}

/* The place with the same content; 0: there is none. OWN's text is the profile's. */
static uint32_t find_place(const struct pf_profile *profile, const struct pf_place *own,
			   uint32_t newest)
{
	for (uint32_t i = newest; i; i = profile->places.items[i].older) {
		if (is_same_place(&profile->places.items[i].place, own))
			return i;
	}
	return 0;
}

static struct pf_error *intern_texts(struct pf_profile *profile, const struct pf_place *place,
				     struct pf_place *ret)
{
	PF_TRY(pf_text_table_intern(&profile->texts, place->file, &ret->file));
	PF_TRY(pf_text_table_intern(&profile->texts, place->function, &ret->function));
	return pf_text_table_intern(&profile->texts, place->qualname, &ret->qualname);
}

static bool find_text(const struct pf_profile *profile, const char *text, const char **ret)
{
	*ret = text ? pf_text_table_find(&profile->texts, text) : NULL;
	return *ret || !text;
}

static bool find_texts(const struct pf_profile *profile, const struct pf_place *place,
		       struct pf_place *ret)
{
	return find_text(profile, place->file, &ret->file) &&
	       find_text(profile, place->function, &ret->function) &&
	       find_text(profile, place->qualname, &ret->qualname);
}

/* ROOM: whether it may be added; *ret is 0 when it may not. */
static struct pf_error *intern_place(struct pf_profile *profile, const struct pf_place *place,
				     bool room, uint32_t *ret)
{
	struct pf_place own = { .line = place->line };
	*ret = 0;
	if (room)
		PF_TRY(intern_texts(profile, place, &own));
	else if (!find_texts(profile, place, &own))
		return NULL;
	uint64_t hash = hash_of_place(&own);
	const uint64_t *found = pf_map_find(&profile->place_by_hash, hash);
	uint32_t newest = found ? (uint32_t)*found : 0;
	*ret = find_place(profile, &own, newest);
	return *ret || !room ? NULL : add_place(profile, &own, hash, newest, ret);
}

static struct pf_error *intern_other_place(struct pf_profile *profile, uint32_t *ret)
{
	const struct pf_place other = { .file = "", .function = "(other)", .line = PF_UNKNOWN };
	if (!profile->other_place)
		PF_TRY(intern_place(profile, &other, true, &profile->other_place));
	*ret = profile->other_place;
	return NULL;
}

struct pf_error *pf_profile_intern_place(struct pf_profile *profile, const struct pf_place *place,
					 uint32_t *ret)
{
	uint32_t index;
	PF_TRY(intern_place(profile, place, !is_full(profile), &index));
	if (!index)
		PF_TRY(intern_other_place(profile, &index));
	*ret = index;
	return NULL;
}

static struct pf_error *add_stack(struct pf_profile *profile, uint32_t caller, uint32_t place,
				  uint32_t *ret)
{
	uint32_t index = (uint32_t)profile->stacks.count;
	PF_TRY(check_room(profile->stacks.count, PF_STACK_BITS));
	PF_TRY(pf_array_reserve(&profile->stacks, 1));
	PF_TRY(pf_map_put(&profile->stack_by_key, (uint64_t)caller << 32 | place, index));
	uint32_t depth = profile->stacks.items[caller].depth + 1;
	profile->stacks.items[profile->stacks.count++] = (struct pf_stack){ caller, place, depth };
	*ret = index;
	return NULL;
}

static struct pf_error *intern_other_stack(struct pf_profile *profile, uint32_t *ret)
{
	uint32_t place;
	PF_TRY(intern_other_place(profile, &place));
	if (!profile->other_stack)
		PF_TRY(add_stack(profile, 0, place, &profile->other_stack));
	*ret = profile->other_stack;
	return NULL;
}

struct pf_error *pf_profile_intern_stack(struct pf_profile *profile, uint32_t caller,
					 uint32_t place, uint32_t *ret)
{
	uint64_t key = (uint64_t)caller << 32 | place;
	const uint64_t *found = pf_map_find(&profile->stack_by_key, key);
	if (!found)
		return is_full(profile) ? intern_other_stack(profile, ret)
					: add_stack(profile, caller, place, ret);
	*ret = (uint32_t)*found;
	return NULL;
}

struct pf_error *pf_profile_add_thread(struct pf_profile *profile,
				       const struct pf_sampled_thread *thread, uint32_t *ret)
{
	struct pf_sampled_thread own = *thread;
	PF_TRY(check_room(profile->threads.count, PF_THREAD_BITS));
	PF_TRY(pf_text_table_intern(&profile->texts, thread->name, &own.name));
	PF_TRY(pf_array_push(&profile->threads, own));
	*ret = (uint32_t)(profile->threads.count - 1);
	return NULL;
}

struct pf_error *pf_profile_set_thread_name(struct pf_profile *profile, uint32_t thread,
					    const char *name)
{
	const char *own;
	PF_TRY(pf_text_table_intern(&profile->texts, name, &own));
	profile->renamings += own != profile->threads.items[thread].name;
	profile->threads.items[thread].name = own;
	return NULL;
}

void pf_profile_set_thread_pid(struct pf_profile *profile, uint32_t thread, pid_t pid)
{
	profile->threads.items[thread].pid = pid;
}

struct pf_error *pf_profile_add_value(struct pf_profile *profile, struct pf_sample sample)
{
	if (__builtin_expect(profile->samples.count == profile->samples.capacity, 0))
		PF_TRY(pf_array_reserve(&profile->samples, 1));
	profile->samples.items[profile->samples.count++] = sample;
	return NULL;
}

struct pf_error *pf_profile_add_samples(struct pf_profile *profile, const struct pf_sample *samples,
					size_t count)
{
	if (!count)
		return NULL;
	PF_TRY(pf_array_reserve(&profile->samples, count));
	memcpy(profile->samples.items + profile->samples.count, samples, count * sizeof(*samples));
	profile->samples.count += count;
	return NULL;
}

void pf_profile_drop_samples(struct pf_profile *profile)
{
	profile->forgotten += profile->samples.count;
	profile->samples.count = 0;
}

uint64_t pf_profile_forgotten(const struct pf_profile *profile)
{
	return profile->forgotten;
}

void pf_profile_set_foreign(struct pf_profile *profile, bool foreign)
{
	profile->foreign = foreign;
}

const char *pf_profile_syscall_name(const struct pf_profile *profile, int number)
{
	return profile->foreign ? NULL : pf_syscall_name(number);
}

struct pf_sampling_stats *pf_profile_stats_mutable(struct pf_profile *profile)
{
	return &profile->stats;
}

const struct pf_sampling_stats *pf_profile_stats(const struct pf_profile *profile)
{
	return &profile->stats;
}

void pf_profile_set_start(struct pf_profile *profile, uint64_t realtime_ns)
{
	profile->start_realtime_ns = realtime_ns;
}

uint64_t pf_profile_start_realtime_ns(const struct pf_profile *profile)
{
	return profile->start_realtime_ns;
}

size_t pf_profile_place_count(const struct pf_profile *profile)
{
	return profile->places.count;
}

size_t pf_profile_stack_count(const struct pf_profile *profile)
{
	return profile->stacks.count;
}

size_t pf_profile_thread_count(const struct pf_profile *profile)
{
	return profile->threads.count;
}

const struct pf_place *pf_profile_place(const struct pf_profile *profile, uint32_t index)
{
	return &profile->places.items[index].place;
}

const struct pf_stack *pf_profile_stack(const struct pf_profile *profile, uint32_t index)
{
	return &profile->stacks.items[index];
}

const struct pf_sampled_thread *pf_profile_thread(const struct pf_profile *profile, uint32_t index)
{
	return &profile->threads.items[index];
}

const struct pf_sample *pf_profile_samples(const struct pf_profile *profile, size_t *count_ret)
{
	*count_ret = profile->samples.count;
	return profile->samples.items;
}

/* The row that was just added to TO must have the index that it has in FROM. */
static struct pf_error *check_index(size_t expected, uint32_t index)
{
	if (index == expected)
		return NULL;
	return pf_error_create(PF_USAGE, "the profile was filled from elsewhere");
}

static struct pf_error *copy_places_and_stacks(const struct pf_profile *from, struct pf_profile *to)
{
	uint32_t index;
	for (size_t i = to->places.count; i < from->places.count; i++) {
		PF_TRY(pf_profile_intern_place(to, &from->places.items[i].place, &index));
		PF_TRY(check_index(i, index));
	}
	for (size_t i = to->stacks.count; i < from->stacks.count; i++) {
		const struct pf_stack *stack = &from->stacks.items[i];
		PF_TRY(pf_profile_intern_stack(to, stack->caller, stack->place, &index));
		PF_TRY(check_index(i, index));
	}
	return NULL;
}

static struct pf_error *copy_threads(const struct pf_profile *from, struct pf_profile *to)
{
	uint32_t index;
	for (size_t i = to->threads.count; i < from->threads.count; i++)
		PF_TRY(pf_profile_add_thread(to, &from->threads.items[i], &index));
	if (to->renamings == from->renamings)
		return NULL;
	for (uint32_t i = 1; i < from->threads.count; i++)
		PF_TRY(pf_profile_set_thread_name(to, i, from->threads.items[i].name));
	to->renamings = from->renamings;
	return NULL;
}

/* Where TO has none, the two exchange memory: nothing is copied, and FROM has room for its next. */
static struct pf_error *move_samples(struct pf_profile *from, struct pf_profile *to)
{
	if (to->samples.count) {
		PF_TRY(pf_profile_add_samples(to, from->samples.items, from->samples.count));
	} else {
		struct rows empty = to->samples;
		to->samples = from->samples;
		from->samples = empty;
		from->forgotten += to->samples.count;
	}
	pf_profile_drop_samples(from);
	return NULL;
}

struct pf_error *pf_profile_move(struct pf_profile *from, struct pf_profile *to)
{
	if (to->places.count > from->places.count || to->stacks.count > from->stacks.count ||
	    to->threads.count > from->threads.count)
		return pf_error_create(PF_USAGE, "the profile was filled from elsewhere");
	PF_TRY(copy_places_and_stacks(from, to));
	PF_TRY(copy_threads(from, to));
	PF_TRY(move_samples(from, to));
	to->start_realtime_ns = from->start_realtime_ns;
	to->stats = from->stats;
	return NULL;
}
