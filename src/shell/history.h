/* The history of the prompt, kept in a file between sessions. */
#ifndef PF_SHELL_HISTORY_H
#define PF_SHELL_HISTORY_H

#include "shell/session.h"

/* Reads what earlier sessions kept; nothing when there is nothing. */
void pf_history_load(struct pf_session *session);

/* Adds LINE; when the settings say so, an older entry that is the same goes. */
void pf_history_add(struct pf_session *session, const char *line);

/*
 * Adds the lines of this session to those that the file has by now, also from other sessions, and
 * keeps the newest, in a file that only the user can read. Nothing if "history save" is off.
 */
void pf_history_save(struct pf_session *session);

/* How many entries there are, and the one of NUMBER, 1 being the oldest; NULL: there is none. */
long pf_history_count(void);
const char *pf_history_at(long number);

#endif
