/* python: every allocation fails once; each time NO_MEMORY and no leak, then success. */
#include "assert_error.h"
#include "failing_malloc.h"
#include "fake_program.h"
#include "python/code.h"
#include "python/dict.h"
#include "python/dump_read.h"
#include "python/instance.h"
#include "python/string.h"
#include "python/tids.h"
#include "tap.h"
#include "value/evaluate.h"

#include <stdlib.h>

static struct fake_program program;

static void teardown(void)
{
	fake_program_deinit(&program);
}

/* The places of what is read; placed before any allocation fails. */
static pf_addr text, bytes, dict, instance, code, newest;

/* Whether successes were right. Check's own assertions allocate, so they wait until the end. */
static bool right;

static void place_objects(void)
{
	struct fake_memory *heap = &program.heap;
	char *letters = malloc(5001);
	memset(letters, 'x', 5000);
	letters[5000] = '\0';
	text = fake_str(heap, letters);
	free(letters);
	bytes = fake_bytes(heap, "abc", 3);
	struct fake_item items[] = { { fake_str(heap, "_args"), text },
				     { fake_str(heap, "_name"), text } };
	dict = fake_dict_new(heap, items, 2, DICT_COMBINED);
	instance = fake_instance(heap, items, 2,
				 fake_place_exists(heap, PLACE_VALUES) ? PLACE_VALUES
								       : PLACE_DICTOFFSET);
	code = fake_code(heap, "app.py", "f", 1);
	newest = fake_frames(heap, code, 300);
}

static struct pf_error *read_string(void)
{
	struct pf_text have = { 0 };
	struct pf_error *err = pf_string_peek(&program.heap.reader, text, &have);
	pf_text_deinit(&have);
	return err;
}

static struct pf_error *read_bytes(void)
{
	unsigned char *have;
	size_t size;
	PF_TRY(pf_bytes_peek(&program.heap.reader, bytes, 9, &have, &size));
	free(have);
	return NULL;
}

static struct pf_error *find_in_dict(void)
{
	pf_addr value = 0;
	PF_TRY(pf_dict_find(&program.heap.reader, dict, "_name", &value));
	right &= value == text;
	return NULL;
}

static struct pf_error *find_in_instance(void)
{
	pf_addr value = 0;
	PF_TRY(pf_instance_find(&program.heap.reader, instance, "_name", &value));
	right &= value == text;
	return NULL;
}

static struct pf_error *intern_code(void)
{
	struct pf_code_table table = { 0 };
	const struct pf_code_entry *entry;
	struct pf_error *err = pf_code_table_intern(&table, &program.heap.reader, code, &entry);
	pf_code_table_deinit(&table);
	return err;
}

static struct pf_error *walk_frames(void)
{
	struct pf_code_table table = { 0 };
	struct pf_frames frames = { 0 };
	const char *truncated = NULL;
	struct pf_error *err =
		pf_frames_walk(&program.heap.reader, &table, newest, &frames, &truncated);
	right &= err || (frames.count == 300 && !truncated);
	pf_array_deinit(&frames);
	pf_code_table_deinit(&table);
	return err;
}

static struct pf_error *read_states(void)
{
	struct pf_states states = { 0 };
	struct pf_error *err = pf_states_peek(&program.python, &program.heap.reader, &states);
	right &= err || (states.threads.count == 4 && !states.truncated);
	pf_states_deinit(&states);
	return err;
}

static struct pf_error *translate_tids(void)
{
	struct pf_states states = { 0 };
	struct pf_task tasks[] = { { .tid = 101, .ns_tid = 101 }, { .tid = 109, .ns_tid = 109 } };
	struct pf_error *err = pf_states_peek(&program.python, &program.heap.reader, &states);
	if (!err)
		err = pf_tids_translate(&program.python, &program.heap.reader, tasks, 2, &states);
	pf_states_deinit(&states);
	return err;
}

static struct pf_error *read_store(void)
{
	struct pf_dump_store store = { 0 };
	struct pf_error *err = pf_dump_store_read(&store, &program.python);
	if (!err)
		err = pf_dump_store_locate_names(&store, &program.python);
	if (!err)
		err = pf_dump_store_read(&store, &program.python);
	right &= err || (store.frames.count == 6 &&
			 pf_dump_store_name(&store, &store.states.threads.items[0]));
	pf_dump_store_deinit(&store);
	return err;
}

static struct pf_error *read_gils(void)
{
	struct pf_gil_state *gils;
	size_t count;
	PF_TRY(pf_python_read_gils(&program.python, &gils, &count));
	right &= count == 1 || gils[1].interpreter == program.interpreters[1];
	free(gils);
	return NULL;
}

static struct pf_error *read_collectors(void)
{
	struct pf_collector *collectors;
	size_t count;
	PF_TRY(pf_python_read_collectors(&program.python, &collectors, &count));
	right &= count == 1 || collectors[1].interpreter == program.interpreters[1];
	free(collectors);
	return NULL;
}

static struct pf_error *read_imports(void)
{
	struct pf_imports *imports;
	PF_TRY(pf_python_read_imports(&program.python, 0, &imports));
	right &= imports->count == 2 && !strcmp(imports->items[1].name, "threading");
	pf_imports_destroy(imports);
	return NULL;
}

static struct pf_error *parse_expression(void)
{
	struct pf_expression *expression;
	PF_TRY(pf_expression_parse("a['\\xe9' 'b'][1.5] in (0x11, f)", &expression));
	right &= expression->root->kind == PF_NODE_COMPARE;
	pf_expression_destroy(expression);
	return NULL;
}

/* Names, text, a slice, a search: whatever allocates. */
static struct pf_error *evaluate_expression(void)
{
	static const char source[] =
		"x[2:9] + '!', [x, 2] == [x, 2.0], -1 << 3, repr(x)[0], x in d";
	struct pf_local local[] = { { "x", PF_VARIABLE_LOCAL, text },
				    { "d", PF_VARIABLE_LOCAL, dict } };
	struct pf_locals locals = { .items = local, .count = 2 };
	struct pf_scope scope = { .locals = &locals };
	struct pf_expression *expression;
	struct pf_arena arena = { 0 };
	struct pf_result result;
	struct pf_text repr = { 0 };
	struct pf_view view;
	PF_TRY(pf_expression_parse(source, &expression));
	pf_view_init(&view, &program.heap.reader);
	struct pf_error *err = pf_evaluate(expression, &view, &scope, &arena, &result);
	if (!err)
		err = pf_result_repr(&view, &result, &pf_limits_default, &repr);
	right &= err || !strcmp(pf_text_str(&repr), "('xxxxxxx!', True, -8, \"'\", False)");
	pf_text_deinit(&repr);
	pf_view_deinit(&view);
	pf_arena_deinit(&arena);
	pf_expression_destroy(expression);
	return err;
}

static struct pf_error *(*const actions[])(void) = {
	read_string,	 read_bytes,   find_in_dict,	 find_in_instance,    intern_code,
	walk_frames,	 read_states,  translate_tids,	 read_store,	      read_gils,
	read_collectors, read_imports, parse_expression, evaluate_expression,
};

enum { ACTIONS = sizeof(actions) / sizeof(actions[0]) };

START_TEST(each_allocation_fails)
{
	fake_program_init(&program, (unsigned)_i);
	place_objects();
	for (size_t i = 0; i < ACTIONS; i++) {
		bool failed = right = true;
		long n = 0;
		for (; failed; n++) {
			failing_malloc_arm(n);
			struct pf_error *err = actions[i]();
			failed = failing_malloc_disarm();
			ck_assert_msg((err == &pf_error_no_memory) == failed,
				      "action %zu, n %ld: %s", i, n,
				      err ? pf_error_message(err) : "no error");
		}
		ck_assert_int_gt(n, 1); /* it does allocate */
		ck_assert_msg(right, "action %zu", i);
	}
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("no_memory_python");
	TCase *tests = tcase_create("no_memory_python");
	tcase_add_checked_fixture(tests, NULL, teardown);
	tcase_add_loop_test(tests, each_allocation_fails, 0, fake_memory_layouts());
	suite_add_tcase(suite, tests);
	return tap_run(suite);
}
