/* Remembered pieces of a target's memory, fetched anew together in one system call. */
#ifndef PF_TARGET_WINDOWS_H
#define PF_TARGET_WINDOWS_H

#include "base/array.h"
#include "target/memory.h"

/*
 * A sampler reads the same places again and again. What one round had to read by itself becomes a
 * window, and the next refresh fetches all windows at once. Windows that are no longer looked
 * into are given up.
 */
struct pf_windows;

/* [at, end) of the target, as it was at the last refresh or, for a new one, when it was missed. */
struct pf_window {
	pf_addr at, end;
	const unsigned char *bytes;
	pf_addr low, high; /* what was looked at since the last trim; low > high: nothing */
	bool paired;	   /* to be copied twice when there is an echo */
	bool between;	   /* to be copied when it is heard */
	bool was_paired, was_between; /* asked for since the last trim */
	const unsigned char *second;  /* the second copy; NULL: none */
	bool passing;		      /* missed, and not to be fetched again */
};

/* Memory over BELOW, which it borrows. */
struct pf_error *pf_windows_create(struct pf_memory *below, struct pf_windows **ret) PF_CHECKED;
void pf_windows_destroy(struct pf_windows *windows);

/* As memory: reads what no window has from below, and remembers it. Borrowed. */
struct pf_memory *pf_windows_memory(struct pf_windows *windows);

/* Fetches all windows: a new round. GONE when the target has ended. */
struct pf_error *pf_windows_refresh(struct pf_windows *windows) PF_CHECKED;

/* The word at an address as a refresh saw it again and again while it made the copies of pairs. */
struct pf_echo {
	pf_addr at;	   /* 0: none; then there are no pairs */
	uint64_t word;	   /* what it was at first */
	bool same;	   /* and each time */
	uint64_t since_ns; /* when the refresh began */
	uint64_t took_ns;  /* how long it took */
};

/*
 * From the next refresh on, copies the windows that pf_windows_second() was called for twice, with
 * the word at AT read before, between and after them, and after every few windows. When it was the
 * same each time, and so is in both copies what somebody is interested in, that is of one moment:
 * a target would have had to come back to the same state within a microsecond, twice, and to have
 * been elsewhere just when the same window was copied. Unless OFTEN, a single window is enclosed by
 * no echoes: that is for bytes that tell themselves whether they are of one moment.
 */
void pf_windows_set_echo(struct pf_windows *windows, pf_addr at, bool often);

/* What the last refresh heard. Borrowed. */
const struct pf_echo *pf_windows_last_echo(const struct pf_windows *windows);

/*
 * The second copy of what pf_windows_view() returned last; NULL when there is none yet: from the
 * next refresh on there is.
 */
const unsigned char *pf_windows_second(struct pf_windows *windows, const unsigned char *view);

/* From the next refresh on, what pf_windows_view() returned last is copied when the echo is heard. */
void pf_windows_between(struct pf_windows *windows);

/*
 * SIZE bytes (at most 1 KiB) at AT, in place, valid until the next refresh: *ret. Errors are static
 * ones, as of pf_memory_peek.
 */
struct pf_error *pf_windows_view(struct pf_windows *windows, pf_addr at, size_t size,
				 const unsigned char **ret) PF_CHECKED;

/*
 * Until the next refresh, what is missed becomes no window when PASSING: it is rarely needed, and
 * fetching it each time for a while would cost more than reading it by itself.
 */
void pf_windows_set_passing(struct pf_windows *windows, bool passing);

/*
 * After DEADLINE_NS (of the monotonic clock; 0: never) nothing more is read beside a refresh: what
 * is missed is TORN then. What was read before is remembered, so that a later round gets further.
 */
void pf_windows_set_deadline(struct pf_windows *windows, uint64_t deadline_ns);

/* How many reads the last round had to make beside the refresh. */
size_t pf_windows_misses(const struct pf_windows *windows);

/* How many bytes a refresh fetches, and in how many spans. */
size_t pf_windows_size(const struct pf_windows *windows, size_t *spans_ret);

#endif
