/* Makes the n-th allocation of the program fail. */
#ifndef PF_TESTS_FAILING_MALLOC_H
#define PF_TESTS_FAILING_MALLOC_H

#include <stdbool.h>

/*
 * Link with $(unit_wrap_malloc) of tests.am (-Wl,--wrap=…): then allocations in the objects of
 * the program itself are counted; those within shared libraries are not.
 *
 * From now on, allocation number N (0: the next) fails, and only that one.
 */
void failing_malloc_arm(long n);

/* Nothing fails any more. Whether an allocation failed since arm(). */
bool failing_malloc_disarm(void);

#endif
