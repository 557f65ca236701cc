/* An inferior: a process or a recording that a session looks at, and what is selected in it. */
#ifndef PF_SHELL_INFERIOR_H
#define PF_SHELL_INFERIOR_H

#include "script/attachment.h"
#include "shell/events.h"
#include "shell/numbers.h"

/* All zero looks at nothing. It must not move while it is open, nor end before Lua does. */
struct pf_inferior {
	struct pf_attachment target;
	char *recording; /* the path of the one that is looked at; NULL: none, or a process is */
	struct pf_numbers numbers;
	struct pf_dump *dump;	      /* the last one; NULL: none was taken yet */
	bool dump_lent;		      /* Lua owns the dump */
	struct pf_event_threads seen; /* those of the last dump that events know of */
	bool held;		      /* as events know it */
	unsigned thread;	      /* the selected one's number; 0: none was chosen */
	size_t level;		      /* of the selected frame in the dump */
	pf_addr frame;		      /* its address; 0: none was chosen */
	pf_addr code;		      /* and its code object's */
};

bool pf_inferior_is_attached(const struct pf_inferior *inferior);

/* Whether it looks at neither a process nor a recording. */
bool pf_inferior_is_empty(const struct pf_inferior *inferior);

/* Forgets the dump, so that the next one is fresh. */
void pf_inferior_drop_dump(struct pf_inferior *inferior);

/* Takes a dump unless there is one, numbers its threads, and finds the selected frame in it. */
struct pf_error *pf_inferior_dump(struct pf_inferior *inferior, const struct pf_dump_wish *wish,
				  const struct pf_dump **ret) PF_CHECKED;

/* The selected thread in the dump; the main thread when none was chosen. USAGE: it has ended. */
struct pf_error *pf_inferior_thread(struct pf_inferior *inferior,
				    const struct pf_thread **ret) PF_CHECKED;

/* Selects the thread NUMBER of the dump, and its newest frame; USAGE when there is none. */
struct pf_error *pf_inferior_select(struct pf_inferior *inferior, unsigned number,
				    const struct pf_thread **ret) PF_CHECKED;

/* Selects the frame LEVEL, which there must be, of THREAD, the selected one. */
void pf_inferior_select_frame(struct pf_inferior *inferior, const struct pf_thread *thread,
			      size_t level);

/* Lets go of the process or the recording, and forgets its threads. */
void pf_inferior_close(struct pf_inferior *inferior);

#endif
