/* Profiles that are made up: streams like those of real programs, and a comparison. */
#include "fake_profile.h"

#include <check.h>
#include <stdio.h>
#include <string.h>

uint64_t fake_random(uint64_t *seed)
{
	uint64_t value = *seed += UINT64_C(0x9e3779b97f4a7c15);
	value = (value ^ value >> 30) * UINT64_C(0xbf58476d1ce4e5b9);
	value = (value ^ value >> 27) * UINT64_C(0x94d049bb133111eb);
	return value ^ value >> 31;
}

struct pf_error *fake_frame(struct pf_profile *profile, uint32_t number, uint32_t caller,
			    uint32_t *ret)
{
	char file[32], function[32], qualname[48];
	snprintf(file, sizeof(file), "/srv/app/module_%u.py", number % 97);
	snprintf(function, sizeof(function), "function_%u", number / 4);
	snprintf(qualname, sizeof(qualname), "Class%u.function_%u", number % 31, number / 4);
	struct pf_place place = { file, function, number % 5 ? qualname : NULL,
				  number % 11 ? (int32_t)(number % 7000) : PF_UNKNOWN };
	uint32_t index;
	PF_TRY(pf_profile_intern_place(profile, &place, &index));
	return pf_profile_intern_stack(profile, caller, index, ret);
}

/* The stack NUMBER: its frames' numbers are NUMBER, its half, its half's half … */
static struct pf_error *stack_of(struct pf_profile *profile, uint32_t number, uint32_t *ret)
{
	uint32_t stack = 0;
	for (uint32_t shift = 32; shift--;)
		if (number >> shift || !shift)
			PF_TRY(fake_frame(profile, number >> shift, stack, &stack));
	*ret = stack;
	return NULL;
}

/* Three of four are the same as before or among a few; the others are anywhere. */
static uint32_t next_stack(struct fake_stream *stream)
{
	uint64_t random = fake_random(&stream->seed), below = stream->stacks;
	for (random >>= 8; below > 4 && random & 3; random >>= 2)
		below = below / 4 + 1;
	return (uint32_t)((random >> 16) % below);
}

static struct pf_error *moment(struct pf_profile *profile, struct fake_stream *stream)
{
	uint64_t late = stream->jitter_ns ? fake_random(&stream->seed) % stream->jitter_ns : 0;
	for (uint32_t i = 1; i <= stream->threads; i++) {
		uint32_t stack;
		PF_TRY(stack_of(profile, i == 1 ? next_stack(stream) : i, &stack));
		struct pf_sample sample = { .time_ns = stream->time_ns + late,
					    .state = i == 1 ? PF_STATE_GIL : PF_STATE_WAITING,
					    .thread = i,
					    .stack = stack,
					    .syscall = i == 1 ? 0 : i % 5 * 200 };
		PF_TRY(pf_profile_add_sample(profile, &sample));
	}
	stream->time_ns += stream->interval_ns;
	pf_profile_stats_mutable(profile)->taken++;
	pf_profile_stats_mutable(profile)->elapsed_ns = stream->time_ns;
	return NULL;
}

struct pf_error *fake_moments(struct pf_profile *profile, struct fake_stream *stream,
			      uint64_t moments)
{
	pf_profile_set_start(profile, UINT64_C(1700000000123456789));
	while (pf_profile_thread_count(profile) <= stream->threads) {
		uint32_t index = (uint32_t)pf_profile_thread_count(profile);
		char name[24];
		snprintf(name, sizeof(name), "Thread-%u", index);
		struct pf_sampled_thread thread = { .tid = (pid_t)(1000 + index),
						    .ident = UINT64_C(0x7f0000000000) + index,
						    .interpreter = index % 3,
						    .name = index % 2 ? name : NULL };
		PF_TRY(pf_profile_add_thread(profile, &thread, &index));
	}
	while (moments--)
		PF_TRY(moment(profile, stream));
	return NULL;
}

static void assert_same_text(const char *a, const char *b)
{
	ck_assert_int_eq(!a, !b);
	if (a)
		ck_assert_str_eq(a, b);
}

static void assert_same_threads(const struct pf_profile *a, const struct pf_profile *b)
{
	ck_assert_uint_eq(pf_profile_thread_count(a), pf_profile_thread_count(b));
	for (uint32_t i = 0; i < pf_profile_thread_count(a); i++) {
		const struct pf_sampled_thread *x = pf_profile_thread(a, i);
		const struct pf_sampled_thread *y = pf_profile_thread(b, i);
		ck_assert(x->tid == y->tid && x->ident == y->ident &&
			  x->interpreter == y->interpreter);
		assert_same_text(x->name, y->name);
	}
}

void assert_same_tables(const struct pf_profile *a, const struct pf_profile *b)
{
	ck_assert_uint_eq(pf_profile_place_count(a), pf_profile_place_count(b));
	for (uint32_t i = 0; i < pf_profile_place_count(a); i++) {
		const struct pf_place *x = pf_profile_place(a, i), *y = pf_profile_place(b, i);
		assert_same_text(x->file, y->file);
		assert_same_text(x->function, y->function);
		assert_same_text(x->qualname, y->qualname);
		ck_assert_int_eq(x->line, y->line);
	}
	ck_assert_uint_eq(pf_profile_stack_count(a), pf_profile_stack_count(b));
	for (uint32_t i = 0; i < pf_profile_stack_count(a); i++)
		ck_assert_mem_eq(pf_profile_stack(a, i), pf_profile_stack(b, i),
				 sizeof(struct pf_stack));
	assert_same_threads(a, b);
}

void assert_same_profile(const struct pf_profile *a, const struct pf_profile *b, uint64_t unit_ns)
{
	size_t count, count_b;
	const struct pf_sample *x = pf_profile_samples(a, &count);
	const struct pf_sample *y = pf_profile_samples(b, &count_b);
	assert_same_tables(a, b);
	ck_assert_uint_eq(count, count_b);
	for (size_t i = 0; i < count; i++) {
		if (x[i].time_ns / unit_ns != y[i].time_ns / unit_ns || x[i].state != y[i].state ||
		    x[i].thread != y[i].thread || x[i].stack != y[i].stack ||
		    x[i].syscall != y[i].syscall)
			ck_abort_msg("sample %zu of %zu differs", i, count);
	}
	ck_assert_mem_eq(pf_profile_stats(a), pf_profile_stats(b),
			 sizeof(struct pf_sampling_stats));
	ck_assert_uint_eq(pf_profile_start_realtime_ns(a), pf_profile_start_realtime_ns(b));
}
