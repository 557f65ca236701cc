/* Results of expressions: objects of the target, and values of our own. */
#include "value/result.h"

#include "base/text.h"

bool pf_result_is_number(const struct pf_result *result)
{
	return result->kind == PF_RESULT_BOOL || result->kind == PF_RESULT_INT ||
	       result->kind == PF_RESULT_FLOAT;
}

const char *pf_result_type_name(const struct pf_result *result)
{
	static const char *const names[] = { "object", "NoneType", "bool",  "int",
					     "float",  "str",	   "bytes", "tuple",
					     "list",   "slice",	   "dict",  "complex" };
	return names[result->kind];
}

struct pf_result pf_result_of_none(void)
{
	return (struct pf_result){ .kind = PF_RESULT_NONE };
}

struct pf_result pf_result_of_bool(bool value)
{
	return (struct pf_result){ .kind = PF_RESULT_BOOL, .integer = value };
}

struct pf_result pf_result_of_int(int64_t value)
{
	return (struct pf_result){ .kind = PF_RESULT_INT, .integer = value };
}

struct pf_result pf_result_of_float(double value)
{
	return (struct pf_result){ .kind = PF_RESULT_FLOAT, .real = value };
}

struct pf_result pf_result_of_object(pf_addr at)
{
	return (struct pf_result){ .kind = PF_RESULT_OBJECT, .at = at };
}

/* Surrogates that stand alone, of three bytes, are text of Python's, too. */
static bool is_text(const char *utf8, size_t size)
{
	size_t length;
	uint32_t codepoint;
	for (; size; utf8 += length, size -= length) {
		bool surrogate = size > 2 && utf8[0] == '\xed' && (utf8[1] & 0xe0) == 0xa0 &&
				 (utf8[2] & 0xc0) == 0x80;
		length = surrogate ? 3 : pf_utf8_decode(utf8, size, &codepoint);
		if (!length)
			return false;
	}
	return true;
}

struct pf_error *pf_result_of_text(const char *utf8, size_t size, struct pf_arena *arena,
				   struct pf_result *ret)
{
	if (!is_text(utf8, size))
		return pf_error_create(PF_USAGE, "a text that is not valid UTF-8");
	const char *text = pf_arena_text(arena, utf8, size);
	if (!text)
		return &pf_error_no_memory;
	*ret = (struct pf_result){ .kind = PF_RESULT_STR, .text = text, .size = size };
	return NULL;
}
