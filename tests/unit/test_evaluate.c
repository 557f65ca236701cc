/* value/evaluate: what expressions are worth, first those of literals alone. */
#include "assert_error.h"
#include "fake_objects.h"
#include "tap.h"
#include "value/code_names.h"
#include "value/evaluate.h"
#include "value/kind.h"

#include <string.h>

static struct fake_memory heap;
static struct pf_view view;
static struct pf_arena arena;
static struct pf_scope scope;

static void begin(unsigned layout)
{
	fake_memory_init(&heap, layout);
	pf_view_init(&view, &heap.reader);
	scope = (struct pf_scope){ 0 };
}

static void teardown(void)
{
	pf_view_deinit(&view);
	pf_arena_deinit(&arena);
	fake_memory_deinit(&heap);
}

static struct pf_error *evaluate(const char *text, struct pf_result *ret)
{
	struct pf_expression *expression;
	PF_TRY(pf_expression_parse(text, &expression));
	struct pf_error *err = pf_evaluate(expression, &view, &scope, &arena, ret);
	pf_expression_destroy(expression); /* the result does without it */
	return err;
}

/* TEXT is worth what repr() prints as EXPECTED. */
static void assert_worth(const char *text, const char *expected)
{
	struct pf_text repr = { 0 };
	struct pf_result result;
	struct pf_error *err = evaluate(text, &result);
	ck_assert_msg(!err, "%s: %s", text, err ? pf_error_message(err) : "");
	assert_ok(pf_result_repr(&view, &result, &pf_limits_default, &repr));
	ck_assert_msg(!strcmp(pf_text_str(&repr), expected), "%s: %s, not %s", text,
		      pf_text_str(&repr), expected);
	pf_text_deinit(&repr);
}

static void assert_fails(const char *text, const char *message)
{
	struct pf_result result;
	struct pf_error *err = evaluate(text, &result);
	ck_assert_msg(err != NULL, "%s succeeds", text);
	ck_assert_str_eq(pf_error_message(err), message);
	ck_assert_int_eq(pf_error_code(err), PF_USAGE);
	pf_error_destroy(err);
}

/* As repr(eval()) of Python 3 has them. */
static const struct {
	const char *text, *repr;
} values[] = {
	{ "None", "None" },
	{ "True, False", "(True, False)" },
	{ "1_000", "1000" },
	{ "0x10000000000000000", "18446744073709551616" },
	{ "-0x10000000000000000", "-18446744073709551616" },
	{ "-9223372036854775808", "-9223372036854775808" },
	{ "--9223372036854775808", "9223372036854775808" },
	{ "+True", "1" },
	{ "~5", "-6" },
	{ "1.5e300", "1.5e+300" },
	{ "0.1", "0.1" },
	{ "-0.0", "-0.0" },
	{ "'it\\'s\\n\\u51fd\\udc80\\x00'", "\"it's\\n\u51fd\\udc80\\x00\"" },
	{ "b'a\\xff'", "b'a\\xff'" },
	{ "()", "()" },
	{ "(1,)", "(1,)" },
	{ "[1, ('a', [])]", "[1, ('a', [])]" },
	/* arithmetic */
	{ "7 + 2 - 10", "-1" },
	{ "3 * -4", "-12" },
	{ "7 / 2", "3.5" },
	{ "6 / 2", "3.0" },
	{ "7 // 2, -7 // 2, 7 // -2, -7 // -2", "(3, -4, -4, 3)" },
	{ "7 % 3, -7 % 3, 7 % -3, -7 % -3", "(1, 2, -2, -1)" },
	{ "-9223372036854775808 % -1", "0" },
	{ "7.5 // 2, -7.5 // 2, 7.5 % -2, -7.5 % 2", "(3.0, -4.0, -0.5, 0.5)" },
	{ "1e300 % 7, 0.0 % -1, 1 // 1e-300", "(1.0, -0.0, 9.999999999999999e+299)" },
	{ "-1.5 // 1e999, 1.5 // 1e999, -1.5 // -1e999", "(-1.0, 0.0, 0.0)" },
	{ "1.5 // -1e999, -1.5 % 1e999, 1.5 % -1e999", "(-1.0, inf, -inf)" },
	{ "-0.5 // 3, 7.0 // -0.1, -1e-300 // 1e300, 0.0 // -2", "(-1.0, -70.0, -1.0, -0.0)" },
	{ "9223372036854775807 / 3, 9007199254740993 / 3", "(3.0744573456182584e+18, "
							   "3002399751580331.0)" },
	{ "9007199254740995 / 9007199254740993, 1 / 9223372036854775807",
	  "(1.0000000000000002, 1.0842021724855044e-19)" },
	{ "-9223372036854775808 / -1, -9223372036854775808 / 9223372036854775807, 0 / -5",
	  "(9.223372036854776e+18, -1.0, -0.0)" },
	{ "1.5 + 1, 2 - 0.5, 2 * 0.5", "(2.5, 1.5, 1.0)" },
	{ "True + True", "2" },
	{ "6 & 3, 6 | 3, 6 ^ 3, 1 << 4, -17 >> 2, 5 >> 99, -5 >> 99", "(2, 7, 5, 16, -5, 0, -1)" },
	{ "True & False, True | False, True ^ 1", "(False, True, 0)" },
	{ "'a' + 'b', b'a' + b'b'", "('ab', b'ab')" },
	/* comparisons */
	{ "1 == 1.0 == True", "True" },
	{ "1 < 2 < 3, 1 < 3 < 2", "(True, False)" },
	{ "1 != 2, 'a' != 'a'", "(True, False)" },
	{ "9007199254740993 == 9007199254740992.0", "False" },
	{ "9007199254740993 > 9007199254740992.0", "True" },
	{ "9223372036854775807 < 9223372036854775808.0", "True" },
	{ "0x10000000000000000 == 18446744073709551616.0", "True" },
	{ "18446744073709551617 == 18446744073709551616.0", "False" },
	{ "18446744073709551617 > 18446744073709551616.0", "True" },
	{ "-18446744073709551617 < -18446744073709551616.0", "True" },
	{ "1e999 > 18446744073709551616, -1e999 < -18446744073709551616", "(True, True)" },
	{ "1e999 - 1e999 == 1e999 - 1e999", "False" },
	{ "1e999 - 1e999 < 1", "False" },
	{ "18446744073709551616 < 18446744073709551617", "True" },
	{ "-18446744073709551616 < 5 < 18446744073709551616", "True" },
	{ "5 > -18446744073709551616", "True" },
	{ "99999999999999999999 < 100000000000000000000", "True" },
	{ "-99999999999999999999 < -100000000000000000000", "False" },
	{ "1 == '1', None == 0, 'a' == b'a', () == []", "(False, False, False, False)" },
	{ "None == None", "True" },
	{ "(1, 'a') == (1.0, 'a'), [1, [2]] == [1, [2]]", "(True, True)" },
	{ "(1, 2) == (1, 2, 3), (1, 2) < (1, 2, 3), (1, 3) < (1, 2, 3)", "(False, True, False)" },
	{ "[1, 2] <= [1, 2], [2] > [1, 9], (2, 'a') < (2, 'b')", "(True, True, True)" },
	{ "'a' < 'b', 'a' < 'ab', 'Z' < 'a', b'\\xff' > b'a'", "(True, True, True, True)" },
	{ "'\\uffff' < '\\U00010000', '\\udc80' < '\\uffff'", "(True, True)" },
	{ "1 is None, None is None, True is not False", "(False, True, True)" },
	{ "True is 1", "False" },
	{ "1 in (1, 2), 3 in [1, 2], 3 not in (1, 2)", "(True, False, True)" },
	{ "'b' in 'abc', '' in '', 'x' not in 'abc'", "(True, True, True)" },
	{ "b'b' in b'abc', 98 in b'abc', 0 in b'a'", "(True, True, False)" },
	{ "(1, 2) in [(1, 2)]", "True" },
	/* logic */
	{ "1 and 'a', 0 and 'a', 0 or 'a', '' or 0", "('a', 0, 'a', 0)" },
	{ "not 0, not 0.0, not '', not b'', not (), not [], not None",
	  "(True, True, True, True, True, "
	  "True, True)" },
	{ "not 1, not -0.5, not 'a', not (0,), not 18446744073709551616",
	  "(False, False, False, False, "
	  "False)" },
	{ "None or False or 0.0", "0.0" },
	{ "0 and 1 / 0, 1 or 1 / 0, 1 > 2 > 1 / 0", "(0, 1, False)" },
	/* items */
	{ "(1, 2, 3)[0], (1, 2, 3)[-1], [4, 5][True]", "(1, 3, 5)" },
	{ "'h\u00e9llo'[1], 'h\u00e9llo'[-1], b'abc'[0], b'abc'[-1]", "('\u00e9', 'o', 97, 99)" },
	{ "(1, 2, 3)[1:], (1, 2, 3)[:-1], (1, 2, 3)[::-1]", "((2, 3), (1, 2), (3, 2, 1))" },
	{ "(1, 2, 3)[5:], (1, 2, 3)[-9:2], (1, 2, 3)[2:1]", "((), (1, 2), ())" },
	{ "(1, 2, 3)[::2], (1, 2, 3)[-1:-9:-2], (1, 2, 3)[9:0:-1]", "((1, 3), (3, 1), (3, 2))" },
	{ "[1, 2, 3][1:][0], [1, 2][None:None]", "(2, [1, 2])" },
	{ "'h\u00e9llo'[1:3], 'h\u00e9llo'[::-1], b'abc'[1:], ''[1:]",
	  "('\u00e9l', 'oll\u00e9h', b'bc', '')" },
	{ "(1, 2, 3)[:99999999999999999999], (1, 2, 3)[::99999999999999999999]",
	  "((1, 2, 3), (1,))" },
	{ "(1, 2, 3)[::-9223372036854775808], (1, 2, 3)[-9223372036854775808:]",
	  "((3,), (1, 2, 3))" },
	/* functions */
	{ "len('h\u00e9llo'), len(b'\\xff'), len(()), len([1, 2])", "(5, 1, 0, 2)" },
	{ "abs(-5), abs(-0.5), abs(True), abs(-18446744073709551616)",
	  "(5, 0.5, 1, 18446744073709551616)" },
	{ "bool(''), bool(2), bool(None)", "(False, True, False)" },
	{ "int(2.9), int(-2.9), int('12'), int(' -3 '), int(True)", "(2, -2, 12, -3, 1)" },
	{ "float(1), float('1.5'), float(' inf ')", "(1.0, 1.5, inf)" },
	{ "hex(255), hex(-1), hex(-9223372036854775808)",
	  "('0xff', '-0x1', '-0x8000000000000000')" },
	{ "repr('a'), str('a'), str(1), repr(None), str(1.0)",
	  "(\"'a'\", 'a', '1', 'None', '1.0')" },
	{ "isinstance(1, int), isinstance(True, int), isinstance(1, (str, float))", "(True, True, "
										    "False)" },
	{ "isinstance('', object), isinstance(None, int)", "(True, False)" },
};

START_TEST(literals_have_values)
{
	begin((unsigned)fake_memory_layouts() - 1);
	assert_worth(values[_i].text, values[_i].repr);
}
END_TEST

#define BIG "ints of more than 64 bits are not computed here"

static const struct {
	const char *text, *message;
} errors[] = {
	{ "x", "name 'x' is not defined" },
	{ "$x", "there is no $x here" },
	{ "9223372036854775807 + 1", BIG },
	{ "-9223372036854775808 - 1", BIG },
	{ "4611686018427387904 * 2", BIG },
	{ "-9223372036854775808 // -1", BIG },
	{ "18446744073709551616 + 1", BIG },
	{ "~18446744073709551616", BIG },
	{ "1 / 1000000000000000000000000000000", BIG },
	{ "18446744073709551616 / 5", BIG },
	{ "1 << 63", BIG },
	{ "1 << -1", "negative shift count" },
	{ "1 >> -1", "negative shift count" },
	{ "1 / 0", "division by zero" },
	{ "1 // 0", "division by zero" },
	{ "1 % 0", "division by zero" },
	{ "1 / 0.0", "division by zero" },
	{ "1.0 % 0", "division by zero" },
	{ "1.5 & 1", "unsupported operand type(s) for &: 'float' and 'int'" },
	{ "~1.5", "bad operand type for unary ~: 'float'" },
	{ "-'a'", "bad operand type for unary -: 'str'" },
	{ "'a' + 1", "unsupported operand type(s) for +: 'str' and 'int'" },
	{ "'a' * 2", "'str' * 'int' is not computed here: numbers are, and text is joined" },
	{ "[] + []", "'list' + 'list' is not computed here: numbers are, and text is joined" },
	{ "None + 1", "unsupported operand type(s) for +: 'NoneType' and 'int'" },
	{ "''['a']", "string indices must be integers, not 'str'" },
	{ "b''[0]", "index out of range" },
	{ "1 < 'a'", "'<' not supported between instances of 'int' and 'str'" },
	{ "None >= 1", "'>=' not supported between instances of 'NoneType' and 'int'" },
	{ "(1, 'a') < (1, 2)", "'<' not supported between instances of 'str' and 'int'" },
	{ "1 is 1", "\"is\" is for objects, None, True and False: use == here" },
	{ "1 in 2", "argument of type 'int' is not iterable" },
	{ "1 in 'a'", "'in <string>' requires string as left operand, not int" },
	{ "'a' in b'a'", "'in <bytes>' requires bytes or a byte as left operand, not str" },
	{ "(1, 2)[2]", "tuple index out of range" },
	{ "[1][-2]", "list index out of range" },
	{ "''[0]", "string index out of range" },
	{ "(1,)[18446744073709551616]", "tuple index out of range" },
	{ "(1,)['a']", "tuple indices must be integers or slices, not str" },
	{ "(1,)[1.0]", "tuple indices must be integers or slices, not float" },
	{ "(1,)['a':]", "slice indices must be integers or None" },
	{ "(1,)[::0]", "slice step cannot be zero" },
	{ "1[0]", "'int' object is not subscriptable" },
	{ "None[0]", "'NoneType' object is not subscriptable" },
	{ "1[0:1]", "'int' object is not subscriptable" },
	{ "'a'.x", "'str' object has no attribute 'x'" },
	{ "len(1)", "object of type 'int' has no len()" },
	{ "abs('a')", "bad operand type for abs(): 'str'" },
	{ "hex(1.5)", "'float' object cannot be interpreted as an integer" },
	{ "hex(18446744073709551616)", BIG },
	{ "int('x')", "invalid literal for int() with base 10" },
	{ "int('')", "invalid literal for int() with base 10" },
	{ "int(1e999)", "cannot convert float infinity to integer" },
	{ "int(1e999 - 1e999)", "cannot convert float NaN to integer" },
	{ "int(1e30)", BIG },
	{ "int(None)", "int() argument must be a number or its text, not 'NoneType'" },
	{ "float('0x1')", "could not convert string to float" },
	{ "float([])", "float() argument must be a number or its text, not 'list'" },
	{ "id(1)", "id() is of objects of the target: this 'int' is none" },
	{ "type(1)", "the type 'int' is not found here" },
};

START_TEST(errors_are_pythons)
{
	begin((unsigned)fake_memory_layouts() - 1);
	assert_fails(errors[_i].text, errors[_i].message);
}
END_TEST

/* In 2.7 text of bytes equals text of characters. */
START_TEST(bytes_are_text_in_2_7)
{
	begin(0);
	assert_worth("'a' == b'a', b'a' in 'ab', b'ab'[0], b'a' < 'b'", "(True, True, 'a', True)");
}
END_TEST

/* 2.7 floors quotients of ints where the module does not ask for others. */
START_TEST(ints_are_floored_in_2_7)
{
	const struct pf_locals future = { .flags = PF_CODE_FUTURE_DIVISION };
	begin(0);
	assert_worth("7 / 2, -7 / 2, True / 2, 7 / 2.0", "(3, -4, 0, 3.5)");
	scope.locals = &future;
	assert_worth("7 / 2, -7 / 2, -7 // 2", "(3.5, -3.5, -4)");
}
END_TEST

#define add_loop(tests, test, table) \
	tcase_add_loop_test(tests, test, 0, (int)(sizeof(table) / sizeof((table)[0])))

int main(void)
{
	Suite *suite = suite_create("evaluate");
	TCase *tests = tcase_create("evaluate");
	tcase_add_checked_fixture(tests, NULL, teardown);
	add_loop(tests, literals_have_values, values);
	add_loop(tests, errors_are_pythons, errors);
	tcase_add_test(tests, bytes_are_text_in_2_7);
	tcase_add_test(tests, ints_are_floored_in_2_7);
	suite_add_tcase(suite, tests);
	return tap_run(suite);
}
