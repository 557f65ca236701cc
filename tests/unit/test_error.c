/* base/error: codes, messages, and the errors that need no memory. */
#include "base/error.h"
#include "tap.h"

#include <errno.h>
#include <string.h>

START_TEST(create_keeps_code_and_message)
{
	struct pf_error *err = pf_error_create(PF_UNSUPPORTED, "Python %d.%d is too old", 2, 6);
	ck_assert_int_eq(pf_error_code(err), PF_UNSUPPORTED);
	ck_assert_str_eq(pf_error_message(err), "Python 2.6 is too old");
	pf_error_destroy(err);
}
END_TEST

static const struct {
	int number;
	enum pf_error_code code;
} systems[] = {
	{ EPERM, PF_PERMISSION }, { EACCES, PF_PERMISSION }, { ESRCH, PF_GONE },
	{ EFAULT, PF_FAULT },	  { EIO, PF_FAULT },	     { ENOMEM, PF_NO_MEMORY },
	{ ENOSPC, PF_SYSTEM },
};

START_TEST(system_errors_have_a_code)
{
	struct pf_error *err = pf_error_system(systems[_i].number, "cannot open %s", "/x");
	ck_assert_int_eq(pf_error_code(err), systems[_i].code);
	const char *message = pf_error_message(err);
	ck_assert(strstr(message, "cannot open /x: ") == message);
	ck_assert(strstr(message, strerror(systems[_i].number)) != NULL);
	pf_error_destroy(err);
}
END_TEST

START_TEST(context_goes_in_front)
{
	struct pf_error *err = pf_error_create(PF_GONE, "it has ended");
	err = pf_error_take_context(err, "process %d", 42);
	ck_assert_int_eq(pf_error_code(err), PF_GONE);
	ck_assert_str_eq(pf_error_message(err), "process 42: it has ended");
	pf_error_destroy(err);
}
END_TEST

START_TEST(advice_stays_with_the_error)
{
	struct pf_error *err = pf_error_create(PF_GONE, "it has ended");
	ck_assert_ptr_null(pf_error_advice(err));
	err = pf_error_take_advice(err, "Try pid %d.", 7);
	err = pf_error_take_advice(err, "Try pid %d.", 8);
	err = pf_error_take_context(err, "process %d", 42);
	ck_assert_str_eq(pf_error_advice(err), "Try pid 8.");
	ck_assert_str_eq(pf_error_message(err), "process 42: it has ended");
	pf_error_destroy(err);
	err = pf_error_take_advice(&pf_error_gone, "Nothing.");
	ck_assert_ptr_eq(err, &pf_error_gone);
	ck_assert_ptr_null(pf_error_advice(err));
}
END_TEST

START_TEST(static_errors_survive_destroy)
{
	pf_error_destroy(NULL);
	pf_error_destroy(&pf_error_fault);
	ck_assert_int_eq(pf_error_code(&pf_error_fault), PF_FAULT);
	ck_assert(pf_error_message(&pf_error_fault)[0] != '\0');
}
END_TEST

/* ORDER CODE */
START_TEST(every_code_has_a_name)
{
	for (int code = PF_NO_MEMORY; code <= PF_INTERRUPTED; code++) {
		const char *name = pf_error_code_name((enum pf_error_code)code);
		ck_assert_ptr_nonnull(name);
		ck_assert(name[0] != '\0');
	}
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("error");
	TCase *tests = tcase_create("error");
	tcase_add_test(tests, create_keeps_code_and_message);
	tcase_add_loop_test(tests, system_errors_have_a_code, 0,
			    (int)(sizeof(systems) / sizeof(systems[0])));
	tcase_add_test(tests, context_goes_in_front);
	tcase_add_test(tests, advice_stays_with_the_error);
	tcase_add_test(tests, static_errors_survive_destroy);
	tcase_add_test(tests, every_code_has_a_name);
	suite_add_tcase(suite, tests);
	return tap_run(suite);
}
