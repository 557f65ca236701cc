/* Line tables made from ranges, the way CPython's compiler makes them: the decoder's opposite. */
#ifndef PF_TESTS_LINE_ENCODER_H
#define PF_TESTS_LINE_ENCODER_H

#include "python/layout.h"

#include <stddef.h>
#include <stdint.h>

/* What SIZE bytes of bytecode (even, at least 2) belong to; -1 stands for none. */
struct line_range {
	uint32_t size;
	int32_t line, end_line, column, end_column;
};

/* Whether tables of LINES can say that a range has no line. */
int line_encoder_has_none(enum pf_lines lines);

/*
 * Encodes COUNT ranges of a code object that begins at FIRST_LINE into *ret, which must have room
 * for 256 bytes per range. Lines of unsigned tables must not go down. Returns how many bytes.
 */
size_t line_encoder_encode(enum pf_lines lines, const struct line_range *ranges, size_t count,
			   int32_t first_line, unsigned char *ret);

#endif
