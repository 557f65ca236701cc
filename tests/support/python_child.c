/* A python3 as a child process, for tests that need a real one. */
#include "python_child.h"

#include <stdint.h>
#include <unistd.h>

static void run(int in, int out, void *program)
{
	dup2(in, 0);
	dup2(out, 1);
	execlp("python3", "python3", "-c", (const char *)program, (char *)NULL);
	_exit(127);
}

bool python_child_start(struct child *child, const char *program)
{
	char byte;
	child_start(child, run, (void *)(uintptr_t)program);
	return child_receive(child->out, &byte, 1);
}
