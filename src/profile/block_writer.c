/* What a profile has got, as blocks of a recording. */
#include "profile/block_writer.h"

#include <stdlib.h>
#include <string.h>

/* A block gets no more rows once it has so many bytes: far below PF_RECORDING_BLOCK_MAX. */
enum { FULL = 1 << 20 };

struct pf_error *pf_block_writer_init(struct pf_block_writer *writer, pid_t pid,
				      uint64_t interval_ns, uint64_t unit_ns)
{
	*writer = (struct pf_block_writer){ .unit_ns = unit_ns, .pid = pid };
	writer->samples.model.interval = interval_ns / unit_ns;
	writer->done = (struct pf_block_progress){ 1, 1, 1, 1, 1, 0 };
	PF_TRY(pf_array_push(&writer->texts, NULL));
	return pf_array_push(&writer->thread_names, NULL);
}

void pf_block_writer_deinit(struct pf_block_writer *writer)
{
	pf_map_deinit(&writer->text_indices);
	pf_array_deinit(&writer->texts);
	pf_array_deinit(&writer->thread_names);
	pf_array_deinit(&writer->waiting);
	pf_sample_encoder_deinit(&writer->samples);
	pf_bytes_deinit(&writer->section);
	pf_bytes_deinit(&writer->new_texts);
	pf_bytes_deinit(&writer->block);
}

struct pf_error *pf_block_writer_add(struct pf_block_writer *writer, enum pf_section section,
				     const struct pf_bytes *bytes)
{
	PF_TRY(pf_bytes_check(bytes));
	PF_TRY(pf_bytes_reserve(&writer->block, bytes->count + 2 * PF_VARINT_MAX));
	if (bytes->count) {
		pf_bytes_varint(&writer->block, section);
		pf_bytes_sized(&writer->block, bytes->items, bytes->count);
	}
	return NULL;
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

static bool has_room(const struct pf_block_writer *writer)
{
	return writer->block.count + writer->section.count + writer->new_texts.count < FULL;
}

static struct pf_error *write_places(struct pf_block_writer *writer,
				     const struct pf_profile *profile,
				     struct pf_block_progress *next)
{
	size_t end = pf_profile_place_count(profile);
	for (; next->places < end && has_room(writer); next->places++) {
		const struct pf_place *place = pf_profile_place(profile, (uint32_t)next->places);
		PF_TRY(write_text(writer, place->file));
		PF_TRY(write_text(writer, place->function));
		PF_TRY(write_text(writer, place->qualname));
		pf_bytes_zigzag(&writer->section, place->line);
	}
	return NULL;
}

/* A stack's caller is mostly the stack before it. */
static struct pf_error *write_stacks(struct pf_block_writer *writer,
				     const struct pf_profile *profile,
				     struct pf_block_progress *next)
{
	size_t end = pf_profile_stack_count(profile);
	for (; next->stacks < end && has_room(writer); next->stacks++) {
		const struct pf_stack *stack = pf_profile_stack(profile, (uint32_t)next->stacks);
		if (stack->place >= next->places)
			break;
		size_t back = next->stacks - stack->caller;
		pf_bytes_varint(&writer->section, (uint64_t)stack->place << 1 | (back != 1));
		if (back != 1)
			pf_bytes_varint(&writer->section, back);
	}
	return NULL;
}

static struct pf_error *write_threads(struct pf_block_writer *writer,
				      const struct pf_profile *profile,
				      struct pf_block_progress *next)
{
	size_t end = pf_profile_thread_count(profile);
	for (; next->threads < end && has_room(writer); next->threads++) {
		const struct pf_sampled_thread *thread =
			pf_profile_thread(profile, (uint32_t)next->threads);
		pf_bytes_varint(&writer->section, (uint64_t)thread->tid);
		pf_bytes_varint(&writer->section, thread->ident);
		pf_bytes_zigzag(&writer->section, thread->interpreter);
	}
	return NULL;
}

/* A thread's process, where it is not the recording's. */
static struct pf_error *write_processes(struct pf_block_writer *writer,
					const struct pf_profile *profile,
					struct pf_block_progress *next)
{
	for (; next->processes < next->threads && has_room(writer); next->processes++) {
		pid_t pid = pf_profile_thread(profile, (uint32_t)next->processes)->pid;
		if (pid == writer->pid)
			continue;
		pf_bytes_varint(&writer->section, next->processes);
		pf_bytes_varint(&writer->section, (uint64_t)pid);
	}
	return NULL;
}

static bool is_named(const struct pf_block_writer *writer, const struct pf_profile *profile,
		     size_t thread)
{
	return pf_profile_thread(profile, (uint32_t)thread)->name ==
	       writer->thread_names.items[thread];
}

/* The names that are not what was written last; a thread's first one too. */
static struct pf_error *write_names(struct pf_block_writer *writer,
				    const struct pf_profile *profile,
				    struct pf_block_progress *next)
{
	while (writer->thread_names.count < next->threads)
		PF_TRY(pf_array_push(&writer->thread_names, NULL));
	for (size_t i = 1; i < next->threads && has_room(writer); i++) {
		if (is_named(writer, profile, i))
			continue;
		pf_bytes_varint(&writer->section, i);
		PF_TRY(write_text(writer, pf_profile_thread(profile, (uint32_t)i)->name));
	}
	return NULL;
}

/* The names that write_names() has written. */
static void remember_names(struct pf_block_writer *writer, const struct pf_profile *profile)
{
	struct pf_unread names = { writer->section.items,
				   writer->section.items + writer->section.count, false };
	while (pf_unread_size(&names)) {
		uint64_t thread = pf_unread_varint(&names);
		pf_unread_varint(&names);
		writer->thread_names.items[thread] =
			pf_profile_thread(profile, (uint32_t)thread)->name;
	}
}

/* ORDER TABLE: the rows of each point to those before it only. */
static const struct {
	enum pf_section section;
	struct pf_error *(*write)(struct pf_block_writer *writer, const struct pf_profile *profile,
				  struct pf_block_progress *next);
} tables[] = {
	{ PF_SECTION_PLACES, write_places },   { PF_SECTION_STACKS, write_stacks },
	{ PF_SECTION_THREADS, write_threads }, { PF_SECTION_PROCESSES, write_processes },
	{ PF_SECTION_NAMES, write_names },
};

/* One table's new rows, and before them the texts that they are the first to need; or nothing. */
static struct pf_error *gather_table(struct pf_block_writer *writer,
				     const struct pf_profile *profile, size_t table)
{
	struct pf_block_progress next = writer->done;
	size_t size = writer->block.count;
	pf_bytes_clear(&writer->section);
	pf_bytes_clear(&writer->new_texts);
	struct pf_error *err = tables[table].write(writer, profile, &next);
	if (!err)
		err = pf_block_writer_add(writer, PF_SECTION_TEXTS, &writer->new_texts);
	if (!err)
		err = pf_block_writer_add(writer, tables[table].section, &writer->section);
	if (err) {
		writer->block.count = size;
		writer->texts.count = writer->done.texts;
		return err;
	}
	if (tables[table].section == PF_SECTION_NAMES)
		remember_names(writer, profile);
	next.texts = writer->texts.count;
	writer->done = next;
	return NULL;
}

/* Samples point into the tables, so they have to wait until the tables are written. */
static bool is_complete(const struct pf_block_writer *writer, const struct pf_profile *profile)
{
	return writer->done.places == pf_profile_place_count(profile) &&
	       writer->done.stacks == pf_profile_stack_count(profile) &&
	       writer->done.threads == pf_profile_thread_count(profile) &&
	       writer->done.processes == writer->done.threads && has_room(writer);
}

/* Those that were dropped before they were ever seen here are lost. */
static struct pf_error *gather_samples(struct pf_block_writer *writer,
				       const struct pf_profile *profile, bool *full)
{
	size_t count;
	const struct pf_sample *samples = pf_profile_samples(profile, &count);
	uint64_t first = pf_profile_forgotten(profile), *next = &writer->done.samples;
	if (*next < first)
		*next = first;
	size_t skip = (size_t)(*next - first), room = PF_BLOCK_SAMPLES - writer->waiting.count;
	size_t more = count - skip < room ? count - skip : room;
	PF_TRY(pf_array_reserve(&writer->waiting, more));
	for (size_t i = 0; i < more; i++)
		writer->waiting.items[writer->waiting.count++] = samples[skip + i];
	*next += more;
	*full = writer->waiting.count == PF_BLOCK_SAMPLES;
	return NULL;
}

/* ORDER NUMBERS */
static void gather_numbers(struct pf_block_writer *writer, const struct pf_profile *profile)
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
				     stats->cpu_ns,
				     stats->programs,
				     stats->refused };
	_Static_assert(sizeof(numbers) == sizeof(writer->numbers), "PF_RECORDING_NUMBERS");
	memcpy(writer->numbers, numbers, sizeof(numbers));
}

struct pf_error *pf_block_writer_gather(struct pf_block_writer *writer,
					const struct pf_profile *profile, bool *full)
{
	gather_numbers(writer, profile);
	for (size_t i = 0; i < sizeof(tables) / sizeof(tables[0]); i++)
		PF_TRY(gather_table(writer, profile, i));
	*full = !is_complete(writer, profile);
	return *full ? NULL : gather_samples(writer, profile, full);
}

static struct pf_error *close_numbers(struct pf_block_writer *writer)
{
	pf_bytes_clear(&writer->section);
	if (!memcmp(writer->numbers, writer->written_numbers, sizeof(writer->numbers)))
		return NULL;
	for (size_t i = 0; i < PF_RECORDING_NUMBERS; i++)
		pf_bytes_zigzag(&writer->section,
				(int64_t)(writer->numbers[i] - writer->written_numbers[i]));
	PF_TRY(pf_block_writer_add(writer, PF_SECTION_STATS, &writer->section));
	memcpy(writer->written_numbers, writer->numbers, sizeof(writer->numbers));
	return NULL;
}

struct pf_error *pf_block_writer_close(struct pf_block_writer *writer, size_t *samples_ret)
{
	size_t count = writer->waiting.count;
	*samples_ret = 0;
	PF_TRY(close_numbers(writer));
	if (!count)
		return NULL;
	size_t room = count * PF_SAMPLE_BYTES_MAX + PF_COLUMNS_BYTES_MAX;
	PF_TRY(pf_sample_encoder_prepare(&writer->samples, writer->done.threads,
					 writer->waiting.items, count));
	pf_bytes_clear(&writer->section);
	PF_TRY(pf_bytes_reserve(&writer->section, room));
	PF_TRY(pf_bytes_reserve(&writer->block, room + 2 * PF_VARINT_MAX));

	/* From here on nothing fails: the encoder cannot go back. */
	pf_sample_encoder_emit(&writer->samples, writer->waiting.items, count, writer->unit_ns,
			       &writer->section);
	PF_TRY(pf_block_writer_add(writer, PF_SECTION_SAMPLES, &writer->section));
	writer->waiting.count = 0;
	*samples_ret = count;
	return NULL;
}
