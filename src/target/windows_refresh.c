/* A new round of windows: which ones there are to be, and fetching them. */
#include "target/windows_private.h"

#include "base/clock.h"

#include <stdint.h>
#include <stdlib.h>

/*
 * GAP: neighbours closer than this become one window, since a further span costs as much as some
 * KiB more of a span (0.4 against 0.1 microseconds a KiB). TRIM: how many rounds pass between two
 * looks at which windows are still of use.
 */
enum { PAGE = 4096, BLOCK = PF_WINDOW_BLOCK, GAP = 2048, TRIM = 64 };

static int compare(const void *a, const void *b)
{
	const struct pf_window *left = a, *right = b;
	return left->at < right->at ? -1 : left->at > right->at;
}

/* Two windows are one when all between them lies in pages that one of them has. */
static bool are_close(const struct pf_window *a, const struct pf_window *b)
{
	return b->at <= a->end ||
	       (b->at - a->end <= GAP && b->at / PAGE - (a->end - 1) / PAGE <= 1);
}

/* Sorts all windows and joins those that are close. */
static void join(struct pf_windows *windows)
{
	size_t kept = 0;
	struct pf_window *items = windows->fetched.items;
	if (windows->fetched.count)
		qsort(items, windows->fetched.count, sizeof(*items), compare);
	for (size_t i = 0; i < windows->fetched.count; i++) {
		if (kept && are_close(&items[kept - 1], &items[i])) {
			struct pf_window *into = &items[kept - 1];
			into->end = items[i].end > into->end ? items[i].end : into->end;
			into->low = items[i].low < into->low ? items[i].low : into->low;
			into->high = items[i].high > into->high ? items[i].high : into->high;
			into->paired |= items[i].paired;
			into->between |= items[i].between;
			into->was_paired |= items[i].was_paired;
			into->was_between |= items[i].was_between;
		} else {
			items[kept++] = items[i];
		}
	}
	windows->fetched.count = kept;
}

/* Takes the missed windows over, but for those that are passing. */
static struct pf_error *adopt_missed(struct pf_windows *windows)
{
	PF_TRY(pf_array_reserve(&windows->fetched, windows->missed.count));
	for (size_t i = 0; i < windows->missed.count; i++) {
		if (!windows->missed.items[i].passing)
			windows->fetched.items[windows->fetched.count++] = windows->missed.items[i];
	}
	windows->missed.count = 0;
	return NULL;
}

/* Gives up what nobody has looked at for a while; cuts windows down to what was looked at. */
static void trim(struct pf_windows *windows)
{
	size_t kept = 0;
	for (size_t i = 0; i < windows->fetched.count; i++) {
		struct pf_window window = windows->fetched.items[i];
		if (window.low >= window.high)
			continue;
		window.at = window.low / BLOCK * BLOCK;
		window.end = (window.high + BLOCK - 1) / BLOCK * BLOCK;
		window.low = UINT64_MAX;
		window.high = 0;
		window.paired = window.was_paired;
		window.between = window.was_between;
		window.was_paired = window.was_between = false;
		windows->fetched.items[kept++] = window;
	}
	windows->fetched.count = kept;
}

static bool has_failed(const struct pf_windows *windows, const struct pf_window *window)
{
	for (size_t i = 0; i < windows->spans.count; i++) {
		if (windows->spans.items[i].failed && windows->spans.items[i].at == window->at)
			return true;
	}
	return false;
}

/* Windows that could not be read are gone: their memory was unmapped. */
static void drop_failed(struct pf_windows *windows)
{
	size_t kept = 0;
	for (size_t i = 0; i < windows->fetched.count; i++) {
		if (!has_failed(windows, &windows->fetched.items[i]))
			windows->fetched.items[kept++] = windows->fetched.items[i];
	}
	windows->fetched.count = kept;
	windows->stale = true;
}

static struct pf_error *rearrange(struct pf_windows *windows, bool trimming)
{
	PF_TRY(adopt_missed(windows));
	if (trimming)
		trim(windows);
	join(windows);
	return pf_windows_lay_out(windows);
}

/* Whether the word could be read each time and was the same. */
static bool is_echo_same(const struct pf_windows *windows)
{
	for (size_t i = 0; i < windows->spans.count; i++) {
		if (windows->spans.items[i].failed)
			return false;
	}
	for (size_t i = 1; i < windows->heard.count; i++) {
		if (*windows->heard.items[i] != *windows->heard.items[0])
			return false;
	}
	return windows->heard.count > 0;
}

static struct pf_error *fetch(struct pf_windows *windows)
{
	struct pf_echo *echo = &windows->echo;
	*echo = (struct pf_echo){ .at = windows->laid_out_at };
	echo->since_ns = echo->at ? pf_clock_now_ns() : 0;
	PF_TRY(pf_memory_peek_spans(windows->below, windows->spans.items, windows->spans.count));
	if (!echo->at)
		return NULL;
	echo->took_ns = pf_clock_now_ns() - echo->since_ns;
	echo->same = is_echo_same(windows);
	echo->word = *windows->heard.items[0];
	return NULL;
}

struct pf_error *pf_windows_refresh(struct pf_windows *windows)
{
	bool trimming = ++windows->rounds % TRIM == 0, failed = false;
	windows->last = NULL;
	windows->passing = false;
	if (trimming || windows->stale || windows->echo_at != windows->laid_out_at) {
		windows->stale = true; /* also when there is no memory for it now */
		PF_TRY(rearrange(windows, trimming));
	}
	windows->stale = false;
	windows->missed.count = 0;
	windows->laid_out_at = windows->echo_at;
	PF_TRY(fetch(windows));
	for (size_t i = 0; i < windows->spans.count; i++)
		failed |= windows->spans.items[i].failed;
	if (failed)
		drop_failed(windows);
	return NULL;
}
