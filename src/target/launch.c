/* Commands that we start ourselves: our children, told apart from us by nothing. */
#include "base/cleanup.h"
#include "pyflame.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

enum { STATUS_NOT_FOUND = 127, STATUS_NOT_EXECUTABLE = 126, STATUS_SIGNAL = 128 };

struct pf_launch {
	pid_t pid;
	int pid_fd;
	bool ended;
	struct pf_launch_end end;
};

/* How signals were when this program started. */
static struct {
	bool known;
	sigset_t blocked, ignored;
} kept;

static void read_signals(sigset_t *blocked, sigset_t *ignored)
{
	sigemptyset(ignored);
	pthread_sigmask(SIG_SETMASK, NULL, blocked);
	for (int number = 1; number < NSIG; number++) {
		struct sigaction action;
		if (!sigaction(number, NULL, &action) && action.sa_handler == SIG_IGN)
			sigaddset(ignored, number);
	}
}

void pf_launch_keep_signals(void)
{
	read_signals(&kept.blocked, &kept.ignored);
	kept.known = true;
}

/* In the child: handlers become the default by exec itself. */
static void restore_signals(const sigset_t *blocked, const sigset_t *ignored)
{
	for (int number = 1; number < NSIG; number++)
		signal(number, sigismember(ignored, number) == 1 ? SIG_IGN : SIG_DFL);
	sigprocmask(SIG_SETMASK, blocked, NULL);
}

/* What both sides of the fork need. The pipe "go" is read by the child, "failed" by us. */
struct start {
	char *const *argv;
	bool background;
	sigset_t blocked, ignored;
	int go[2], failed[2];
};

static void close_pair(int *pair)
{
	for (int i = 0; i < 2; i++) {
		if (pair[i] >= 0)
			close(pair[i]);
		pair[i] = -1;
	}
}

static void deinit_start(struct start *start)
{
	close_pair(start->go);
	close_pair(start->failed);
}

/* A background group that reads from the terminal would be stopped. */
static void leave_foreground(void)
{
	setpgid(0, 0);
	if (tcgetpgrp(STDIN_FILENO) < 0) /* no terminal of ours */
		return;
	int fd = open("/dev/null", O_RDONLY);
	if (fd >= 0)
		dup2(fd, STDIN_FILENO);
	if (fd > STDIN_FILENO)
		close(fd);
}

/* The child waits to be told, so that it does nothing before we know it. Both pipes close at exec. */
static void run_child(struct start *start)
{
	char byte;
	close(start->go[1]);
	if (read(start->go[0], &byte, 1) != 1)
		_exit(STATUS_NOT_EXECUTABLE);
	if (start->background)
		leave_foreground();
	restore_signals(&start->blocked, &start->ignored);
	execvp(start->argv[0], start->argv);
	int number = errno;
	ssize_t done = write(start->failed[1], &number, sizeof(number));
	(void)done;
	_exit(number == ENOENT ? STATUS_NOT_FOUND : STATUS_NOT_EXECUTABLE);
}

void pf_launch_destroy(struct pf_launch *launch)
{
	if (!launch)
		return;
	if (launch->pid_fd >= 0)
		close(launch->pid_fd);
	free(launch);
}

PF_DEFINE_GUARD(guard_launch, struct pf_launch *, pf_launch_destroy);

/* No signal handler of ours must run in the child. */
static pid_t fork_child(struct start *start)
{
	sigset_t all, before;
	sigfillset(&all);
	pthread_sigmask(SIG_SETMASK, &all, &before);
	pid_t pid = fork();
	if (!pid)
		run_child(start);
	pthread_sigmask(SIG_SETMASK, &before, NULL);
	return pid;
}

/* Lets the child go on, and waits until it runs the command or cannot. */
static int run_command(struct start *start)
{
	int number = 0;
	ssize_t size;
	close(start->failed[1]);
	start->failed[1] = -1;
	do
		size = write(start->go[1], "", 1);
	while (size < 0 && errno == EINTR);
	do
		size = read(start->failed[0], &number, sizeof(number));
	while (size < 0 && errno == EINTR);
	return size == sizeof(number) ? number : 0;
}

static struct pf_error *give_up(struct pf_launch *launch, const char *name, int number,
				int *status_ret)
{
	int status = 0;
	while (waitpid(launch->pid, &status, 0) < 0 && errno == EINTR)
		;
	if (status_ret)
		*status_ret = WEXITSTATUS(status);
	return pf_error_system(number, "cannot run %s", name);
}

static struct pf_error *prepare(struct start *start)
{
	if (kept.known) {
		start->blocked = kept.blocked;
		start->ignored = kept.ignored;
	} else {
		read_signals(&start->blocked, &start->ignored);
	}
	if (pipe2(start->go, O_CLOEXEC) || pipe2(start->failed, O_CLOEXEC))
		return pf_error_system(errno, "cannot make a pipe");
	return NULL;
}

struct pf_error *pf_launch_start(char *const *argv, bool background, int *status_ret,
				 struct pf_launch **ret)
{
	PF_GUARD(deinit_start)
	struct start start = {
		.argv = argv, .background = background, .go = { -1, -1 }, .failed = { -1, -1 }
	};
	PF_GUARD(guard_launch) struct pf_launch *launch = calloc(1, sizeof(*launch));
	if (!launch)
		return &pf_error_no_memory;
	launch->pid_fd = -1;
	PF_TRY(prepare(&start));
	launch->pid = fork_child(&start);
	if (launch->pid < 0)
		return pf_error_system(errno, "cannot start a process for %s", argv[0]);
	launch->pid_fd = (int)syscall(SYS_pidfd_open, launch->pid, 0);
	if (launch->pid_fd < 0) {
		int number = errno;
		deinit_start(&start); /* the child ends by itself */
		return give_up(launch, argv[0], number, status_ret);
	}
	int number = run_command(&start);
	if (number)
		return give_up(launch, argv[0], number, status_ret);
	*ret = pf_take(launch);
	return NULL;
}

pid_t pf_launch_pid(const struct pf_launch *launch)
{
	return launch->pid;
}

bool pf_launch_signal(const struct pf_launch *launch, int number)
{
	int before = errno;
	bool sent =
		!launch->ended && !syscall(SYS_pidfd_send_signal, launch->pid_fd, number, NULL, 0);
	errno = before;
	return sent;
}

/*
 * Only when it has ended: a wait would take the stops that a tracer in this program waits for.
 */
static void collect(struct pf_launch *launch)
{
	siginfo_t info = { 0 };
	while (waitid(P_PID, (id_t)launch->pid, &info, WEXITED) < 0 && errno == EINTR)
		;
	launch->ended = true;
	if (info.si_code == CLD_EXITED)
		launch->end = (struct pf_launch_end){ info.si_status, 0 };
	else
		launch->end =
			(struct pf_launch_end){ STATUS_SIGNAL + info.si_status, info.si_status };
}

struct pf_error *pf_launch_wait(struct pf_launch *launch, uint64_t timeout_ns,
				const struct pf_launch_end **ret)
{
	struct pollfd wish = { .fd = launch->pid_fd, .events = POLLIN };
	struct timespec timeout = { (time_t)(timeout_ns / 1000000000),
				    (long)(timeout_ns % 1000000000) };
	if (!launch->ended) {
		int ready = ppoll(&wish, 1, timeout_ns == UINT64_MAX ? NULL : &timeout, NULL);
		if (ready < 0 && errno == EINTR)
			return &pf_error_interrupted;
		if (ready > 0)
			collect(launch);
	}
	*ret = launch->ended ? &launch->end : NULL;
	return NULL;
}
