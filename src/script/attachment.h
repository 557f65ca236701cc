/* A process, its Python and the holds on it: what a Lua process and a shell session share. */
#ifndef PF_SCRIPT_ATTACHMENT_H
#define PF_SCRIPT_ATTACHMENT_H

#include "pyflame.h"

/* One hold on an attachment's process. All zero is a released one. */
struct pf_attachment_hold {
	struct pf_hold *hold; /* NULL: released */
	struct pf_attachment *of;
	struct pf_attachment_hold *next;
	bool python;	    /* every Python thread was stopped, so a dump needs no more */
	uint64_t paused_ns; /* once released */
};

/* All zero is closed. It must not move while it is open: its holds point to it. */
struct pf_attachment {
	struct pf_process *process; /* NULL: closed */
	struct pf_python *python;
	struct pf_attachment_hold *holds; /* newest first */
	struct pf_attachment_hold kept;	  /* the user's, until "continue"; it is among the holds */
	unsigned generation;		  /* counts closings: tells an old process from a new one */
};

/*
 * Opens the process PID and finds its Python; leaves a closed ATTACHMENT closed on an error. ABI is
 * that of pf_python_attach_as().
 */
struct pf_error *pf_attachment_open(struct pf_attachment *attachment, pid_t pid,
				    uint32_t abi) PF_CHECKED;

/* Releases every hold, then lets go of the process. Closing twice is fine. */
void pf_attachment_close(struct pf_attachment *attachment);

/*
 * Stops the COUNT threads TIDS, or every Python thread when COUNT is 0. HOLD, a released one,
 * must stay where it is until pf_attachment_release() or pf_attachment_close().
 */
struct pf_error *pf_attachment_stop(struct pf_attachment *attachment, const pid_t *tids,
				    size_t count, struct pf_attachment_hold *hold) PF_CHECKED;

/*
 * HELD, a hold of all threads on the attachment's process, becomes HOLD, a released one, which must
 * stay where it is as above.
 */
void pf_attachment_adopt(struct pf_attachment *attachment, struct pf_hold *held,
			 struct pf_attachment_hold *hold);

/*
 * Stops all threads until pf_attachment_resume() or pf_attachment_close(). A hold that has all
 * Python threads already is kept in that way. USAGE when it is stopped already.
 */
struct pf_error *pf_attachment_keep(struct pf_attachment *attachment) PF_CHECKED;

/* Whether it is stopped in that way. */
bool pf_attachment_is_kept(const struct pf_attachment *attachment);

/* Lets the process run on, if it is stopped in that way. */
void pf_attachment_resume(struct pf_attachment *attachment);

/* How many holds there are on processes, but for those that the user's "stop" asked for. */
size_t pf_attachment_hold_count(void);

/* Whether there is none, and no dump is taken just now; also for signal handlers. */
bool pf_attachment_is_calm(void);

/* How many holds the user's "stop" asked for. */
size_t pf_attachment_kept_count(void);

/* HOOK is called each time that this has become so; NULL: nothing is. */
void pf_attachment_set_calm_hook(void (*hook)(void));

/* Lets the held threads run on. Releasing twice is fine. */
void pf_attachment_release(struct pf_attachment_hold *hold);

/* A hold that has every Python thread stopped; NULL: there is none. Borrowed. */
struct pf_hold *pf_attachment_python_hold(const struct pf_attachment *attachment);

/*
 * Takes a dump, making use of a hold that has every Python thread stopped. WISH (may be NULL) is what
 * it is to have besides stacks.
 */
struct pf_error *pf_attachment_dump(struct pf_attachment *attachment,
				    const struct pf_dump_wish *wish,
				    struct pf_dump **ret) PF_CHECKED;

/*
 * pf_values_look() at its Python, making use of a hold that has every Python thread stopped. WORK
 * must not call Lua: what that raises would leave the threads stopped.
 */
struct pf_error *pf_attachment_look(struct pf_attachment *attachment,
				    const struct pf_frame_id *frame, pf_view_work *work,
				    void *context) PF_CHECKED;

/* Around what holds threads of a target otherwise, in the main thread: Ctrl-Z waits meanwhile. */
void pf_attachment_begin_work(void);
void pf_attachment_end_work(void);

#endif
