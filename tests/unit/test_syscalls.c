/* target/syscalls: names and numbers, as the C library has them. */
#include "pyflame.h"
#include "tap.h"

#include <sys/syscall.h>

START_TEST(names_are_those_of_the_system)
{
	ck_assert_str_eq(pf_syscall_name(SYS_read), "read");
	ck_assert_str_eq(pf_syscall_name(SYS_futex), "futex");
	ck_assert_str_eq(pf_syscall_name(SYS_epoll_pwait), "epoll_pwait");
	ck_assert_str_eq(pf_syscall_name(SYS_clock_nanosleep), "clock_nanosleep");
	ck_assert_str_eq(pf_syscall_name(SYS_exit_group), "exit_group");
}
END_TEST

START_TEST(each_name_has_its_number)
{
	unsigned named = 0;
	for (int i = 0; i < 1024; i++) {
		const char *name = pf_syscall_name(i);
		named += name != NULL;
		ck_assert(!name || pf_syscall_number(name) == i);
	}
	ck_assert_uint_gt(named, 200);
}
END_TEST

START_TEST(what_is_none_has_no_name)
{
	static const int numbers[] = { -1, PF_UNKNOWN, 100000, INT32_MAX, INT32_MIN };
	for (size_t i = 0; i < sizeof(numbers) / sizeof(numbers[0]); i++)
		ck_assert_ptr_null(pf_syscall_name(numbers[i]));
	ck_assert_int_eq(pf_syscall_number("no_such_call"), PF_UNKNOWN);
	ck_assert_int_eq(pf_syscall_number(""), PF_UNKNOWN);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("syscalls");
	TCase *names = tcase_create("names");
	tcase_add_test(names, names_are_those_of_the_system);
	tcase_add_test(names, each_name_has_its_number);
	tcase_add_test(names, what_is_none_has_no_name);
	suite_add_tcase(suite, names);
	return tap_run(suite);
}
