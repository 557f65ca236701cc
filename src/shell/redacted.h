/* The words by which names of secrets are known: those of "set print redact". */
#ifndef PF_SHELL_REDACTED_H
#define PF_SHELL_REDACTED_H

#include "pyflame.h"

enum { PF_REDACTED_WORDS = 64 };

/* What is redacted when nobody says otherwise. */
#define PF_USUAL_REDACTED "password secret token api_key authorization"

/* All zero redacts nothing. */
struct pf_redacted {
	char *text; /* the words, each ended by a NUL */
	const char *words[PF_REDACTED_WORDS + 1];
	struct pf_redaction redaction;
};

/* Takes the words of TEXT, between blanks or commas; those behind the 64th are an error, USAGE. */
struct pf_error *pf_redacted_set(struct pf_redacted *redacted, const char *text) PF_CHECKED;
void pf_redacted_deinit(struct pf_redacted *redacted);

#endif
