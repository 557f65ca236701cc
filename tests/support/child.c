/* Child processes as targets: started, spoken to through pipes, ended. */
#include "child.h"

#include <errno.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

static void require(int condition, const char *what)
{
	if (condition)
		return;
	perror(what);
	abort();
}

void child_send(int fd, const void *bytes, size_t size)
{
	ssize_t sent;
	do
		sent = write(fd, bytes, size);
	while (sent < 0 && errno == EINTR);
	require(sent == (ssize_t)size, "write to a pipe");
}

int child_receive(int fd, void *bytes, size_t size)
{
	for (size_t got = 0; got < size;) {
		ssize_t more = read(fd, (char *)bytes + got, size - got);
		if (more < 0 && errno == EINTR)
			continue;
		if (more <= 0)
			return 0;
		got += (size_t)more;
	}
	return 1;
}

/* No child outlives its parent, not even when a test fails. */
static void prepare(pid_t parent)
{
	prctl(PR_SET_PDEATHSIG, SIGKILL);
	if (getppid() != parent)
		_exit(1);
	prctl(PR_SET_PTRACER, PR_SET_PTRACER_ANY); /* or Yama lets only ancestors */
}

void child_start(struct child *child, void (*main)(int in, int out, void *arg), void *arg)
{
	int in[2], out[2];
	pid_t parent = getpid();
	require(!pipe(in) && !pipe(out), "pipe");
	child->between = 0;
	child->pid = fork();
	require(child->pid >= 0, "fork");
	if (!child->pid) {
		prepare(parent);
		close(in[1]);
		close(out[0]);
		main(in[0], out[1], arg);
		_exit(0);
	}
	close(in[0]);
	close(out[1]);
	child->in = in[1];
	child->out = out[0];
}

struct foreign {
	void (*main)(int in, int out, void *arg);
	void *arg;
};

/* Tells the grandchild's pid, then waits for its end. */
static void run_between(int in, int out, void *arg)
{
	const struct foreign *foreign = arg;
	int go[2];
	char byte = 'g';
	require(!pipe(go), "pipe");
	pid_t parent = getpid(), pid = fork();
	require(pid >= 0, "fork");
	if (!pid) {
		prepare(parent);
		child_receive(go[0], &byte, 1); /* its pid comes first */
		foreign->main(in, out, foreign->arg);
		_exit(0);
	}
	child_send(out, &pid, sizeof(pid));
	child_send(go[1], &byte, 1);
	close(in);
	int status = 0;
	require(waitpid(pid, &status, 0) == pid, "waitpid");
}

void child_start_foreign(struct child *child, void (*main)(int in, int out, void *arg), void *arg)
{
	struct foreign foreign = { main, arg };
	child_start(child, run_between, &foreign);
	child->between = child->pid;
	require(child_receive(child->out, &child->pid, sizeof(child->pid)), "no pid");
}

void child_end(struct child *child)
{
	close(child->in);
	close(child->out);
	kill(child->pid, SIGKILL);
	waitpid(child->between ? child->between : child->pid, NULL, 0);
}

void child_ping(struct child *child)
{
	char byte = 'p';
	child_send(child->in, &byte, 1);
	require(child_receive(child->out, &byte, 1), "no echo");
}

void child_echo(int in, int out, void *arg)
{
	char byte;
	(void)arg;
	while (child_receive(in, &byte, 1))
		child_send(out, &byte, 1);
}

/* The line "NAME:\t…" of the thread's status. */
static int read_status(pid_t tid, const char *name, char *value, size_t size)
{
	char path[48];
	snprintf(path, sizeof(path), "/proc/%d/status", (int)tid);
	FILE *file = fopen(path, "re");
	char line[256];
	int found = 0;
	while (file && !found && fgets(line, sizeof(line), file)) {
		found = !strncmp(line, name, strlen(name));
		if (found)
			snprintf(value, size, "%s", line + strlen(name) + 2);
	}
	if (file)
		fclose(file);
	return found;
}

char child_state(pid_t tid)
{
	char value[64];
	return read_status(tid, "State", value, sizeof(value)) ? value[0] : '-';
}

pid_t child_tracer(pid_t tid)
{
	char value[64];
	return read_status(tid, "TracerPid", value, sizeof(value)) ? (pid_t)atoi(value) : -1;
}

void child_await_state(pid_t tid, const char *states)
{
	while (!strchr(states, child_state(tid)))
		sched_yield();
}
