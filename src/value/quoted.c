/* Characters in quotes, with the escapes that Python's repr() has. */
#include "value/quoted.h"

static const struct range {
	uint32_t first, last;
} printable[] = {
#include "value/printable.inc"
};

bool pf_is_printable(uint32_t codepoint)
{
	size_t low = 0, high = sizeof(printable) / sizeof(printable[0]);
	if (codepoint < 0x7f)
		return codepoint >= 0x20;
	while (low < high) {
		size_t middle = (low + high) / 2;
		if (codepoint > printable[middle].last)
			low = middle + 1;
		else
			high = middle;
	}
	return low < sizeof(printable) / sizeof(printable[0]) && codepoint >= printable[low].first;
}

static uint32_t unit_at(const struct pf_units *units, size_t index)
{
	if (units->width == 1)
		return ((const uint8_t *)units->items)[index];
	return units->width == 2 ? ((const uint16_t *)units->items)[index]
				 : ((const uint32_t *)units->items)[index];
}

char pf_quoted_quote(const struct pf_units *units)
{
	bool single = false;
	for (size_t i = 0; i < units->count; i++) {
		uint32_t unit = unit_at(units, i);
		if (unit == '"')
			return '\'';
		single = single || unit == '\'';
	}
	return single ? '"' : '\'';
}

static void append_escaped(struct pf_text *text, uint32_t unit)
{
	static const char letters[][2] = { { '\n', 'n' }, { '\r', 'r' }, { '\t', 't' } };
	for (size_t i = 0; i < sizeof(letters) / sizeof(letters[0]); i++) {
		if (unit == (uint32_t)letters[i][0]) {
			pf_text_printf(text, "\\%c", letters[i][1]);
			return;
		}
	}
	if (unit <= 0xff)
		pf_text_printf(text, "\\x%02x", (unsigned)unit);
	else if (unit <= 0xffff)
		pf_text_printf(text, "\\u%04x", (unsigned)unit);
	else
		pf_text_printf(text, "\\U%08x", (unsigned)unit);
}

static void append_unit(struct pf_text *text, uint32_t unit, char quote, bool bytes)
{
	if (unit == (uint32_t)quote || unit == '\\')
		pf_text_printf(text, "\\%c", (char)unit);
	else if (pf_is_printable(unit) && (!bytes || unit < 0x7f))
		pf_text_append_codepoint(text, unit);
	else
		append_escaped(text, unit);
}

void pf_quoted_append_part(struct pf_text *text, const struct pf_units *units, size_t first,
			   size_t count, char quote)
{
	for (size_t i = first; i < first + count && i < units->count; i++)
		append_unit(text, unit_at(units, i), quote, units->bytes);
}

void pf_quoted_append(struct pf_text *text, const struct pf_units *units)
{
	char quote = pf_quoted_quote(units);
	pf_text_append(text, &quote, 1);
	pf_quoted_append_part(text, units, 0, units->count, quote);
	pf_text_append(text, &quote, 1);
}
