/* Where the copies of windows go, and in which order they are made. */
#include "target/windows_private.h"

/*
 * FEW: when no more windows are copied twice, the echo in between is enough. ECHO_EVERY: after so
 * many of them it is heard again.
 */
enum { FEW = 1, ECHO_EVERY = 4 };

/*
 * With an echo, the parts follow each other like this: OUTER, INNER, MIDDLE, INNER and OUTER again,
 * REST. Those of the word that echoes, and those that link frames of both sides, lie in between:
 * what they say is of the moment for which the copies on both sides vouch.
 */
enum part { OUTER, INNER, MIDDLE, REST };

struct layout {
	struct pf_windows *windows;
	unsigned char *to; /* where the buffer goes on */
	size_t silent;	   /* windows since the echo was heard */
};

static struct pf_error *make_room(struct pf_windows *windows)
{
	size_t size = 0, count = windows->fetched.count;
	for (size_t i = 0; i < count; i++)
		size += windows->fetched.items[i].end - windows->fetched.items[i].at;
	windows->spans.count = windows->words.count = windows->heard.count = 0;
	PF_TRY(pf_array_reserve(&windows->words, 2 * count / ECHO_EVERY + 3));
	PF_TRY(pf_array_reserve(&windows->heard, windows->words.capacity + 2));
	PF_TRY(pf_array_reserve(&windows->spans, 2 * count + windows->words.capacity));
	return pf_array_reserve_bytes((void **)&windows->buffer, &windows->buffer_size, 2 * size,
				      1);
}

static void add_span(struct pf_windows *windows, pf_addr at, void *buf, size_t size)
{
	windows->spans.items[windows->spans.count++] =
		(struct pf_span){ .at = at, .buf = buf, .size = size };
}

static void hear(struct pf_windows *windows, const void *word)
{
	windows->heard.items[windows->heard.count++] = word;
}

static void add_echo(struct layout *layout)
{
	struct pf_windows *windows = layout->windows;
	uint64_t *word = &windows->words.items[windows->words.count++];
	*word = 0;
	add_span(windows, windows->echo_at, word, sizeof(*word));
	hear(windows, word);
	layout->silent = 0;
}

/* Whether the window holds the word that echoes. */
static bool echoes(const struct pf_windows *windows, const struct pf_window *window)
{
	pf_addr at = windows->echo_at;
	return at >= window->at && at < window->end && window->end - at >= sizeof(uint64_t);
}

static enum part part_of(const struct pf_windows *windows, const struct pf_window *window)
{
	bool middle = window->between || echoes(windows, window);
	if (!windows->echo_at)
		return REST;
	if (window->paired)
		return middle ? INNER : OUTER;
	return middle ? MIDDLE : REST;
}

static void add_copy(struct layout *layout, struct pf_window *window, bool second)
{
	struct pf_windows *windows = layout->windows;
	*(second ? &window->second : &window->bytes) = layout->to;
	add_span(windows, window->at, layout->to, window->end - window->at);
	if (windows->echo_at && echoes(windows, window))
		hear(windows, layout->to + (windows->echo_at - window->at));
	layout->to += window->end - window->at;
}

/*
 * The second time the order is turned round, so that no two windows are as far apart in time as
 * they were: a target that does the same again and again could else look the same both times.
 */
static void add_part(struct layout *layout, enum part part, bool second)
{
	struct pf_windows *windows = layout->windows;
	size_t count = windows->fetched.count;
	for (size_t i = 0; i < count; i++) {
		struct pf_window *window = &windows->fetched.items[second ? count - 1 - i : i];
		if (part_of(windows, window) != part)
			continue;
		if (part == OUTER && layout->silent++ == ECHO_EVERY) {
			add_echo(layout);
			layout->silent = 1;
		}
		add_copy(layout, window, second);
	}
}

static size_t count_of(const struct pf_windows *windows, enum part part)
{
	size_t count = 0;
	for (size_t i = 0; i < windows->fetched.count; i++)
		count += part_of(windows, &windows->fetched.items[i]) == part;
	return count;
}

/* All that is copied while the echo is listened to. */
static void add_listening(struct layout *layout)
{
	bool many = layout->windows->echo_often || count_of(layout->windows, OUTER) > FEW;
	if (many)
		add_echo(layout);
	add_part(layout, OUTER, false);
	size_t heard = layout->windows->heard.count;
	add_part(layout, INNER, false);
	add_part(layout, MIDDLE, false);
	if (heard == layout->windows->heard.count) /* no window holds it */
		add_echo(layout);
	add_part(layout, INNER, true);
	add_part(layout, OUTER, true);
	if (many)
		add_echo(layout);
}

struct pf_error *pf_windows_lay_out(struct pf_windows *windows)
{
	PF_TRY(make_room(windows));
	struct layout layout = { .windows = windows, .to = windows->buffer };
	for (size_t i = 0; i < windows->fetched.count; i++)
		windows->fetched.items[i].second = NULL;
	if (windows->echo_at)
		add_listening(&layout);
	add_part(&layout, REST, false);
	return NULL;
}
