/* Names whose values are not shown. */
#include "value/redaction.h"

#include <string.h>

bool pf_redaction_has(const struct pf_redaction *redaction, const char *name)
{
	if (!redaction || !name)
		return false;
	for (const char *const *word = redaction->words; *word; word++) {
		if (strcasestr(name, *word))
			return true;
	}
	return false;
}
