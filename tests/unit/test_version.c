/* python/version: PY_VERSION_HEX as people write versions. */
#include "python/version.h"
#include "tap.h"

#include <string.h>

static const struct {
	uint32_t hex;
	const char *want;
} versions[] = {
	{ 0x030b07f0, "3.11.7" },      { 0x020712f0, "2.7.18" },
	{ 0x030600f0, "3.6.0" },       { 0x030f00b1, "3.15.0b1" },
	{ 0x030e00c2, "3.14.0rc2" },   { 0x031000a7, "3.16.0a7" },
	{ 0x030d0ff0, "3.13.15" },     { 0, "0.0.0" },
	{ 0xffffffff, "255.255.255" }, { 0x030f00af, "3.15.0a15" },
};

enum { VERSIONS = sizeof(versions) / sizeof(versions[0]) };

START_TEST(formats)
{
	char buf[32];
	pf_version_format(versions[_i].hex, buf, sizeof(buf));
	ck_assert_str_eq(buf, versions[_i].want);
}
END_TEST

START_TEST(small_buffers)
{
	for (size_t size = 1; size < 12; size++) {
		char buf[12] = "###########";
		pf_version_format(0x030f00b1, buf, size);
		ck_assert_uint_lt(strlen(buf), size);
		ck_assert(size == 11 || buf[size] == '#');
		ck_assert(!strncmp(buf, "3.15.0b1", strlen(buf)));
	}
}
END_TEST

START_TEST(parts)
{
	ck_assert_uint_eq(pf_version_major(0x030b07f0), 3);
	ck_assert_uint_eq(pf_version_minor(0x030b07f0), 11);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("version");
	TCase *tests = tcase_create("version");
	tcase_add_loop_test(tests, formats, 0, VERSIONS);
	tcase_add_test(tests, small_buffers);
	tcase_add_test(tests, parts);
	suite_add_tcase(suite, tests);
	return tap_run(suite);
}
