/* Remembered pieces of a target's memory, fetched anew together in one system call. */
#include "target/windows_private.h"

#include "base/clock.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

enum { BLOCK = PF_WINDOW_BLOCK, BLOCKS_PER_SLAB = 8 };

/*
 * RECENT: among how many missed windows one is looked for; beyond, reading again is quicker.
 * CLOCK_EVERY: after how many misses the clock is looked at.
 */
enum { RECENT = 256, CLOCK_EVERY = 16 };

/* Missed blocks live in slabs, so that views of them stay where they are for the round. */
struct pf_window_slab {
	unsigned char blocks[BLOCKS_PER_SLAB][BLOCK];
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
	pf_array_deinit(&windows->heard);
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
		struct pf_window_slab *fresh = malloc(sizeof(*fresh));
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
	struct pf_window window = { .at = start,
				    .end = end,
				    .bytes = bytes,
				    .low = UINT64_MAX,
				    .passing = windows->passing };
	windows->missed.items[windows->missed.count++] = window;
	windows->stale |= !windows->passing;
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

void pf_windows_set_passing(struct pf_windows *windows, bool passing)
{
	windows->passing = passing;
}

void pf_windows_set_deadline(struct pf_windows *windows, uint64_t deadline_ns)
{
	windows->deadline_ns = deadline_ns;
}

void pf_windows_set_echo(struct pf_windows *windows, pf_addr at, bool often)
{
	windows->echo_at = at;
	windows->echo_often = often;
}

const struct pf_echo *pf_windows_last_echo(const struct pf_windows *windows)
{
	return &windows->echo;
}

const unsigned char *pf_windows_second(struct pf_windows *windows, const unsigned char *view)
{
	struct pf_window *window = windows->last;
	window->was_paired = true;
	if (!window->paired)
		windows->stale = window->paired = true;
	return windows->echo.at && window->second ? window->second + (view - window->bytes) : NULL;
}

void pf_windows_between(struct pf_windows *windows)
{
	windows->last->was_between = true;
	if (!windows->last->between)
		windows->stale = windows->last->between = true;
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
