/* Child processes as targets: started, spoken to through pipes, ended. */
#ifndef PF_TESTS_CHILD_H
#define PF_TESTS_CHILD_H

#include <stddef.h>
#include <sys/types.h>

/* A pid that no process has: the kernel's are less. One that was another's may be anybody's next. */
enum { CHILD_NOBODY = 0x3fffffff };

struct child {
	pid_t pid;
	pid_t between; /* its parent, when that is not us; else 0 */
	int in;	       /* we write, it reads */
	int out;       /* it writes, we read */
};

/* Forks a child that runs MAIN and exits with 0 behind it. Anybody may trace it. */
void child_start(struct child *child, void (*main)(int in, int out, void *arg), void *arg);

/* The same, but the parent is a process between that waits for it, so that it is not our child. */
void child_start_foreign(struct child *child, void (*main)(int in, int out, void *arg), void *arg);

/* Kills it (and the process between, which reaps it) and waits. */
void child_end(struct child *child);

/* All SIZE bytes, or the program aborts; false at the end of the file. */
void child_send(int fd, const void *bytes, size_t size);
int child_receive(int fd, void *bytes, size_t size);

/* Sends a byte and waits for it to come back: the child must run child_echo(). */
void child_ping(struct child *child);

/* Sends back what comes, until the end of the file. */
void child_echo(int in, int out, void *arg);

/* The state letter of the thread TID, and its tracer's pid, from /proc; '-' when it is gone. */
char child_state(pid_t tid);
pid_t child_tracer(pid_t tid);

/* Waits until the thread TID has one of STATES. */
void child_await_state(pid_t tid, const char *states);

#endif
