/* The history of the prompt, kept in a file between sessions. */
#ifndef PF_SHELL_HISTORY_H
#define PF_SHELL_HISTORY_H

/* Reads what earlier sessions kept; nothing when there is nothing. */
void pf_history_load(void);

/* Adds LINE, and drops an older entry that is the same. */
void pf_history_add(const char *line);

/* Keeps the newest 1000 entries, in a file that only the user can read. */
void pf_history_save(void);

/* How many entries there are, and the one of NUMBER, 1 being the oldest; NULL: there is none. */
long pf_history_count(void);
const char *pf_history_at(long number);

#endif
