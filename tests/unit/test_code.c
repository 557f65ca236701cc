/* python/code: code objects read once per epoch, known again, and told apart when reused. */
#include "assert_error.h"
#include "failing_memory.h"
#include "fake_runtime.h"
#include "python/code.h"
#include "tap.h"

static struct fake_memory heap;
static struct pf_code_table table;

static void teardown(void)
{
	pf_code_table_deinit(&table);
	fake_memory_deinit(&heap);
}

#define LAYOUT fake_memory_init(&heap, (unsigned)_i)

static const struct pf_code_entry *intern(pf_addr at)
{
	const struct pf_code_entry *ret = NULL;
	assert_ok(pf_code_table_intern(&table, &heap.reader, at, &ret));
	return ret;
}

START_TEST(all_fields)
{
	LAYOUT;
	pf_addr at = fake_code(&heap, "/srv/app/a.py", "handle", 120);
	const struct pf_code_entry *entry = intern(at);
	ck_assert_uint_eq(entry->code.at, at);
	ck_assert_str_eq(entry->code.file, "/srv/app/a.py");
	ck_assert_str_eq(entry->code.function, "handle");
	ck_assert_int_eq(entry->code.first_line, 120);
	ck_assert_uint_eq(entry->bytecode, at + (pf_addr)heap.layout.code.bytecode);
	if (heap.layout.major == 3 && heap.layout.minor >= 11) {
		ck_assert_str_eq(entry->code.qualname, "handle");
		ck_assert_int_eq(entry->identity.first_traceable, FAKE_FIRST_TRACEABLE);
	} else {
		ck_assert_ptr_null(entry->code.qualname);
		ck_assert_int_eq(entry->identity.first_traceable, 0);
	}
	ck_assert_int_eq(pf_lines_decode(heap.layout.traits.lines, entry->code.lines,
					 entry->code.lines_size, entry->code.first_line, 20)
				 .line,
			 125);
}
END_TEST

START_TEST(one_epoch_reads_once)
{
	LAYOUT;
	pf_addr a = fake_code(&heap, "a.py", "a", 1), b = fake_code(&heap, "a.py", "b", 9);
	const struct pf_code_entry *first = intern(a), *second = intern(b);
	size_t reads = heap.reads;
	for (int i = 0; i < 10; i++) {
		ck_assert_ptr_eq(intern(a), first);
		ck_assert_ptr_eq(intern(b), second);
	}
	ck_assert_uint_eq(heap.reads, reads);
}
END_TEST

START_TEST(a_new_epoch_reads_the_head_once)
{
	LAYOUT;
	pf_addr a = fake_code(&heap, "a.py", "a", 1);
	const struct pf_code_entry *first = intern(a);
	for (int i = 0; i < 64; i++) { /* until it is trusted */
		pf_code_table_renew(&table);
		ck_assert_ptr_eq(intern(a), first);
	}
	for (int i = 0; i < 5; i++) {
		pf_code_table_renew(&table);
		size_t reads = heap.reads;
		ck_assert_ptr_eq(intern(a), first);
		ck_assert_ptr_eq(intern(a), first);
		/* The head, the name's hash, length and beginning of line table and qualified name. */
		size_t wanted = heap.layout.code.qualname != PF_ABSENT ? 14
				: heap.layout.major == 2	       ? 8
								       : 9;
		ck_assert_uint_eq(heap.reads, reads + wanted);
	}
}
END_TEST

/* Copies the head of the code object at FROM over the one at TO: as if TO was freed and reused. */
static void reuse(pf_addr to, pf_addr from)
{
	unsigned char head[256];
	assert_ok(pf_reader_peek(&heap.reader, from, head, (size_t)heap.layout.code.size));
	fake_put(&heap, to, head, (size_t)heap.layout.code.size);
}

START_TEST(an_address_may_be_reused)
{
	LAYOUT;
	pf_addr a = fake_code(&heap, "a.py", "a", 1), b = fake_code(&heap, "b.py", "b", 9);
	const struct pf_code_entry *before = intern(a);
	uint32_t serial = before->serial;
	reuse(a, b);
	ck_assert_ptr_eq(intern(a), before); /* the same epoch: nothing can have changed */
	pf_code_table_renew(&table);
	const struct pf_code_entry *after = intern(a);
	ck_assert_str_eq(after->code.function, "b");
	ck_assert_str_eq(after->code.file, "b.py");
	ck_assert_int_eq(after->code.first_line, 9);
	ck_assert_uint_ne(after->serial, serial);
	pf_code_table_renew(&table);
	ck_assert_ptr_eq(intern(a), after);
}
END_TEST

/* The words of the identity are the same, but what they point to is not. */
START_TEST(other_parts_at_the_same_addresses)
{
	LAYOUT;
	pf_addr at = fake_code(&heap, "a.py", "a", 1);
	pf_addr file, data = (pf_addr)heap.layout.text.ascii_data;
	if (heap.layout.traits.text == TEXT_BYTES)
		data = (pf_addr)heap.layout.object.bytes_data;
	for (int age = 0; age < 100; age += 33) {
		for (int i = 0; i < age; i++) {
			pf_code_table_renew(&table);
			intern(at);
		}
		assert_ok(pf_reader_peek_word(&heap.reader, at + (pf_addr)heap.layout.code.filename,
					      &file));
		unsigned char letter = (unsigned char)('b' + age / 33);
		fake_put(&heap, file + data, &letter, 1);
		uint32_t replacements = table.replacements;
		for (int i = 0; i < 16; i++) { /* at once, or soon when it was trusted */
			pf_code_table_renew(&table);
			intern(at);
		}
		ck_assert_int_eq(intern(at)->code.file[0], letter);
		ck_assert_uint_eq(table.replacements, replacements + (age > 0));
	}
}
END_TEST

START_TEST(each_word_tells_codes_apart)
{
	LAYOUT;
	const struct pf_layout_code *code = &heap.layout.code;
	pf_addr at = fake_code(&heap, "a.py", "a", 1);
	const int32_t words[] = { code->filename, code->name, code->linetable, code->qualname };
	uint32_t serial = intern(at)->serial;
	for (size_t i = 0; i < 4 && words[i] != PF_ABSENT; i++) {
		pf_addr other = i == 2 ? fake_bytes(&heap, "\0\0", 2) : fake_str(&heap, "other");
		fake_put_word(&heap, at + (pf_addr)words[i], other);
		pf_code_table_renew(&table);
		ck_assert_uint_eq(intern(at)->serial, ++serial);
	}
	fake_put_int(&heap, at + (pf_addr)code->firstlineno, 2);
	pf_code_table_renew(&table);
	ck_assert_uint_eq(intern(at)->serial, ++serial);
	ck_assert_int_eq(intern(at)->code.first_line, 2);
}
END_TEST

/* Many code objects that share one huge line table cost its target little, and us no more. */
START_TEST(what_is_kept_has_a_bound)
{
	enum { SIZE = 60 << 20, FIT = 4 };
	const struct pf_code_entry *entry;
	LAYOUT;
	unsigned char *bytes = calloc(SIZE, 1);
	pf_addr lines = fake_bytes(&heap, bytes, SIZE), last = 0;
	free(bytes);
	for (int i = 0; i <= FIT; i++) {
		last = fake_code(&heap, "a.py", "a", i);
		fake_put_word(&heap, last + (pf_addr)heap.layout.code.linetable, lines);
		if (i < FIT)
			intern(last);
	}
	ck_assert_ptr_eq(pf_code_table_intern(&table, &heap.reader, last, &entry), &pf_error_torn);
	reuse(last, fake_code(&heap, "b.py", "b", 9)); /* a small one fits */
	ck_assert_str_eq(intern(last)->code.function, "b");
}
END_TEST

/* A like code object at the same addresses, down to its name: only the hash is another one. */
START_TEST(the_names_hash_tells_codes_apart)
{
	enum { HASH = 24 }; /* ob_shash of 2.7 and PyASCIIObject.hash */
	LAYOUT;
	pf_addr at = fake_code(&heap, "a.py", "a", 1), name;
	assert_ok(pf_reader_peek_word(&heap.reader, at + (pf_addr)heap.layout.code.name, &name));
	ck_assert_str_eq(intern(at)->code.function, "a");
	int32_t text = heap.layout.major == 2 ? heap.layout.object.bytes_data
					      : heap.layout.text.ascii_data;
	fake_put_byte(&heap, name + (pf_addr)text, 'z');
	fake_put_word(&heap, name + HASH, 4711);
	ck_assert_str_eq(intern(at)->code.function, "a");
	pf_code_table_renew(&table);
	ck_assert_str_eq(intern(at)->code.function, "z");
}
END_TEST

static void check_failure(pf_addr at, struct pf_error *want)
{
	const struct pf_code_entry *entry;
	for (int i = 0; i < 2; i++) /* a failure is not remembered as an entry */
		ck_assert_ptr_eq(pf_code_table_intern(&table, &heap.reader, at, &entry), want);
}

/* The line table's address may be given to another one of the same size. */
START_TEST(the_line_table_tells_codes_apart)
{
	LAYOUT;
	pf_addr a = fake_code(&heap, "a.py", "a", 1), lines;
	const struct pf_code_entry *first = intern(a);
	uint32_t serial = first->serial;
	assert_ok(
		pf_reader_peek_word(&heap.reader, a + (pf_addr)heap.layout.code.linetable, &lines));
	pf_addr at = lines + (pf_addr)heap.layout.object.bytes_data;
	unsigned char byte;
	assert_ok(pf_reader_peek(&heap.reader, at, &byte, 1));
	byte ^= 1;
	fake_put(&heap, at, &byte, 1);
	pf_code_table_renew(&table);
	const struct pf_code_entry *second = intern(a);
	ck_assert_uint_ne(second->serial, serial);
	ck_assert_uint_eq(second->code.lines[0], byte);
}
END_TEST

START_TEST(what_is_no_code)
{
	LAYOUT;
	pf_addr other = fake_object(&heap, fake_type_new(&heap, "frame", 0), 256);
	check_failure(other, &pf_error_torn);
	check_failure(16, &pf_error_fault);
	pf_addr at = fake_code(&heap, "a.py", "a", 1);
	fake_put_word(&heap, at + (pf_addr)heap.layout.code.name,
		      fake_dict_new(&heap, NULL, 0, DICT_COMBINED));
	check_failure(at, &pf_error_torn);
	fake_put_word(&heap, at + (pf_addr)heap.layout.code.name, fake_str(&heap, "a"));
	ck_assert_str_eq(intern(at)->code.function, "a");
	check_failure(other, &pf_error_torn);
}
END_TEST

/* Memory where the page at 0 can be read and has a code object at its start. */
static pf_addr at_zero;

static struct pf_error *peek_zero(struct pf_memory *memory, pf_addr at, void *buf, size_t size)
{
	(void)memory;
	return pf_memory_peek(&heap.memory, at < 4096 ? at + at_zero : at, buf, size);
}

/* NULL is no code object, wherever it leads; the table's map cannot hold it either. */
START_TEST(null_is_no_code)
{
	LAYOUT;
	struct pf_memory memory = { .peek = peek_zero };
	struct pf_reader reader = { &memory, &heap.layout };
	const struct pf_code_entry *entry;
	at_zero = fake_code(&heap, "a.py", "a", 1);
	ck_assert_ptr_eq(pf_code_table_intern(&table, &reader, 0, &entry), &pf_error_torn);
	ck_assert_uint_eq(table.by_address.count, 0);
	assert_ok(pf_code_table_intern(&table, &reader, at_zero, &entry));
}
END_TEST

START_TEST(the_nth_read_fails)
{
	LAYOUT;
	pf_addr at = fake_code(&heap, "a.py", "a", 1);
	bool failed = true;
	for (long n = 0; failed; n++) {
		struct failing_memory failing;
		const struct pf_code_entry *entry;
		failing_memory_init(&failing, &heap.memory, n, &pf_error_fault);
		struct pf_reader reader = { &failing.memory, &heap.layout };
		struct pf_error *err = pf_code_table_intern(&table, &reader, at, &entry);
		failed = failing.failed;
		ck_assert_ptr_eq(err, failed ? &pf_error_fault : NULL);
		if (!failed)
			ck_assert_int_gt(n, 5);
	}
	ck_assert_str_eq(intern(at)->code.function, "a");
}
END_TEST

int main(void)
{
	int layouts = fake_memory_layouts();
	Suite *suite = suite_create("code");
	TCase *tests = tcase_create("code");
	tcase_add_checked_fixture(tests, NULL, teardown);
	tcase_add_loop_test(tests, all_fields, 0, layouts);
	tcase_add_loop_test(tests, one_epoch_reads_once, 0, layouts);
	tcase_add_loop_test(tests, a_new_epoch_reads_the_head_once, 0, layouts);
	tcase_add_loop_test(tests, an_address_may_be_reused, 0, layouts);
	tcase_add_loop_test(tests, what_is_kept_has_a_bound, 0, 1);
	tcase_add_loop_test(tests, each_word_tells_codes_apart, 0, layouts);
	tcase_add_loop_test(tests, other_parts_at_the_same_addresses, 0, layouts);
	tcase_add_loop_test(tests, the_names_hash_tells_codes_apart, 0, layouts);
	tcase_add_loop_test(tests, the_line_table_tells_codes_apart, 0, layouts);
	tcase_add_loop_test(tests, what_is_no_code, 0, layouts);
	tcase_add_loop_test(tests, null_is_no_code, 0, layouts);
	tcase_add_loop_test(tests, the_nth_read_fails, 0, layouts);
	suite_add_tcase(suite, tests);
	return tap_run(suite);
}
