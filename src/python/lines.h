/* From an instruction to its line: the four encodings of CPython's line tables. */
#ifndef PF_PYTHON_LINES_H
#define PF_PYTHON_LINES_H

#include "python/layout.h"

#include <stddef.h>

/* PF_UNKNOWN (-1) where Python itself does not know. Lines 1-based, columns 0-based in bytes. */
struct pf_position {
	int32_t line, end_line, column, end_column;
};

/*
 * Decodes where the instruction at LASTI (bytes into the bytecode; negative: not begun) stands in
 * the source. TABLE has SIZE bytes; whatever is in it, nothing beyond is read. Pure.
 */
struct pf_position pf_lines_decode(enum pf_lines lines, const unsigned char *table, size_t size,
				   int32_t first_line, int32_t lasti);

#endif
