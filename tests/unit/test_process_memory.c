/* target/process_memory: whole and torn reads, by process_vm_readv and by /proc/PID/mem. */
#include "assert_error.h"
#include "child.h"
#include "tap.h"
#include "target/process_private.h"

#include <errno.h>
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <stddef.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

enum { PAGE = 4096, PAGES = 6, HOLE = 2 };

/* The same in the child, where the page HOLE is not mapped. */
static unsigned char *area;
static struct child child;
static struct pf_process *process;
static struct pf_memory *memory;

static unsigned char byte_at(size_t i)
{
	return (unsigned char)(i * 7 + i / PAGE);
}

static void run_child(int in, int out, void *arg)
{
	for (size_t i = 0; i < PAGES * PAGE; i++)
		area[i] = byte_at(i);
	munmap(area + HOLE * PAGE, PAGE);
	child_send(out, "r", 1);
	child_echo(in, out, arg);
}

static void setup(void)
{
	char byte;
	area = mmap(NULL, PAGES * PAGE, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	ck_assert_ptr_ne(area, MAP_FAILED);
	child_start(&child, run_child, NULL);
	ck_assert(child_receive(child.out, &byte, 1));
	assert_ok(pf_process_attach(child.pid, &process));
	memory = pf_process_memory(process);
}

static void teardown(void)
{
	pf_process_destroy(process);
	child_end(&child);
}

static pf_addr at(size_t offset)
{
	return (pf_addr)(area + offset);
}

static void assert_bytes(const unsigned char *bytes, size_t offset, size_t size)
{
	for (size_t i = 0; i < size; i++)
		ck_assert_uint_eq(bytes[i], byte_at(offset + i));
}

START_TEST(peek_is_all_or_none)
{
	static unsigned char bytes[PAGES * PAGE];
	process->memory.by_fd = _i;
	assert_ok(pf_memory_peek(memory, at(5), bytes, 2 * PAGE - 5));
	assert_bytes(bytes, 5, 2 * PAGE - 5);
	assert_ok(pf_memory_peek(memory, at(3 * PAGE), bytes, 3 * PAGE));
	assert_bytes(bytes, 3 * PAGE, 3 * PAGE);
	assert_ok(pf_memory_peek(memory, at(HOLE * PAGE), bytes, 0));
	ck_assert_ptr_eq(pf_memory_peek(memory, at(HOLE * PAGE), bytes, 1), &pf_error_fault);
	ck_assert_ptr_eq(pf_memory_peek(memory, at(PAGE), bytes, PAGE + 1), &pf_error_fault);
	ck_assert_ptr_eq(pf_memory_peek(memory, at(0), bytes, 4 * PAGE), &pf_error_fault);
	ck_assert_ptr_eq(pf_memory_peek(memory, 0, bytes, 8), &pf_error_fault);
	ck_assert_ptr_eq(pf_memory_peek(memory, UINT64_MAX - 3, bytes, 8), &pf_error_fault);
	ck_assert_ptr_eq(pf_memory_peek(memory, UINT64_C(1) << 63, bytes, 8), &pf_error_fault);
	ck_assert_int_eq(process->memory.by_fd, _i);
}
END_TEST

START_TEST(spans_fail_one_by_one)
{
	static unsigned char bytes[8][2 * PAGE];
	struct pf_span spans[] = {
		{ at(HOLE * PAGE), bytes[0], 8, false }, /* all of it in the hole */
		{ at(0), bytes[1], 2 * PAGE, true },
		{ at(PAGE + 4), bytes[2], PAGE, false }, /* into the hole */
		{ at(HOLE * PAGE + 9), bytes[3], 8, false },
		{ at(HOLE * PAGE), bytes[4], 0, true }, /* nothing */
		{ at(3 * PAGE), bytes[5], 2 * PAGE, true },
		{ at(3 * PAGE - 4), bytes[6], 8, false }, /* out of the hole */
		{ 16, bytes[7], 8, false },
	};
	static const bool failed[] = { true, false, true, true, false, false, true, true };
	process->memory.by_fd = _i;
	assert_ok(pf_memory_peek_spans(memory, spans, 8));
	for (size_t i = 0; i < 8; i++)
		ck_assert_msg(spans[i].failed == failed[i], "span %zu", i);
	assert_bytes(bytes[1], 0, 2 * PAGE);
	assert_bytes(bytes[5], 3 * PAGE, 2 * PAGE);
}
END_TEST

START_TEST(many_spans_take_many_calls)
{
	enum { COUNT = 3000 };
	static struct pf_span spans[COUNT];
	static unsigned char bytes[COUNT][8];
	process->memory.by_fd = _i;
	for (size_t i = 0; i < COUNT; i++)
		spans[i] = (struct pf_span){ at(i * 8), bytes[i], 8, false };
	assert_ok(pf_memory_peek_spans(memory, spans, COUNT));
	for (size_t i = 0; i < COUNT; i++) {
		ck_assert_int_eq(spans[i].failed, i * 8 / PAGE == HOLE);
		if (!spans[i].failed)
			assert_bytes(bytes[i], i * 8, 8);
	}
	assert_ok(pf_memory_peek_spans(memory, spans, 0));
}
END_TEST

/* From now on process_vm_readv() fails with NUMBER in this process. */
static void refuse(int number)
{
	struct sock_filter filter[] = {
		BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, nr)),
		BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_process_vm_readv, 0, 1),
		BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | (unsigned)number),
		BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
	};
	struct sock_fprog program = { sizeof(filter) / sizeof(filter[0]), filter };
	ck_assert_int_eq(prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0), 0);
	ck_assert_int_eq(prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program), 0);
}

static const int refusals[] = { ENOSYS, EPERM };

START_TEST(refusal_falls_back_to_the_file)
{
	unsigned char bytes[16];
	struct pf_span spans[] = { { at(0), bytes, 8, true },
				   { at(HOLE * PAGE), bytes, 8, false } };
	refuse(refusals[_i / 2]);
	if (_i % 2) {
		assert_ok(pf_memory_peek_spans(memory, spans, 2));
		ck_assert(!spans[0].failed && spans[1].failed);
	} else {
		assert_ok(pf_memory_peek(memory, at(8), bytes, 8));
		assert_bytes(bytes, 8, 8);
	}
	ck_assert(process->memory.by_fd);
}
END_TEST

START_TEST(end_is_gone)
{
	unsigned char bytes[8];
	struct pf_span span = { at(0), bytes, 8, false };
	process->memory.by_fd = _i;
	child_end(&child);
	ck_assert(!pf_process_memory_alive(&process->memory));
	ck_assert_ptr_eq(pf_memory_peek(memory, at(0), bytes, 8), &pf_error_gone);
	ck_assert_ptr_eq(pf_memory_peek_spans(memory, &span, 1), &pf_error_gone);
	ck_assert(span.failed);
	child_start(&child, child_echo, NULL);
}
END_TEST

START_TEST(read_says_where)
{
	unsigned char bytes[8];
	assert_error(pf_memory_read(memory, 16, bytes, 8), PF_FAULT, "cannot read 8 bytes at 0x10");
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("process_memory");
	TCase *tests = tcase_create("process_memory");
	tcase_add_checked_fixture(tests, setup, teardown);
	tcase_add_loop_test(tests, peek_is_all_or_none, 0, 2);
	tcase_add_loop_test(tests, spans_fail_one_by_one, 0, 2);
	tcase_add_loop_test(tests, many_spans_take_many_calls, 0, 2);
	tcase_add_loop_test(tests, refusal_falls_back_to_the_file, 0, 4);
	tcase_add_loop_test(tests, end_is_gone, 0, 2);
	tcase_add_test(tests, read_says_where);
	suite_add_tcase(suite, tests);
	return tap_run(suite);
}
