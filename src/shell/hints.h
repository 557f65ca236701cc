/* What the user can do about an error: what it says itself, or by its code. */
#ifndef PF_SHELL_HINTS_H
#define PF_SHELL_HINTS_H

#include "base/error.h"
#include "base/text.h"

/* Appends sentences with a line break at the end; nothing when there is nothing to say. */
void pf_hint_append(struct pf_text *text, const struct pf_error *err);

/* Appends err's message as it is, but safe for a terminal. */
void pf_hint_append_message(struct pf_text *text, const struct pf_error *err);

/*
 * The same as a sentence: a capital first, a full stop last. What begins with a
 * place ("file:3: ...") stays as it is, and so does what GDB says to the letter.
 */
void pf_hint_append_sentence(struct pf_text *text, const struct pf_error *err);

#endif
