/* base/cycle: every circle is noticed in time, and no straight walk is taken for one. */
#include "base/cycle.h"
#include "tap.h"

/* How many steps pf_cycle needs for a walk of LEAD addresses into a circle of LENGTH. */
static unsigned steps_until_noticed(unsigned lead, unsigned length, unsigned limit)
{
	struct pf_cycle cycle = { 0 };
	for (unsigned step = 0; step < limit; step++) {
		unsigned place = step < lead ? step : lead + (step - lead) % length;
		if (pf_cycle_step(&cycle, 0x1000 + place * 16))
			return step + 1;
	}
	return 0;
}

START_TEST(circles_are_noticed)
{
	for (unsigned lead = 0; lead < 40; lead++) {
		for (unsigned length = 1; length < 40; length++) {
			unsigned steps = steps_until_noticed(lead, length, 1000);
			ck_assert_uint_gt(steps, lead + length);
			ck_assert_uint_le(steps, 3 * (lead + length) + 1);
		}
	}
}
END_TEST

START_TEST(straight_walks_go_on)
{
	ck_assert_uint_eq(steps_until_noticed(100000, 1, 100000), 0);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("cycle");
	TCase *tests = tcase_create("cycle");
	tcase_add_test(tests, circles_are_noticed);
	tcase_add_test(tests, straight_walks_go_on);
	suite_add_tcase(suite, tests);
	return tap_run(suite);
}
