/* UTF-8 in which surrogates may stand alone, in three bytes each: it holds any str. */
#include "value/wtf8.h"

size_t pf_wtf8_encode(char *to, uint32_t codepoint)
{
	static const uint8_t lead[] = { 0, 0, 0xc0, 0xe0, 0xf0 };
	size_t size = codepoint < 0x80 ? 1 : codepoint < 0x800 ? 2 : codepoint < 0x10000 ? 3 : 4;
	for (size_t i = size; i-- > 1; codepoint >>= 6)
		to[i] = (char)(0x80 | (codepoint & 0x3f));
	to[0] = (char)(lead[size] | codepoint);
	return size;
}

size_t pf_wtf8_decode(const char *at, uint32_t *ret)
{
	const uint8_t *bytes = (const uint8_t *)at;
	size_t size = bytes[0] < 0x80 ? 1 : bytes[0] < 0xe0 ? 2 : bytes[0] < 0xf0 ? 3 : 4;
	*ret = size == 1 ? bytes[0] : bytes[0] & (0xffu >> (size + 1));
	for (size_t i = 1; i < size; i++)
		*ret = *ret << 6 | (bytes[i] & 0x3f);
	return size;
}

uint64_t pf_wtf8_count(const char *bytes, size_t size)
{
	uint64_t ret = 0;
	for (size_t i = 0; i < size; i++)
		ret += ((uint8_t)bytes[i] & 0xc0) != 0x80;
	return ret;
}
