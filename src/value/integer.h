/* Ints of any size, in decimal. */
#ifndef PF_VALUE_INTEGER_H
#define PF_VALUE_INTEGER_H

#include "base/text.h"
#include "python/reader.h"

/*
 * Appends the int at AT in decimal, exactly; one of more than PF_INTEGER_LIMIT digits of 30 bits as
 * "<int of N bits>" (Python itself refuses to write those of more than 4300 decimal digits).
 * CORRUPT when the object is no int.
 */
enum { PF_INTEGER_LIMIT = 4096 };
struct pf_error *pf_integer_write(const struct pf_reader *reader, pf_addr at,
				  struct pf_text *text) PF_CHECKED;

#endif
