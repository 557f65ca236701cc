/* One block of a recording, checked and put into a profile. */
#include "profile/block_reader.h"

#include "base/text.h"

#include <stdlib.h>
#include <string.h>
#include <sys/utsname.h>

struct pf_error *pf_block_reader_init(struct pf_block_reader *reader, struct pf_profile *profile,
				      uint32_t version)
{
	*reader = (struct pf_block_reader){ .profile = profile, .version = version };
	return pf_array_push(&reader->texts, NULL);
}

void pf_block_reader_deinit(struct pf_block_reader *reader)
{
	pf_sample_model_deinit(&reader->model);
	pf_array_deinit(&reader->texts);
	pf_arena_deinit(&reader->arena);
}

/* Text in a profile is valid UTF-8, and a NUL in it is written as PF_TEXT_NUL. */
static bool is_text(const char *bytes, size_t size)
{
	for (size_t i = 0, length; i < size; i += length) {
		uint32_t codepoint;
		length = pf_utf8_decode(bytes + i, size - i, &codepoint);
		if (!length && size - i >= 2 && pf_text_is_nul(bytes + i))
			length = 2;
		else if (!length || !codepoint)
			return false;
	}
	return true;
}

/* Marks the bytes as what nobody has written. */
static struct pf_error *reject(struct pf_unread *in)
{
	in->at = in->end;
	in->failed = true;
	return NULL;
}

static struct pf_error *keep_text(struct pf_block_reader *reader, struct pf_unread text,
				  const char **ret, bool *valid)
{
	const char *bytes = (const char *)text.at;
	*valid = !text.failed && is_text(bytes, pf_unread_size(&text));
	if (!*valid)
		return NULL;
	*ret = pf_arena_text(&reader->arena, bytes, pf_unread_size(&text));
	return *ret ? NULL : &pf_error_no_memory;
}

static struct pf_error *read_texts(struct pf_block_reader *reader, struct pf_unread *in)
{
	while (pf_unread_size(in)) {
		const char *text;
		bool valid;
		PF_TRY(keep_text(reader, pf_unread_sized(in), &text, &valid));
		if (!valid)
			return reject(in);
		PF_TRY(pf_array_push(&reader->texts, text));
	}
	return NULL;
}

static const char *text_of(struct pf_block_reader *reader, struct pf_unread *in)
{
	return reader->texts.items[pf_unread_below(in, reader->texts.count)];
}

static struct pf_error *read_places(struct pf_block_reader *reader, struct pf_unread *in)
{
	while (pf_unread_size(in)) {
		struct pf_place place = { 0 };
		place.file = text_of(reader, in);
		place.function = text_of(reader, in);
		place.qualname = text_of(reader, in);
		int64_t line = pf_unread_zigzag(in);
		place.line = (int32_t)line;
		if (in->failed || !place.file || !place.function || line != place.line)
			return reject(in);

		uint32_t index;
		size_t count = pf_profile_place_count(reader->profile);
		PF_TRY(pf_profile_intern_place(reader->profile, &place, &index));
		if (index != count)
			return reject(in);
	}
	return NULL;
}

static struct pf_error *read_stacks(struct pf_block_reader *reader, struct pf_unread *in)
{
	while (pf_unread_size(in)) {
		size_t count = pf_profile_stack_count(reader->profile);
		uint64_t place_and_flag = pf_unread_varint(in), place = place_and_flag >> 1;
		uint64_t back = place_and_flag & 1 ? pf_unread_below(in, (uint64_t)count + 1) : 1;
		if (in->failed || !back || !place ||
		    place >= pf_profile_place_count(reader->profile))
			return reject(in);

		uint32_t index;
		PF_TRY(pf_profile_intern_stack(reader->profile, (uint32_t)(count - back),
					       (uint32_t)place, &index));
		if (index != count)
			return reject(in);
	}
	return NULL;
}

static struct pf_error *read_threads(struct pf_block_reader *reader, struct pf_unread *in)
{
	while (pf_unread_size(in)) {
		struct pf_sampled_thread thread = { 0 };
		thread.tid = (pid_t)pf_unread_below(in, (uint64_t)INT32_MAX + 1);
		thread.ident = pf_unread_varint(in);
		thread.interpreter = pf_unread_zigzag(in);
		thread.pid = reader->info.pid;
		uint32_t index;
		if (in->failed)
			return reject(in);
		PF_TRY(pf_profile_add_thread(reader->profile, &thread, &index));
	}
	return NULL;
}

static struct pf_error *read_processes(struct pf_block_reader *reader, struct pf_unread *in)
{
	while (pf_unread_size(in)) {
		uint64_t thread = pf_unread_below(in, pf_profile_thread_count(reader->profile));
		pid_t pid = (pid_t)pf_unread_below(in, (uint64_t)INT32_MAX + 1);
		if (in->failed || !thread)
			return reject(in);
		pf_profile_set_thread_pid(reader->profile, (uint32_t)thread, pid);
	}
	return NULL;
}

static struct pf_error *read_names(struct pf_block_reader *reader, struct pf_unread *in)
{
	while (pf_unread_size(in)) {
		uint64_t thread = pf_unread_below(in, pf_profile_thread_count(reader->profile));
		const char *name = text_of(reader, in);
		if (in->failed || !thread)
			return reject(in);
		PF_TRY(pf_profile_set_thread_name(reader->profile, (uint32_t)thread, name));
	}
	return NULL;
}

static struct pf_error *read_samples(struct pf_block_reader *reader, struct pf_unread *in,
				     size_t *count_ret)
{
	const struct pf_sample_limits limits = { pf_profile_thread_count(reader->profile),
						 pf_profile_stack_count(reader->profile),
						 reader->unit_ns, reader->version > 1 };
	bool valid;
	if (*count_ret)
		return reject(in);
	PF_TRY(pf_sample_decode(&reader->model, &limits, *in, reader->samples, count_ret, &valid));
	if (!valid)
		return reject(in);
	in->at = in->end;
	return NULL;
}

/* ORDER NUMBERS */
static void read_numbers(struct pf_block_reader *reader, struct pf_unread *in)
{
	uint64_t *numbers = reader->numbers;
	for (size_t i = 0;
	     i < PF_RECORDING_FIRST_NUMBERS || (i < PF_RECORDING_NUMBERS && pf_unread_size(in));
	     i++)
		numbers[i] += (uint64_t)pf_unread_zigzag(in);
	if (in->failed)
		return;
	pf_profile_set_start(reader->profile, numbers[0]);
	*pf_profile_stats_mutable(reader->profile) =
		(struct pf_sampling_stats){ .taken = numbers[1],
					    .late = numbers[2],
					    .torn = numbers[3],
					    .failed = numbers[4],
					    .pause_ns = numbers[5],
					    .longest_pause_ns = numbers[6],
					    .elapsed_ns = numbers[7],
					    .cpu_ns = numbers[8],
					    .programs = numbers[9],
					    .refused = numbers[10] };
}

static struct pf_error *read_info_text(struct pf_block_reader *reader, struct pf_unread *in,
				       struct pf_unread value, const char **ret)
{
	bool valid;
	PF_TRY(keep_text(reader, value, ret, &valid));
	return valid ? NULL : reject(in);
}

static struct pf_error *read_info_value(struct pf_block_reader *reader, uint64_t key,
					struct pf_unread value, struct pf_unread *in)
{
	struct pf_recording_info *info = &reader->info;
	switch (key) {
	case PF_INFO_PID:
		info->pid = (pid_t)pf_unread_below(&value, (uint64_t)INT32_MAX + 1);
		break;
	case PF_INFO_EXECUTABLE:
		return read_info_text(reader, in, value, &info->executable);
	case PF_INFO_PYTHON_VERSION:
		return read_info_text(reader, in, value, &info->python_version);
	case PF_INFO_MODE:
		info->mode = (enum pf_sampling_mode)pf_unread_below(&value, PF_NONSTOP + 1);
		break;
	case PF_INFO_THREADS:
		info->threads = pf_unread_below(&value, 2);
		break;
	case PF_INFO_CHILDREN:
		info->children = pf_unread_below(&value, 2);
		break;
	case PF_INFO_INTERVAL_NS:
		info->interval_ns = pf_unread_varint(&value);
		break;
	case PF_INFO_UNIT_NS:
		reader->unit_ns = pf_unread_below(&value, UINT64_C(1000000000));
		break;
	case PF_INFO_MACHINE:
		return read_info_text(reader, in, value, &info->machine);
	default: /* of a newer writer, which holds it for something that can be left out */
		return NULL;
	}
	return value.failed ? reject(in) : NULL;
}

/* Whether numbers of system calls mean the same here. */
static bool is_of_this_machine(const struct pf_recording_info *info)
{
	struct utsname system;
	return info->machine && !uname(&system) && !strcmp(info->machine, system.machine);
}

static struct pf_error *read_info(struct pf_block_reader *reader, struct pf_unread *in)
{
	if (reader->has_info)
		return reject(in);
	while (pf_unread_size(in)) {
		uint64_t key = pf_unread_varint(in);
		struct pf_unread value = pf_unread_sized(in);
		if (in->failed)
			return NULL;
		PF_TRY(read_info_value(reader, key, value, in));
	}
	if (in->failed || !reader->unit_ns)
		return reject(in);
	reader->has_info = true;
	pf_profile_set_foreign(reader->profile, !is_of_this_machine(&reader->info));
	reader->model.interval = reader->info.interval_ns / reader->unit_ns;
	return NULL;
}

static void read_end(struct pf_block_reader *reader, struct pf_unread *in, size_t count)
{
	reader->ended = pf_unread_varint(in) == reader->sample_count + count && !in->failed;
	in->failed |= !reader->ended;
}

/* IN has failed afterwards when the section is not valid. */
static struct pf_error *read_section(struct pf_block_reader *reader, uint64_t section,
				     struct pf_unread *in, size_t *count_ret)
{
	if (!reader->has_info && section != PF_SECTION_INFO)
		return reject(in);
	switch (section) {
	case PF_SECTION_INFO:
		return read_info(reader, in);
	case PF_SECTION_TEXTS:
		return read_texts(reader, in);
	case PF_SECTION_PLACES:
		return read_places(reader, in);
	case PF_SECTION_STACKS:
		return read_stacks(reader, in);
	case PF_SECTION_THREADS:
		return read_threads(reader, in);
	case PF_SECTION_PROCESSES:
		return read_processes(reader, in);
	case PF_SECTION_NAMES:
		return read_names(reader, in);
	case PF_SECTION_SAMPLES:
		return read_samples(reader, in, count_ret);
	case PF_SECTION_STATS:
		read_numbers(reader, in);
		return NULL;
	case PF_SECTION_END:
		read_end(reader, in, *count_ret);
		return NULL;
	default: /* as with the keys */
		return NULL;
	}
}

struct pf_error *pf_block_reader_read(struct pf_block_reader *reader, const unsigned char *bytes,
				      size_t size, bool *valid)
{
	struct pf_unread in = { bytes, bytes + size, false };
	size_t count = 0;
	*valid = false;
	while (pf_unread_size(&in)) {
		uint64_t section = pf_unread_varint(&in);
		struct pf_unread part = pf_unread_sized(&in);
		if (part.failed || reader->ended)
			return NULL;
		PF_TRY(read_section(reader, section, &part, &count));
		if (part.failed)
			return NULL;
	}
	PF_TRY(pf_profile_add_samples(reader->profile, reader->samples, count));
	reader->sample_count += count;
	*valid = !in.failed;
	return NULL;
}
