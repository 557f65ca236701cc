/* shell/events: what is noted, in which order, and what is not. */
#include "shell/events.h"

#include "tap.h"

#include <stdlib.h>

static struct pf_thread threads[] = {
	{ .tid = 11, .ident = 1 },
	{ .tid = 12, .ident = 2 },
	{ .tid = 13, .ident = 3 },
	{ .tid = 14, .ident = 4 },
};

static struct pf_interpreter main_interpreter;

static struct pf_events events;
static struct pf_event_threads seen;
static struct pf_numbers numbers;

static void set_up(void)
{
	events.heard = true;
}

static void tear_down(void)
{
	pf_events_deinit(&events);
	pf_event_threads_deinit(&seen);
	pf_numbers_deinit(&numbers);
}

/* A dump that has the threads FIRST up to, not with, LIMIT. */
static void note_dump(size_t first, size_t limit)
{
	struct pf_dump dump = { .interpreters = &main_interpreter,
				.interpreter_count = 1,
				.threads = &threads[first],
				.thread_count = limit - first };
	struct pf_error *err = pf_numbers_update(&numbers, &dump);
	ck_assert_ptr_null(err);
	pf_events_note_dump(&events, &seen, 4711, &numbers, &dump);
}

/* The next event, as words. */
static void expect(const char *name, int number)
{
	struct pf_event event;
	ck_assert(pf_events_take(&events, &event));
	ck_assert_str_eq(pf_event_name(event.kind), name);
	ck_assert_int_eq(event.pid, 4711);
	ck_assert_int_eq(event.number, number);
	ck_assert_int_eq(event.tid, number ? 10 + number : 0);
	free(event.text);
}

static void expect_no_more(void)
{
	struct pf_event event;
	ck_assert(!pf_events_take(&events, &event));
}

START_TEST(threads_come_and_go)
{
	note_dump(0, 2);
	expect_no_more(); /* the first dump is no news */
	note_dump(0, 2);
	expect_no_more();
	note_dump(1, 4);
	expect("thread_exit", 1);
	expect("new_thread", 3);
	expect("new_thread", 4);
	note_dump(3, 3);
	expect("thread_exit", 2);
	expect("thread_exit", 3);
	expect("thread_exit", 4);
	expect_no_more();
}
END_TEST

START_TEST(holds_are_noted_when_they_change)
{
	bool known = false;
	pf_events_note_hold(&events, 4711, false, &known);
	expect_no_more();
	pf_events_note_hold(&events, 4711, true, &known);
	pf_events_note_hold(&events, 4711, true, &known);
	pf_events_note_hold(&events, 4711, false, &known);
	expect("stop", 0);
	expect("resume", 0);
	expect_no_more();
}
END_TEST

START_TEST(nothing_is_noted_for_nobody)
{
	events.heard = false;
	pf_events_note(&events, (struct pf_event){ .kind = PF_EVENT_ATTACH, .text = "x" });
	note_dump(0, 1);
	ck_assert(!seen.known);
	pf_events_note_end(&events, 4711);
	expect_no_more();
}
END_TEST

START_TEST(text_is_copied)
{
	char text[] = "why";
	struct pf_event event = { .kind = PF_EVENT_ERROR, .text = text, .code = "USAGE" };
	pf_events_note(&events, event);
	text[0] = 'x';
	ck_assert(pf_events_take(&events, &event));
	ck_assert_str_eq(event.text, "why");
	ck_assert_str_eq(event.code, "USAGE");
	free(event.text);
	pf_events_note(&events, (struct pf_event){ .kind = PF_EVENT_ERROR, .text = text });
} /* what nobody takes is freed by tear_down() */
END_TEST

int main(void)
{
	Suite *suite = suite_create("events");
	TCase *tests = tcase_create("events");
	tcase_add_checked_fixture(tests, set_up, tear_down);
	tcase_add_test(tests, threads_come_and_go);
	tcase_add_test(tests, holds_are_noted_when_they_change);
	tcase_add_test(tests, nothing_is_noted_for_nobody);
	tcase_add_test(tests, text_is_copied);
	suite_add_tcase(suite, tests);
	return tap_run(suite);
}
