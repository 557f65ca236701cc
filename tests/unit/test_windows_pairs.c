/* target/windows: what two copies of windows, and three echoes, can prove. */
#include "target/windows.h"

#include "assert_error.h"
#include "flipping_memory.h"
#include "tap.h"

enum { PAGE = FLIP_PAGE };

#define BASE FLIP_BASE

static struct flipping_memory below;
static struct pf_windows *windows;

static void setup(void)
{
	flipping_memory_init(&below);
	assert_ok(pf_windows_create(&below.memory, &windows));
}

static void teardown(void)
{
	pf_windows_destroy(windows);
}

static const unsigned char *view(pf_addr at, size_t size)
{
	const unsigned char *bytes = NULL;
	assert_ok(pf_windows_view(windows, at, size, &bytes));
	return bytes;
}

/* Looks at SIZE bytes and compares them with what is there. */
static void check(pf_addr at, size_t size)
{
	ck_assert_mem_eq(view(at, size), below.bytes[below.now] + (at - BASE), size);
}

static void refresh(void)
{
	assert_ok(pf_windows_refresh(windows));
}

enum { NEWEST = 100, PLACES = 10 };

/* How many places are looked at, and where: in a window each. */
static int places;

static pf_addr place(int i)
{
	return BASE + (pf_addr)(3 + 5 * i) * PAGE;
}

/* Looks for second copies of all; true when both are there, equal, and within equal echoes. */
static bool believe(unsigned char *values)
{
	bool ret = true;
	for (int i = 0; i < places; i++) {
		const unsigned char *bytes = view(place(i), 8);
		const unsigned char *again = pf_windows_second(windows, bytes);
		values[i] = bytes[0];
		ret &= again && !memcmp(bytes, again, 8);
	}
	const struct pf_echo *echo = pf_windows_last_echo(windows);
	values[places] = (unsigned char)echo->word;
	return ret && echo->at == BASE + NEWEST && echo->same && !pf_windows_misses(windows);
}

/* Both snapshots differ in every byte, so a value tells which one it is of. */
static int snapshot_of(const unsigned char *values)
{
	int ret = values[places] == below.bytes[1][NEWEST];
	for (int i = 0; i < places; i++)
		ck_assert_uint_eq(values[i], below.bytes[ret][place(i) - BASE]);
	return ret;
}

/* From the third refresh on all is copied twice. */
static void set_up_pairs(int count)
{
	unsigned char values[PLACES + 1];
	places = count;
	pf_windows_set_echo(windows, BASE + NEWEST, true);
	ck_assert(!believe(values));
	refresh();
	believe(values);
	refresh();
	ck_assert(believe(values));
}

START_TEST(still_memory_is_believed)
{
	unsigned char values[PLACES + 1];
	set_up_pairs(2);
	ck_assert(believe(values));
	ck_assert_int_eq(snapshot_of(values), 0);
	below.now = 1;
	refresh();
	ck_assert(believe(values));
	ck_assert_int_eq(snapshot_of(values), 1);
}
END_TEST

START_TEST(one_change_at_any_read_is_never_a_mixture)
{
	unsigned char values[PLACES + 1];
	bool torn = true;
	set_up_pairs(_i);
	size_t torn_count = 0;
	for (size_t n = 1; n < 40; n++) {
		below.reads = 0;
		below.flip_at = n;
		refresh();
		torn = !believe(values);
		torn_count += torn;
		if (!torn)
			snapshot_of(values);
	}
	ck_assert(!torn);
	ck_assert_uint_gt(torn_count, 3);
}
END_TEST

START_TEST(changes_at_every_nth_read_are_never_a_mixture)
{
	unsigned char values[PLACES + 1];
	places = 2;
	for (size_t n = 1; n < 40; n++) {
		for (int round = 0; round < 50; round++) {
			below.flip_every = round < 3 ? 0 : n;
			pf_windows_set_echo(windows, BASE + NEWEST, true);
			refresh();
			if (believe(values))
				snapshot_of(values);
		}
	}
}
END_TEST

/* A window may hold both what is copied twice and what links it, and not the word that echoes. */
START_TEST(the_echo_is_heard_in_any_case)
{
	pf_windows_set_echo(windows, BASE + NEWEST, false);
	for (int round = 0; round < 3; round++) {
		const unsigned char *bytes = view(place(0), 8);
		(void)pf_windows_second(windows, bytes);
		pf_windows_between(windows);
		refresh();
	}
	const struct pf_echo *echo = pf_windows_last_echo(windows);
	ck_assert(echo->same);
	ck_assert_uint_eq((unsigned char)echo->word, below.bytes[0][NEWEST]);
}
END_TEST

START_TEST(an_echo_of_memory_that_is_gone)
{
	unsigned char values[PLACES + 1];
	set_up_pairs(2);
	below.mapped[0] = false;
	refresh();
	ck_assert(!believe(values));
	below.mapped[0] = true;
	refresh();
	refresh();
	ck_assert(believe(values));
	pf_windows_set_echo(windows, 0, false);
	refresh();
	ck_assert_uint_eq(pf_windows_last_echo(windows)->at, 0);
	check(place(0), 8);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("windows_pairs");
	TCase *tests = tcase_create("windows_pairs");
	tcase_add_checked_fixture(tests, setup, teardown);
	tcase_add_test(tests, still_memory_is_believed);
	tcase_add_loop_test(tests, one_change_at_any_read_is_never_a_mixture, 1, PLACES + 1);
	tcase_add_test(tests, changes_at_every_nth_read_are_never_a_mixture);
	tcase_add_test(tests, the_echo_is_heard_in_any_case);
	tcase_add_test(tests, an_echo_of_memory_that_is_gone);
	suite_add_tcase(suite, tests);
	return tap_run(suite);
}
