/* The public C API's part for expressions: parsing them, and what they are worth. */
#ifndef PYFLAME_EXPRESSION_H
#define PYFLAME_EXPRESSION_H

/* Include pyflame.h, which includes this; what it says of errors and ownership holds here, too. */
#include "base/arena.h"
#include "base/error.h"
#include "base/text.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* ------------------------------------------------------------------ value: expressions */

struct pf_expression;

/*
 * Parses TEXT, the part of Python's expressions that reading alone can answer. USAGE, with a
 * sentence that names the column, when it is no expression, or when answering it would take to run
 * code. It may be evaluated as often as one likes. pf_expression_destroy(NULL) is fine.
 */
struct pf_error *pf_expression_parse(const char *text, struct pf_expression **ret) PF_CHECKED;
void pf_expression_destroy(struct pf_expression *expression);

enum pf_result_kind {
	PF_RESULT_OBJECT, /* at: any object of the target */
	PF_RESULT_NONE,
	PF_RESULT_BOOL,	 /* integer */
	PF_RESULT_INT,	 /* integer; or, of more than 64 bits, text: its decimal digits */
	PF_RESULT_FLOAT, /* real */
	PF_RESULT_STR,	 /* text: UTF-8 in which surrogates stand alone, in three bytes each */
	PF_RESULT_BYTES, /* text */
	PF_RESULT_TUPLE, /* items */
	PF_RESULT_LIST,	 /* items */
	PF_RESULT_SLICE, /* COUNT items of the sequence at: START, START + STEP …; integer: the end */
	PF_RESULT_DICT,	   /* items: tuples of a key and its value */
	PF_RESULT_COMPLEX, /* real, imag */
};

/*
 * What an expression is worth: an object of the target, or a value of our own. Whoever asks for one
 * says which arena its text and its items are in.
 */
struct pf_result {
	enum pf_result_kind kind;
	uint64_t at;
	int64_t integer;
	double real, imag;
	const char *text; /* a NUL is behind it; there may be others in it. NULL: none */
	size_t size;	  /* of text, without that NUL */
	const struct pf_result *items;
	uint64_t count; /* of items */
	int64_t start, step;
	bool secret; /* its text is PF_REDACTED: it is called, or in, or made of what is called so */
};

struct pf_result pf_result_of_none(void);
struct pf_result pf_result_of_bool(bool value);
struct pf_result pf_result_of_int(int64_t value);
struct pf_result pf_result_of_float(double value);
struct pf_result pf_result_of_object(uint64_t at);

/* A str of SIZE bytes of UTF-8, copied into ARENA; USAGE when they are none. */
struct pf_error *pf_result_of_text(const char *utf8, size_t size, struct pf_arena *arena,
				   struct pf_result *ret) PF_CHECKED;

struct pf_view;
struct pf_limits;
struct pf_frame_id;

/* Where the names of an expression are looked up. All zero knows no name. */
struct pf_name_space {
	const struct pf_frame_id *frame; /* its locals, its globals, what is built in; NULL: none */
	/*
	 * The value of $NAME: "x"; "1", "" of $, "$" of $$, "$2" of $$2. NULL: there are none. An
	 * object that it gives must be of the same look.
	 */
	struct pf_error *(*variable)(void *context, const char *name, struct pf_arena *arena,
				     struct pf_result *ret);
	void *context; /* of variable */
};

/*
 * What an expression is worth in this look. USAGE with Python's own words where Python has them
 * ("name 'x' is not defined"), and with what would have to be executed where reading is not
 * enough; else errors of reading.
 */
struct pf_error *pf_expression_evaluate(const struct pf_expression *expression,
					struct pf_view *view, const struct pf_name_space *names,
					struct pf_arena *arena, struct pf_result *ret) PF_CHECKED;

/* Whether "if" would take it as true. */
struct pf_error *pf_result_truth(struct pf_view *view, const struct pf_result *result,
				 bool *ret) PF_CHECKED;

/* Appends what repr() prints of it, within LIMITS. */
struct pf_error *pf_result_repr(struct pf_view *view, const struct pf_result *result,
				const struct pf_limits *limits, struct pf_text *text) PF_CHECKED;

/* The name of its class, without the module; "object" when it cannot be read. As old as VIEW. */
const char *pf_result_type(struct pf_view *view, const struct pf_result *result);

/* What .NAME, [KEY] and len() are worth. */
struct pf_error *pf_result_attribute(struct pf_view *view, const struct pf_result *result,
				     const char *name, struct pf_arena *arena,
				     struct pf_result *ret) PF_CHECKED;
struct pf_error *pf_result_item(struct pf_view *view, const struct pf_result *result,
				const struct pf_result *key, struct pf_arena *arena,
				struct pf_result *ret) PF_CHECKED;
struct pf_error *pf_result_length(struct pf_view *view, const struct pf_result *result,
				  uint64_t *ret) PF_CHECKED;

#endif
