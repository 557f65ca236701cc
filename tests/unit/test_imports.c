/* python/imports: what sys.modules holds: modules, other objects, None, and lies. */
#include "assert_error.h"
#include "child.h"
#include "failing_memory.h"
#include "fake_runtime.h"
#include "tap.h"

static struct fake_memory heap;
static struct pf_python python;
static pf_addr interpreter;
static struct pf_imports *imports;

static void setup(int index)
{
	fake_memory_init(&heap, (unsigned)index);
	fake_python_init(&heap, &python);
	assert_ok(pf_page_cache_create(&heap.memory, &python.cache));
	python.runtime = fake_runtime(&heap);
	interpreter = fake_interpreter(&heap, python.runtime, 0);
	imports = NULL;
}

static void teardown(void)
{
	pf_imports_destroy(imports);
	pf_page_cache_destroy(python.cache);
	fake_memory_deinit(&heap);
}

/* A module with __file__ being FILE; 0: without one. */
static pf_addr module(pf_addr file)
{
	struct fake_item items[] = { { fake_str(&heap, "__name__"), fake_str(&heap, "name") },
				     { file ? fake_str(&heap, "__file__") : 0, file } };
	pf_addr at = fake_object(&heap, fake_type_of(&heap, FAKE_MODULE), 56);
	fake_put_word(&heap, at + (pf_addr)heap.layout.object.module_dict,
		      fake_dict_new(&heap, items, 2, DICT_COMBINED));
	return at;
}

static void put_modules(pf_addr dict)
{
	fake_put_word(&heap, interpreter + (pf_addr)heap.layout.interpreter.modules, dict);
}

static struct pf_error *read_imports(pf_addr at)
{
	pf_imports_destroy(imports);
	imports = NULL;
	return pf_python_read_imports(&python, at, &imports);
}

static void check(size_t index, const char *name, const char *file)
{
	ck_assert_str_eq(imports->items[index].name, name);
	ck_assert_pstr_eq(imports->items[index].file, file);
}

START_TEST(names_and_files)
{
	setup(_i);
	pf_addr none = fake_object(&heap, fake_type_new(&heap, "NoneType", 0), 16);
	struct fake_item attribute = { fake_str(&heap, "__file__"), fake_str(&heap, "lazy.py") };
	struct fake_item items[] = {
		{ fake_str(&heap, "sys"), module(0) },
		{ fake_str(&heap, "json"), module(fake_str(&heap, "/lib/json.py")) },
		{ 0, 0 },
		{ fake_str(&heap, "none"), none },
		{ fake_str(&heap, "void"), module(none) },
		{ fake_str(&heap, "lazy"), fake_instance(&heap, &attribute, 1, PLACE_DICTOFFSET) },
		{ fake_int(&heap, 5, false), module(0) },
		{ fake_str(&heap, "gone"), 16 },
		{ 16, module(0) },
	};
	put_modules(fake_dict_new(&heap, items, 9, DICT_GENERAL));
	assert_ok(read_imports(0));
	ck_assert_uint_eq(imports->count, 4);
	ck_assert_uint_eq(imports->unread, 3);
	check(0, "json", "/lib/json.py");
	check(1, "lazy", "lazy.py");
	check(2, "sys", NULL);
	check(3, "void", NULL);
	assert_ok(read_imports(interpreter));
	ck_assert_uint_eq(imports->count, 4);
}
END_TEST

START_TEST(none_yet)
{
	setup(_i);
	assert_ok(read_imports(0));
	ck_assert_uint_eq(imports->count, 0);
	assert_error(read_imports(interpreter + 8), PF_USAGE, "no interpreter");
}
END_TEST

START_TEST(no_dict)
{
	struct child child;
	setup(_i);
	put_modules(module(0));
	child_start(&child, child_echo, NULL);
	assert_ok(pf_process_attach(child.pid, &python.process));
	assert_error(read_imports(0), PF_TORN, "the modules");
	pf_process_destroy(python.process);
	child_end(&child);
}
END_TEST

/* Whatever cannot be read, there is an answer: less of it, or none. */
START_TEST(the_nth_read_fails)
{
	setup(_i);
	struct fake_item items[] = { { fake_str(&heap, "json"),
				       module(fake_str(&heap, "/lib/json.py")) } };
	put_modules(fake_dict_new(&heap, items, 1, DICT_COMBINED));
	bool failed = true;
	for (long n = 0; failed; n++) {
		struct failing_memory failing;
		failing_memory_init(&failing, &heap.memory, n, &pf_error_gone);
		python.pages.memory = &failing.memory;
		struct pf_error *err = read_imports(0);
		failed = failing.failed;
		ck_assert(failed || !err);
		ck_assert(!err || err == &pf_error_gone);
	}
	ck_assert_uint_eq(imports->count, 1);
	check(0, "json", "/lib/json.py");
}
END_TEST

static void put_some_modules(void)
{
	struct fake_item items[] = {
		{ fake_str(&heap, "json"), module(fake_str(&heap, "/lib/json.py")) },
		{ fake_str(&heap, "sys"), module(0) },
		{ fake_str(&heap, "os"), module(fake_str(&heap, "/lib/os.py")) },
	};
	put_modules(fake_dict_new(&heap, items, 3, DICT_GENERAL));
}

/* Memory that holds anything: there is an end, and nothing of ours is harmed. */
START_TEST(any_bytes)
{
	struct child child;
	setup(_i);
	put_some_modules();
	child_start(&child, child_echo, NULL);
	assert_ok(pf_process_attach(child.pid, &python.process));
	size_t from = (size_t)(interpreter - heap.blocks.items[0].at) + 8192; /* its objects */
	unsigned char *truth = malloc(heap.used);
	memcpy(truth, heap.bytes, heap.used);
	srand(1);
	for (int round = 0; round < 1000; round++) {
		for (int i = 0; i <= round % 8; i++)
			heap.bytes[from + (size_t)rand() % (heap.used - from)] =
				(unsigned char)rand();
		pf_error_destroy(read_imports(0));
		memcpy(heap.bytes, truth, heap.used);
	}
	free(truth);
	assert_ok(read_imports(0));
	ck_assert_uint_eq(imports->count, 3);
	pf_process_destroy(python.process);
	child_end(&child);
}
END_TEST

int main(void)
{
	int layouts = fake_memory_layouts();
	Suite *suite = suite_create("imports");
	TCase *tests = tcase_create("imports");
	tcase_add_checked_fixture(tests, NULL, teardown);
	tcase_add_loop_test(tests, names_and_files, 0, layouts);
	tcase_add_loop_test(tests, none_yet, 0, layouts);
	tcase_add_loop_test(tests, no_dict, 0, layouts);
	tcase_add_loop_test(tests, the_nth_read_fails, 0, layouts);
	tcase_add_loop_test(tests, any_bytes, 0, layouts);
	suite_add_tcase(suite, tests);
	return tap_run(suite);
}
