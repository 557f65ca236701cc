/* UTF-8 in which surrogates may stand alone, in three bytes each: it holds any str. */
#ifndef PF_VALUE_WTF8_H
#define PF_VALUE_WTF8_H

#include <stddef.h>
#include <stdint.h>

/* Writes the code point, which is U+10FFFF at most, to TO; returns how many bytes it takes: 1 to 4. */
size_t pf_wtf8_encode(char *to, uint32_t codepoint);

/* How many bytes the code point at AT takes: what pf_wtf8_encode() wrote. */
size_t pf_wtf8_decode(const char *at, uint32_t *ret);

/* How many code points SIZE bytes are. */
uint64_t pf_wtf8_count(const char *bytes, size_t size);

#endif
