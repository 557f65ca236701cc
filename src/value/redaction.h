/* Names whose values are not shown. */
#ifndef PF_VALUE_REDACTION_H
#define PF_VALUE_REDACTION_H

#include "value/view.h"

/*
 * Whether the object at AT, a key, is a text or bytes that VIEW's redaction has. What cannot be read, and
 * what is no text, is none.
 */
struct pf_error *pf_redaction_has_key(struct pf_view *view, pf_addr at, bool *ret) PF_CHECKED;

/* The same of a key that may be a value of our own. */
struct pf_error *pf_redaction_has_result(struct pf_view *view, const struct pf_result *key,
					 bool *ret) PF_CHECKED;

#endif
