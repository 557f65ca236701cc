/* Results of expressions: objects of the target, and values of our own. */
#ifndef PF_VALUE_RESULT_H
#define PF_VALUE_RESULT_H

#include "base/text.h"
#include "target/memory.h"

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
	PF_RESULT_SLICE, /* COUNT items of the sequence at: START, START + STEP … */
};

/* Whoever asks for a result says which arena the text and the items of it are in. */
struct pf_result {
	enum pf_result_kind kind;
	pf_addr at;
	int64_t integer;
	double real;
	const char *text; /* a NUL is behind it; there may be others in it. NULL: none */
	size_t size;	  /* of text, without that NUL */
	const struct pf_result *items;
	uint64_t count; /* of items */
	int64_t start, step;
};

/* None, bool, int or float. */
bool pf_result_is_number(const struct pf_result *result);

/* "int" for what is our own; "object" for an object, whose type takes reading. */
const char *pf_result_type_name(const struct pf_result *result);

struct pf_result pf_result_of_bool(bool value);
struct pf_result pf_result_of_int(int64_t value);
struct pf_result pf_result_of_float(double value);
struct pf_result pf_result_of_object(pf_addr at);

#endif
