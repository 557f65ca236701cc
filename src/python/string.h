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

/* Where a text's characters are, how many, how wide (0: bytes that should be UTF-8). */
struct pf_characters {
	pf_addr at;
	uint64_t count;
	size_t width;
};

/* Of the str (or 2.7 str or unicode) object at AT; TORN when it is no text. COUNT is not checked. */
struct pf_error *pf_string_locate(const struct pf_reader *reader, pf_addr at,
				  struct pf_characters *ret) PF_CHECKED;

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

/* How many bytes a sum is made of at most. */
enum { PF_SUM_LIMIT = 256 };

/* A sum of length and first characters of the text at AT, to tell it from another by. */
struct pf_error *pf_string_sum(const struct pf_reader *reader, pf_addr at,
			       uint64_t *ret) PF_CHECKED;

/* Adds at most PF_SUM_LIMIT of SIZE bytes at AT to the sum *ret (FNV-1a). */
struct pf_error *pf_string_sum_bytes(const struct pf_reader *reader, pf_addr at, uint64_t size,
				     uint64_t *ret) PF_CHECKED;

#endif
