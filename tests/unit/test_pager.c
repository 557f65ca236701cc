/* shell/pager: where pages end. */
#include "shell/pager.h"
#include "tap.h"

#include <locale.h>
#include <string.h>

static struct pf_pager pager_of(long height, long width)
{
	return (struct pf_pager){
		.at_prompt = true, .pagination = true, .height = height, .width = width
	};
}

static size_t fit(struct pf_pager *pager, const char *text)
{
	return pf_pager_fit(pager, text, strlen(text));
}

START_TEST(a_page_leaves_a_line_for_the_question)
{
	struct pf_pager pager = pager_of(4, 80);
	ck_assert_uint_eq(fit(&pager, "1\n2\n3\n4\n5\n"), 6);
	ck_assert_uint_eq(fit(&pager, "4\n"), 0);
	pf_pager_begin(&pager);
	ck_assert_uint_eq(fit(&pager, "4\n5"), 3);
	ck_assert_uint_eq(fit(&pager, "\n6\n7\n"), 3);
}
END_TEST

START_TEST(a_page_has_one_line_at_least)
{
	struct pf_pager pager = pager_of(1, 80);
	ck_assert_uint_eq(fit(&pager, "1\n2\n"), 2);
}
END_TEST

START_TEST(long_lines_count_as_several)
{
	struct pf_pager pager = pager_of(3, 4);
	ck_assert_uint_eq(fit(&pager, "12341234x"), 8);
	pf_pager_begin(&pager);
	ck_assert_uint_eq(fit(&pager, "1234\n1234\n"), 10);
	pf_pager_begin(&pager);
	ck_assert_uint_eq(fit(&pager, "\txy\nz"), 4);
	pager = pager_of(3, 0);
	ck_assert_uint_eq(fit(&pager, "a line of any length\n2\n3\n"), 23);
}
END_TEST

START_TEST(what_is_not_seen_takes_no_room)
{
	struct pf_pager pager = pager_of(2, 4);
	ck_assert_uint_eq(fit(&pager, "\x1b[1;33m1234\x1b[mx"), 14);
	pf_pager_begin(&pager);
	ck_assert_uint_eq(fit(&pager, "1234\r1234\b4x"), 11);
	pf_pager_begin(&pager);
	ck_assert_uint_eq(fit(&pager, "\xc3\xa4\xc3\xb6\xc3\xbc\xc3\x9f\xc3\xa9"), 8);
}
END_TEST

START_TEST(a_cleared_screen_begins_a_page)
{
	struct pf_pager pager = pager_of(3, 80);
	ck_assert_uint_eq(fit(&pager, "1\n\x1b[H1\n\x1b[2J1\n2\n3\n"), 15);
}
END_TEST

START_TEST(an_open_style_is_known)
{
	struct pf_pager pager = pager_of(3, 80);
	fit(&pager, "\x1b[1;33mname");
	ck_assert(pager.styled);
	fit(&pager, "\x1b[m");
	ck_assert(!pager.styled);
}
END_TEST

START_TEST(broken_text_ends)
{
	struct pf_pager pager = pager_of(3, 3);
	ck_assert_uint_eq(fit(&pager, "\xff\xfe\xc3\x1b"), 4);
	ck_assert_uint_eq(pf_pager_fit(&pager, "[", 1), 1);
	ck_assert_uint_eq(pf_pager_fit(&pager, "31", 2), 2);
	ck_assert_int_eq(pager.column, 3);
}
END_TEST

START_TEST(nothing_waits_without_a_reader)
{
	struct pf_pager pager = pager_of(3, 80);
	ck_assert(pf_pager_is_on(&pager));
	pager.height = 0;
	ck_assert(!pf_pager_is_on(&pager));
	pager = pager_of(3, 80);
	pager.pagination = false;
	ck_assert(!pf_pager_is_on(&pager));
	pager = pager_of(3, 80);
	pager.at_prompt = false;
	ck_assert(!pf_pager_is_on(&pager));
	pager = pager_of(3, 80);
	pager.unpaged = true;
	ck_assert(!pf_pager_is_on(&pager));
	pf_pager_begin(&pager);
	ck_assert(pf_pager_is_on(&pager));
}
END_TEST

int main(void)
{
	setlocale(LC_CTYPE, "C.UTF-8");
	Suite *suite = suite_create("pager");
	TCase *tcase = tcase_create("pager");
	tcase_add_test(tcase, a_page_leaves_a_line_for_the_question);
	tcase_add_test(tcase, a_page_has_one_line_at_least);
	tcase_add_test(tcase, long_lines_count_as_several);
	tcase_add_test(tcase, what_is_not_seen_takes_no_room);
	tcase_add_test(tcase, a_cleared_screen_begins_a_page);
	tcase_add_test(tcase, an_open_style_is_known);
	tcase_add_test(tcase, broken_text_ends);
	tcase_add_test(tcase, nothing_waits_without_a_reader);
	suite_add_tcase(suite, tcase);
	return tap_run(suite);
}
