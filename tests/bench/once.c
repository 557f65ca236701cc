/* Runs a command once: wall time from before its start to its end, its CPU time and memory. */
#include "helper.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>

extern char **environ;

static uint64_t ns_of(const struct timeval *time)
{
	return (uint64_t)time->tv_sec * 1000000000u + (uint64_t)time->tv_usec * 1000u;
}

/*
 * The peak that wait4 tells begins with the memory of whoever calls exec: this small program, and
 * not a big one, has to be the parent.
 */
int main(int argc, char **argv)
{
	posix_spawn_file_actions_t actions;
	struct rusage usage;
	pid_t pid;
	int status;
	if (argc < 3)
		bench_die("usage: once OUTPUT COMMAND [ARGUMENT]...");
	posix_spawn_file_actions_init(&actions);
	posix_spawn_file_actions_addopen(&actions, 1, argv[1], O_WRONLY | O_CREAT | O_TRUNC, 0666);
	uint64_t start_ns = bench_time_ns(CLOCK_MONOTONIC);
	int number = posix_spawnp(&pid, argv[2], &actions, NULL, argv + 2, environ);
	if (number)
		bench_die("cannot run %s: %s", argv[2], strerror(number));
	while (wait4(pid, &status, 0, &usage) < 0 && errno == EINTR)
		;
	uint64_t wall_ns = bench_time_ns(CLOCK_MONOTONIC) - start_ns;
	uint64_t cpu_ns = ns_of(&usage.ru_utime) + ns_of(&usage.ru_stime);
	printf("{\"wall_ns\": %lu, \"cpu_ns\": %lu, \"rss_kb\": %ld, \"status\": %d}\n", wall_ns,
	       cpu_ns, usage.ru_maxrss, WIFEXITED(status) ? WEXITSTATUS(status) : -1);
	return 0;
}
