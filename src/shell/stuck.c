/* Signals that nobody deals with: then a system call does not return, and the program ends. */
#include "shell/stuck.h"

#include "base/cleanup.h"
#include "base/thread.h"
#include "shell/interrupt.h"

#include <limits.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>
#include <sys/signalfd.h>
#include <time.h>
#include <unistd.h>

enum { LOOKS = 10, LOOK_NS = 100000000 };

static const int numbers[] = { SIGINT, SIGTERM, SIGHUP };

/* A signal that waits for a thread to deal with it; 0: none. This thread has blocked them all. */
static int find_pending(void)
{
	sigset_t pending;
	sigpending(&pending);
	for (size_t i = 0; i < sizeof(numbers) / sizeof(numbers[0]); i++) {
		if (sigismember(&pending, numbers[i]))
			return numbers[i];
	}
	return 0;
}

/* Whether the main thread could run, had it a processor: then a signal only waits for one. */
static bool is_runnable(void)
{
	char stat[128] = "";
	PF_AUTO_FCLOSE FILE *file = NULL;
	char path[64];
	snprintf(path, sizeof(path), "/proc/self/task/%d/stat", (int)getpid());
	file = fopen(path, "re");
	if (!file || !fgets(stat, sizeof(stat), file))
		return false;
	const char *name_end = strrchr(stat, ')');
	return name_end && name_end[1] && name_end[2] == 'R';
}

/* It has come; the same, or another one, is still there after a second of waiting; 0: none. */
static int find_stale(void)
{
	int number = find_pending();
	for (int i = 0; i < LOOKS && number; i += !is_runnable()) {
		nanosleep(&(struct timespec){ .tv_nsec = LOOK_NS }, NULL);
		number = find_pending();
	}
	return number;
}

static void *watch(void *arg)
{
	struct pollfd arrival = { .fd = *(int *)arg, .events = POLLIN };
	int number = 0;
	while (!number) {
		if (poll(&arrival, 1, -1) > 0)
			number = find_stale();
	}
	dprintf(STDERR_FILENO,
		"pyflame-shell: ended by a signal while memory of the process could not be read: "
		"it waits for a file system, or for the process itself\n");
	pf_interrupt_die(number);
	return NULL;
}

static void start(int *fd)
{
	pthread_t thread;
	if (pf_thread_start(&thread, watch, fd))
		close(*fd);
	else
		pthread_detach(thread);
}

void pf_stuck_watch(void)
{
	static int fd = -1;
	sigset_t set;
	if (fd >= 0)
		return;
	sigemptyset(&set);
	for (size_t i = 0; i < sizeof(numbers) / sizeof(numbers[0]); i++)
		sigaddset(&set, numbers[i]);
	fd = signalfd(-1, &set, SFD_CLOEXEC | SFD_NONBLOCK);
	if (fd >= 0)
		start(&fd);
}
