/* Questions to the user that are answered by yes or no. */
#ifndef PF_SHELL_ASK_H
#define PF_SHELL_ASK_H

#include "shell/session.h"

enum pf_answer {
	PF_ANSWER_YES,
	PF_ANSWER_NO,
	PF_ANSWER_NONE, /* Ctrl-C, which the user has been told of */
};

/* Whether somebody is there to be asked. */
bool pf_ask_can(const struct pf_session *session);

/* Whether that is so, and "set confirm" is on. */
bool pf_ask_is_wanted(const struct pf_session *session);

/*
 * Asks "QUESTION (y or n) ". Yes when there is nobody to ask, which is said, and when "set confirm"
 * is off, which is not.
 */
struct pf_error *pf_ask(struct pf_session *session, const char *question,
			enum pf_answer *ret) PF_CHECKED;

#endif
