/* A python3 as a child process, for tests that need a real one. */
#ifndef PF_TESTS_PYTHON_CHILD_H
#define PF_TESTS_PYTHON_CHILD_H

#include "child.h"

#include <stdbool.h>

/*
 * Runs PROGRAM, which writes a byte to its standard output when it is ready. False when there is
 * no python3 on PATH: the child has ended then, and is still to be given to child_end().
 */
bool python_child_start(struct child *child, const char *program);

#endif
