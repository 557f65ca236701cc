/* The hot way to a thread's stack: raw frames first, and what they mean only when they are new. */
#include "python/probe.h"

#include "base/cycle.h"
#include "python/frames.h"

#include <string.h>

/* The part of a frame that is looked at. */
struct frame_view {
	int32_t start, size; /* of the bytes that hold all that is wanted */
	int32_t previous, code, lasti, owner, running, is_entry;
	bool wide_lasti;
	enum pf_running how;
	uint64_t code_mask;
};

struct range {
	int32_t start, end;
};

static void cover(struct range *range, int32_t offset, int32_t size)
{
	if (offset == PF_ABSENT)
		return;
	range->start = offset < range->start ? offset : range->start;
	range->end = offset + size > range->end ? offset + size : range->end;
}

static struct range range_of(const struct pf_layout_frame *frame)
{
	struct range range = { frame->previous, frame->previous + 8 };
	cover(&range, frame->code, 8);
	cover(&range, frame->lasti, 8);
	cover(&range, frame->owner, 1);
	cover(&range, frame->running, 8);
	cover(&range, frame->is_entry, 1);
	return range;
}

static int32_t inside(const struct range *range, int32_t offset)
{
	return offset == PF_ABSENT ? PF_ABSENT : offset - range->start;
}

static struct frame_view view_of(const struct pf_layout *layout)
{
	const struct pf_layout_frame *frame = &layout->frame;
	struct range range = range_of(frame);
	return (struct frame_view){
		.start = range.start,
		.size = range.end - range.start,
		.previous = inside(&range, frame->previous),
		.code = inside(&range, frame->code),
		.lasti = inside(&range, frame->lasti),
		.owner = inside(&range, frame->owner),
		.running = inside(&range, frame->running),
		.is_entry = inside(&range, frame->is_entry),
		.wide_lasti = layout->traits.lasti == LASTI_POINTER,
		.how = layout->traits.running,
		.code_mask = layout->traits.reference == REF_TAGGED ? ~UINT64_C(7) : ~UINT64_C(1),
	};
}

enum { OWNER_GENERATOR = 1, OWNER_OTHER = 3 }; /* as in frames.c */

static struct pf_raw_frame raw_of(const struct frame_view *view, const unsigned char *bytes,
				  int owner, pf_addr at)
{
	uint64_t lasti = view->wide_lasti ? pf_word_in(bytes, view->lasti)
					  : (uint32_t)pf_int_in(bytes, view->lasti);
	return (struct pf_raw_frame){ (pf_word_in(bytes, view->code) & view->code_mask) |
					      (owner == OWNER_GENERATOR),
				      lasti, at };
}

/* What is known of a stack while it is walked. */
struct walk {
	struct frame_view view;
	bool called; /* the frame before was called by the one that comes, without C in between */
	bool torn;
	pf_addr shim; /* the first of the frames without code that were the last ones; 0: none */
};

/* Whether a frame that says so when it runs does. */
static bool runs(const struct frame_view *view, const unsigned char *bytes)
{
	switch (view->how) {
	case RUNNING_EXECUTING:
		return bytes[view->running] == 1;
	case RUNNING_STATE:
		return bytes[view->running] == 0;
	case RUNNING_STACKTOP:
		return pf_int_in(bytes, view->running) == -1;
	case RUNNING_STACKPOINTER:
		return !pf_word_in(bytes, view->running);
	case RUNNING_UNKNOWN:
		break;
	}
	return false;
}

static int owner_of(const struct frame_view *view, const unsigned char *bytes)
{
	return view->owner == PF_ABSENT ? 0 : bytes[view->owner];
}

/* Whether a frame that is not the newest stood still: it is the same in both copies. */
static bool stood_still(const struct pf_probe *probe, const struct walk *walk,
			const unsigned char *bytes)
{
	const unsigned char *second = pf_windows_second(probe->windows, bytes);
	return second && !memcmp(bytes, second, (size_t)walk->view.size);
}

/*
 * Whether a frame cannot be where it was found. The newest one must run: else it is left over from a
 * call that is over, or its call is about to begin or to end. Its callers must wait, unless they
 * called C. (Since 3.14 a frame that calls C has put its stack pointer away as well.)
 */
static bool is_left_over(const struct walk *walk, const unsigned char *bytes, bool newest)
{
	switch (walk->view.how) {
	case RUNNING_EXECUTING:
	case RUNNING_STATE:
		return !runs(&walk->view, bytes);
	case RUNNING_STACKTOP:
		return newest ? !runs(&walk->view, bytes)
			      : walk->called && runs(&walk->view, bytes);
	case RUNNING_STACKPOINTER:
		return !newest && walk->called && runs(&walk->view, bytes);
	case RUNNING_UNKNOWN:
		break;
	}
	return false;
}

/*
 * The newest frame may go on from one instruction to the next; those of callers stand still. All of
 * them are looked for in both copies, so that all are copied twice.
 */
static void compare(const struct pf_probe *probe, struct walk *walk, const unsigned char *bytes,
		    bool newest)
{
	const struct frame_view *view = &walk->view;
	if (owner_of(view, bytes) >= OWNER_OTHER) {
		pf_windows_between(probe->windows);
		walk->called = false;
		return;
	}
	walk->torn |= !stood_still(probe, walk, bytes) && !newest;
	walk->torn |= is_left_over(walk, bytes, newest);
	walk->called = view->is_entry == PF_ABSENT || !bytes[view->is_entry];
}

static struct pf_error *append(const struct frame_view *view, const unsigned char *bytes,
			       pf_addr at, struct pf_raw_stack *ret)
{
	int owner = owner_of(view, bytes);
	if (owner >= OWNER_OTHER)
		return NULL;
	if (ret->count == ret->capacity)
		PF_TRY(pf_array_reserve(ret, 1));
	ret->items[ret->count++] = raw_of(view, bytes, owner, at);
	return NULL;
}

/* 3.14 and newer have two below the oldest frame: the C stack's, and one in the thread state. */
static void note_shim(struct walk *walk, const unsigned char *bytes, pf_addr at)
{
	if (owner_of(&walk->view, bytes) < OWNER_OTHER)
		walk->shim = 0;
	else if (!walk->shim)
		walk->shim = at;
}

struct pf_error *pf_probe_stack(const struct pf_probe *probe, pf_addr thread,
				struct pf_raw_stack *ret)
{
	struct walk walk = { .view = view_of(probe->reader.layout) };
	struct pf_cycle cycle = { 0 };
	pf_addr at;
	ret->count = 0;
	PF_TRY(pf_frames_find_newest(&probe->reader, thread, &at));
	ret->newest = at;
	ret->root = probe->root;
	while (at && at != probe->root) {
		const unsigned char *bytes;
		if (pf_cycle_step(&cycle, at) || ret->count >= PF_FRAME_LIMIT)
			return &pf_error_torn;
		PF_TRY(pf_windows_view(probe->windows, at + (pf_addr)walk.view.start,
				       (size_t)walk.view.size, &bytes));
		if (probe->compare)
			compare(probe, &walk, bytes, at == ret->newest);
		PF_TRY(append(&walk.view, bytes, at, ret));
		note_shim(&walk, bytes, at);
		at = pf_word_in(bytes, walk.view.previous);
		if (!at)
			ret->root = walk.shim;
	}
	return walk.torn ? &pf_error_torn : NULL;
}

struct pf_error *pf_probe_resolve(const struct pf_probe *probe, struct pf_code_table *codes,
				  const struct pf_raw_frame *frame, struct pf_probe_place *ret)
{
	const struct pf_code_entry *entry;
	PF_TRY(pf_code_table_intern(codes, &probe->reader, frame->code & ~UINT64_C(1), &entry));
	int32_t lasti = pf_frames_lasti(probe->reader.layout, entry, frame->lasti);
	*ret = (struct pf_probe_place){ .entry = entry, .line = PF_UNKNOWN };
	ret->incomplete = pf_frames_is_incomplete(frame->code & 1, entry, lasti);
	if (lasti != PF_LASTI_NOWHERE)
		ret->line = pf_lines_decode(probe->reader.layout->traits.lines, entry->code.lines,
					    entry->code.lines_size, entry->code.first_line, lasti)
				    .line;
	return NULL;
}
