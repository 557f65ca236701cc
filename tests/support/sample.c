/* Samples a process for the end-to-end tests and prints what it saw as one line of JSON. */
#include "base/text.h"
#include "pyflame.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/*
 * sample PID [exact|nonstop] [threads] [each] [interval-us N] [seconds N] [samples N] [max-pause-us N]
 *
 * Says "started" first, then what there is at the end; a row of the tally is [thread, stack, state,
 * count, system call or -1]. With `each`, also the stack of each sample.
 */
struct wishes {
	pid_t pid;
	bool each;
	struct pf_sampling_options options;
};

static const struct {
	const char *name;
	size_t offset;
	uint64_t unit;
} numbers[] = {
	{ "interval-us", offsetof(struct pf_sampling_options, interval_ns), 1000 },
	{ "seconds", offsetof(struct pf_sampling_options, duration_ns), 1000000000 },
	{ "samples", offsetof(struct pf_sampling_options, max_samples), 1 },
	{ "max-pause-us", offsetof(struct pf_sampling_options, max_pause_ns), 1000 },
};

static bool read_number(struct wishes *wishes, const char *name, const char *value)
{
	for (size_t i = 0; i < sizeof(numbers) / sizeof(numbers[0]) && value; i++) {
		uint64_t number = strtoull(value, NULL, 10) * numbers[i].unit;
		if (strcmp(name, numbers[i].name) != 0)
			continue;
		memcpy((char *)&wishes->options + numbers[i].offset, &number, sizeof(number));
		return true;
	}
	return false;
}

static bool read_wishes(struct wishes *wishes, char **words)
{
	if (!*words)
		return false;
	wishes->pid = (pid_t)atoi(*words++);
	for (; *words; words++) {
		if (!strcmp(*words, "nonstop") || !strcmp(*words, "exact"))
			wishes->options.mode = **words == 'n' ? PF_NONSTOP : PF_EXACT;
		else if (!strcmp(*words, "threads"))
			wishes->options.threads = true;
		else if (!strcmp(*words, "each"))
			wishes->each = true;
		else if (read_number(wishes, words[0], words[1]))
			words++;
		else
			return false;
	}
	return true;
}

static void print_text(const char *text)
{
	struct pf_text quoted = { 0 };
	pf_text_append_json(&quoted, text);
	fputs(pf_text_str(&quoted), stdout);
	pf_text_deinit(&quoted);
}

/* A place is [function, file, line], a stack [caller, place]: as in the profile. */
static void print_stacks(const struct pf_profile *profile)
{
	printf("\"places\": [null");
	for (uint32_t i = 1; i < pf_profile_place_count(profile); i++) {
		const struct pf_place *place = pf_profile_place(profile, i);
		printf(", [");
		print_text(place->function);
		printf(", ");
		print_text(place->file);
		printf(", %d]", (int)place->line);
	}
	printf("], \"stacks\": [null");
	for (uint32_t i = 1; i < pf_profile_stack_count(profile); i++) {
		const struct pf_stack *stack = pf_profile_stack(profile, i);
		printf(", [%u, %u]", (unsigned)stack->caller, (unsigned)stack->place);
	}
	printf("], ");
}

static void print_threads(const struct pf_profile *profile)
{
	printf("\"threads\": [null");
	for (uint32_t i = 1; i < pf_profile_thread_count(profile); i++) {
		const struct pf_sampled_thread *thread = pf_profile_thread(profile, i);
		printf(", [%d, ", (int)thread->tid);
		print_text(thread->name ? thread->name : "");
		printf(", %" PRId64 "]", thread->interpreter);
	}
	printf("], ");
}

static void print_tally(const struct pf_tally *tally)
{
	size_t count;
	const struct pf_tally_row *rows = pf_tally_rows(tally, &count);
	printf("\"tally\": [");
	for (size_t i = 0; i < count; i++)
		printf("%s[%u, %u, \"%s\", %" PRIu64 ", %d]", i ? ", " : "",
		       (unsigned)rows[i].thread, (unsigned)rows[i].stack,
		       pf_state_name(rows[i].state), rows[i].count, (int)rows[i].syscall - 1);
	printf("], ");
}

static void print_stats(const struct pf_sampling_stats *stats, const struct pf_error *reason)
{
	printf("\"taken\": %" PRIu64 ", \"late\": %" PRIu64 ", \"torn\": %" PRIu64
	       ", \"failed\": %" PRIu64 ", ",
	       stats->taken, stats->late, stats->torn, stats->failed);
	printf("\"pause_ns\": %" PRIu64 ", \"longest_pause_ns\": %" PRIu64
	       ", \"elapsed_ns\": %" PRIu64 ", \"cpu_ns\": %" PRIu64 ", ",
	       stats->pause_ns, stats->longest_pause_ns, stats->elapsed_ns, stats->cpu_ns);
	printf("\"reason\": ");
	print_text(reason ? pf_error_message(reason) : "");
}

/* How much memory is ours, in KiB. */
static long resident_kb(void)
{
	long pages = 0;
	FILE *file = fopen("/proc/self/statm", "re");
	if (!file || fscanf(file, "%*d %ld", &pages) != 1)
		pages = 0;
	if (file)
		fclose(file);
	return pages * (sysconf(_SC_PAGESIZE) / 1024);
}

/* What is kept of all samples. */
struct kept {
	struct pf_tally *tally;
	struct pf_text each; /* empty unless wished for */
	long early_kb;
};

static void print_each(const struct kept *kept)
{
	printf("\"each\": [%s], ", pf_text_str(&kept->each));
}

static void note_each(struct kept *kept, const struct pf_sample *samples, size_t count)
{
	for (size_t i = 0; i < count; i++)
		pf_text_printf(&kept->each, "%s%u", kept->each.size ? "," : "",
			       (unsigned)samples[i].stack);
}

static struct pf_error *take_all(struct pf_sampler *sampler, struct pf_profile *profile,
				 struct kept *kept, bool each)
{
	bool ended = false;
	for (unsigned turn = 0; !ended; turn++) {
		size_t count;
		PF_TRY(pf_sampler_take(sampler, UINT64_MAX, profile, &ended));
		const struct pf_sample *samples = pf_profile_samples(profile, &count);
		PF_TRY(pf_tally_add(kept->tally, samples, count));
		if (each)
			note_each(kept, samples, count);
		pf_profile_drop_samples(profile);
		if (turn == 100) /* two seconds or so: by then all stacks were seen */
			kept->early_kb = resident_kb();
	}
	return NULL;
}

static struct pf_error *sample(const struct wishes *wishes)
{
	struct pf_sampler *sampler;
	struct pf_profile *profile;
	struct kept kept = { 0 };
	PF_TRY(pf_profile_create(&profile));
	PF_TRY(pf_tally_create(PF_BY_THREAD | PF_BY_SYSCALL, &kept.tally));
	PF_TRY(pf_sampler_start(wishes->pid, &wishes->options, &sampler));
	puts("started");
	fflush(stdout);
	PF_TRY(take_all(sampler, profile, &kept, wishes->each));
	printf("{");
	print_threads(profile);
	print_stacks(profile);
	print_tally(kept.tally);
	print_each(&kept);
	print_stats(pf_profile_stats(profile), pf_sampler_reason(sampler));
	printf(", \"early_kb\": %ld, \"late_kb\": %ld}\n", kept.early_kb, resident_kb());
	pf_sampler_destroy(sampler);
	pf_tally_destroy(kept.tally);
	pf_text_deinit(&kept.each);
	pf_profile_destroy(profile);
	return NULL;
}

int main(int argc, char **argv)
{
	struct wishes wishes = { .options = { .interval_ns = 1000000 } };
	if (argc < 2 || !read_wishes(&wishes, argv + 1)) {
		fputs("sample PID [WORD [NUMBER]]...\n", stderr);
		return 2;
	}
	struct pf_error *err = sample(&wishes);
	if (!err)
		return 0;
	fprintf(stderr, "%s: %s\n", pf_error_code_name(pf_error_code(err)), pf_error_message(err));
	pf_error_destroy(err);
	return 1;
}
