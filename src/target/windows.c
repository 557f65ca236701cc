/* Remembered pieces of a target's memory, fetched anew together in one system call. */
#include "target/windows.h"

#include "base/clock.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

/*
 * BLOCK: what a miss reads, aligned, so that it never leaves the page that was asked for. GAP:
 * neighbours closer than this become one window, since a further span costs as much as some KiB
 * more of a span (0.4 against 0.1 microseconds a KiB). TRIM: how many rounds pass between two
 * looks at which windows are still of use.
 */
enum { PAGE = 4096, BLOCK = 1024, GAP = 2048, TRIM = 64, BLOCKS_PER_SLAB = 64 };

/* After so many windows of a copy the echo is heard again. */
enum { ECHO_EVERY = 4 };

/*
 * RECENT: among how many missed windows one is looked for; beyond, reading again is quicker.
 * CLOCK_EVERY: after how many misses the clock is looked at.
 */
enum { RECENT = 256, CLOCK_EVERY = 16 };

/* Missed blocks live in slabs, so that views of them stay where they are for the round. */
struct slab {
	unsigned char blocks[BLOCKS_PER_SLAB][BLOCK];
};

struct pf_windows {
	struct pf_memory memory; /* first: it is what readers see */
	struct pf_memory *below;
	PF_ARRAY(struct pf_window) fetched; /* ascending, apart */
	PF_ARRAY(struct pf_window) missed;  /* since the last refresh; of one block each */
	PF_ARRAY(struct pf_span) spans;	    /* see lay_out() */
	struct pf_echo echo;		    /* of the last refresh */
	PF_ARRAY(uint64_t) words;	    /* what it heard */
	pf_addr echo_at;		    /* for the next one */
	pf_addr laid_out_at;		    /* that which the spans are laid out for */
	PF_ARRAY(struct slab *) slabs;
	unsigned char *buffer; /* of all copies */
	size_t buffer_size;
	bool stale;		/* the spans no longer fit the windows */
	struct pf_window *last; /* the window that was looked into last; NULL: none */
	unsigned rounds;
	uint64_t deadline_ns; /* 0: none */
};

void pf_windows_destroy(struct pf_windows *windows)
{
	if (!windows)
		return;
	for (size_t i = 0; i < windows->slabs.count; i++)
		free(windows->slabs.items[i]);
	pf_array_deinit(&windows->slabs);
	pf_array_deinit(&windows->fetched);
	pf_array_deinit(&windows->missed);
	pf_array_deinit(&windows->spans);
	pf_array_deinit(&windows->words);
	free(windows->buffer);
	free(windows);
}

static bool holds(const struct pf_window *window, pf_addr at, size_t size)
{
	return at >= window->at && at < window->end && size <= window->end - at;
}

static const unsigned char *look(struct pf_window *window, pf_addr at, size_t size)
{
	if (at < window->low)
		window->low = at;
	if (at + size > window->high)
		window->high = at + size;
	return window->bytes + (at - window->at);
}

/* The fetched window that holds the span, by halving; NULL when none does. */
static struct pf_window *find_fetched(struct pf_windows *windows, pf_addr at, size_t size)
{
	size_t low = 0, high = windows->fetched.count;
	while (low < high) {
		size_t middle = low + (high - low) / 2;
		if (windows->fetched.items[middle].end > at)
			high = middle;
		else
			low = middle + 1;
	}
	if (low == windows->fetched.count || !holds(&windows->fetched.items[low], at, size))
		return NULL;
	return &windows->fetched.items[low];
}

static struct pf_window *find_missed(struct pf_windows *windows, pf_addr at, size_t size)
{
	size_t count = windows->missed.count, least = count > RECENT ? count - RECENT : 0;
	for (size_t i = count; i-- > least;) {
		if (holds(&windows->missed.items[i], at, size))
			return &windows->missed.items[i];
	}
	return NULL;
}

/* Room for two blocks in a row, behind those of the windows that were missed so far. */
static struct pf_error *place_blocks(struct pf_windows *windows, unsigned char **ret)
{
	size_t used = windows->missed.count * 2;
	size_t slab = used / BLOCKS_PER_SLAB;
	while (slab >= windows->slabs.count) {
		PF_TRY(pf_array_reserve(&windows->slabs, 1));
		struct slab *fresh = malloc(sizeof(*fresh));
		if (!fresh)
			return &pf_error_no_memory;
		windows->slabs.items[windows->slabs.count++] = fresh;
	}
	*ret = windows->slabs.items[slab]->blocks[used % BLOCKS_PER_SLAB];
	return NULL;
}

static bool is_overdue(const struct pf_windows *windows)
{
	return windows->deadline_ns && windows->missed.count % CLOCK_EVERY == 0 &&
	       pf_clock_now_ns() > windows->deadline_ns;
}

/* Reads the one or two blocks around the span. */
static struct pf_error *miss(struct pf_windows *windows, pf_addr at, size_t size,
			     struct pf_window **ret)
{
	pf_addr start = at / BLOCK * BLOCK, end = (at + size + BLOCK - 1) / BLOCK * BLOCK;
	unsigned char *bytes;
	if (end < start || end - start > 2 * BLOCK)
		return &pf_error_fault;
	if (is_overdue(windows))
		return &pf_error_torn;
	PF_TRY(place_blocks(windows, &bytes));
	windows->last = NULL; /* the array may move, also when nothing can be read */
	PF_TRY(pf_array_reserve(&windows->missed, 1));
	PF_TRY(pf_memory_peek(windows->below, start, bytes, end - start));
	struct pf_window window = { .at = start, .end = end, .bytes = bytes, .low = UINT64_MAX };
	windows->missed.items[windows->missed.count++] = window;
	*ret = &windows->missed.items[windows->missed.count - 1];
	return NULL;
}

struct pf_error *pf_windows_view(struct pf_windows *windows, pf_addr at, size_t size,
				 const unsigned char **ret)
{
	struct pf_window *window = windows->last;
	if (!window || !holds(window, at, size)) {
		window = find_fetched(windows, at, size);
		if (!window)
			window = find_missed(windows, at, size);
		if (!window)
			PF_TRY(miss(windows, at, size, &window));
		windows->last = window;
	}
	*ret = look(window, at, size);
	return NULL;
}

static struct pf_error *peek(struct pf_memory *memory, pf_addr at, void *buf, size_t size)
{
	struct pf_windows *windows = (struct pf_windows *)memory;
	const unsigned char *bytes;
	if (size > BLOCK)
		return pf_memory_peek(windows->below, at, buf, size);
	PF_TRY(pf_windows_view(windows, at, size, &bytes));
	memcpy(buf, bytes, size);
	return NULL;
}

static struct pf_error *peek_spans(struct pf_memory *memory, struct pf_span *spans, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		struct pf_error *err = peek(memory, spans[i].at, spans[i].buf, spans[i].size);
		spans[i].failed = err == &pf_error_fault;
		if (err && !spans[i].failed)
			return err;
	}
	return NULL;
}

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
		} else {
			items[kept++] = items[i];
		}
	}
	windows->fetched.count = kept;
}

/* Takes the missed windows over. */
static struct pf_error *adopt_missed(struct pf_windows *windows)
{
	PF_TRY(pf_array_reserve(&windows->fetched, windows->missed.count));
	for (size_t i = 0; i < windows->missed.count; i++)
		windows->fetched.items[windows->fetched.count++] = windows->missed.items[i];
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
		windows->fetched.items[kept++] = window;
	}
	windows->fetched.count = kept;
}

static struct pf_error *make_room(struct pf_windows *windows)
{
	size_t size = 0;
	for (size_t i = 0; i < windows->fetched.count; i++)
		size += windows->fetched.items[i].end - windows->fetched.items[i].at;
	windows->spans.count = windows->words.count = 0;
	PF_TRY(pf_array_reserve(&windows->words, 2 * windows->fetched.count / ECHO_EVERY + 3));
	PF_TRY(pf_array_reserve(&windows->spans,
				2 * windows->fetched.count + windows->words.capacity));
	return pf_array_reserve_bytes((void **)&windows->buffer, &windows->buffer_size, 2 * size,
				      1);
}

static void add_span(struct pf_windows *windows, pf_addr at, void *buf, size_t size)
{
	windows->spans.items[windows->spans.count++] =
		(struct pf_span){ .at = at, .buf = buf, .size = size };
}

static void add_echo(struct pf_windows *windows)
{
	uint64_t *word = &windows->words.items[windows->words.count++];
	*word = 0;
	add_span(windows, windows->echo_at, word, sizeof(*word));
}

/* Spans of the windows that are paired or not; returns where the buffer goes on. */
static unsigned char *add_windows(struct pf_windows *windows, bool paired, bool second,
				  unsigned char *to)
{
	size_t count = windows->fetched.count, silent = 0;
	for (size_t i = 0; i < count; i++) {
		struct pf_window *window = &windows->fetched.items[second ? count - 1 - i : i];
		size_t size = window->end - window->at;
		if (window->paired != paired)
			continue;
		if (paired && windows->echo_at && silent++ == ECHO_EVERY) {
			add_echo(windows);
			silent = 1;
		}
		*(second ? &window->second : &window->bytes) = to;
		add_span(windows, window->at, to, size);
		to += size;
	}
	return to;
}

/*
 * Gives every window its place in the buffer and its span. With an echo: the echo, the paired
 * windows, the echo, the same windows again, the echo, the others. The second time the order is
 * turned round, so that no two windows are as far apart in time as they were: a target that does
 * the same again and again could else look the same both times.
 */
static struct pf_error *lay_out(struct pf_windows *windows)
{
	bool twice = windows->echo_at != 0;
	PF_TRY(make_room(windows));
	unsigned char *to = windows->buffer;
	for (size_t i = 0; i < windows->fetched.count; i++)
		windows->fetched.items[i].second = NULL;
	if (twice)
		add_echo(windows);
	to = add_windows(windows, true, false, to);
	if (twice) {
		add_echo(windows);
		to = add_windows(windows, true, true, to);
		add_echo(windows);
	}
	add_windows(windows, false, false, to);
	return NULL;
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
	return lay_out(windows);
}

void pf_windows_set_deadline(struct pf_windows *windows, uint64_t deadline_ns)
{
	windows->deadline_ns = deadline_ns;
}

void pf_windows_set_echo(struct pf_windows *windows, pf_addr at)
{
	windows->echo_at = at;
}

const struct pf_echo *pf_windows_last_echo(const struct pf_windows *windows)
{
	return &windows->echo;
}

const unsigned char *pf_windows_second(struct pf_windows *windows, const unsigned char *view)
{
	struct pf_window *window = windows->last;
	if (!window->paired)
		windows->stale = window->paired = true;
	return windows->echo.at && window->second ? window->second + (view - window->bytes) : NULL;
}

/* Whether the word could be read each time and was the same. */
static bool is_echo_same(const struct pf_windows *windows)
{
	for (size_t i = 0; i < windows->spans.count; i++) {
		if (windows->spans.items[i].failed)
			return false;
	}
	for (size_t i = 1; i < windows->words.count; i++) {
		if (windows->words.items[i] != windows->words.items[0])
			return false;
	}
	return windows->words.count > 0;
}

static struct pf_error *fetch(struct pf_windows *windows)
{
	struct pf_echo *echo = &windows->echo;
	*echo = (struct pf_echo){ .at = windows->laid_out_at };
	uint64_t start_ns = echo->at ? pf_clock_now_ns() : 0;
	PF_TRY(pf_memory_peek_spans(windows->below, windows->spans.items, windows->spans.count));
	if (!echo->at)
		return NULL;
	echo->took_ns = pf_clock_now_ns() - start_ns;
	echo->same = is_echo_same(windows);
	echo->word = windows->words.items[0];
	return NULL;
}

struct pf_error *pf_windows_refresh(struct pf_windows *windows)
{
	bool trimming = ++windows->rounds % TRIM == 0, failed = false;
	windows->last = NULL;
	if (windows->missed.count || trimming || windows->stale ||
	    windows->echo_at != windows->laid_out_at) {
		windows->stale = true; /* also when there is no memory for it now */
		PF_TRY(rearrange(windows, trimming));
	}
	windows->stale = false;
	windows->laid_out_at = windows->echo_at;
	PF_TRY(fetch(windows));
	for (size_t i = 0; i < windows->spans.count; i++)
		failed |= windows->spans.items[i].failed;
	if (failed)
		drop_failed(windows);
	return NULL;
}

struct pf_error *pf_windows_create(struct pf_memory *below, struct pf_windows **ret)
{
	struct pf_windows *windows = calloc(1, sizeof(*windows));
	if (!windows)
		return &pf_error_no_memory;
	windows->memory = (struct pf_memory){ .peek = peek, .peek_spans = peek_spans };
	windows->below = below;
	*ret = windows;
	return NULL;
}

struct pf_memory *pf_windows_memory(struct pf_windows *windows)
{
	return &windows->memory;
}

size_t pf_windows_misses(const struct pf_windows *windows)
{
	return windows->missed.count;
}

size_t pf_windows_size(const struct pf_windows *windows, size_t *spans_ret)
{
	size_t size = 0;
	for (size_t i = 0; i < windows->fetched.count; i++)
		size += windows->fetched.items[i].end - windows->fetched.items[i].at;
	if (spans_ret)
		*spans_ret = windows->fetched.count;
	return size;
}
