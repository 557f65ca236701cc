/* python/proof, python/adopt: runtimes that are proved, described or guessed, and those that are none. */
#include "assert_error.h"
#include "debug_table.h"
#include "fake_runtime.h"
#include "python/adopt.h"
#include "python/debug_offsets.h"
#include "python/proof.h"
#include "tap.h"

static struct fake_memory heap;
static struct pf_python python;
static pf_addr interpreter;
static struct debug_word table[DEBUG_WORDS];
static size_t count;

static struct pf_proof proof_of(bool *empty)
{
	struct pf_proof ret;
	assert_ok(pf_proof_of(&python, empty, &ret));
	return ret;
}

static struct pf_proof adopt_guessed(pf_addr at, bool is_runtime)
{
	struct pf_proof ret;
	assert_ok(pf_adopt_guessed(&python, at, is_runtime, &ret));
	return ret;
}

static void teardown(void)
{
	fake_memory_deinit(&heap);
}

static uint32_t hex_of(const struct pf_layout *layout)
{
	return (uint32_t)layout->major << 24 | (uint32_t)layout->minor << 16 | 0x02f0;
}

/* Interpreters with what a proof asks for; the list's head is python.runtime's. */
static void fill_runtime(size_t interpreters)
{
	for (size_t i = 0; i < interpreters; i++) {
		interpreter = fake_interpreter(&heap, python.runtime, (int64_t)i);
		fake_thread(&heap, interpreter, i + 1, i + 1, 0);
		fake_modules(&heap, interpreter, hex_of(&heap.layout), 0);
	}
}

static void setup(int index)
{
	fake_memory_init(&heap, (unsigned)index);
	pf_addr runtime = fake_runtime(&heap);
	fake_python_init(&heap, &python);
	python.runtime = runtime;
}

static void check_refused(void)
{
	bool empty = true;
	ck_assert_uint_eq(proof_of(&empty).interpreters, 0);
	ck_assert(!empty);
}

START_TEST(a_runtime_is_proved)
{
	bool empty = true;
	setup(_i);
	fill_runtime(3);
	struct pf_proof proof = proof_of(&empty);
	ck_assert_uint_eq(proof.interpreters, 3);
	ck_assert_uint_eq(proof.version_hex, hex_of(&heap.layout));
	ck_assert(!proof.debug_build);
	ck_assert(!empty);
}
END_TEST

START_TEST(debug_builds_show)
{
	setup(_i);
	fill_runtime(1);
	struct fake_item sys[] = {
		{ fake_str(&heap, "hexversion"), fake_int(&heap, hex_of(&heap.layout), true) },
		{ fake_str(&heap, "gettotalrefcount"), 1 },
	};
	fake_put_word(&heap, interpreter + (pf_addr)heap.layout.interpreter.sysdict,
		      fake_dict_new(&heap, sys, 2, DICT_COMBINED));
	ck_assert(proof_of(NULL).debug_build);
}
END_TEST

START_TEST(an_empty_list)
{
	bool empty = false;
	setup(_i);
	ck_assert_uint_eq(proof_of(&empty).interpreters, 0);
	ck_assert(empty);
	python.runtime = 64;
	check_refused(); /* not readable is not empty */
}
END_TEST

/* One interpreter of several may be ending; it has no thread any more. */
START_TEST(one_good_interpreter_suffices)
{
	setup(_i);
	fake_interpreter(&heap, python.runtime, 0);
	fill_runtime(1);
	fake_interpreter(&heap, python.runtime, 2);
	ck_assert_uint_eq(proof_of(NULL).interpreters, 3);
}
END_TEST

static void put(int32_t offset, uint64_t word)
{
	fake_put_word(&heap, interpreter + (pf_addr)offset, word);
}

/* Takes one of the things away that a proof asks for. */
enum { SPOILT_VERSION = 5 };

static void spoil(int part)
{
	const struct pf_layout_interpreter *layout = &heap.layout.interpreter;
	pf_addr stranger = fake_alloc(&heap, 8192);
	switch (part) {
	case 0:
		put(layout->threads_head, 0);
		break;
	case 1:
		put(layout->threads_head, fake_thread(&heap, stranger, 1, 1, 0));
		break;
	case 2:
		put(layout->modules, fake_str(&heap, "no dict"));
		break;
	case 3:
		put(layout->sysdict, fake_str(&heap, "no dict"));
		break;
	case 4:
		put(layout->builtins, 0);
		break;
	case SPOILT_VERSION:
		fake_modules(&heap, interpreter, hex_of(&heap.layout) + 0x10000, 0);
		break;
	default: /* has no hexversion */
		put(layout->sysdict, fake_dict_new(&heap, NULL, 0, DICT_COMBINED));
	}
}

START_TEST(each_part_counts)
{
	for (int part = 0; part < 7; part++) {
		fake_memory_deinit(&heap);
		setup(_i);
		fill_runtime(1);
		ck_assert_uint_eq(proof_of(NULL).interpreters, 1);
		spoil(part);
		check_refused();
	}
}
END_TEST

/* Then another version is no reason to refuse, but all the rest is. */
START_TEST(what_is_insisted_on_is_not_compared)
{
	bool empty;
	setup(_i);
	fill_runtime(1);
	spoil(SPOILT_VERSION);
	ck_assert_uint_eq(proof_of(&empty).interpreters, 0);
	python.abi = 0x01010000;
	ck_assert_uint_eq(proof_of(&empty).interpreters, 1);
	for (int part = 0; part < 7; part++) {
		if (part == SPOILT_VERSION)
			continue;
		fake_memory_deinit(&heap);
		setup(_i);
		fill_runtime(1);
		python.abi = 0x01010000;
		spoil(part);
		check_refused();
	}
}
END_TEST

START_TEST(circles_end)
{
	setup(_i);
	fill_runtime(2);
	put(heap.layout.interpreter.next, interpreter);
	ck_assert_uint_le(proof_of(NULL).interpreters, 4);
	ck_assert_uint_ge(proof_of(NULL).interpreters, 1);
}
END_TEST

/* Of all layouts that have to be guessed, only the true one is proved. */
START_TEST(guessing_finds_the_version)
{
	setup(_i);
	fill_runtime(2);
	heap.whole_pages = true; /* any offset can be read, as in a process */
	pf_addr runtime = python.runtime;
	bool is_runtime = heap.layout.runtime.interpreters_head != PF_ABSENT;
	memset(&python.layout, 0, sizeof(python.layout));
	struct pf_proof proof = adopt_guessed(runtime, is_runtime);
	if (heap.layout.major == 3 && heap.layout.minor >= 13) {
		ck_assert_uint_eq(proof.interpreters, 0); /* they describe themselves, or lie */
		return;
	}
	ck_assert_uint_eq(proof.interpreters, 2);
	ck_assert_uint_eq(proof.version_hex, hex_of(&heap.layout));
	ck_assert_uint_eq(python.runtime, runtime);
	ck_assert_mem_eq(&python.layout, &heap.layout, sizeof(heap.layout));
	ck_assert_uint_eq(adopt_guessed(runtime, !is_runtime).interpreters, 0);
}
END_TEST

/* The debug table of 3.MINOR at the runtime, and interpreters laid out as it says. */
static void setup_described(unsigned minor)
{
	fake_memory_init(&heap, 0);
	ck_assert(pf_layout_init(&heap.layout, 3, minor > 15 ? 15 : minor));
	heap.layout.minor = (uint8_t)minor;
	debug_table_init(table, minor, &count);
	pf_addr runtime = fake_alloc(&heap, 4096);
	debug_table_put(&heap, runtime, table, count);
	assert_ok(pf_debug_offsets_apply(&heap.memory, runtime, &heap.layout));
	fake_python_init(&heap, &python);
	memset(&python.layout, 0, sizeof(python.layout));
	python.runtime = runtime;
}

START_TEST(described_runtimes)
{
	struct pf_proof proof;
	setup_described((unsigned)_i);
	fill_runtime(2);
	pf_addr runtime = python.runtime;
	python.runtime = 0;
	assert_ok(pf_adopt_described(&python, runtime, &proof));
	ck_assert_uint_eq(proof.interpreters, 2);
	ck_assert_uint_eq(proof.version_hex, 0x030000f0 | (uint32_t)_i << 16);
	ck_assert_uint_eq(python.runtime, runtime);
	ck_assert_mem_eq(&python.layout, &heap.layout, sizeof(heap.layout));
	if (_i <= 15)
		ck_assert_str_eq(python.warning, "");
	else
		ck_assert_ptr_nonnull(strstr(python.warning, "CPython 3.16 is newer"));
}
END_TEST

START_TEST(described_but_not_started)
{
	struct pf_proof proof = { .interpreters = 9 };
	setup_described(15);
	assert_ok(pf_adopt_described(&python, python.runtime, &proof));
	ck_assert_uint_eq(proof.interpreters, 0);
	proof.interpreters = 9;
	assert_ok(pf_adopt_described(&python, python.runtime + 8, &proof)); /* no cookie */
	ck_assert_uint_eq(proof.interpreters, 0);
}
END_TEST

START_TEST(descriptions_that_cannot_be)
{
	struct pf_proof proof;
	setup_described((unsigned)_i);
	pf_addr at = python.runtime;
	if (_i > 13) { /* 3.13's can be read */
		fake_put_word(&heap, at + 16, 1);
		assert_error(pf_adopt_described(&python, at, &proof), PF_UNSUPPORTED,
			     "free-threaded");
		fake_put_word(&heap, at + 16, 0);
	}
	fake_put_word(&heap, at + 8, 0x030c00f0);
	assert_error(pf_adopt_described(&python, at, &proof), PF_CORRUPT, "3.12");
	fake_put_word(&heap, at + 8, 0x020700f0);
	assert_error(pf_adopt_described(&python, at, &proof), PF_CORRUPT, "2.7");
	fake_put_word(&heap, at + 8, table[1].value);
	fake_put_word(&heap, at + 8 * debug_table_find(table, count, "thread_state.interp"), 9999);
	assert_error(pf_adopt_described(&python, at, &proof), PF_CORRUPT, "thread.interp");
}
END_TEST

int main(void)
{
	int layouts = fake_memory_layouts();
	Suite *suite = suite_create("proof");
	TCase *tests = tcase_create("proof");
	tcase_add_checked_fixture(tests, NULL, teardown);
	tcase_add_loop_test(tests, a_runtime_is_proved, 0, layouts);
	tcase_add_loop_test(tests, debug_builds_show, 0, layouts);
	tcase_add_loop_test(tests, an_empty_list, 0, layouts);
	tcase_add_loop_test(tests, one_good_interpreter_suffices, 0, layouts);
	tcase_add_loop_test(tests, each_part_counts, 0, layouts);
	tcase_add_loop_test(tests, what_is_insisted_on_is_not_compared, 0, layouts);
	tcase_add_loop_test(tests, circles_end, 0, layouts);
	tcase_add_loop_test(tests, guessing_finds_the_version, 0, layouts);
	suite_add_tcase(suite, tests);

	TCase *described = tcase_create("described");
	tcase_add_checked_fixture(described, NULL, teardown);
	tcase_add_loop_test(described, described_runtimes, 13, 17);
	tcase_add_test(described, described_but_not_started);
	tcase_add_loop_test(described, descriptions_that_cannot_be, 13, 17);
	suite_add_tcase(suite, described);
	return tap_run(suite);
}
