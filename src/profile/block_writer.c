/* What a profile has got since the last time, as one block of a recording. */
#include "profile/block_writer.h"

#include <stdlib.h>
#include <string.h>

/* In a block, so that it stays far below PF_RECORDING_BLOCK_MAX. */
enum { PLACES_MAX = 4096, STACKS_MAX = 16384, THREADS_MAX = 4096, TEXT_BYTES_MAX = 1 << 20 };

struct pf_error *pf_block_writer_init(struct pf_block_writer *writer, uint64_t interval_ns,
				      uint64_t unit_ns)
{
	*writer = (struct pf_block_writer){ .unit_ns = unit_ns };
	writer->samples.model.interval = interval_ns / unit_ns;
	writer->done = (struct pf_block_progress){ 1, 1, 1, 1, 1, 0, { 0 } };
	PF_TRY(pf_array_push(&writer->texts, NULL));
	return pf_array_push(&writer->thread_names, NULL);
}

void pf_block_writer_deinit(struct pf_block_writer *writer)
{
	pf_map_deinit(&writer->text_indices);
	pf_array_deinit(&writer->texts);
	pf_array_deinit(&writer->thread_names);
	pf_sample_encoder_deinit(&writer->samples);
	pf_bytes_deinit(&writer->section);
	pf_bytes_deinit(&writer->new_texts);
	pf_bytes_deinit(&writer->block);
}

void pf_block_begin(struct pf_block_writer *writer)
{
	pf_bytes_clear(&writer->block);
}

void pf_block_add(struct pf_block_writer *writer, enum pf_section section, const void *bytes,
		  size_t size)
{
	pf_bytes_varint(&writer->block, section);
	pf_bytes_sized(&writer->block, bytes, size);
}

/*
 * The index of TEXT, which is interned: a pointer is a text. What an attempt that failed has put
 * into the map is known by an index that another text has, or none.
 */
static struct pf_error *find_text(struct pf_block_writer *writer, const char *text, uint64_t *ret)
{
	*ret = 0;
	if (!text)
		return NULL;
	const uint64_t *found = pf_map_find(&writer->text_indices, (uintptr_t)text);
	if (found && *found < writer->texts.count && writer->texts.items[*found] == text) {
		*ret = *found;
		return NULL;
	}
	uint64_t index = writer->texts.count;
	PF_TRY(pf_map_put(&writer->text_indices, (uintptr_t)text, index));
	PF_TRY(pf_array_push(&writer->texts, text));
	pf_bytes_sized(&writer->new_texts, text, strlen(text));
	*ret = index;
	return NULL;
}

static struct pf_error *write_text(struct pf_block_writer *writer, const char *text)
{
	uint64_t index;
	PF_TRY(find_text(writer, text, &index));
	pf_bytes_varint(&writer->section, index);
	return NULL;
}

static size_t at_most(size_t count, size_t most)
{
	return count < most ? count : most;
}

/* Puts the section that was made into the block, the texts that it needs before it. */
static struct pf_error *end_section(struct pf_block_writer *writer, enum pf_section section)
{
	if (writer->new_texts.count)
		pf_block_add(writer, PF_SECTION_TEXTS, writer->new_texts.items,
			     writer->new_texts.count);
	if (writer->section.count)
		pf_block_add(writer, section, writer->section.items, writer->section.count);
	PF_TRY(pf_bytes_check(&writer->new_texts));
	PF_TRY(pf_bytes_check(&writer->section));
	pf_bytes_clear(&writer->new_texts);
	pf_bytes_clear(&writer->section);
	return NULL;
}

static struct pf_error *add_places(struct pf_block_writer *writer, const struct pf_profile *profile,
				   struct pf_block_progress *next)
{
	size_t end = at_most(pf_profile_place_count(profile), next->places + PLACES_MAX);
	for (; next->places < end && writer->new_texts.count < TEXT_BYTES_MAX; next->places++) {
		const struct pf_place *place = pf_profile_place(profile, (uint32_t)next->places);
		PF_TRY(write_text(writer, place->file));
		PF_TRY(write_text(writer, place->function));
		PF_TRY(write_text(writer, place->qualname));
		pf_bytes_zigzag(&writer->section, place->line);
	}
	return end_section(writer, PF_SECTION_PLACES);
}

/* A stack's caller is mostly the stack before it. */
static struct pf_error *add_stacks(struct pf_block_writer *writer, const struct pf_profile *profile,
				   struct pf_block_progress *next)
{
	size_t end = at_most(pf_profile_stack_count(profile), next->stacks + STACKS_MAX);
	for (; next->stacks < end; next->stacks++) {
		const struct pf_stack *stack = pf_profile_stack(profile, (uint32_t)next->stacks);
		if (stack->place >= next->places)
			break;
		pf_bytes_varint(&writer->section, next->stacks - stack->caller);
		pf_bytes_varint(&writer->section, stack->place);
	}
	return end_section(writer, PF_SECTION_STACKS);
}

static struct pf_error *add_threads(struct pf_block_writer *writer,
				    const struct pf_profile *profile,
				    struct pf_block_progress *next)
{
	size_t end = at_most(pf_profile_thread_count(profile), next->threads + THREADS_MAX);
	for (; next->threads < end; next->threads++) {
		const struct pf_sampled_thread *thread =
			pf_profile_thread(profile, (uint32_t)next->threads);
		pf_bytes_varint(&writer->section, (uint64_t)thread->tid);
		pf_bytes_varint(&writer->section, thread->ident);
		pf_bytes_zigzag(&writer->section, thread->interpreter);
	}
	return end_section(writer, PF_SECTION_THREADS);
}

/* The names that are not what was written last; a thread's first one too. */
static struct pf_error *add_names(struct pf_block_writer *writer, const struct pf_profile *profile,
				  struct pf_block_progress *next)
{
	while (writer->thread_names.count < next->threads)
		PF_TRY(pf_array_push(&writer->thread_names, NULL));
	uint32_t i = 1;
	for (; i < next->threads && writer->new_texts.count < TEXT_BYTES_MAX; i++) {
		const char *name = pf_profile_thread(profile, i)->name;
		if (name == writer->thread_names.items[i])
			continue;
		pf_bytes_varint(&writer->section, i);
		PF_TRY(write_text(writer, name));
	}
	next->named = i;
	return end_section(writer, PF_SECTION_NAMES);
}

static void remember_names(struct pf_block_writer *writer, const struct pf_profile *profile)
{
	for (uint32_t i = 1; i < writer->done.named; i++)
		writer->thread_names.items[i] = pf_profile_thread(profile, i)->name;
}

/* ORDER NUMBERS */
static struct pf_error *add_numbers(struct pf_block_writer *writer,
				    const struct pf_profile *profile,
				    struct pf_block_progress *next)
{
	const struct pf_sampling_stats *stats = pf_profile_stats(profile);
	const uint64_t numbers[] = { pf_profile_start_realtime_ns(profile),
				     stats->taken,
				     stats->late,
				     stats->torn,
				     stats->failed,
				     stats->pause_ns,
				     stats->longest_pause_ns,
				     stats->elapsed_ns,
				     stats->cpu_ns };
	_Static_assert(sizeof(numbers) == sizeof(next->numbers), "PF_RECORDING_NUMBERS");
	if (!memcmp(numbers, next->numbers, sizeof(numbers)))
		return NULL;
	for (size_t i = 0; i < PF_RECORDING_NUMBERS; i++)
		pf_bytes_zigzag(&writer->section, (int64_t)(numbers[i] - next->numbers[i]));
	memcpy(next->numbers, numbers, sizeof(numbers));
	return end_section(writer, PF_SECTION_STATS);
}

static struct pf_error *add_tables(struct pf_block_writer *writer, const struct pf_profile *profile,
				   struct pf_block_progress *next)
{
	PF_TRY(add_places(writer, profile, next));
	PF_TRY(add_stacks(writer, profile, next));
	PF_TRY(add_threads(writer, profile, next));
	PF_TRY(add_names(writer, profile, next));
	next->texts = writer->texts.count;
	return NULL;
}

/* Samples point into the tables, so they have to wait until the tables are written. */
static bool is_complete(const struct pf_block_progress *next, const struct pf_profile *profile)
{
	return next->places == pf_profile_place_count(profile) &&
	       next->stacks == pf_profile_stack_count(profile) &&
	       next->threads == pf_profile_thread_count(profile);
}

/* The samples that are next, at most a block's; those that were dropped unwritten are lost. */
static const struct pf_sample *next_samples(const struct pf_profile *profile,
					    struct pf_block_progress *next, size_t *count_ret)
{
	size_t count;
	const struct pf_sample *samples = pf_profile_samples(profile, &count);
	uint64_t first = pf_profile_forgotten(profile);
	if (next->samples < first)
		next->samples = first;
	size_t skip = (size_t)(next->samples - first);
	*count_ret = at_most(count - skip, PF_BLOCK_SAMPLES);
	return *count_ret ? samples + skip : NULL;
}

/* Nothing fails from the first byte of a sample on: the encoder cannot go back. */
static struct pf_error *add_samples(struct pf_block_writer *writer,
				    const struct pf_profile *profile,
				    struct pf_block_progress *next, size_t *samples_ret)
{
	size_t count;
	const struct pf_sample *samples = next_samples(profile, next, &count);
	if (!count)
		return NULL;
	size_t room = count * PF_SAMPLE_BYTES_MAX + PF_COLUMNS_BYTES_MAX;
	PF_TRY(pf_sample_encoder_prepare(&writer->samples, next->threads, samples, count));
	PF_TRY(pf_bytes_reserve(&writer->section, room));
	PF_TRY(pf_bytes_reserve(&writer->block, room + 2 * PF_VARINT_MAX));
	pf_sample_encoder_emit(&writer->samples, samples, count, writer->unit_ns, &writer->section);
	next->samples += count;
	*samples_ret = count;
	return end_section(writer, PF_SECTION_SAMPLES);
}

static struct pf_error *make(struct pf_block_writer *writer, const struct pf_profile *profile,
			     struct pf_block_progress *next, size_t *samples_ret)
{
	PF_TRY(add_tables(writer, profile, next));
	PF_TRY(add_numbers(writer, profile, next));
	PF_TRY(pf_bytes_check(&writer->block));
	return is_complete(next, profile) ? add_samples(writer, profile, next, samples_ret) : NULL;
}

struct pf_error *pf_block_writer_make(struct pf_block_writer *writer,
				      const struct pf_profile *profile, size_t *samples_ret)
{
	struct pf_block_progress next = writer->done;
	*samples_ret = 0;
	pf_block_begin(writer);
	pf_bytes_clear(&writer->section);
	pf_bytes_clear(&writer->new_texts);
	struct pf_error *err = make(writer, profile, &next, samples_ret);
	if (err) {
		writer->texts.count = writer->done.texts;
		pf_block_begin(writer);
		return err;
	}
	writer->done = next;
	remember_names(writer, profile);
	return NULL;
}
