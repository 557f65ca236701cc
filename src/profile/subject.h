/* The Python threads that are being sampled, each with what is remembered of it. */
#ifndef PF_PROFILE_SUBJECT_H
#define PF_PROFILE_SUBJECT_H

#include "profile/stacks.h"
#include "python/states.h"
#include "target/watch.h"

struct pf_subject {
	struct pf_thread_state state; /* tid 0: the kernel's thread is not known */
	struct pf_watch watch;	      /* closed when tid is 0 */
	struct pf_stack_memo memo;
	struct pf_windows *windows; /* exact, all threads: of its stack; NULL: none yet */
	uint32_t thread;	    /* in the profile */
	uint32_t stack;		    /* its stack when it was read last */
	uint64_t runs;		    /* when that was */
	int syscall;		    /* that it was asleep in then; PF_UNKNOWN: none */
	bool wants_gil;		    /* it was asleep for the GIL then */
	pf_addr root; /* nonstop: of its last stack, as of pf_raw_stack, believed since: */
	uint64_t root_ns;
	bool gone;	     /* its kernel thread has ended: the state is another one's, if any */
	bool settled;	     /* it was asleep then: with the same runs, the stack is the same */
	bool queued;	     /* exact, before 3.7: it was on our processor then, where we are */
	bool bystander;	     /* exact: it was another thread's turn then, after so many switches: */
	uint64_t switches;   /* of the GIL */
	unsigned name_tries; /* how often it was looked for; PF_NAMED: no more */
};

/* A name was found, or it is clear that there is none: a dict that changes may hide it at times. */
enum { PF_NAMED = 8 };

/* By the address of their thread states. All zero is empty. */
struct pf_subjects {
	PF_ARRAY(struct pf_subject *);
	struct pf_map by_address;
};

void pf_subjects_deinit(struct pf_subjects *subjects);

/*
 * The subject of the thread whose state is STATE; NULL when there is none, or when the address is
 * another thread's now.
 */
struct pf_subject *pf_subjects_find(const struct pf_subjects *subjects, pf_addr at);

/*
 * A subject for the thread state at AT, in place of one that had its address, and for all others
 * that have none yet. Takes its time: reads PYTHON's states and the target's tasks. TORN when there
 * is no such state any more.
 */
struct pf_error *pf_subjects_add(struct pf_subjects *subjects, struct pf_python *python,
				 struct pf_profile *profile, pf_addr at,
				 struct pf_subject **ret) PF_CHECKED;

/* Whether NOW, the state at the subject's address, is still the subject's. */
bool pf_subject_has_state(const struct pf_subject *subject, const struct pf_thread_state *now);

/* The same, for what is there. */
bool pf_subject_is(const struct pf_subject *subject, const struct pf_reader *reader);

/* Forgets the subjects whose kernel thread has ended. */
void pf_subjects_sweep(struct pf_subjects *subjects);

/* Names the subjects that have no name yet, those of one interpreter at a time. Takes its time. */
struct pf_error *pf_subjects_name(struct pf_subjects *subjects, struct pf_python *python,
				  struct pf_profile *profile) PF_CHECKED;

#endif
