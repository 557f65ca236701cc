/* target/maps: odd names, lines that are none, and looking an address up. */
#include "assert_error.h"
#include "tap.h"
#include "target/maps.h"

#include <unistd.h>

static const char text[] =
	"55d000000000-55d000001000 r-xp 00001000 fd:01 1234                       /usr/bin/py thon 3\n"
	"55d000001000-55d000002000 rw-p 00002000 fd:01 1234                       /tmp/a\\012b (deleted)\n"
	"55d000002000-55d000003000 rw-p 00000000 00:00 0 \n"
	"55d000003000-55d000004000 rw-s 00000000 00:05 77 /odd (deleted) (deleted)\n"
	"this is no line\n"
	"55d000001800-55d000005000 rw-p 00000000 00:00 0 [overlaps]\n"
	"55d000006000-55d000006000 rw-p 00000000 00:00 0 [empty]\n"
	"55d000007000-55d000008000 ---p ffffffffffff0000 fd:01 18446744073709551615 (deleted)\n"
	"55d000008000-55d000009000 rw-p 00000000 00:00 0                          [heap]\n"
	"ffffffffff600000-ffffffffff601000 --xp 00000000 00:00 0                  [vsyscall]";

static const struct pf_map_region wanted[] = {
	{ 0x55d000000000, 0x55d000001000, 0x1000, "r-xp", 1234, "/usr/bin/py thon 3", false },
	{ 0x55d000001000, 0x55d000002000, 0x2000, "rw-p", 1234, "/tmp/a\\012b", true },
	{ 0x55d000002000, 0x55d000003000, 0, "rw-p", 0, "", false },
	{ 0x55d000003000, 0x55d000004000, 0, "rw-s", 77, "/odd (deleted)", true },
	{ 0x55d000007000, 0x55d000008000, 0xffffffffffff0000, "---p", UINT64_MAX, "(deleted)",
	  false },
	{ 0x55d000008000, 0x55d000009000, 0, "rw-p", 0, "[heap]", false },
	{ 0xffffffffff600000, 0xffffffffff601000, 0, "--xp", 0, "[vsyscall]", false },
};
enum { WANTED = sizeof(wanted) / sizeof(wanted[0]) };

START_TEST(lines_become_regions)
{
	struct pf_maps *maps;
	assert_ok(pf_maps_parse(text, sizeof(text) - 1, &maps));
	ck_assert_uint_eq(pf_maps_count(maps), WANTED);
	for (size_t i = 0; i < WANTED; i++) {
		const struct pf_map_region *region = pf_maps_get(maps, i);
		ck_assert_uint_eq(region->start, wanted[i].start);
		ck_assert_uint_eq(region->end, wanted[i].end);
		ck_assert_uint_eq(region->offset, wanted[i].offset);
		ck_assert_str_eq(region->permissions, wanted[i].permissions);
		ck_assert_uint_eq(region->inode, wanted[i].inode);
		ck_assert_str_eq(region->path, wanted[i].path);
		ck_assert_int_eq(region->deleted, wanted[i].deleted);
	}
	pf_maps_destroy(maps);
}
END_TEST

START_TEST(find_takes_the_region_around)
{
	struct pf_maps *maps;
	assert_ok(pf_maps_parse(text, sizeof(text) - 1, &maps));
	for (size_t i = 0; i < WANTED; i++) {
		const struct pf_map_region *region = pf_maps_get(maps, i);
		ck_assert_ptr_eq(pf_maps_find(maps, region->start), region);
		ck_assert_ptr_eq(pf_maps_find(maps, region->end - 1), region);
	}
	ck_assert_ptr_null(pf_maps_find(maps, 0));
	ck_assert_ptr_null(pf_maps_find(maps, 0x55d000005000));
	ck_assert_ptr_null(pf_maps_find(maps, 0x55d000006000));
	ck_assert_ptr_null(pf_maps_find(maps, UINT64_MAX));
	pf_maps_destroy(maps);
}
END_TEST

START_TEST(cut_text_is_fine)
{
	for (size_t size = 0; size < sizeof(text); size++) {
		struct pf_maps *maps;
		assert_ok(pf_maps_parse(text, size, &maps));
		ck_assert_ptr_null(pf_maps_find(maps, 1));
		pf_maps_destroy(maps);
	}
	pf_maps_destroy(NULL);
}
END_TEST

START_TEST(own_map_holds_what_we_know)
{
	struct pf_process *process;
	struct pf_maps *maps;
	char local = 0;
	assert_ok(pf_process_attach(getpid(), &process));
	assert_ok(pf_maps_read(process, &maps));
	const struct pf_map_region *constants = pf_maps_find(maps, (pf_addr)text);
	ck_assert_ptr_nonnull(constants);
	ck_assert_str_eq(constants->path, pf_process_executable(process));
	ck_assert_int_eq(constants->permissions[1], '-');
	const struct pf_map_region *stack = pf_maps_find(maps, (pf_addr)&local);
	ck_assert_ptr_nonnull(stack);
	ck_assert_int_eq(stack->permissions[1], 'w');
	for (size_t i = 1; i < pf_maps_count(maps); i++)
		ck_assert(pf_maps_get(maps, i - 1)->end <= pf_maps_get(maps, i)->start);
	pf_maps_destroy(maps);
	pf_process_destroy(process);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("maps");
	TCase *tests = tcase_create("maps");
	tcase_add_test(tests, lines_become_regions);
	tcase_add_test(tests, find_takes_the_region_around);
	tcase_add_test(tests, cut_text_is_fine);
	tcase_add_test(tests, own_map_holds_what_we_know);
	suite_add_tcase(suite, tests);
	return tap_run(suite);
}
