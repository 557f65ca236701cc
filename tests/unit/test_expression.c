/* value/expression: what is parsed, and what is refused. */
#include "assert_error.h"
#include "base/text.h"
#include "tap.h"
#include "value/expression.h"

#include <stdio.h>
#include <stdlib.h>

static void write_node(struct pf_text *text, const struct pf_node *node);

static void write_children(struct pf_text *text, const char *name, const struct pf_node *node)
{
	pf_text_printf(text, "(%s", name);
	for (const struct pf_node *child = node->first; child; child = child->next) {
		if (child->link)
			pf_text_printf(text, " %s", pf_operation_name(child->link));
		pf_text_append_str(text, " ");
		write_node(text, child);
	}
	pf_text_append_str(text, ")");
}

/* Bytes that are neither printable nor ASCII as \xff: also those of surrogates. */
static void write_text(struct pf_text *text, const char *prefix, const struct pf_node *node)
{
	ck_assert_int_eq(node->text[node->size], '\0');
	pf_text_printf(text, "%s'", prefix);
	for (size_t i = 0; i < node->size; i++) {
		unsigned char c = (unsigned char)node->text[i];
		pf_text_printf(text, c < ' ' || c >= 0x7f ? "\\x%02x" : "%c", c);
	}
	pf_text_append_str(text, "'");
}

static void write_named(struct pf_text *text, const char *kind, const struct pf_node *node)
{
	char name[64];
	snprintf(name, sizeof(name), "%s%s", kind, node->text);
	write_children(text, name, node);
}

static void write_node(struct pf_text *text, const struct pf_node *node)
{
	switch (node->kind) {
	case PF_NODE_NAME:
		pf_text_append_str(text, node->text);
		return;
	case PF_NODE_VARIABLE:
		pf_text_printf(text, "$%s", node->text);
		return;
	case PF_NODE_NONE:
		pf_text_append_str(text, "None");
		return;
	case PF_NODE_BOOL:
		pf_text_append_str(text, node->integer ? "True" : "False");
		return;
	case PF_NODE_INT:
		if (!node->big)
			ck_assert_int_eq(node->integer, strtoll(node->text, NULL, 10));
		pf_text_printf(text, "%s%s", node->text, node->big ? "!" : "");
		return;
	case PF_NODE_FLOAT:
		pf_text_printf(text, "%.17g", node->real);
		return;
	case PF_NODE_COMPLEX:
		pf_text_printf(text, "%.17gj", node->real);
		return;
	case PF_NODE_STR:
		write_text(text, "", node);
		return;
	case PF_NODE_BYTES:
		write_text(text, "b", node);
		return;
	case PF_NODE_TUPLE:
		write_children(text, "tuple", node);
		return;
	case PF_NODE_LIST:
		write_children(text, "list", node);
		return;
	case PF_NODE_ATTRIBUTE:
		write_named(text, ".", node);
		return;
	case PF_NODE_ITEM:
		write_children(text, "item", node);
		return;
	case PF_NODE_SLICE:
		write_children(text, "slice", node);
		return;
	case PF_NODE_CALL:
		write_children(text, pf_builtin_name(node->function), node);
		return;
	case PF_NODE_COMPARE:
		write_children(text, "compare", node);
		return;
	case PF_NODE_AND:
		write_children(text, "and", node);
		return;
	case PF_NODE_OR:
		write_children(text, "or", node);
		return;
	case PF_NODE_NOT:
		write_children(text, "not", node);
		return;
	case PF_NODE_CHOICE:
		write_children(text, "choice", node);
		return;
	case PF_NODE_UNARY:
	case PF_NODE_BINARY:
		write_children(text, pf_operation_name(node->operation), node);
		return;
	}
	ck_abort_msg("a node of kind %d", (int)node->kind);
}

static const struct {
	const char *text, *tree;
} trees[] = {
	{ "a if b else c", "(choice b a c)" },
	{ "2j + 1.5J - 07j * 1_0e2j", "(- (+ 2j 1.5j) (* 7j 1000j))" },
	{ "a or b if not c else d if e else f", "(choice (not c) (or a b) (choice e d f))" },
	{ "(a, b if c else d)", "(tuple a (choice c b d))" },
	{ "-a ** -b ** c", "(- (** a (- (** b c))))" },
	{ "a * b ** c[0]", "(* a (** b (item c 0)))" },
	{ "x", "x" },
	{ "  x\t\n", "x" },
	{ "_x1", "_x1" },
	{ "\u51fd\u6570", "\u51fd\u6570" },
	{ "\u00fcnter.h\u00e9llo", "(.h\u00e9llo \u00fcnter)" },
	{ "$", "$" },
	{ "$$", "$$" },
	{ "$1", "$1" },
	{ "$$3.x", "(.x $$3)" },
	{ "$name[0]", "(item $name 0)" },
	{ "None", "None" },
	{ "(True, False)", "(tuple True False)" },
	/* attributes, items, slices */
	{ "self.queue.maxsize", "(.maxsize (.queue self))" },
	{ "self . x", "(.x self)" },
	{ "a[0]", "(item a 0)" },
	{ "a[-1]", "(item a (- 1))" },
	{ "a['key'].b[1][2]", "(item (item (.b (item a 'key')) 1) 2)" },
	{ "a[(1, 'a')]", "(item a (tuple 1 'a'))" },
	{ "a[1, 'a']", "(item a (tuple 1 'a'))" },
	{ "a[1,]", "(item a (tuple 1))" },
	{ "a[None]", "(item a None)" },
	{ "a[b.c]", "(item a (.c b))" },
	{ "a[1:2]", "(item a (slice 1 2 None))" },
	{ "a[:]", "(item a (slice None None None))" },
	{ "a[::]", "(item a (slice None None None))" },
	{ "a[1:]", "(item a (slice 1 None None))" },
	{ "a[:-1]", "(item a (slice None (- 1) None))" },
	{ "a[::2]", "(item a (slice None None 2))" },
	{ "a[1:2:3]", "(item a (slice 1 2 3))" },
	{ "a[1::-1]", "(item a (slice 1 None (- 1)))" },
	{ "'ab'[0].x", "(.x (item 'ab' 0))" },
	/* ints */
	{ "0", "0" },
	{ "00_0", "0" },
	{ "1_000", "1000" },
	{ "10L", "10" },
	{ "0xFf", "255" },
	{ "0x_ff", "255" },
	{ "0o17", "15" },
	{ "0B1_01", "5" },
	{ "1000000000", "1000000000" },
	{ "9223372036854775807", "9223372036854775807" },
	{ "9223372036854775808", "9223372036854775808!" },
	{ "0x8000_0000_0000_0000", "9223372036854775808!" },
	{ "0x10000000000000000000000000", "1267650600228229401496703205376!" },
	{ "1000000000000000000000000000000", "1000000000000000000000000000000!" },
	/* floats */
	{ "1.5", "1.5" },
	{ ".5", "0.5" },
	{ "1.", "1" },
	{ "1e3", "1000" },
	{ "1_0.2_5e-0_1", "1.0249999999999999" },
	{ "07.5", "7.5" },
	{ "1e999", "inf" },
	{ "1.e2", "100" },
	/* text */
	{ "'it'", "'it'" },
	{ "\"it's\"", "'it's'" },
	{ "'\\n\\t\\\\\\'\\a\\0\\101\\x41\\q'", "'\\x0a\\x09\\'\\x07\\x00AA\\q'" },
	{ "'\\\nx'", "'x'" },
	{ "'h\u00e9'", "'h\\xc3\\xa9'" },
	{ "'\\xe9\\u20ac\\U0001f600'", "'\\xc3\\xa9\\xe2\\x82\\xac\\xf0\\x9f\\x98\\x80'" },
	{ "'\\udc80'", "'\\xed\\xb2\\x80'" },
	{ "'\\777'", "'\\xc7\\xbf'" },
	{ "r'\\n\\'\\u1'", "'\\n\\'\\u1'" },
	{ "u'x' R'y' 'z'", "'xyz'" },
	{ "'''it's'''", "'it's'" },
	{ "''''a'''", "''a'" },
	{ "''", "''" },
	{ "b'a\\xff\\u1\\777'", "b'a\\xff\\u1\\xff'" },
	{ "rb'\\x' Br'\\y' b'\\\\'", "b'\\x\\y\\'" },
	/* operators */
	{ "a or b and not c", "(or a (and b (not c)))" },
	{ "a or b or c", "(or a b c)" },
	{ "(a or b) or c", "(or (or a b) c)" },
	{ "not not a", "(not (not a))" },
	{ "not a == b", "(not (compare a == b))" },
	{ "a < b <= c", "(compare a < b <= c)" },
	{ "(a < b) < c", "(compare (compare a < b) < c)" },
	{ "a is not None", "(compare a is not None)" },
	{ "a is b != c", "(compare a is b != c)" },
	{ "a not in b in c", "(compare a not in b in c)" },
	{ "a > 1 >= 0", "(compare a > 1 >= 0)" },
	{ "a - b - c", "(- (- a b) c)" },
	{ "a + b * -c", "(+ a (* b (- c)))" },
	{ "-a.b", "(- (.b a))" },
	{ "- -1", "(- (- 1))" },
	{ "+1", "(+ 1)" },
	{ "a // b % c / d", "(/ (% (// a b) c) d)" },
	{ "a | b ^ c & d << 1 + ~e", "(| a (^ b (& c (<< d (+ 1 (~ e))))))" },
	{ "a & 1 == 0", "(compare (& a 1) == 0)" },
	{ "a >> 1 > 2", "(compare (>> a 1) > 2)" },
	/* tuples, lists, calls */
	{ "()", "(tuple)" },
	{ "(a)", "a" },
	{ "(a,)", "(tuple a)" },
	{ "a, b,", "(tuple a b)" },
	{ "[]", "(list)" },
	{ "a in [1, 2,]", "(compare a in (list 1 2))" },
	{ "len(a.b)", "(len (.b a))" },
	{ "type(a).__name__ == 'Job'", "(compare (.__name__ (type a)) == 'Job')" },
	{ "isinstance(a, Job)", "(isinstance a Job)" },
	{ "isinstance(a, (m.Job, int))", "(isinstance a (tuple (.Job m) int))" },
	{ "hex(id(a))", "(hex (id a))" },
	{ "abs(bool(float(int(repr(str(a))))))", "(abs (bool (float (int (repr (str a))))))" },
	{ "len", "len" },
	{ "isinstance", "isinstance" },
};

START_TEST(expressions_are_parsed)
{
	struct pf_expression *expression;
	struct pf_text text = { 0 };
	assert_ok(pf_expression_parse(trees[_i].text, &expression));
	write_node(&text, expression->root);
	ck_assert_str_eq(pf_text_str(&text), trees[_i].tree);
	ck_assert_str_eq(expression->text, trees[_i].text);
	pf_text_deinit(&text);
	pf_expression_destroy(expression);
}
END_TEST

#define EXECUTED " not possible: nothing of the target is ever executed"
#define CHANGED " not possible: nothing of the target is ever changed"

static const struct {
	const char *text, *message;
} errors[] = {
	{ "", "an expression is expected" },
	{ " ", "an expression is expected" },
	{ "self.x)", "unexpected ')' at column 7 of \"self.x)\"" },
	{ "\u51fd\u6570 )", "unexpected ')' at column 4 of \"\u51fd\u6570 )\"" },
	{ "self.", "unexpected end at column 6 of \"self.\"" },
	{ "self.1", "unexpected '.1' at column 5 of \"self.1\"" },
	{ "self.not", "unexpected 'not' at column 6 of \"self.not\"" },
	{ "a b", "unexpected 'b' at column 3 of \"a b\"" },
	{ "a 'b'", "unexpected text at column 3 of \"a 'b'\"" },
	{ "a if b", "unexpected end at column 7 of \"a if b\"" },
	{ "a if b else", "unexpected end at column 12 of \"a if b else\"" },
	{ "a else b", "unexpected 'else' at column 3 of \"a else b\"" },
	{ "a <> b", "unexpected '>' at column 4 of \"a <> b\"" },
	{ "a not b", "unexpected 'b' at column 7 of \"a not b\"" },
	{ "a ** ** b", "unexpected '**' at column 6 of \"a ** ** b\"" },
	{ "a ? b", "unexpected '?' at column 3 of \"a ? b\"" },
	{ "a\u00a0b", "unexpected character U+00A0 at column 2 of \"a\u00a0b\"" },
	{ "\u201ca\u201d", "unexpected character U+201C at column 1 of \"\u201ca\u201d\"" },
	{ "a\x01", "unexpected character U+0001 at column 2 of \"a\\x01\"" },
	{ "a\xff", "no valid UTF-8 at column 2 of \"a\\xff\"" },
	{ "'\xff'", "no valid UTF-8 at column 2 of \"'\\xff'\"" },
	{ "{}", "unexpected '{' at column 1 of \"{}\"" },
	{ "()()", "calls are" EXECUTED },
	{ "a[]", "unexpected ']' at column 3 of \"a[]\"" },
	{ "a[1:2, 3]", "unexpected ',' at column 6 of \"a[1:2, 3]\"" },
	{ "a[1, 2:3]", "unexpected ':' at column 7 of \"a[1, 2:3]\"" },
	{ "a[1:2:3:4]", "unexpected ':' at column 8 of \"a[1:2:3:4]\"" },
	{ "a[1", "'[' was never closed at column 2 of \"a[1\"" },
	{ "a[1:", "'[' was never closed at column 2 of \"a[1:\"" },
	{ "(a, b", "'(' was never closed at column 1 of \"(a, b\"" },
	{ "len(a", "'(' was never closed at column 4 of \"len(a\"" },
	{ "(a]", "unexpected ']' at column 3 of \"(a]\"" },
	{ "(a b)", "unexpected 'b' at column 4 of \"(a b)\"" },
	{ "(,)", "unexpected ',' at column 2 of \"(,)\"" },
	/* literals */
	{ "'a", "unterminated string literal at column 1 of \"'a\"" },
	{ "'a\\", "unterminated string literal at column 1 of \"'a\\\"" },
	{ "r'a\\'", "unterminated string literal at column 1 of \"r'a\\'\"" },
	{ "'''a''", "unterminated string literal at column 1 of \"'''a''\"" },
	{ "'ab\\x4'", "truncated \\xXX escape at column 4 of \"'ab\\x4'\"" },
	{ "'\\u12'", "truncated \\uXXXX escape at column 2 of \"'\\u12'\"" },
	{ "'\\U0011000", "truncated \\UXXXXXXXX escape at column 2 of \"'\\U0011000\"" },
	{ "'\\U00110000'", "illegal Unicode character at column 2 of \"'\\U00110000'\"" },
	{ "'\\N{DASH}'", "names of characters are not known: write \\uXXXX at column 2 of "
			 "\"'\\N{DASH}'\"" },
	{ "b'\u00e9'", "bytes can only contain ASCII literal characters at column 3 of "
		       "\"b'\u00e9'\"" },
	{ "b'a' 'b'", "cannot mix bytes and nonbytes literals at column 6 of \"b'a' 'b'\"" },
	{ "ub'a'", "unexpected 'ub' at column 1 of \"ub'a'\"" },
	{ "rr'a'", "unexpected 'rr' at column 1 of \"rr'a'\"" },
	{ "1x", "invalid decimal literal at column 2 of \"1x\"" },
	{ "1_", "invalid decimal literal at column 2 of \"1_\"" },
	{ "1__0", "invalid decimal literal at column 2 of \"1__0\"" },
	{ "1e", "invalid decimal literal at column 2 of \"1e\"" },
	{ "1.5e+", "invalid decimal literal at column 4 of \"1.5e+\"" },
	{ "1ja", "invalid decimal literal at column 3 of \"1ja\"" },
	{ "0x1j", "invalid hexadecimal literal at column 4 of \"0x1j\"" },
	{ "1.5L", "invalid decimal literal at column 4 of \"1.5L\"" },
	{ "0x", "invalid hexadecimal literal at column 3 of \"0x\"" },
	{ "0xfg", "invalid hexadecimal literal at column 4 of \"0xfg\"" },
	{ "0b12", "invalid digit '2' in binary literal at column 4 of \"0b12\"" },
	{ "0o8", "invalid digit '8' in octal literal at column 3 of \"0o8\"" },
	{ "007", "leading zeros in a decimal int are not permitted (octal: 0o7) at column 1 of "
		 "\"007\"" },
	/* what would run code */
	{ "f(1)", "calls are" EXECUTED },
	{ "a.len(1)", "calls are" EXECUTED },
	{ "max(a)", "calls are" EXECUTED },
	{ "'%s'.join(a)", "calls are" EXECUTED },
	{ "lambda x: x", "lambda is" EXECUTED },
	{ "await a", "await is" EXECUTED },
	{ "yield a", "yield is" EXECUTED },
	{ "[x for x in y]", "comprehensions are" EXECUTED },
	{ "len(x for x in y)", "comprehensions are" EXECUTED },
	{ "import os", "import is" EXECUTED },
	{ "f'{x}'", "f-strings are" EXECUTED },
	{ "rF'{x}'", "f-strings are" EXECUTED },
	{ "t'{x}'", "t-strings are" EXECUTED },
	{ "a = 1", "assignments are" CHANGED },
	{ "a.b += 1", "assignments are" CHANGED },
	{ "a[0] **= 1", "assignments are" CHANGED },
	{ "(a := 1)", "assignments are" CHANGED },
	{ "del a", "del is" CHANGED },
	/* arguments */
	{ "len()", "len() takes exactly one argument here (0 given)" },
	{ "type(a, b)", "type() takes exactly one argument here (2 given)" },
	{ "isinstance(a)", "isinstance expected 2 arguments, got 1" },
	{ "isinstance(a, 1)", "isinstance() arg 2 must be the name of a type or a tuple of names" },
	{ "isinstance(a, (b, 1))",
	  "isinstance() arg 2 must be the name of a type or a tuple of names" },
	{ "isinstance(a, type(b))",
	  "isinstance() arg 2 must be the name of a type or a tuple of names" },
};

START_TEST(errors_are_sentences)
{
	struct pf_expression *expression = NULL;
	struct pf_error *err = pf_expression_parse(errors[_i].text, &expression);
	ck_assert_msg(err != NULL, "%s succeeds", errors[_i].text);
	ck_assert_int_eq(pf_error_code(err), PF_USAGE);
	ck_assert_str_eq(pf_error_message(err), errors[_i].message);
	ck_assert_ptr_null(expression);
	pf_error_destroy(err);
}
END_TEST

/* BEFORE, COUNT times PART, and BEHIND. */
static struct pf_error *parse_repeated(const char *before, const char *part, size_t count,
				       const char *behind)
{
	struct pf_expression *expression;
	struct pf_text text = { 0 };
	pf_text_append_str(&text, before);
	for (size_t i = 0; i < count; i++)
		pf_text_append_str(&text, part);
	pf_text_append_str(&text, behind);
	struct pf_error *err = pf_expression_parse(pf_text_str(&text), &expression);
	pf_text_deinit(&text);
	if (!err)
		pf_expression_destroy(expression);
	return err;
}

static const struct {
	const char *before, *part;
	size_t good;
	const char *behind, *message;
} bounds[] = {
	{ "'", "x", 4094, "'", "the expression has 4097 bytes, at most 4096 are read" },
	{ "", "0", 4096, "", "the expression has 4097 bytes, at most 4096 are read" },
	{ "0x", "f", 4094, "", "the expression has 4097 bytes, at most 4096 are read" },
	{ "(a", ",a", 998, ")", "the expression has more than 1000 parts" },
	{ "a", ".a", 63, "", "nested too deeply: more than 64 times" },
	{ "a", "+a", 63, "", "nested too deeply: more than 64 times" },
	{ "a", "[0]", 63, "", "nested too deeply: more than 64 times" },
	{ "", "-", 63, "a", "nested too deeply: more than 64 times" },
	{ "", "not ", 63, "a", "nested too deeply: more than 64 times" },
};

START_TEST(what_is_read_is_bounded)
{
	assert_ok(parse_repeated(bounds[_i].before, bounds[_i].part, bounds[_i].good,
				 bounds[_i].behind));
	assert_error(parse_repeated(bounds[_i].before, bounds[_i].part, bounds[_i].good + 1,
				    bounds[_i].behind),
		     PF_USAGE, bounds[_i].message);
}
END_TEST

START_TEST(parentheses_are_bounded)
{
	assert_error(parse_repeated("", "(", 63, ""), PF_USAGE, "unexpected end");
	assert_error(parse_repeated("", "(", 64, ""), PF_USAGE, "nested too deeply");
	assert_error(parse_repeated("", "[", 4096, ""), PF_USAGE, "nested too deeply");
	assert_error(parse_repeated("", "len(", 1024, ""), PF_USAGE, "nested too deeply");
	assert_ok(parse_repeated("a", " and a", 600, ""));
	assert_ok(parse_repeated("a", "<a", 900, ""));
}
END_TEST

START_TEST(long_text_is_not_repeated)
{
	assert_error(parse_repeated("", " ", 300, "a b"), PF_USAGE, "unexpected 'b' at column 303");
	assert_error(parse_repeated("a ", "b", 41, ""), PF_USAGE, "unexpected word at column 3");
}
END_TEST

START_TEST(calls_that_are_possible_are_named)
{
	struct pf_expression *expression;
	struct pf_error *err = pf_expression_parse("f()", &expression);
	ck_assert_str_eq(pf_error_advice(err),
			 "These can be called, as they only read: abs, bool, float, hex, id, int, "
			 "isinstance, len, repr, str, type.");
	pf_error_destroy(err);
}
END_TEST

#define add_loop(tests, test, table) \
	tcase_add_loop_test(tests, test, 0, (int)(sizeof(table) / sizeof((table)[0])))

int main(void)
{
	Suite *suite = suite_create("expression");
	TCase *tests = tcase_create("expression");
	add_loop(tests, expressions_are_parsed, trees);
	add_loop(tests, errors_are_sentences, errors);
	add_loop(tests, what_is_read_is_bounded, bounds);
	tcase_add_test(tests, parentheses_are_bounded);
	tcase_add_test(tests, long_text_is_not_repeated);
	tcase_add_test(tests, calls_that_are_possible_are_named);
	suite_add_tcase(suite, tests);
	return tap_run(suite);
}
