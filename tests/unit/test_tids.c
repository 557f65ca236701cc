/* python/tids: from native ids and from struct pthread to the kernel's tids. */
#include "assert_error.h"
#include "fake_runtime.h"
#include "python/tids.h"
#include "tap.h"

static struct fake_memory heap;
static struct pf_python python;
static struct pf_states states;

enum { THREADS = 4, PTHREAD_SIZE = 2304, GLIBC_TID = 720, MUSL_TID = 56, FIRST_TID = 5000 };

static void setup(void)
{
	fake_memory_init(&heap, 0);
	fake_python_init(&heap, &python);
}

static void teardown(void)
{
	pf_states_deinit(&states);
	fake_memory_deinit(&heap);
}

static void add_state(uint64_t ident, uint64_t native_id)
{
	struct pf_thread_state state = { .ident = ident, .native_id = native_id, .tid = 4711 };
	assert_ok(pf_array_push(&states.threads, state));
}

/* Tasks that the target knows by numbers 4000 lower than we do. */
static void translate(size_t count)
{
	struct pf_task tasks[THREADS];
	for (size_t i = 0; i < count; i++)
		tasks[i] = (struct pf_task){ .tid = FIRST_TID + (pid_t)i,
					     .ns_tid = FIRST_TID - 4000 + (pid_t)i };
	assert_ok(pf_tids_translate(&python, &heap.reader, tasks, count, &states));
}

static pid_t tid_of(size_t i)
{
	return states.threads.items[i].tid;
}

/* COUNT threads with their numbers at OFFSET of struct pthread. */
static void add_pthreads(size_t count, int32_t offset)
{
	for (size_t i = 0; i < count; i++) {
		pf_addr ident = fake_alloc(&heap, PTHREAD_SIZE);
		fake_put_int(&heap, ident + (pf_addr)offset, FIRST_TID - 4000 + (int32_t)i);
		add_state(ident, 0);
	}
}

START_TEST(native_ids)
{
	setup();
	for (uint64_t i = 0; i < THREADS; i++)
		add_state(0, 1000 + i);
	add_state(0, 999); /* no task has it */
	add_state(0, 0);   /* is starting */
	translate(THREADS);
	for (size_t i = 0; i < THREADS; i++)
		ck_assert_int_eq(tid_of(i), FIRST_TID + (pid_t)i);
	ck_assert_int_eq(tid_of(THREADS), 0);
	ck_assert_int_eq(tid_of(THREADS + 1), 0);
}
END_TEST

START_TEST(numbers_in_struct_pthread)
{
	setup();
	add_pthreads(THREADS, _i ? MUSL_TID : GLIBC_TID);
	add_state(0, 0);      /* is starting */
	add_state(0x1000, 0); /* left behind by a fork: its struct pthread is gone */
	translate(THREADS);
	for (size_t i = 0; i < THREADS; i++)
		ck_assert_int_eq(tid_of(i), FIRST_TID + (pid_t)i);
	ck_assert_int_eq(tid_of(THREADS), 0);
	ck_assert_int_eq(tid_of(THREADS + 1), 0);
	ck_assert_int_eq(python.pthread_tid, _i ? MUSL_TID : GLIBC_TID);
}
END_TEST

START_TEST(the_offset_is_kept)
{
	setup();
	add_pthreads(THREADS, GLIBC_TID);
	translate(THREADS);
	size_t reads = heap.reads;
	translate(THREADS);
	ck_assert_uint_le(heap.reads, reads + 2 * THREADS); /* and not a search */
	ck_assert_int_eq(tid_of(THREADS - 1), FIRST_TID + THREADS - 1);
}
END_TEST

START_TEST(a_thread_without_a_task)
{
	setup();
	add_pthreads(THREADS, GLIBC_TID);
	translate(THREADS - 1);
	ck_assert_int_eq(tid_of(THREADS - 2), FIRST_TID + THREADS - 2);
	ck_assert_int_eq(tid_of(THREADS - 1), 0);
}
END_TEST

START_TEST(nothing_fits)
{
	setup();
	add_state(fake_alloc(&heap, PTHREAD_SIZE), 0);
	add_state(UINT64_MAX - 16, 0);
	translate(THREADS);
	ck_assert_int_eq(tid_of(0), 0);
	ck_assert_int_eq(tid_of(1), 0);
	ck_assert_int_eq(python.pthread_tid, PF_ABSENT);
	states.threads.count = 0;
	translate(0);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("tids");
	TCase *tests = tcase_create("tids");
	tcase_add_checked_fixture(tests, NULL, teardown);
	tcase_add_test(tests, native_ids);
	tcase_add_loop_test(tests, numbers_in_struct_pthread, 0, 2);
	tcase_add_test(tests, the_offset_is_kept);
	tcase_add_test(tests, a_thread_without_a_task);
	tcase_add_test(tests, nothing_fits);
	suite_add_tcase(suite, tests);
	return tap_run(suite);
}
