/* Questions to the user that are answered by yes or no. */
#ifndef PF_SHELL_ASK_H
#define PF_SHELL_ASK_H

#include "shell/session.h"

/*
 * Asks "QUESTION (y or n) ". Yes when there is nobody to ask, which is said, and when "set confirm"
 * is off, which is not. INTERRUPTED by Ctrl-C.
 */
struct pf_error *pf_ask(struct pf_session *session, const char *question, bool *yes_ret) PF_CHECKED;

#endif
