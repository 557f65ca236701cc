/* value/shortest: floats as Python's repr() writes them; the wanted texts are Python's own. */
#include "value/shortest.h"

#include "tap.h"

#include <math.h>

static const struct {
	double value;
	const char *text;
} cases[] = {
	{ 0x1p-24, "5.960464477539063e-08" },
	{ 0x1p-44, "5.684341886080802e-14" },
	{ 0x1p-1074, "5e-324" },
	{ 0x1p-1022, "2.2250738585072014e-308" },
	{ 0x1.fffffffffffffp+1023, "1.7976931348623157e+308" },
	{ 0x1p+89, "6.189700196426902e+26" },
	{ 0x1p-96, "1.262177448353619e-29" },
	{ 0.1, "0.1" },
	{ 0.30000000000000004, "0.30000000000000004" },
	{ 1e16, "1e+16" },
	{ 1e15, "1000000000000000.0" },
	{ 123456789012345680.0, "1.2345678901234568e+17" },
	{ 1e22, "1e+22" },
	{ 1e23, "1e+23" },
	{ 9007199254740993.0, "9007199254740992.0" },
	{ -0.0, "-0.0" },
	{ 5e-324, "5e-324" },
	{ 0.0001, "0.0001" },
	{ 0.00001, "1e-05" },
	{ -1.5, "-1.5" },
	{ 100.0, "100.0" },
	{ 2.5, "2.5" },
	{ -1e-7, "-1e-07" },
	{ 1.7976931348623157e308, "1.7976931348623157e+308" },
	{ 4.35, "4.35" },
	{ 0x1.8p-1, "0.75" },
	{ 9.5, "9.5" },
	{ 0x1p+1, "2.0" },
	{ INFINITY, "inf" },
	{ -INFINITY, "-inf" },
	{ NAN, "nan" },
};

static struct pf_text text;

static void teardown(void)
{
	pf_text_deinit(&text);
	text = (struct pf_text){ 0 };
}

START_TEST(as_python_writes_it)
{
	pf_shortest_append(&text, cases[_i].value, true);
	ck_assert_str_eq(pf_text_str(&text), cases[_i].text);
}
END_TEST

START_TEST(without_a_point)
{
	pf_shortest_append(&text, 1.0, false);
	pf_text_append_str(&text, " ");
	pf_shortest_append(&text, 2.5, false);
	ck_assert_str_eq(pf_text_str(&text), "1 2.5");
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("shortest");
	TCase *tests = tcase_create("shortest");
	tcase_add_checked_fixture(tests, NULL, teardown);
	tcase_add_loop_test(tests, as_python_writes_it, 0, sizeof(cases) / sizeof(cases[0]));
	tcase_add_test(tests, without_a_point);
	suite_add_tcase(suite, tests);
	return tap_run(suite);
}
