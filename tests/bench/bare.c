/* The physical limit: the system calls of a sample in a loop, without any decoding. */
#include "bare.h"

#include <stdio.h>
#include <string.h>
#include <sys/prctl.h>

static const char USAGE[] =
	"usage: bare PID read SECONDS [threads]\n"
	"       bare PID stop SECONDS INTERVAL_US other|spin|same|urgent [threads] [TID]\n"
	"Prints one line of JSON. other: sampler on another CPU, blocking; spin: there, polling;\n"
	"same: on the target's CPU, blocking; urgent: the same with real-time priority.";

/* The word at INDEX is WORD. */
static bool is(char **words, int count, int index, const char *word)
{
	return index < count && !strcmp(words[index], word);
}

int main(int argc, char **argv)
{
	static struct bare_target target;
	bool stop = is(argv, argc, 2, "stop");
	int more = stop ? 6 : 4;
	if (argc < more || (!stop && !is(argv, argc, 2, "read")))
		bench_die("%s", USAGE);
	bool threads = is(argv, argc, more, "threads");
	target.pid = target.tid = (pid_t)bench_number(argv[1]);
	if (argc > more + threads)
		target.tid = (pid_t)bench_number(argv[more + threads]);
	prctl(PR_SET_TIMERSLACK, 1);
	bench_spans_learn(target.pid, threads, &target.all, &target.once);
	double seconds = bench_number(argv[3]);
	if (stop)
		bare_stop(&target, seconds, (uint64_t)(bench_number(argv[4]) * 1000), argv[5]);
	else
		bare_read(&target, seconds);
	return 0;
}
