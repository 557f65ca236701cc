/* python/key_hash: what hash() has said of numbers and texts, with PYTHONHASHSEED=0. */
#include "python/key_hash.h"

#include "tap.h"

#include <math.h>
#include <string.h>

static const uint64_t no_secret[2];

START_TEST(bytes_have_pythons_hashes)
{
	static const struct {
		const char *bytes;
		size_t size;
		uint64_t by_24, by_13;
	} cases[] = {
		{ "", 0, 0, 0 },
		{ "a", 1, UINT64_C(10863254463029944905), UINT64_C(4644417185603328019) },
		{ "abcdefgh", 8, UINT64_C(16599038366039810451), UINT64_C(4574395652268504554) },
		{ "h\xe9llo", 5, UINT64_C(4859160228502007135), UINT64_C(6395329678795984700) },
		{ "\xfd\x51\x70\x65", 4, UINT64_C(11401205352844959351),
		  UINT64_C(7767067755651510211) },
		{ "bytes and more", 14, UINT64_C(16464083283854883555),
		  UINT64_C(1522548264435329562) },
	};
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		const unsigned char *bytes = (const unsigned char *)cases[i].bytes;
		ck_assert(pf_key_hash_bytes(PF_HASH_SIPHASH_24, no_secret, bytes, cases[i].size) ==
			  cases[i].by_24);
		ck_assert(pf_key_hash_bytes(PF_HASH_SIPHASH_13, no_secret, bytes, cases[i].size) ==
			  cases[i].by_13);
	}
}
END_TEST

START_TEST(numbers_have_pythons_hashes)
{
	static const struct {
		const char *digits;
		uint64_t hash;
	} ints[] = {
		{ "0", 0 },
		{ "-1", UINT64_MAX - 1 },
		{ "5", 5 },
		{ "2305843009213693951", 0 },
		{ "2305843009213693952", 1 },
		{ "-1180591620717411303424", UINT64_C(18446744073709551104) },
		{ "1000000000000000000000000000000", UINT64_C(465258685558744706) },
	};
	static const struct {
		double value;
		uint64_t hash;
	} floats[] = {
		{ 0.5, UINT64_C(1152921504606846976) },
		{ -2.5, UINT64_C(17293822569102704638) },
		{ 1e300, UINT64_C(1224995262755759164) },
		{ 1e-5, UINT64_C(2170758078822671208) },
		{ INFINITY, 314159 },
		{ -INFINITY, UINT64_C(18446744073709237457) },
		{ 7.0, 7 },
		{ -0.0, 0 },
	};
	for (size_t i = 0; i < sizeof(ints) / sizeof(ints[0]); i++)
		ck_assert(pf_key_hash_digits(ints[i].digits) == ints[i].hash);
	for (size_t i = 0; i < sizeof(floats) / sizeof(floats[0]); i++)
		ck_assert(pf_key_hash_float(floats[i].value) == floats[i].hash);
}
END_TEST

START_TEST(older_hashes_are_those_of_2_7)
{
	static const uint32_t letters[] = { 'a', 'b', 'c', 'd', 'e', 'f', 'g', 'h' };
	static const uint32_t hello[] = { 'h', 0xe9, 'l', 'l', 'o' }, wide[] = { 0x51fd, 0x6570 };
	ck_assert(pf_key_hash_units(no_secret, letters, 0) == 0);
	ck_assert(pf_key_hash_units(no_secret, letters, 1) == UINT64_C(12416037344));
	ck_assert(pf_key_hash_units(no_secret, letters, 8) == UINT64_C(8223078517288926000));
	ck_assert(pf_key_hash_units(no_secret, hello, 5) == UINT64_C(6161303232592810937));
	ck_assert(pf_key_hash_units(no_secret, wide, 2) == UINT64_C(2686608131605224901));
	ck_assert(pf_key_hash_old_int(-1) == UINT64_MAX - 1);
	ck_assert(pf_key_hash_old_int(-7) == UINT64_MAX - 6);
	ck_assert(pf_key_hash_old_float(0.5) == 1073741824);
	ck_assert(pf_key_hash_old_float(-2.5) == UINT64_C(18446744072367439872));
	ck_assert(pf_key_hash_old_float(1e-5) == 2595010595);
	ck_assert(pf_key_hash_old_float(7.0) == 7);
	ck_assert(pf_key_hash_old_float(1e18) == UINT64_C(1000000000000000000));
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("key_hash");
	TCase *tests = tcase_create("key_hash");
	tcase_add_test(tests, bytes_have_pythons_hashes);
	tcase_add_test(tests, numbers_have_pythons_hashes);
	tcase_add_test(tests, older_hashes_are_those_of_2_7);
	suite_add_tcase(suite, tests);
	return tap_run(suite);
}
