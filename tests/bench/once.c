/* Runs a command once: wall time from before its start to its end, its CPU time and memory. */
#include "helper.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

static uint64_t ns_of(const struct timeval *time)
{
	return (uint64_t)time->tv_sec * 1000000000u + (uint64_t)time->tv_usec * 1000u;
}

/* In the child; it does not outlive us. */
static _Noreturn void run(const char *output, char **words)
{
	int fd = open(output, O_WRONLY | O_CREAT | O_TRUNC, 0666);
	prctl(PR_SET_PDEATHSIG, SIGKILL);
	if (fd < 0 || dup2(fd, STDOUT_FILENO) < 0)
		bench_die("cannot write %s: %s", output, strerror(errno));
	close(fd);
	execvp(words[0], words);
	bench_die("cannot run %s: %s", words[0], strerror(errno));
}

/*
 * The peak that wait4 tells begins with the memory of whoever calls exec: this small program, and
 * not a big one, has to be the parent.
 */
int main(int argc, char **argv)
{
	struct rusage usage;
	int status;
	if (argc < 3)
		bench_die("usage: once OUTPUT COMMAND [ARGUMENT]...");
	uint64_t start_ns = bench_time_ns(CLOCK_MONOTONIC);
	pid_t pid = fork();
	if (!pid)
		run(argv[1], argv + 2);
	if (pid < 0)
		bench_die("cannot fork: %s", strerror(errno));
	while (wait4(pid, &status, 0, &usage) < 0 && errno == EINTR)
		;
	uint64_t wall_ns = bench_time_ns(CLOCK_MONOTONIC) - start_ns;
	uint64_t cpu_ns = ns_of(&usage.ru_utime) + ns_of(&usage.ru_stime);
	printf("{\"wall_ns\": %lu, \"cpu_ns\": %lu, \"rss_kb\": %ld, \"status\": %d}\n", wall_ns,
	       cpu_ns, usage.ru_maxrss, WIFEXITED(status) ? WEXITSTATUS(status) : -1);
	return 0;
}
