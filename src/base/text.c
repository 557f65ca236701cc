/* Growing UTF-8 text: building it, decoding into it, and quoting it for a terminal or JSON. */
#include "base/text.h"

#include "base/array.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void pf_text_deinit(struct pf_text *text)
{
	free(text->bytes);
	*text = (struct pf_text){ 0 };
}

void pf_text_clear(struct pf_text *text)
{
	text->size = 0;
	text->failed = false;
	if (text->bytes)
		text->bytes[0] = '\0';
}

struct pf_error *pf_text_check(const struct pf_text *text)
{
	return text->failed ? &pf_error_no_memory : NULL;
}

const char *pf_text_str(const struct pf_text *text)
{
	return text->bytes ? text->bytes : "";
}

/* Room for SIZE more bytes and the NUL; false once memory has run out. */
static bool reserve(struct pf_text *text, size_t size)
{
	if (!text->failed && pf_array_reserve_bytes((void **)&text->bytes, &text->capacity,
						    text->size + size + 1, 1))
		text->failed = true; /* the error is the static one */
	return !text->failed;
}

void pf_text_append(struct pf_text *text, const char *bytes, size_t size)
{
	if (!reserve(text, size))
		return;
	memcpy(text->bytes + text->size, bytes, size);
	text->size += size;
	text->bytes[text->size] = '\0';
}

void pf_text_append_str(struct pf_text *text, const char *str)
{
	pf_text_append(text, str, strlen(str));
}

void pf_text_printf(struct pf_text *text, const char *fmt, ...)
{
	va_list args;
	va_start(args, fmt);
	int size = vsnprintf(NULL, 0, fmt, args);
	va_end(args);
	if (size < 0 || !reserve(text, (size_t)size))
		return;
	va_start(args, fmt);
	vsnprintf(text->bytes + text->size, (size_t)size + 1, fmt, args);
	va_end(args);
	text->size += (size_t)size;
}
