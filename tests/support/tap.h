/* A main() for unit tests: runs one Check suite and prints TAP. */
#ifndef PF_TESTS_TAP_H
#define PF_TESTS_TAP_H

#include <check.h>

/*
 * Runs and destroys @suite; the result is main()'s exit status. Check's own variables work:
 * CK_FORK=no for a debugger, CK_RUN_CASE=NAME for one test case, CK_DEFAULT_TIMEOUT=SECONDS for
 * the time that each test may take: 120 instead of Check's 4, as machines may be busy.
 */
int tap_run(Suite *suite);

#endif
