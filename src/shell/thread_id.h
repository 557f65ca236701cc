/* Which thread a word means: a number, "lwp:TID", or a name. */
#ifndef PF_SHELL_THREAD_ID_H
#define PF_SHELL_THREAD_ID_H

#include "shell/session.h"

/*
 * *ret is the number of the thread that WORD means in the dump to look at; a number is taken as it
 * is. A name may be abbreviated as long as it stays unique. USAGE when there is no such thread.
 */
struct pf_error *pf_thread_id_parse(struct pf_session *session, const char *word,
				    unsigned *ret) PF_CHECKED;

#endif
