/* value/evaluate over objects of every layout: names, attributes, items, comparisons. */
#include "assert_error.h"
#include "failing_memory.h"
#include "fake_classes.h"
#include "tap.h"
#include "value/evaluate.h"
#include "value/kind.h"

#include <string.h>

static struct fake_memory heap;
static struct pf_view view;
static struct pf_arena arena;
static struct pf_locals locals;
static struct pf_scope scope;
static pf_addr object, of_list, of_tuple;

static pf_addr text(const char *word)
{
	return fake_str(&heap, word);
}

static pf_addr number(int64_t value)
{
	return fake_int(&heap, value, false);
}

static void local(const char *name, enum pf_variable_kind kind, pf_addr at)
{
	assert_ok(pf_array_push(&locals, ((struct pf_local){ name, kind, at })));
}

static pf_addr dict(const struct fake_item *items, size_t count)
{
	pf_addr at = fake_dict_new(&heap, items, count, DICT_GENERAL);
	uint64_t used = 0;
	for (size_t i = 0; i < count; i++)
		used += items[i].key != 0;
	fake_put_word(&heap, at + (pf_addr)heap.layout.dict.used, used);
	return at;
}

/* A class of Python's with one name in its dict, and an object of it. */
static pf_addr object_of(const char *class_name, const char *name, pf_addr value)
{
	struct fake_item items[] = { { text(name), value } };
	pf_addr class = fake_class(&heap, class_name, FAKE_HEAP_TYPE, object, dict(items, 1));
	return fake_object(&heap, class, 64);
}

static void place_objects(void)
{
	pf_addr seven = number(7);
	pf_addr items[] = { number(1), text("a"), fake_none(&heap), fake_float(&heap, 1.5) };
	pf_addr names[] = { text("x"), text("y") };
	pf_addr inner[] = { number(1), text("a") };
	pf_addr pair = fake_tuple(&heap, of_tuple, inner, 2);
	uint32_t digits[] = { 0, 0, 0, 1 << 10 };
	struct fake_item attributes[] = { { text("name"), text("acme") }, { text("size"), seven } };
	local("job", PF_VARIABLE_ARGUMENT, fake_instance(&heap, attributes, 2, PLACE_DICTOFFSET));
	local("x", PF_VARIABLE_LOCAL, seven);
	local("none", PF_VARIABLE_LOCAL, items[2]);
	local("t", PF_VARIABLE_LOCAL, fake_bool(&heap, true));
	local("fl", PF_VARIABLE_LOCAL, items[3]);
	local("big", PF_VARIABLE_LOCAL, fake_long_digits(&heap, digits, 4, false));
	local("word", PF_VARIABLE_LOCAL, text("hello"));
	local("tup", PF_VARIABLE_LOCAL, fake_tuple(&heap, of_tuple, items, 4));
	local("lst", PF_VARIABLE_LOCAL, fake_list(&heap, of_list, items, 4));
	local("rng", PF_VARIABLE_LOCAL, fake_range(&heap, 3, 4, 5));
	local("far", PF_VARIABLE_LOCAL, fake_range(&heap, 0, 1, INT64_MAX));
	struct fake_item entries[] = { { text("key"), items[0] },     { items[0], text("one") },
				       { items[2], text("nothing") }, { items[3], text("float") },
				       { pair, text("pair") },	      { 0, 0 },
				       { seven, text("seven") } };
	local("dct", PF_VARIABLE_LOCAL, dict(entries, 7));
	struct fake_item fields[] = { { text("_fields"), fake_tuple(&heap, of_tuple, names, 2) } };
	pf_addr of_point = fake_class(&heap, "Point", FAKE_TUPLE_TYPE | FAKE_HEAP_TYPE, of_tuple,
				      dict(fields, 1));
	local("point", PF_VARIABLE_LOCAL, fake_tuple(&heap, of_point, inner, 2));
	local("eq", PF_VARIABLE_LOCAL, object_of("Eq", "__eq__", items[2]));
	local("sized", PF_VARIABLE_LOCAL, object_of("Sized", "__len__", items[2]));
	local("dyn", PF_VARIABLE_LOCAL, object_of("Dyn", "__getattr__", items[2]));
	pf_addr property = fake_object(&heap, fake_type_new(&heap, "property", 0), 64);
	local("prop", PF_VARIABLE_LOCAL, object_of("Prop", "x", property));
	local("plain", PF_VARIABLE_LOCAL, object_of("Plain", "limit", seven));
	pf_addr complex = fake_object(&heap, fake_type_new(&heap, "complex", 0), 64);
	local("cplx", PF_VARIABLE_LOCAL, complex);
	struct fake_item order[] = { { text("__lt__"), items[2] } };
	pf_addr of_date = fake_class(&heap, "datetime.date", 0, object, dict(order, 1));
	local("date", PF_VARIABLE_LOCAL, fake_object(&heap, of_date, 64));
	local("unbound", PF_VARIABLE_LOCAL, 0);
	local("free", PF_VARIABLE_FREE, 0);
	struct fake_item globals[] = { { text("x"), items[1] }, { text("g"), items[1] } };
	struct fake_item builtins[] = { { text("g"), items[2] },
					{ text("int"), fake_type_new(&heap, "int", 0) } };
	scope = (struct pf_scope){ .locals = &locals,
				   .globals = dict(globals, 2),
				   .builtins = dict(builtins, 2) };
}

static void begin(unsigned layout)
{
	struct fake_item none[1];
	fake_memory_init(&heap, layout);
	object = fake_class(&heap, "object", 0, 0, dict(none, 0));
	of_list = fake_class(&heap, "list", FAKE_LIST_TYPE, object, dict(none, 0));
	of_tuple = fake_class(&heap, "tuple", FAKE_TUPLE_TYPE, object, dict(none, 0));
	place_objects();
	pf_view_init(&view, &heap.reader);
}

static void teardown(void)
{
	pf_view_deinit(&view);
	pf_arena_deinit(&arena);
	pf_locals_deinit(&locals);
	locals = (struct pf_locals){ 0 };
	fake_memory_deinit(&heap);
}

static struct pf_error *evaluate(const char *word, struct pf_result *ret)
{
	struct pf_expression *expression;
	PF_TRY(pf_expression_parse(word, &expression));
	struct pf_error *err = pf_evaluate(expression, &view, &scope, &arena, ret);
	pf_expression_destroy(expression);
	return err;
}

static void assert_worth(const char *word, const char *expected)
{
	struct pf_text repr = { 0 };
	struct pf_result result;
	struct pf_error *err = evaluate(word, &result);
	ck_assert_msg(!err, "%s: %s", word, err ? pf_error_message(err) : "");
	assert_ok(pf_result_repr(&view, &result, &pf_limits_default, &repr));
	ck_assert_msg(!strcmp(pf_text_str(&repr), expected), "%s: %s, not %s", word,
		      pf_text_str(&repr), expected);
	pf_text_deinit(&repr);
}

static const struct {
	const char *text, *repr;
} values[] = {
	/* names: locals hide globals, which hide what is built in */
	{ "x, g", "(7, 'a')" },
	/* attributes */
	{ "job.name, job.size + 1", "('acme', 8)" },
	{ "plain.limit", "7" },
	{ "job.__class__ is type(job)", "True" },
	{ "type(job).__name__, plain.__class__.__name__, type(x).__name__",
	  "('Thing', 'Plain', 'int')" },
	{ "type(plain).__mro__[1] is type(plain).__base__", "True" },
	{ "point.x, point.y, point[1]", "(1, 'a', 'a')" },
	{ "job.__dict__['name'], 'size' in job.__dict__, 'x' in job.__dict__",
	  "('acme', True, False)" },
	{ "cplx == 1, cplx == cplx, cplx * 0 == 0, 2j", "(False, True, True, 2j)" },
	{ "x if none else job.name if x else 1", "'acme'" },
	/* values of objects */
	{ "x == 7, x == 7.0, 7 == x, x != 7, x < 8 < big", "(True, True, True, False, True)" },
	{ "big == 0x10000000000000000000000000", "True" },
	{ "-big", "-1267650600228229401496703205376" },
	{ "t == 1, t is True, t + 1, fl * 2", "(True, True, 2, 3.0)" },
	{ "none is None, none == None, x is None, none is none", "(True, True, False, True)" },
	{ "word == 'hello', word[1], word[1:3], 'ell' in word", "(True, 'e', 'el', True)" },
	{ "word + '!', len(word), word < 'z'", "('hello!', 5, True)" },
	{ "bool(none), bool(x), bool(word), bool(lst), bool(job)",
	  "(False, True, True, True, True)" },
	{ "not job, not dct, not rng, not cplx", "(False, False, False, True)" },
	/* items */
	{ "tup[0], tup[-1], lst[1], lst[-4]", "(1, 1.5, 'a', 1)" },
	{ "lst[1:3], tup[::-1], lst[2:][1], lst[9:]",
	  "(['a', None], (1.5, None, 'a', 1), 1.5, [])" },
	{ "rng[0], rng[-1], len(rng), 7 in rng, 8 in rng", "(3, 19, 5, True, False)" },
	{ "rng[1:3], rng[::-1]", "(range(7, 15, 4), range(19, -1, -4))" },
	{ "lst == lst[:], rng[:] == 'x', lst[:] == rng[:]", "(True, False, False)" },
	{ "dct['key'], dct[1], dct[1.0], dct[t], dct[None]",
	  "(1, 'one', 'one', 'one', 'nothing')" },
	{ "dct[1.5], dct[(1, 'a')], dct[x], dct[none]", "('float', 'pair', 'seven', 'nothing')" },
	{ "'key' in dct, 'nope' in dct, 2 not in dct", "(True, False, True)" },
	{ "len(dct), len(lst), len(tup)", "(6, 4, 4)" },
	{ "1 in lst, 'a' in tup, None in lst, 'z' in lst", "(True, True, True, False)" },
	/* comparisons of containers and objects */
	{ "lst == [1, 'a', None, 1.5], tup == (1, 'a'), tup == lst", "(True, False, False)" },
	{ "tup > (1, 'A'), lst < [1, 'a']", "(True, False)" },
	{ "job == job, job == plain, plain == None, job != job", "(True, False, False, False)" },
	{ "eq is eq, eq is not None, eq == eq", "(True, True, True)" },
	/* functions */
	{ "isinstance(job, Thing), isinstance(job, Job)", "(True, False)" },
	{ "isinstance(plain, object), isinstance(plain, (Job, Plain))", "(True, True)" },
	{ "type(x) is type(7), type(job) is type(plain)", "(False, False)" },
	{ "*id(job) is job, (*id(lst))[0] is lst[0], *-~(id(tup) - 1) is tup",
	  "(True, True, True)" },
	{ "id(job) == id(job), abs(x), hex(x), int(fl), float(x)", "(True, 7, '0x7', 1, 7.0)" },
	{ "repr(word), str(word), repr(lst)", "(\"'hello'\", 'hello', \"[1, 'a', None, 1.5]\")" },
};

enum { VALUES = sizeof(values) / sizeof(values[0]) };

START_TEST(objects_have_values)
{
	begin((unsigned)_i);
	for (size_t i = 0; i < VALUES; i++)
		assert_worth(values[i].text, values[i].repr);
}
END_TEST

/* Names, keys and attributes, what is in them, and what is made of them. */
START_TEST(secrets_are_not_shown)
{
	static const char *const words[] = { "WORD", "key", "name", NULL };
	static const struct pf_redaction redaction = { words };
	static const struct {
		const char *text, *repr;
	} cases[] = {
		{ "word", "<redacted>" },
		{ "word[1], word[1:], word + '!', str(word)",
		  "(<redacted>, <redacted>, <redacted>, <redacted>)" },
		{ "len(word), word == 'hello', word and x, x", "(5, True, 7, 7)" },
		{ "none or word", "<redacted>" },
		{ "dct['key'], dct[1], [word]", "(<redacted>, 'one', [<redacted>])" },
		{ "job.name, job.size, -job.size", "(<redacted>, 7, -7)" },
		{ "job.__dict__['name']", "<redacted>" },
	};
	begin((unsigned)_i);
	pf_view_redact(&view, &redaction);
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		assert_worth(cases[i].text, cases[i].repr);
}
END_TEST

static const struct {
	const char *text, *message;
} errors[] = {
	{ "y", "name 'y' is not defined" },
	{ "unbound",
	  "cannot access local variable 'unbound' where it is not associated with a value" },
	{ "free", "cannot access free variable 'free' where it is not associated with a value in "
		  "enclosing scope" },
	{ "job.y", "'Thing' object has no attribute 'y'" },
	{ "prop.x", "'x' is a property of Prop: it would have to be executed" },
	{ "dyn.x", "'Dyn' defines __getattr__: it would have to be executed" },
	{ "eq == 1", "'Eq' defines __eq__: it would have to be executed" },
	{ "1 != eq", "'Eq' defines __eq__: it would have to be executed" },
	{ "eq in lst", "'Eq' defines __eq__: it would have to be executed" },
	{ "len(sized)", "'Sized' defines __len__: it would have to be executed" },
	{ "not sized", "'Sized' defines __len__: it would have to be executed" },
	{ "sized and 1", "'Sized' defines __len__: it would have to be executed" },
	{ "len(job)", "object of type 'Thing' has no len()" },
	{ "far[::1]", "a range of more than 61 bits is not sliced here" },
	{ "rng == rng[:]", "slices are compared here of lists and tuples only" },
	{ "lst[4]", "list index out of range" },
	{ "tup[-5]", "tuple index out of range" },
	{ "lst['a']", "list indices must be integers or slices, not str" },
	{ "word[5]", "string index out of range" },
	{ "job[0]", "'Thing' object is not subscriptable" },
	{ "x[0]", "'int' object is not subscriptable" },
	{ "dct['nope']", "KeyError: 'nope'" },
	{ "dct[(1, 2)]", "KeyError: (1, 2)" },
	{ "dct[[1]]", "unhashable type: 'list'" },
	{ "dct[lst]", "unhashable type: 'list'" },
	{ "lst in dct", "unhashable type: 'list'" },
	{ "cplx / 2", "/ of complex numbers is not computed here" },
	{ "date < date", "'date' and 'date' are not compared here" },
	{ "dct == {}", "unexpected '{' at column 8 of \"dct == {}\"" },
	{ "job < 1", "'<' not supported between instances of 'Thing' and 'int'" },
	{ "1 in job", "argument of type 'Thing' is not iterable" },
	{ "1 in x", "argument of type 'int' is not iterable" },
	{ "job + 1", "'Thing' + 'int' is not computed here: numbers are, and text is joined" },
	{ "x + word", "unsupported operand type(s) for +: 'int' and 'str'" },
	{ "-word", "bad operand type for unary -: 'str'" },
	{ "*word", "bad operand type for unary *: 'str'" },
	{ "*job", "bad operand type for unary *: 'Thing'" },
	{ "*fl", "bad operand type for unary *: 'float'" },
	{ "*x", "there is no object at that address" },
	{ "*(id(job) + 8)", "there is no object at that address" },
	{ "*(id(job) + 1)", "there is no object at that address" },
	{ "*big", "there is no object at that address" },
	{ "*-1", "there is no object at that address" },
	{ "big + 1", "ints of more than 64 bits are not computed here" },
	{ "int(job)", "int() argument must be a number or its text, not 'Thing'" },
};

enum { ERRORS = sizeof(errors) / sizeof(errors[0]) };

START_TEST(errors_name_objects)
{
	begin((unsigned)_i);
	for (size_t i = 0; i < ERRORS; i++) {
		struct pf_result result;
		struct pf_error *err = evaluate(errors[i].text, &result);
		ck_assert_msg(err != NULL, "%s succeeds", errors[i].text);
		ck_assert_str_eq(pf_error_message(err), errors[i].message);
		ck_assert_int_eq(pf_error_code(err), PF_USAGE);
		pf_error_destroy(err);
	}
}
END_TEST

/* Of a text that is too long to be compared, parts can be had, and what has another length differs. */
START_TEST(long_texts)
{
	enum { LONG = (1 << 20) + 10 };
	static char letters[LONG + 1];
	begin((unsigned)_i);
	for (size_t i = 0; i < LONG; i++)
		letters[i] = (char)('a' + i % 10);
	local("text", PF_VARIABLE_LOCAL, fake_str(&heap, letters));
	local("same", PF_VARIABLE_LOCAL, fake_str(&heap, letters));
	local("shorter", PF_VARIABLE_LOCAL, fake_str(&heap, letters + 1));
	assert_worth("len(text), text[:3], text[-3:]", "(1048586, 'abc', 'def')");
	assert_worth("text[1000003], text[-1], text[9:1:-3], text[5:5]", "('d', 'f', 'jgd', '')");
	assert_worth("text[2:12:4], text[-1:-9:-4]", "('cga', 'fb')");
	assert_worth("text == 'abc', text == shorter, text == text, text != 5",
		     "(False, False, True, True)");
	assert_worth("not text, text and 1", "(False, 1)");
	static const char *const fails[] = { "text == same", "text + 'x'", "text[1:]",
					     "text < 'b'" };
	for (size_t i = 0; i < sizeof(fails) / sizeof(fails[0]); i++) {
		struct pf_result result;
		assert_error(evaluate(fails[i], &result), PF_USAGE, "too long to compare");
	}
	struct pf_result result;
	assert_error(evaluate("text[1048586]", &result), PF_USAGE, "index out of range");
}
END_TEST

/* What looks through many objects is given up when the pause has to end. */
START_TEST(a_pause_ends)
{
	static const char *const longs[] = { "dct['key']", "'nope' in dct", "'z' in lst" };
	begin((unsigned)_i);
	view.until_ns = 1;
	for (size_t i = 0; i < sizeof(longs) / sizeof(longs[0]); i++) {
		struct pf_result result;
		assert_error(evaluate(longs[i], &result), PF_USAGE, "the pause would have been");
	}
	assert_worth("x + 1", "8");
}
END_TEST

/* A key that cannot be read is another key; what else cannot be read is an error. */
START_TEST(each_read_fails)
{
	begin((unsigned)_i);
	for (size_t i = 0; i < VALUES; i++) {
		struct failing_memory failing = { .failed = true };
		for (long n = 0; failing.failed; n++) {
			struct pf_result result;
			struct pf_text repr = { 0 };
			failing_memory_init(&failing, &heap.memory, n, &pf_error_gone);
			struct pf_reader reader = { &failing.memory, &heap.layout };
			pf_view_deinit(&view);
			pf_view_init(&view, &reader);
			struct pf_error *err = evaluate(values[i].text, &result);
			if (!err)
				err = pf_result_repr(&view, &result, &pf_limits_default, &repr);
			ck_assert_msg(failing.failed || !err, "%s, read %ld: %s", values[i].text, n,
				      err ? pf_error_message(err) : "");
			pf_error_destroy(err);
			pf_text_deinit(&repr);
		}
	}
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("evaluate_objects");
	TCase *tests = tcase_create("evaluate_objects");
	tcase_add_checked_fixture(tests, NULL, teardown);
	tcase_add_loop_test(tests, objects_have_values, 0, fake_memory_layouts());
	tcase_add_loop_test(tests, secrets_are_not_shown, 0, fake_memory_layouts());
	tcase_add_loop_test(tests, errors_name_objects, 0, fake_memory_layouts());
	tcase_add_loop_test(tests, long_texts, 0, fake_memory_layouts());
	tcase_add_loop_test(tests, a_pause_ends, 0, fake_memory_layouts());
	tcase_add_loop_test(tests, each_read_fails, 0, fake_memory_layouts());
	suite_add_tcase(suite, tests);
	return tap_run(suite);
}
