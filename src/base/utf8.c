/* UTF-8 and quoting: the part of text.h that knows code points. */
#include "base/text.h"

#include <stdio.h>
#include <string.h>

static bool is_surrogate(uint32_t codepoint)
{
	return codepoint >= 0xd800 && codepoint <= 0xdfff;
}

static void append_unencodable(struct pf_text *text, uint32_t codepoint)
{
	if (!codepoint)
		pf_text_append_str(text, PF_TEXT_NUL);
	else
		pf_text_printf(text, codepoint > 0xffff ? "\\U%08x" : "\\u%04x", codepoint);
}

void pf_text_append_codepoint(struct pf_text *text, uint32_t codepoint)
{
	if (!codepoint || codepoint > 0x10ffff || is_surrogate(codepoint)) {
		append_unencodable(text, codepoint);
		return;
	}
	char utf8[4];
	size_t size = codepoint < 0x80 ? 1 : codepoint < 0x800 ? 2 : codepoint < 0x10000 ? 3 : 4;
	for (size_t i = size; i-- > 1; codepoint >>= 6)
		utf8[i] = (char)(0x80 | (codepoint & 0x3f));
	static const uint8_t lead[] = { 0, 0, 0xc0, 0xe0, 0xf0 };
	utf8[0] = (char)(lead[size] | codepoint);
	pf_text_append(text, utf8, size);
}

/* How many bytes a sequence that starts with LEAD has, and the least value it may encode. */
static size_t sequence_size(uint8_t lead, uint32_t *least)
{
	if (lead < 0x80)
		return *least = 0, 1;
	if ((lead & 0xe0) == 0xc0)
		return *least = 0x80, 2;
	if ((lead & 0xf0) == 0xe0)
		return *least = 0x800, 3;
	if ((lead & 0xf8) == 0xf0)
		return *least = 0x10000, 4;
	return 0;
}

size_t pf_utf8_decode(const char *bytes, size_t size, uint32_t *codepoint)
{
	const uint8_t *in = (const uint8_t *)bytes;
	uint32_t least;
	size_t length = sequence_size(in[0], &least);
	if (!length || length > size)
		return 0;
	uint32_t value = length == 1 ? in[0] : in[0] & (0xffu >> (length + 1));
	for (size_t i = 1; i < length; i++) {
		if ((in[i] & 0xc0) != 0x80)
			return 0;
		value = value << 6 | (in[i] & 0x3f);
	}
	if (value < least || value > 0x10ffff || is_surrogate(value))
		return 0;
	*codepoint = value;
	return length;
}

void pf_text_append_utf8(struct pf_text *text, const char *bytes, size_t size)
{
	while (size && !text->failed) {
		uint32_t codepoint;
		size_t length = pf_utf8_decode(bytes, size, &codepoint);
		if (length)
			pf_text_append_codepoint(text, codepoint);
		else
			pf_text_printf(text, "\\x%02x", (uint8_t)*bytes);
		length += !length;
		bytes += length;
		size -= length;
	}
}

/*
 * What could move a terminal's cursor, change its state, or reorder the line around it: all that
 * Unicode calls Bidi_Control.
 */
static bool is_unsafe(uint32_t codepoint)
{
	return codepoint < 0x20 || (codepoint >= 0x7f && codepoint < 0xa0) || codepoint == 0x061c ||
	       (codepoint >= 0x200e && codepoint <= 0x200f) ||
	       (codepoint >= 0x2028 && codepoint <= 0x202e) ||
	       (codepoint >= 0x2066 && codepoint <= 0x2069);
}

static void append_escape(struct pf_text *text, uint32_t codepoint)
{
	if (codepoint == '\n')
		pf_text_append_str(text, "\\n");
	else if (codepoint == '\t')
		pf_text_append_str(text, "\\t");
	else if (codepoint == '\r')
		pf_text_append_str(text, "\\r");
	else
		pf_text_printf(text, codepoint > 0xff ? "\\u%04x" : "\\x%02x", codepoint);
}

/* How many bytes at the beginning are printable ASCII. */
static size_t plain_size(const char *utf8)
{
	size_t size = 0;
	while (utf8[size] >= 0x20 && utf8[size] < 0x7f)
		size++;
	return size;
}

void pf_text_append_printable(struct pf_text *text, const char *utf8)
{
	for (size_t size = strlen(utf8); size && !text->failed;) {
		size_t plain = plain_size(utf8);
		pf_text_append(text, utf8, plain);
		utf8 += plain;
		size -= plain;
		if (!size)
			return;
		uint32_t codepoint = (uint8_t)*utf8;
		size_t length = pf_utf8_decode(utf8, size, &codepoint);
		if (pf_text_is_nul(utf8)) {
			codepoint = 0;
			length = sizeof(PF_TEXT_NUL) - 1;
		}
		if (!length || is_unsafe(codepoint))
			append_escape(text, codepoint);
		else
			pf_text_append(text, utf8, length);
		length += !length;
		utf8 += length;
		size -= length;
	}
}

void pf_text_append_json(struct pf_text *text, const char *utf8)
{
	if (!utf8) {
		pf_text_append_str(text, "null");
		return;
	}
	pf_text_append_str(text, "\"");
	for (; *utf8 && !text->failed; utf8++) {
		uint8_t c = (uint8_t)*utf8;
		if (pf_text_is_nul(utf8)) {
			pf_text_append_str(text, "\\u0000");
			utf8++;
			continue;
		}
		if (c == '"' || c == '\\')
			pf_text_append_str(text, "\\");
		if (c < 0x20 || c == 0x7f)
			pf_text_printf(text, "\\u%04x", c);
		else
			pf_text_append(text, utf8, 1);
	}
	pf_text_append_str(text, "\"");
}

void pf_text_append_units(struct pf_text *text, const void *units, size_t count, size_t width)
{
	const uint8_t *one = units;
	const uint16_t *two = units;
	const uint32_t *four = units;
	for (size_t i = 0; i < count && !text->failed; i++)
		pf_text_append_codepoint(text, width == 1 ? one[i] : width == 2 ? two[i] : four[i]);
}
