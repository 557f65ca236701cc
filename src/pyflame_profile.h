/* The public C API's part for profiles: sampling, counting, recording, choosing. */
#ifndef PYFLAME_PROFILE_H
#define PYFLAME_PROFILE_H

/* Include pyflame.h, which includes this; what it says of errors and ownership holds here, too. */
#include "base/error.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

/* ------------------------------------------------------------------ profile: what was sampled */

/* A place in the source: the content of a frame. Text lives as long as the profile. */
struct pf_place {
	const char *file;
	const char *function;
	const char *qualname; /* NULL before 3.11 */
	int32_t line;	      /* or PF_UNKNOWN */
};

/* A stack as a path in a tree: its newest frame and the stack of that frame's caller. */
struct pf_stack {
	uint32_t caller; /* index of a stack; 0: the frame is the oldest */
	uint32_t place;	 /* index of a place */
	uint32_t depth;	 /* 1 for the oldest frame */
};

/*
 * A thread that was sampled. Without tid and ident it stands for its process, and samples that are
 * of no thread are its: so with `children` it is known which process was idle.
 */
struct pf_sampled_thread {
	pid_t tid; /* in our pid namespace; 0: unknown */
	uint64_t ident;
	int64_t interpreter; /* its id */
	const char *name;    /* threading's; NULL: none */
	pid_t pid;	     /* its process; 0: unknown */
};

/* What a thread was doing. ORDER STATE: profile_state.c names them. */
enum pf_state {
	PF_STATE_IDLE,	  /* nobody held the GIL: a sample of no thread */
	PF_STATE_GIL,	  /* ran Python code: held the GIL */
	PF_STATE_RUNNING, /* on a processor, or ready to be, without the GIL */
	PF_STATE_WAITING, /* slept; also for the GIL, where that cannot be told apart */
	PF_STATE_FAILED,  /* could not be read whole: stack 0 */
	PF_STATE_WANTING, /* slept, since it wanted the GIL */
};

enum { PF_STATE_COUNT = PF_STATE_WANTING + 1 };

/* How many bits of a row its indices have: there are no more threads, stacks and system calls. */
enum { PF_THREAD_BITS = 26, PF_STACK_BITS = 28, PF_SYSCALL_BITS = 10 };

/* One row, 16 bytes. */
struct pf_sample {
	uint64_t time_ns : 56;		    /* since the profile's start */
	uint64_t state : 8;		    /* enum pf_state */
	uint64_t thread : PF_THREAD_BITS;   /* index of a thread; 0: none (idle) */
	uint64_t stack : PF_STACK_BITS;	    /* index of a stack; 0: no Python frame */
	uint64_t syscall : PF_SYSCALL_BITS; /* 1 + the call that it slept in; 0: none, not known */
};

/* The number as the kernel has it, or PF_UNKNOWN. */
static inline int pf_sample_syscall(const struct pf_sample *sample)
{
	return (int)sample->syscall - 1;
}

/* How sampling went. */
struct pf_sampling_stats {
	uint64_t taken;	 /* moments that were sampled, idle ones included */
	uint64_t late;	 /* moments dropped since the one before took too long */
	uint64_t torn;	 /* nonstop: moments dropped since the target moved meanwhile */
	uint64_t failed; /* moments at which something could not be read */
	uint64_t pause_ns, longest_pause_ns; /* how long target threads stood still */
	uint64_t elapsed_ns;
	uint64_t cpu_ns; /* of ours */
	/* With `children`: */
	uint64_t programs; /* Pythons that were sampled; an exec makes another one */
	uint64_t refused;  /* processes that may be Pythons and could not be read */
	/* With `where`: samples that the filter would let pass, and that are left out since: */
	uint64_t unmatched; /* it is false */
	uint64_t nowhere;   /* it names what no frame of the stack has */
	uint64_t undecided; /* it could not be evaluated */
};

/*
 * What sampling has given so far: append-only tables and samples. Index 0 of places, stacks and
 * threads stands for none. Memory grows with what is different, but for the samples.
 */
struct pf_profile;

struct pf_error *pf_profile_create(struct pf_profile **ret) PF_CHECKED;
void pf_profile_destroy(struct pf_profile *profile);

/* How many of each, index 0 included. */
size_t pf_profile_place_count(const struct pf_profile *profile);
size_t pf_profile_stack_count(const struct pf_profile *profile);
size_t pf_profile_thread_count(const struct pf_profile *profile);

/* Borrowed until the profile grows. INDEX must be below the count. */
const struct pf_place *pf_profile_place(const struct pf_profile *profile, uint32_t index);
const struct pf_stack *pf_profile_stack(const struct pf_profile *profile, uint32_t index);
const struct pf_sampled_thread *pf_profile_thread(const struct pf_profile *profile, uint32_t index);

/* The samples that are kept, in the order of time. Borrowed until the profile changes. */
const struct pf_sample *pf_profile_samples(const struct pf_profile *profile, size_t *count_ret);

/* Forgets the samples and keeps the tables: for whoever only counts. */
void pf_profile_drop_samples(struct pf_profile *profile);

/* When time 0 was: CLOCK_REALTIME in ns; 0 before the first sample. */
uint64_t pf_profile_start_realtime_ns(const struct pf_profile *profile);

const struct pf_sampling_stats *pf_profile_stats(const struct pf_profile *profile);

/* The name of a state: "idle", "gil", "running", "waiting", "failed", "gil-wait". */
const char *pf_state_name(enum pf_state state);

/*
 * As pf_syscall_name(), for the samples of PROFILE: NULL, too, when they were recorded on another
 * kind of machine, where the numbers mean something else.
 */
const char *pf_profile_syscall_name(const struct pf_profile *profile, int number);

/* ------------------------------------------------------------------ profile: counting */

/* How often each (thread, stack, state, system call) was sampled. All samples of one profile. */
struct pf_tally;

struct pf_tally_row {
	uint32_t thread, stack;
	enum pf_state state;
	uint64_t count;
	uint32_t syscall; /* as of struct pf_sample */
};

/* What is counted apart beside stacks and states; else it is 0 in all rows. */
enum pf_tally_by { PF_BY_THREAD = 1, PF_BY_SYSCALL = 2 };

/* BY is a sum of enum pf_tally_by. */
struct pf_error *pf_tally_create(unsigned by, struct pf_tally **ret) PF_CHECKED;
void pf_tally_destroy(struct pf_tally *tally);
struct pf_error *pf_tally_add(struct pf_tally *tally, const struct pf_sample *samples,
			      size_t count) PF_CHECKED;

/* Rows in the order in which they first occurred. Borrowed until the next add. */
const struct pf_tally_row *pf_tally_rows(const struct pf_tally *tally, size_t *count_ret);

/* ------------------------------------------------------------------ profile: sampling */

enum pf_sampling_mode {
	PF_EXACT,   /* stacks as they were at one instant; the target is kept from running */
	PF_NONSTOP, /* the target runs on; torn samples are dropped and counted */
};

struct pf_sampling_options {
	uint64_t interval_ns; /* between samples; 0: as fast as the target is not starved */
	uint64_t duration_ns; /* wall clock; 0: until stopped or the target ends */
	uint64_t max_samples; /* moments, of each process; 0: any number */
	enum pf_sampling_mode mode;
	bool threads;  /* every Python thread, not only who holds the GIL */
	bool children; /* the descendants of the process, too */
	uint32_t abi;  /* as of pf_python_attach_as(); of the process, not of its descendants */
	uint64_t
		max_pause_ns; /* a longer pause is broken off and the sample has failed; 0: 50 ms */
	size_t max_memory;    /* of different stacks; what is beyond is "(other)"; 0: 256 MiB */
	/*
	 * An expression: only samples of threads in whose stack it is true. It is evaluated while the
	 * stack cannot change, in the newest frame that has all its names and attributes, of those
	 * that FILTER is for. NULL: all samples.
	 */
	const char *where;
	const struct pf_filter_options
		*filter; /* with `where`: only samples that pass it; or NULL */
};

/* Samples in a thread of its own, with a process and Python of its own. */
struct pf_sampler;

/*
 * Attaches to PID and starts. Errors as of pf_process_attach and pf_python_attach. With `children`
 * PID need not be a Python: every Python among it and its descendants is sampled, whenever it comes,
 * until it ends; all ends with PID. UNSUPPORTED where the kernel does not list children. With
 * `where` USAGE when it is no expression, or the mode is PF_NONSTOP; UNSUPPORTED without a GIL.
 */
struct pf_error *pf_sampler_start(pid_t pid, const struct pf_sampling_options *options,
				  struct pf_sampler **ret) PF_CHECKED;

/* Asks it to end. Safe in a signal handler. */
void pf_sampler_stop(struct pf_sampler *sampler);

/*
 * Waits for samples, at most TIMEOUT_NS (UINT64_MAX: for ever), and moves all that there is to the
 * end of PROFILE, which must be the same one each time. *ended becomes true with the last of them.
 * INTERRUPTED when a signal came first.
 */
struct pf_error *pf_sampler_take(struct pf_sampler *sampler, uint64_t timeout_ns,
				 struct pf_profile *profile, bool *ended) PF_CHECKED;

/* Why it ended: NULL when duration, count or pf_sampler_stop() did; GONE when the target has. */
const struct pf_error *pf_sampler_reason(const struct pf_sampler *sampler);

/*
 * Why the first of the processes that stats.refused counts could not be read; NULL: there is none.
 * Borrowed from the sampler.
 */
const struct pf_error *pf_sampler_refusal(struct pf_sampler *sampler);

/*
 * Why the first of the samples that stats.undecided counts was left out, or, when there is none,
 * the first of stats.nowhere; NULL: there is none of these either. Borrowed from the sampler.
 */
const struct pf_error *pf_sampler_doubt(struct pf_sampler *sampler);

/* Stops it, waits for its end, frees. */
void pf_sampler_destroy(struct pf_sampler *sampler);

/* ------------------------------------------------------------------ profile: recordings */

/* What a recording says of where its samples come from. */
struct pf_recording_info {
	pid_t pid;
	const char *executable;	    /* NULL: unknown */
	const char *python_version; /* NULL: unknown */
	enum pf_sampling_mode mode;
	bool threads; /* of pf_sampling_options, as are: */
	bool children;
	uint64_t interval_ns;
	const char *machine; /* as of uname(2); a recorder writes its own; NULL: unknown */
};

/*
 * Writes a profile into a file while it grows. doc/recording-format.md has the format: about two
 * bytes a sample. Whatever happens to this program, the file can be read up to its last block.
 * Times are kept in whole microseconds.
 */
struct pf_recorder;

/* Creates PATH, or overwrites it, unless another recorder is writing to it. */
struct pf_error *pf_recorder_create(const char *path, const struct pf_recording_info *info,
				    struct pf_recorder **ret) PF_CHECKED;

/*
 * Takes over what PROFILE, the same one each time, has got since the last call; its samples may be
 * dropped between calls. It goes to the file in whole blocks: with 1024 samples, or when the last
 * block was a second ago. An error says how many samples are safe in the file, which stays
 * readable; what could not be written is kept and tried again with the next call.
 */
struct pf_error *pf_recorder_write(struct pf_recorder *recorder,
				   const struct pf_profile *profile) PF_CHECKED;

/* Brings to the file what waits for a block to be full. */
struct pf_error *pf_recorder_flush(struct pf_recorder *recorder) PF_CHECKED;

/* How many samples are in the file. */
uint64_t pf_recorder_sample_count(const struct pf_recorder *recorder);

/* Marks the recording as complete and closes the file. */
struct pf_error *pf_recorder_finish(struct pf_recorder *recorder) PF_CHECKED;

/* Without pf_recorder_finish() before, the file stays as after the last write. */
void pf_recorder_destroy(struct pf_recorder *recorder);

/* What was read of a recording; owns all that it gives out. */
struct pf_recording;

/*
 * Reads all that is whole of the recording PATH. USAGE when it is none; SYSTEM when it cannot be
 * opened or read.
 */
struct pf_error *pf_recording_read(const char *path, struct pf_recording **ret) PF_CHECKED;
void pf_recording_destroy(struct pf_recording *recording);

const struct pf_recording_info *pf_recording_info(const struct pf_recording *recording);

/* Not const: whoever only counts may drop the samples. */
struct pf_profile *pf_recording_profile(const struct pf_recording *recording);

/* Why the end is missing; NULL when the recording is complete. */
const char *pf_recording_truncated(const struct pf_recording *recording);

/* ------------------------------------------------------------------ profile: choosing samples */

/* What a sample must be like. Globs are those of fnmatch(3); their "*" matches "/", too. */
struct pf_filter_options {
	uint32_t states;    /* the sum of 1 << enum pf_state; 0: any */
	uint32_t min_depth; /* so many frames at least */
	/* Not those of threads that waited in the system call N: bit N % 64 of word N / 64. */
	uint64_t without_syscalls[(1 << PF_SYSCALL_BITS) / 64];
	const char *thread; /* glob of the thread's name, "" when it has none; NULL: any thread */
	pid_t tid;	    /* the thread's; 0: any thread */
	/* One frame must match all of these; NULL: any frame, or none. */
	const char *file;     /* glob of the path; without a "/" in it, of its last part */
	int32_t line;	      /* 0: any */
	const char *function; /* glob of the name or the qualified name */
	const char *module;   /* glob of the end of the path as a dotted name: "json.*" */
};

/* Remembers for each place, stack and thread of one profile whether it matches. */
/* Whether TEXT matches the GLOB of glob(7); a '*' matches '/', too. */
bool pf_glob_matches(const char *glob, const char *text);

struct pf_filter;

struct pf_error *pf_filter_create(const struct pf_filter_options *options,
				  struct pf_filter **ret) PF_CHECKED;
void pf_filter_destroy(struct pf_filter *filter);

/*
 * The index of the first of PROFILE's samples, from AT on, that passes; their count when there is
 * none. PROFILE must be the same one each time.
 */
struct pf_error *pf_filter_find(struct pf_filter *filter, const struct pf_profile *profile,
				size_t at, size_t *ret) PF_CHECKED;

/* Adds the samples from AT on that pass to TALLY, and their number to *COUNT. */
struct pf_error *pf_filter_tally(struct pf_filter *filter, const struct pf_profile *profile,
				 size_t at, struct pf_tally *tally, uint64_t *count) PF_CHECKED;

/* As pf_filter_find(), for one row that need not be among PROFILE's samples. */
struct pf_error *pf_filter_check(struct pf_filter *filter, const struct pf_profile *profile,
				 const struct pf_sample *row, bool *ret) PF_CHECKED;

/* Whether the place with that index is what FILTER says of frames: all are, if it says nothing. */
struct pf_error *pf_filter_check_place(struct pf_filter *filter, const struct pf_profile *profile,
				       uint32_t place, bool *ret) PF_CHECKED;

/* Whether a place is what OPTIONS say of frames: file, line, function and module. */
bool pf_filter_matches_place(const struct pf_filter_options *options, const struct pf_place *place);

/* ------------------------------------------------------------------ profile: catching */

struct pf_catch_options {
	uint64_t interval_ns;  /* between looks; 0: as fast as the target is not starved */
	uint64_t lasting_ns;   /* a thread must have matched at every look for so long */
	uint64_t max_pause_ns; /* a longer pause is broken off; 0: 50 ms */
	uint32_t abi;	       /* as of pf_python_attach_as() */
	/* Whether the thread of ROW is wanted. It is kept still while this is asked: be quick. */
	bool (*matches)(void *data, const struct pf_sample *row);
	void *data;
};

/* What was caught. The caller's. */
struct pf_catch {
	struct pf_hold *hold; /* of all threads; borrows the catcher's process: pf_hold_lend() */
	struct pf_dump *dump; /* taken under it */
	size_t thread;	      /* the index there of the one that matched, in the very stack */
};

/*
 * Looks at the process again and again, at every thread as an exact sampler does, until one stands
 * in a wanted stack: then the process is held before that thread has run on. Nothing is planted in
 * it. All calls must come from one thread, which has a real-time priority meanwhile, if it may.
 */
struct pf_catcher;

/*
 * Attaches to PID. Errors as of pf_process_attach and pf_python_attach. What ROWs mean goes into
 * PROFILE, which grows with what is different; it is borrowed.
 */
struct pf_error *pf_catcher_create(pid_t pid, struct pf_profile *profile,
				   const struct pf_catch_options *options,
				   struct pf_catcher **ret) PF_CHECKED;

/* Lets go of what it holds, which a catch is no part of. */
void pf_catcher_destroy(struct pf_catcher *catcher);

/*
 * Looks once; *caught says whether *ret was written. GONE when the process has ended, or runs
 * another program; PERMISSION when another tracer does not let go of the thread.
 */
struct pf_error *pf_catcher_look(struct pf_catcher *catcher, struct pf_catch *ret,
				 bool *caught) PF_CHECKED;

/*
 * Sleeps until the next look is due, at most until UNTIL_NS (CLOCK_MONOTONIC); *due says whether it
 * is then. INTERRUPTED when a signal came first.
 */
struct pf_error *pf_catcher_rest(struct pf_catcher *catcher, uint64_t until_ns,
				 bool *due) PF_CHECKED;

/* ------------------------------------------------------------------ profile: functions */

/* A function is known by its file and names. */
struct pf_function {
	uint32_t place; /* one of its places */
	uint64_t self;	/* samples whose newest frame it is */
	uint64_t total; /* samples that it is in, once each however often it recurs */
};

/* Counts by function: most self first, then most total. *ret is an array to free(). */
struct pf_error *pf_functions_count(const struct pf_profile *profile, const struct pf_tally *tally,
				    struct pf_function **ret, size_t *count_ret) PF_CHECKED;

/* ------------------------------------------------------------------ profile: text */

/*
 * Appends PLACE as FORMAT says: %f the file, %n the function's name, %q its qualified name (its
 * name where there is none), %l the line (0: not known), %% a "%". Control characters are escaped
 * as by pf_text_append_printable().
 */
void pf_place_append(struct pf_text *text, const struct pf_place *place, const char *format);

/*
 * Appends all frames of STACK, the oldest first, joined by ";"; a ";" within a frame becomes ",".
 * NO_MEMORY when there is none to remember the frames; text remembers its own failures.
 */
struct pf_error *pf_stack_append(struct pf_text *text, const struct pf_profile *profile,
				 uint32_t stack, const char *format) PF_CHECKED;

#endif
