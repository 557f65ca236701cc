/* Characters in quotes, with the escapes that Python's repr() has. */
#ifndef PF_VALUE_QUOTED_H
#define PF_VALUE_QUOTED_H

#include "base/text.h"

/* COUNT units of WIDTH bytes each. */
struct pf_units {
	const void *items;
	size_t count, width;
	bool bytes; /* or ASCII alone: what is above U+007E is escaped */
};

/*
 * Appends them in single quotes, or in double ones when there are single ones, and no double, among
 * them. What no character of Unicode is printable of is escaped: control characters, surrogates,
 * bidirectional marks, what is not assigned.
 */
void pf_quoted_append(struct pf_text *text, const struct pf_units *units);

/* The same in parts: the quote that all of them have, and those from FIRST on without quotes. */
char pf_quoted_quote(const struct pf_units *units);
void pf_quoted_append_part(struct pf_text *text, const struct pf_units *units, size_t first,
			   size_t count, char quote);

/* Whether repr() shows the character as it is. */
bool pf_is_printable(uint32_t codepoint);

#endif
