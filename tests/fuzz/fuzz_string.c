/* Fuzzes python/string, object, dict and instance over memory that is the input. */
#include "fuzz_memory.h"
#include "python/dict.h"
#include "python/instance.h"
#include "python/object.h"
#include "python/string.h"

#include <stdlib.h>

static void check(bool right)
{
	if (!right)
		abort();
}

/* What a string becomes is UTF-8 without a NUL, whatever it was. */
static void peek_string(const struct pf_reader *reader, pf_addr at)
{
	struct pf_text text = { 0 };
	struct pf_error *err = pf_string_peek(reader, at, &text);
	const char *bytes = pf_text_str(&text);
	check(strlen(bytes) == text.size);
	for (size_t i = 0; !err && i < text.size;) {
		uint32_t codepoint;
		size_t size = pf_utf8_decode(bytes + i, text.size - i, &codepoint);
		if (!size && !strncmp(bytes + i, PF_TEXT_NUL, 2))
			size = 2;
		check(size);
		i += size;
	}
	pf_error_destroy(err);
	pf_text_deinit(&text);
}

static void peek_bytes(const struct pf_reader *reader, pf_addr at)
{
	unsigned char *bytes;
	size_t size;
	struct pf_error *err = pf_bytes_peek(reader, at, 4096, &bytes, &size);
	if (!err)
		free(bytes);
	pf_error_destroy(err);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct fuzz_memory fuzz;
	pf_addr value;
	int64_t number;
	if (!fuzz_memory_init(&fuzz, data, size))
		return 0;
	peek_string(&fuzz.reader, fuzz.start);
	peek_bytes(&fuzz.reader, fuzz.start);
	pf_string_equals(&fuzz.reader, fuzz.start, "_name");
	pf_error_destroy(pf_object_peek_int(&fuzz.reader, fuzz.start, &number));
	pf_error_destroy(pf_dict_find(&fuzz.reader, fuzz.start, "_name", &value));
	pf_error_destroy(pf_instance_find(&fuzz.reader, fuzz.start, "_name", &value));
	return 0;
}
