/* python/states: interpreters and threads in their order, circles, back pointers that lie. */
#include "assert_error.h"
#include "failing_memory.h"
#include "fake_runtime.h"
#include "python/states.h"
#include "tap.h"

static struct fake_memory heap;
static struct pf_python python;
static struct pf_states states;
static pf_addr runtime;

static void teardown(void)
{
	pf_states_deinit(&states);
	fake_memory_deinit(&heap);
}

#define LAYOUT                                 \
	fake_memory_init(&heap, (unsigned)_i); \
	fake_python_init(&heap, &python);      \
	runtime = python.runtime = fake_runtime(&heap)

static void peek(void)
{
	assert_ok(pf_states_peek(&python, &heap.reader, &states));
}

static pf_addr next_of_interpreter(pf_addr at)
{
	return at + (pf_addr)heap.layout.interpreter.next;
}

static pf_addr next_of_thread(pf_addr at)
{
	return at + (pf_addr)heap.layout.thread.next;
}

static void check_cut(size_t interpreters, size_t threads, const char *reason)
{
	peek();
	ck_assert_ptr_nonnull(states.truncated);
	ck_assert_msg(strstr(states.truncated, reason) != NULL, "%s", states.truncated);
	ck_assert_uint_eq(states.interpreters.count, interpreters);
	ck_assert_uint_eq(states.threads.count, threads);
}

START_TEST(no_interpreter)
{
	LAYOUT;
	peek();
	ck_assert_uint_eq(states.interpreters.count, 0);
	ck_assert_ptr_null(states.truncated);
	pf_addr head;
	assert_ok(pf_states_find_head(&python, &heap.reader, &head));
	ck_assert_uint_eq(head, 0);
}
END_TEST

/* The target links both newest first; both are wanted oldest first. */
START_TEST(oldest_first)
{
	LAYOUT;
	bool has_native_id = heap.layout.thread.native_thread_id != PF_ABSENT;
	for (uint64_t i = 0; i < 3; i++) {
		pf_addr interpreter = fake_interpreter(&heap, runtime, (int64_t)i);
		for (uint64_t j = 0; j < i + 2; j++) /* 2, 3 and 4 threads */
			fake_thread(&heap, interpreter, 100 * i + j + 1, 1000 + 100 * i + j, 0);
	}
	peek();
	ck_assert_ptr_null(states.truncated);
	ck_assert_uint_eq(states.interpreters.count, 3);
	ck_assert_uint_eq(states.threads.count, 9);
	size_t at = 0;
	for (size_t i = 0; i < 3; i++) {
		const struct pf_interpreter_state *interpreter = &states.interpreters.items[i];
		ck_assert_int_eq(interpreter->id, (int64_t)i); /* counted where there is none */
		ck_assert_uint_eq(interpreter->first_thread, at);
		ck_assert_uint_eq(interpreter->thread_count, i + 2);
		for (size_t j = 0; j < i + 2; j++, at++) {
			const struct pf_thread_state *thread = &states.threads.items[at];
			ck_assert_uint_eq(thread->ident, 100 * i + j + 1);
			ck_assert_uint_eq(thread->native_id,
					  has_native_id ? 1000 + 100 * i + j : 0);
			ck_assert_uint_eq(thread->interpreter, interpreter->at);
			ck_assert_int_eq(thread->tid, 0);
		}
	}
}
END_TEST

START_TEST(peek_begins_anew)
{
	LAYOUT;
	fake_thread(&heap, fake_interpreter(&heap, runtime, 0), 1, 1, 0);
	states.truncated = "old";
	peek();
	peek();
	ck_assert_uint_eq(states.interpreters.count, 1);
	ck_assert_uint_eq(states.threads.count, 1);
	ck_assert_ptr_null(states.truncated);
}
END_TEST

START_TEST(an_interpreter_without_threads)
{
	LAYOUT;
	fake_thread(&heap, fake_interpreter(&heap, runtime, 0), 1, 1, 0);
	fake_interpreter(&heap, runtime, 1);
	peek();
	ck_assert_ptr_null(states.truncated);
	ck_assert_uint_eq(states.interpreters.count, 2);
	ck_assert_uint_eq(states.interpreters.items[1].thread_count, 0);
	ck_assert_uint_eq(states.interpreters.items[0].thread_count, 1);
}
END_TEST

START_TEST(threads_in_a_circle)
{
	LAYOUT;
	pf_addr interpreter = fake_interpreter(&heap, runtime, 0);
	pf_addr oldest = fake_thread(&heap, interpreter, 1, 1, 0);
	fake_put_word(&heap, next_of_thread(oldest), oldest);
	check_cut(1, 1, "threads leads in a circle");
	pf_addr newest = fake_thread(&heap, interpreter, 2, 2, 0);
	fake_put_word(&heap, next_of_thread(oldest), newest);
	peek();
	ck_assert_str_eq(states.truncated, "the list of threads leads in a circle");
	ck_assert_uint_le(states.threads.count, 6);
}
END_TEST

START_TEST(interpreters_in_a_circle)
{
	LAYOUT;
	pf_addr only = fake_interpreter(&heap, runtime, 0);
	fake_put_word(&heap, next_of_interpreter(only), only);
	check_cut(1, 0, "interpreters leads in a circle");
}
END_TEST

START_TEST(links_to_nowhere)
{
	LAYOUT;
	pf_addr first = fake_interpreter(&heap, runtime, 0);
	pf_addr thread = fake_thread(&heap, first, 1, 1, 0);
	pf_addr second = fake_interpreter(&heap, runtime, 1);
	fake_thread(&heap, second, 2, 2, 0);
	fake_put_word(&heap, next_of_thread(thread), 8);
	check_cut(2, 2, "threads cannot be followed");
	fake_put_word(&heap, next_of_thread(thread), 0);
	fake_put_word(&heap, next_of_interpreter(second), UINT64_MAX - 64);
	check_cut(1, 1, "interpreters cannot be followed");
	ck_assert_uint_eq(states.threads.items[0].ident, 2);
	python.runtime = 64;
	ck_assert_ptr_eq(pf_states_peek(&python, &heap.reader, &states), &pf_error_fault);
}
END_TEST

/* A thread that belongs to another interpreter is not listed, nor what hangs from it. */
START_TEST(back_pointers_that_lie)
{
	LAYOUT;
	pf_addr interpreter = fake_interpreter(&heap, runtime, 0);
	fake_thread(&heap, interpreter, 1, 1, 0);
	pf_addr liar = fake_thread(&heap, interpreter, 2, 2, 0);
	fake_thread(&heap, interpreter, 3, 3, 0);
	fake_put_word(&heap, liar + (pf_addr)heap.layout.thread.interp, runtime);
	check_cut(1, 1, "threads cannot be followed");
	ck_assert_uint_eq(states.threads.items[0].ident, 3);
}
END_TEST

START_TEST(too_many_threads)
{
	LAYOUT;
	pf_addr interpreter = fake_interpreter(&heap, runtime, 0);
	for (uint64_t i = 1; i <= 70000; i++)
		fake_thread(&heap, interpreter, i, i, 0);
	check_cut(1, PF_THREAD_LIMIT, "more threads than");
	ck_assert_uint_eq(states.threads.items[PF_THREAD_LIMIT - 1].ident, 70000);
}
END_TEST

START_TEST(too_many_interpreters)
{
	LAYOUT;
	for (int64_t i = 0; i <= PF_INTERPRETER_LIMIT; i++)
		fake_interpreter(&heap, runtime, i);
	check_cut(PF_INTERPRETER_LIMIT, 0, "more interpreters than");
}
END_TEST

static void fail_nth_reads(struct pf_error *error)
{
	bool failed = true;
	for (long n = 0; failed; n++) {
		struct failing_memory failing;
		failing_memory_init(&failing, &heap.memory, n, error);
		struct pf_reader reader = { &failing.memory, &heap.layout };
		struct pf_error *err = pf_states_peek(&python, &reader, &states);
		failed = failing.failed;
		if (error == &pf_error_gone || !n)
			ck_assert_ptr_eq(err, failed ? error : NULL);
		else
			ck_assert_int_eq(!err && states.truncated, failed);
		ck_assert_int_lt(n, 200);
	}
}

START_TEST(the_nth_read_fails)
{
	LAYOUT;
	for (uint64_t i = 0; i < 2; i++) {
		pf_addr interpreter = fake_interpreter(&heap, runtime, (int64_t)i);
		fake_thread(&heap, interpreter, 2 * i + 1, 1, 0);
		fake_thread(&heap, interpreter, 2 * i + 2, 1, 0);
	}
	fail_nth_reads(&pf_error_fault);
	fail_nth_reads(&pf_error_gone);
}
END_TEST

int main(void)
{
	int layouts = fake_memory_layouts();
	Suite *suite = suite_create("states");
	TCase *tests = tcase_create("states");
	tcase_add_checked_fixture(tests, NULL, teardown);
	tcase_add_loop_test(tests, no_interpreter, 0, layouts);
	tcase_add_loop_test(tests, oldest_first, 0, layouts);
	tcase_add_loop_test(tests, peek_begins_anew, 0, layouts);
	tcase_add_loop_test(tests, an_interpreter_without_threads, 0, layouts);
	tcase_add_loop_test(tests, threads_in_a_circle, 0, layouts);
	tcase_add_loop_test(tests, interpreters_in_a_circle, 0, layouts);
	tcase_add_loop_test(tests, links_to_nowhere, 0, layouts);
	tcase_add_loop_test(tests, back_pointers_that_lie, 0, layouts);
	tcase_add_loop_test(tests, too_many_threads, 0, layouts);
	tcase_add_loop_test(tests, too_many_interpreters, 0, layouts);
	tcase_add_loop_test(tests, the_nth_read_fails, 0, layouts);
	suite_add_tcase(suite, tests);
	return tap_run(suite);
}
