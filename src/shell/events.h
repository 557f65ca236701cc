/* Events of a session: noted where they happen, told when nothing is in the middle of a change. */
#ifndef PF_SHELL_EVENTS_H
#define PF_SHELL_EVENTS_H

#include "base/array.h"
#include "shell/numbers.h"

#include <stdbool.h>

/* ORDER EVENTS: as their names in events.c. */
enum pf_event_kind {
	PF_EVENT_ATTACH,      /* pid */
	PF_EVENT_DETACH,      /* pid */
	PF_EVENT_EXITED,      /* pid: the process was found to have ended */
	PF_EVENT_EXEC,	      /* pid: it was found to run another program */
	PF_EVENT_STOP,	      /* pid: threads of it are held */
	PF_EVENT_RESUME,      /* pid: none is held any more */
	PF_EVENT_NEW_THREAD,  /* pid, number, tid: a dump has a thread that the last one lacks */
	PF_EVENT_THREAD_EXIT, /* pid, number, tid: a dump lacks one that the last one has */
	PF_EVENT_ERROR,	      /* text: why a command failed; code: its code's name */
	PF_EVENT_BEFORE_PROMPT,
	PF_EVENT_EXIT, /* number: the exit status */
	PF_EVENT_COUNT,
};

/* What it says of each kind stands above; all else is 0. */
struct pf_event {
	enum pf_event_kind kind;
	int pid;
	int number;
	int tid;
	const char *code; /* static */
	char *text;	  /* the event's own once it is noted */
};

/* A thread as events know it. */
struct pf_event_thread {
	unsigned number;
	int tid; /* 0: not known */
};

/* The threads of a process's last dump, by number. All zero: there was none. */
struct pf_event_threads {
	struct pf_event_thread *items;
	size_t count;
	bool known;
};

/* What has not been told yet. All zero listens to nothing. */
struct pf_events {
	bool heard; /* somebody listens; else nothing is noted */
	PF_ARRAY(struct pf_event) list;
	bool telling; /* handlers run: what they cause is told behind them */
};

/* "attach", "new_thread" … */
const char *pf_event_name(enum pf_event_kind kind);

/* Notes an event; copies its text. Nothing when nobody listens, or there is no memory. */
void pf_events_note(struct pf_events *events, struct pf_event event);

/* Notes that threads of PID are held now, or none, when that is not what *KNOWN says, and keeps it. */
void pf_events_note_hold(struct pf_events *events, int pid, bool held, bool *known);

/* Notes that PID, which was found to be gone, has ended, or that it runs another program now. */
void pf_events_note_end(struct pf_events *events, int pid);

/*
 * Notes which threads of PID have come and gone since SEEN, and keeps those of DUMP, which have
 * got their NUMBERS already, in it. A process's first dump is no news.
 */
void pf_events_note_dump(struct pf_events *events, struct pf_event_threads *seen, int pid,
			 const struct pf_numbers *numbers, const struct pf_dump *dump);

/* Takes the oldest event; its text is the caller's to free. False when there is none. */
bool pf_events_take(struct pf_events *events, struct pf_event *ret);

void pf_events_deinit(struct pf_events *events);
void pf_event_threads_deinit(struct pf_event_threads *threads);

#endif
