/* value/deadlock: who waits for each other in a circle, and who only waits for them. */
#include "tap.h"
#include "value/deadlock.h"

enum { MOST = 8 };

/* Each thread I + 1 waits for the one that OWNERS names; 0: nobody knows for whom. */
static void mark(const pf_addr *owners, size_t count, unsigned *ret)
{
	struct pf_lock_wait items[MOST] = { 0 };
	for (size_t i = 0; i < count; i++) {
		items[i].thread = i + 1;
		items[i].owner = owners[i];
	}
	pf_deadlock_mark(&(struct pf_lock_waits){ .items = items, .count = count });
	for (size_t i = 0; i < count; i++)
		ret[i] = items[i].deadlock;
}

static const struct {
	const char *what;
	size_t count;
	pf_addr owners[MOST];
	unsigned want[MOST];
} rows[] = {
	{ "nobody waits", 0, { 0 }, { 0 } },
	{ "a chain", 3, { 2, 3, 9 }, { 0, 0, 0 } },
	{ "nobody knows", 2, { 0, 0 }, { 0, 0 } },
	{ "two", 2, { 2, 1 }, { 1, 1 } },
	{ "one waits for itself", 2, { 1, 9 }, { 1, 0 } },
	{ "one waits for two in a circle", 3, { 2, 3, 2 }, { 0, 1, 1 } },
	{ "three", 3, { 2, 3, 1 }, { 1, 1, 1 } },
	{ "two circles", 5, { 3, 4, 1, 2, 1 }, { 1, 2, 1, 2, 0 } },
};

START_TEST(circles_are_marked)
{
	unsigned have[MOST];
	mark(rows[_i].owners, rows[_i].count, have);
	for (size_t i = 0; i < rows[_i].count; i++)
		ck_assert_msg(have[i] == rows[_i].want[i], "%s: thread %zu is in %u", rows[_i].what,
			      i + 1, have[i]);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("deadlock");
	TCase *tests = tcase_create("deadlock");
	tcase_add_loop_test(tests, circles_are_marked, 0, (int)(sizeof(rows) / sizeof(rows[0])));
	suite_add_tcase(suite, tests);
	return tap_run(suite);
}
