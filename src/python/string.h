/* Python text of every kind as UTF-8. */
#ifndef PF_PYTHON_STRING_H
#define PF_PYTHON_STRING_H

#include "base/text.h"
#include "python/reader.h"

/*
 * How many characters of a text are read at most; what is longer ends in "…". Names and file
 * names that people use are far shorter.
 */
enum { PF_STRING_LIMIT = 1 << 16 };

/*
 * Appends the text of the str (or 2.7 str or unicode) object at AT to *text. All four shapes of
 * PEP 393 are read: ASCII, compact, and the legacy one whose characters lie elsewhere. TORN when
 * the object is no text.
 */
struct pf_error *pf_string_peek(const struct pf_reader *reader, pf_addr at,
				struct pf_text *text) PF_CHECKED;

/* Whether the object at AT is a text that equals the ASCII text WORD; an unreadable one is not. */
bool pf_string_equals(const struct pf_reader *reader, pf_addr at, const char *word);

/* The bytes of the bytes object at AT. *ret is to be freed; at most LIMIT bytes, else TORN. */
struct pf_error *pf_bytes_peek(const struct pf_reader *reader, pf_addr at, size_t limit,
			       unsigned char **ret, size_t *size_ret) PF_CHECKED;

#endif
