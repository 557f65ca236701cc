/* Growing UTF-8 text: building it, decoding into it, and quoting it for a terminal or JSON. */
#ifndef PF_BASE_TEXT_H
#define PF_BASE_TEXT_H

#include "base/error.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* A NUL inside text, written in two bytes that no UTF-8 has ("modified UTF-8"). */
#define PF_TEXT_NUL "\xc0\x80"

static inline bool pf_text_is_nul(const char *utf8)
{
	return utf8[0] == PF_TEXT_NUL[0] && utf8[1] == PF_TEXT_NUL[1];
}

/*
 * All zero is empty text. Appending never fails at once: a lack of memory is remembered in
 * `failed` and further appends do nothing, so that a caller checks once, with pf_text_check().
 */
struct pf_text {
	char *bytes; /* NUL-terminated once anything was appended; NULL before */
	size_t size; /* without the NUL */
	size_t capacity;
	bool failed;
};

void pf_text_deinit(struct pf_text *text);

/* Empties the text, keeps its memory, forgets a failure. */
void pf_text_clear(struct pf_text *text);

/* NO_MEMORY when an append since the last clear found none. */
struct pf_error *pf_text_check(const struct pf_text *text) PF_CHECKED;

/* The bytes, never NULL: "" while the text is empty. */
const char *pf_text_str(const struct pf_text *text);

void pf_text_append(struct pf_text *text, const char *bytes, size_t size);
void pf_text_append_str(struct pf_text *text, const char *str);
void pf_text_printf(struct pf_text *text, const char *fmt, ...) PF_PRINTF(2, 3);

/*
 * One code point as UTF-8. A surrogate, which no UTF-8 can hold (Python keeps undecodable bytes
 * of file names in U+DC80..U+DCFF), and what lies above U+10FFFF become "\udc80" or
 * "\U00110000", as Python's "backslashreplace" writes them; NUL, which would end a C string,
 * becomes PF_TEXT_NUL.
 */
void pf_text_append_codepoint(struct pf_text *text, uint32_t codepoint);

/* COUNT units of WIDTH bytes (1: Latin-1, 2: UCS-2, 4: UCS-4), host byte order. */
void pf_text_append_units(struct pf_text *text, const void *units, size_t count, size_t width);

/* Bytes that should be UTF-8; each byte that is not becomes "\xff" in text, NUL PF_TEXT_NUL. */
void pf_text_append_utf8(struct pf_text *text, const char *bytes, size_t size);

/*
 * Valid UTF-8 made safe for a terminal: C0 and C1 controls, DEL and the bidirectional controls
 * become "\x1b", "\n", "\u202e".
 */
void pf_text_append_printable(struct pf_text *text, const char *utf8);

/* A JSON string with its quotes; NULL becomes null. */
void pf_text_append_json(struct pf_text *text, const char *utf8);

/*
 * Decodes the code point at the start of SIZE bytes (at least one). Returns how many bytes it
 * takes, or 0 when they are not valid UTF-8.
 */
size_t pf_utf8_decode(const char *bytes, size_t size, uint32_t *codepoint);

#endif
