/* A thin command over the sampler: samples, counts, and prints how it went. */
#include "base/cleanup.h"
#include "helper.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>

static const char USAGE[] =
	"usage: sample PID SECONDS INTERVAL_US exact|nonstop one|threads\n"
	"              [STACKS_FILE [MAX_SAMPLES]]\n"
	"Prints one line of JSON. STACKS_FILE gets lines of COUNT STATE FRAMES.";

struct run {
	struct pf_profile *profile;
	struct pf_tally *tally;
	uint64_t rows, cpu_ns; /* of the whole program, without finding Python */
	long early_kb;	       /* memory after a quarter of the time */
};

static void take_all(struct pf_sampler *sampler, struct run *run, uint64_t quarter_ns)
{
	uint64_t start_ns = bench_time_ns(CLOCK_MONOTONIC);
	bool ended = false;
	while (!ended) {
		size_t count;
		bench_check(pf_sampler_take(sampler, UINT64_MAX, run->profile, &ended), "take");
		const struct pf_sample *samples = pf_profile_samples(run->profile, &count);
		bench_check(pf_tally_add(run->tally, samples, count), "tally");
		run->rows += count;
		pf_profile_drop_samples(run->profile);
		if (!run->early_kb && bench_time_ns(CLOCK_MONOTONIC) - start_ns > quarter_ns)
			run->early_kb = bench_status_kb("VmHWM");
	}
}

static void write_stacks(const struct run *run, const char *path)
{
	PF_AUTO_FCLOSE FILE *file = fopen(path, "we");
	size_t count;
	const struct pf_tally_row *rows = pf_tally_rows(run->tally, &count);
	if (!file)
		bench_die("cannot write %s", path);
	for (size_t i = 0; i < count; i++) {
		PF_GUARD(pf_text_deinit) struct pf_text text = { 0 };
		bench_check(pf_stack_append(&text, run->profile, rows[i].stack, "%n|%f|%l"),
			    "stack");
		fprintf(file, "%lu %s %s\n", rows[i].count, pf_state_name(rows[i].state),
			pf_text_str(&text));
	}
}

static void print(const struct run *run)
{
	const struct pf_sampling_stats *stats = pf_profile_stats(run->profile);
	printf("{\"taken\": %lu, \"late\": %lu, \"torn\": %lu, \"failed\": %lu, \"rows\": %lu, "
	       "\"pause_ns\": %lu, \"longest_pause_ns\": %lu, \"elapsed_ns\": %lu, "
	       "\"sampler_cpu_ns\": %lu, \"cpu_ns\": %lu, \"rss_kb\": %ld, \"early_kb\": %ld, "
	       "\"stacks\": %zu, \"places\": %zu}\n",
	       stats->taken, stats->late, stats->torn, stats->failed, run->rows, stats->pause_ns,
	       stats->longest_pause_ns, stats->elapsed_ns, stats->cpu_ns, run->cpu_ns,
	       bench_status_kb("VmHWM"), run->early_kb, pf_profile_stack_count(run->profile),
	       pf_profile_place_count(run->profile));
}

static struct pf_sampling_options options_of(int argc, char **argv)
{
	if (argc < 6)
		bench_die("%s", USAGE);
	return (struct pf_sampling_options){
		.interval_ns = (uint64_t)(bench_number(argv[3]) * 1000),
		.duration_ns = (uint64_t)(bench_number(argv[2]) * 1e9),
		.max_samples = argc > 7 ? (uint64_t)bench_number(argv[7]) : 0,
		.mode = strcmp(argv[4], "nonstop") ? PF_EXACT : PF_NONSTOP,
		.threads = !strcmp(argv[5], "threads"),
	};
}

int main(int argc, char **argv)
{
	struct pf_sampling_options options = options_of(argc, argv);
	struct pf_sampler *sampler;
	struct run run = { 0 };
	bench_check(pf_profile_create(&run.profile), "profile");
	bench_check(pf_tally_create(0, &run.tally), "tally");
	bench_check(pf_sampler_start((pid_t)bench_number(argv[1]), &options, &sampler), "start");
	uint64_t cpu_ns = bench_time_ns(CLOCK_PROCESS_CPUTIME_ID);
	take_all(sampler, &run, options.duration_ns / 4);
	run.cpu_ns = bench_time_ns(CLOCK_PROCESS_CPUTIME_ID) - cpu_ns;
	bool gone = pf_sampler_reason(sampler) != NULL;
	print(&run);
	if (argc > 6)
		write_stacks(&run, argv[6]);
	pf_sampler_destroy(sampler);
	pf_tally_destroy(run.tally);
	pf_profile_destroy(run.profile);
	return gone ? 3 : 0;
}
