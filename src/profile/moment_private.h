/* What the ways to take a moment share. */
#ifndef PF_PROFILE_MOMENT_PRIVATE_H
#define PF_PROFILE_MOMENT_PRIVATE_H

#include "profile/moment.h"
#include "python/gil.h"

/* The exact way, in look.c: adds rows for the interpreter of SEAT, or sets *ret. */
struct pf_error *pf_moment_look(struct pf_moment *moment, struct pf_seat *seat,
				enum pf_outcome *ret) PF_CHECKED;

/* The exact way for free-threaded builds, in look_free.c: a row for each thread that runs. */
struct pf_error *pf_moment_look_free(struct pf_moment *moment, struct pf_seat *seat,
				     enum pf_outcome *ret) PF_CHECKED;

/* The GIL during a look, and whose turn it is. */
struct pf_turn {
	const struct pf_gil *gil;
	pid_t tid; /* of who has it or had it last; 0: not known */
};

/*
 * A thread that is not the holder cannot change its Python frames now. One that has slept ever
 * since it was last read, or has not had the GIL, still has the same ones; else they are read.
 * *state is what it does. TORN when it has ended.
 */
struct pf_error *pf_moment_read_other(struct pf_moment *moment, struct pf_subject *subject,
				      const struct pf_turn *turn, enum pf_state *state) PF_CHECKED;

/* Whether such a thread has not run since it was read. */
bool pf_moment_has_kept_still(const struct pf_moment *moment, const struct pf_subject *subject);

/* What was read has turned out to be of one moment: so a later look may go on from there. */
void pf_moment_note_bystanders(struct pf_moment *moment, const struct pf_turn *turn);

/* Reads SUBJECT's stack, which cannot change now, from the windows. */
struct pf_error *pf_moment_read_stack(struct pf_moment *moment,
				      struct pf_subject *subject) PF_CHECKED;

/* The nonstop way, in glance.c. */
struct pf_error *pf_moment_glance(struct pf_moment *moment, struct pf_seat *seat,
				  enum pf_outcome *ret) PF_CHECKED;

/* Reading breaks off when the pause that the guard has begun gets too long. */
void pf_moment_bound_pause(struct pf_moment *moment);
bool pf_moment_is_too_long(const struct pf_moment *moment);

/* Shows the rows from FIRST on to whoever wants to see them under the guard. */
void pf_moment_show(struct pf_moment *moment, size_t first);

/* Ends the guard, and with it the pause. */
void pf_moment_end_pause(struct pf_moment *moment);

/* Whether sampling cannot go on after ERR. */
bool pf_moment_is_final(const struct pf_error *err);

/* The same where threads are stopped: another tracer may have one now and then, but not for long. */
bool pf_moment_is_defeated(struct pf_moment *moment, const struct pf_error *err);

/* What was to be read has been read: whoever else traces does no harm. */
void pf_moment_note_success(struct pf_moment *moment);

/*
 * Begins a new epoch of code objects, unless none was freed: 3.14 and newer count that in the
 * interpreter.
 */
struct pf_error *pf_moment_renew_codes(struct pf_moment *moment, struct pf_seat *seat) PF_CHECKED;

/*
 * The subject of the thread state at AT, made when it is new; then no guard is left. NULL when there
 * is no such state any more.
 */
struct pf_error *pf_moment_subject_of(struct pf_moment *moment, pf_addr at,
				      struct pf_subject **ret) PF_CHECKED;

/* A row for SUBJECT's last stack; NULL: for nobody. SYSCALL is a number or PF_UNKNOWN. */
struct pf_error *pf_moment_add_row(struct pf_moment *moment, const struct pf_subject *subject,
				   enum pf_state state, int syscall) PF_CHECKED;

#endif
