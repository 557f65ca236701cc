/* profile/subject: who is sampled: found, named, told apart from successors, forgotten. */
#include "profile/subject.h"

#include "assert_error.h"
#include "failing_malloc.h"
#include "python/runtime.h"
#include "python_child.h"
#include "tap.h"

#include <sched.h>
#include <stdlib.h>
#include <sys/uio.h>

static struct child child;
static struct pf_process *process;
static struct pf_python *python;
static struct pf_profile *profile;
static struct pf_subjects subjects;
static struct pf_states states;
static bool absent;

/* A worker; each byte that comes in ends it and starts the next one, which is then told of. */
static const char PROGRAM[] =
	"import os, threading\n"
	"number = 0\n"
	"def work(gate):\n"
	"    os.read(gate, 1)\n"
	"def begin():\n"
	"    global number\n"
	"    number += 1\n"
	"    gate = os.pipe()\n"
	"    worker = threading.Thread(target=work, args=(gate[0],), name='worker-%d' % number)\n"
	"    worker.start()\n"
	"    return gate[1], worker\n"
	"gate, worker = begin()\n"
	"os.write(1, b'r')\n"
	"while os.read(0, 1):\n"
	"    os.write(gate, b'e')\n"
	"    worker.join()\n"
	"    gate, worker = begin()\n"
	"    os.write(1, b'n')\n"
	"os._exit(0)\n";

static void setup(void)
{
	absent = !python_child_start(&child, PROGRAM);
	if (absent)
		return;
	child_await_state(child.pid, "S");
	assert_ok(pf_process_attach(child.pid, &process));
	struct pf_error *err = pf_python_attach(process, &python);
	absent = err && pf_error_code(err) == PF_UNSUPPORTED;
	ck_assert(!err || absent);
	pf_error_destroy(err);
	assert_ok(pf_profile_create(&profile));
}

static void teardown(void)
{
	pf_subjects_deinit(&subjects);
	pf_states_deinit(&states);
	pf_profile_destroy(profile);
	pf_python_detach(python);
	pf_process_destroy(process);
	child_end(&child);
}

/* The thread state of one of the two threads. */
static pf_addr any_state(void)
{
	assert_ok(pf_states_peek(python, &python->live, &states));
	ck_assert_uint_eq(states.threads.count, 2);
	return states.threads.items[0].at;
}

static struct pf_subject *add(pf_addr at)
{
	struct pf_subject *ret = NULL;
	assert_ok(pf_subjects_add(&subjects, python, profile, at, &ret));
	ck_assert_ptr_nonnull(ret);
	ck_assert_uint_eq(ret->state.at, at);
	return ret;
}

/* By its tid: the main thread has the process's. */
static struct pf_subject *find(bool main)
{
	for (size_t i = 0; i < subjects.count; i++) {
		if ((subjects.items[i]->state.tid == child.pid) == main)
			return subjects.items[i];
	}
	ck_abort_msg("no such subject");
}

START_TEST(all_are_found_at_once)
{
	if (absent)
		return;
	struct pf_subject *one = add(any_state());
	ck_assert_uint_eq(subjects.count, 2);
	ck_assert_ptr_eq(pf_subjects_find(&subjects, one->state.at), one);
	ck_assert_ptr_null(pf_subjects_find(&subjects, 0x1234));
	ck_assert_uint_ne(find(true)->thread, find(false)->thread);
	for (int main = 0; main < 2; main++) {
		const struct pf_subject *subject = find(main);
		ck_assert(pf_subject_is(subject, &python->live));
		ck_assert_int_eq(pf_profile_thread(profile, subject->thread)->tid,
				 subject->state.tid);
	}
}
END_TEST

START_TEST(they_get_their_names)
{
	if (absent)
		return;
	add(any_state());
	for (int i = 0; i < PF_NAMED; i++)
		assert_ok(pf_subjects_name(&subjects, python, profile));
	ck_assert_str_eq(pf_profile_thread(profile, find(true)->thread)->name, "MainThread");
	ck_assert_str_eq(pf_profile_thread(profile, find(false)->thread)->name, "worker-1");
}
END_TEST

START_TEST(no_such_state)
{
	struct pf_subject *none;
	if (absent)
		return;
	assert_error(pf_subjects_add(&subjects, python, profile, 0x1230, &none), PF_TORN, "");
}
END_TEST

/* Writes the idents of FROM, as the target has them, into the state at TO. */
static void write_idents(const struct pf_thread_state *from, pf_addr to)
{
	const struct pf_layout_thread *layout = &python->layout.thread;
	const struct field {
		int32_t offset;
		uint64_t value;
	} fields[] = { { layout->thread_id, from->ident },
		       { layout->native_thread_id, from->native_id } };
	for (size_t i = 0; i < 2; i++) {
		uint64_t value = fields[i].value;
		struct iovec ours = { &value, sizeof(value) };
		/* NOLINTNEXTLINE(performance-no-int-to-ptr) */
		struct iovec theirs = { (void *)(to + (pf_addr)fields[i].offset), sizeof(value) };
		if (fields[i].offset != PF_ABSENT)
			ck_assert_int_eq(process_vm_writev(child.pid, &ours, 1, &theirs, 1, 0),
					 sizeof(value));
	}
}

/* A state that has its starter's idents still: no thread of the profile, until it has its own. */
START_TEST(one_that_starts_is_its_starter)
{
	if (absent)
		return;
	any_state();
	struct pf_thread_state main = states.threads.items[0], worker = states.threads.items[1];
	write_idents(&main, worker.at);
	ck_assert_uint_eq(add(worker.at)->thread, 1);
	ck_assert_uint_eq(pf_subjects_find(&subjects, main.at)->thread, 1);
	ck_assert_uint_eq(pf_profile_thread_count(profile), 2);
	write_idents(&worker, worker.at);
	ck_assert(!pf_subject_is(pf_subjects_find(&subjects, worker.at), &python->live));
	ck_assert_uint_eq(add(worker.at)->thread, 2);
}
END_TEST

static void replace_worker(void)
{
	char byte;
	child_send(child.in, "n", 1);
	ck_assert(child_receive(child.out, &byte, 1));
	child_await_state(child.pid, "S");
}

/* Its successor may have the same state, the same ident, and anything but its tid. */
START_TEST(who_has_ended_is_forgotten)
{
	if (absent)
		return;
	for (int round = 0; round < 30; round++) {
		add(any_state());
		ck_assert_uint_eq(subjects.count, 2);
		pid_t tid = find(false)->state.tid;
		struct pf_watch_look look;
		replace_worker();
		struct pf_subject *old = find(false);
		while (pf_watch_peek(&old->watch, &look))
			sched_yield();
		old->gone = true; /* as whoever looks at it finds out */
		ck_assert(!pf_subject_is(old, &python->live));
		if (round % 2) {
			pf_subjects_sweep(&subjects);
			ck_assert_uint_eq(subjects.count, 1);
			ck_assert_ptr_eq(pf_subjects_find(&subjects, find(true)->state.at),
					 find(true));
		} else {
			pf_subjects_deinit(&subjects);
		}
		add(any_state());
		ck_assert_int_ne(find(false)->state.tid, tid);
		ck_assert(pf_subject_is(find(false), &python->live));
	}
}
END_TEST

START_TEST(each_allocation_may_fail)
{
	bool failed = !absent;
	pf_addr at = absent ? 0 : any_state();
	for (long n = 0; failed; n++) {
		struct pf_subject *subject;
		failing_malloc_arm(n);
		struct pf_error *err = pf_subjects_add(&subjects, python, profile, at, &subject);
		if (!err)
			err = pf_subjects_name(&subjects, python, profile);
		failed = failing_malloc_disarm();
		ck_assert(failed || !err);
		if (err)
			ck_assert_int_eq(pf_error_code(err), PF_NO_MEMORY);
		pf_error_destroy(err);
		pf_subjects_sweep(&subjects);
		pf_subjects_deinit(&subjects);
	}
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("subject");
	TCase *tests = tcase_create("subject");
	tcase_add_checked_fixture(tests, setup, teardown);
	tcase_add_test(tests, all_are_found_at_once);
	tcase_add_test(tests, they_get_their_names);
	tcase_add_test(tests, no_such_state);
	tcase_add_test(tests, one_that_starts_is_its_starter);
	tcase_add_test(tests, who_has_ended_is_forgotten);
	tcase_add_test(tests, each_allocation_may_fail);
	suite_add_tcase(suite, tests);
	return tap_run(suite);
}
