/* The words by which names of secrets are known: those of "set print redact". */
#include "shell/redacted.h"

#include <stdlib.h>
#include <string.h>

void pf_redacted_deinit(struct pf_redacted *redacted)
{
	free(redacted->text);
	*redacted = (struct pf_redacted){ 0 };
}

struct pf_error *pf_redacted_set(struct pf_redacted *redacted, const char *text)
{
	struct pf_redacted fresh = { .text = strdup(text) };
	size_t count = 0;
	char *rest = NULL;
	if (!fresh.text)
		return &pf_error_no_memory;
	for (char *word = strtok_r(fresh.text, " ,\t", &rest); word;
	     word = strtok_r(NULL, " ,\t", &rest)) {
		if (count == PF_REDACTED_WORDS) {
			pf_redacted_deinit(&fresh);
			return pf_error_create(PF_USAGE, "more than %d words", PF_REDACTED_WORDS);
		}
		fresh.words[count++] = word;
	}
	pf_redacted_deinit(redacted);
	*redacted = fresh;
	redacted->redaction.words = redacted->words;
	return NULL;
}
