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
enum { PAGE = 4096, BLOCK = 1024, GAP = 2048, TRIM = 64, BLOCKS_PER_SLAB = 64, WORD = 8 };

/* Missed blocks live in slabs, so that views of them stay where they are for the round. */
struct slab {
	unsigned char blocks[BLOCKS_PER_SLAB][BLOCK];
};

struct pf_windows {
	struct pf_memory memory; /* first: it is what readers see */
	struct pf_memory *below;
	PF_ARRAY(struct pf_window) fetched; /* ascending, apart */
	PF_ARRAY(struct pf_window) missed;  /* since the last refresh; of one block each */
	PF_ARRAY(struct pf_span) spans;	    /* as fetched, between those of the echo */
	struct pf_echo echo;		    /* of the last refresh */
	pf_addr echo_at;		    /* for the next one */
	PF_ARRAY(struct slab *) slabs;
	unsigned char *buffer; /* behind fetched */
	size_t buffer_size;
	struct pf_window *last; /* the window that was looked into last; NULL: none */
	unsigned rounds;
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
	for (size_t i = windows->missed.count; i-- > 0;) {
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

/* Reads the one or two blocks around the span. */
static struct pf_error *miss(struct pf_windows *windows, pf_addr at, size_t size,
			     struct pf_window **ret)
{
	pf_addr start = at / BLOCK * BLOCK, end = (at + size + BLOCK - 1) / BLOCK * BLOCK;
	unsigned char *bytes;
	if (end < start || end - start > 2 * BLOCK)
		return &pf_error_fault;
	PF_TRY(place_blocks(windows, &bytes));
	PF_TRY(pf_array_reserve(&windows->missed, 1));
	PF_TRY(pf_memory_peek(windows->below, start, bytes, end - start));
	struct pf_window window = { start, end, bytes, UINT64_MAX, 0 };
	windows->missed.items[windows->missed.count++] = window;
	windows->last = NULL; /* the array may have moved */
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
	qsort(items, windows->fetched.count, sizeof(*items), compare);
	for (size_t i = 0; i < windows->fetched.count; i++) {
		if (kept && are_close(&items[kept - 1], &items[i])) {
			struct pf_window *into = &items[kept - 1];
			into->end = items[i].end > into->end ? items[i].end : into->end;
			into->low = items[i].low < into->low ? items[i].low : into->low;
			into->high = items[i].high > into->high ? items[i].high : into->high;
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

/* Gives every window its place in the buffer and its span. */
static struct pf_error *lay_out(struct pf_windows *windows)
{
	size_t size = 0;
	windows->spans.count = 0;
	PF_TRY(pf_array_reserve(&windows->spans, windows->fetched.count + 2));
	windows->spans.count = 1;
	for (size_t i = 0; i < windows->fetched.count; i++)
		size += windows->fetched.items[i].end - windows->fetched.items[i].at;
	PF_TRY(pf_array_reserve_bytes((void **)&windows->buffer, &windows->buffer_size, size, 1));
	unsigned char *to = windows->buffer;
	for (size_t i = 0; i < windows->fetched.count; i++) {
		struct pf_window *window = &windows->fetched.items[i];
		size = window->end - window->at;
		window->bytes = to;
		windows->spans.items[windows->spans.count++] =
			(struct pf_span){ .at = window->at, .buf = to, .size = size };
		to += size;
	}
	return NULL;
}

/* Windows that could not be read are gone: their memory was unmapped. */
static void drop_failed(struct pf_windows *windows)
{
	size_t kept = 0;
	for (size_t i = 0; i < windows->fetched.count; i++) {
		if (windows->spans.items[i + 1].failed)
			continue;
		windows->spans.items[kept + 1] = windows->spans.items[i + 1];
		windows->fetched.items[kept++] = windows->fetched.items[i];
	}
	windows->fetched.count = kept;
	windows->spans.count = kept + 1;
}

static struct pf_error *rearrange(struct pf_windows *windows, bool trimming)
{
	PF_TRY(adopt_missed(windows));
	if (trimming)
		trim(windows);
	join(windows);
	return lay_out(windows);
}

void pf_windows_set_echo(struct pf_windows *windows, pf_addr at)
{
	windows->echo_at = at;
}

const struct pf_echo *pf_windows_last_echo(const struct pf_windows *windows)
{
	return &windows->echo;
}

/* The spans of the windows, with the echo's around them when there is one. */
static struct pf_error *fetch(struct pf_windows *windows)
{
	struct pf_echo *echo = &windows->echo;
	struct pf_span *spans = windows->spans.items;
	size_t count = windows->spans.count;
	echo->at = windows->echo_at;
	spans[0] = (struct pf_span){ .at = echo->at, .buf = &echo->first, .size = WORD };
	spans[count] = (struct pf_span){ .at = echo->at, .buf = &echo->last, .size = WORD };
	if (!echo->at)
		return pf_memory_peek_spans(windows->below, spans + 1, count - 1);
	uint64_t start_ns = pf_clock_now_ns();
	PF_TRY(pf_memory_peek_spans(windows->below, spans, count + 1));
	echo->took_ns = pf_clock_now_ns() - start_ns;
	if (spans[0].failed || spans[count].failed)
		echo->first = echo->last + 1;
	return NULL;
}

struct pf_error *pf_windows_refresh(struct pf_windows *windows)
{
	bool trimming = ++windows->rounds % TRIM == 0;
	windows->last = NULL;
	if (windows->missed.count || trimming || !windows->spans.count)
		PF_TRY(rearrange(windows, trimming));
	bool failed = false;
	PF_TRY(fetch(windows));
	for (size_t i = 1; i < windows->spans.count; i++)
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
