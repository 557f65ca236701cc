/* The hot way to a thread's stack: raw frames first, and what they mean only when they are new. */
#include "python/probe.h"

#include "base/cycle.h"
#include "python/frames.h"

#include <string.h>

/* The part of a frame that is looked at. */
struct frame_view {
	int32_t start, size; /* of the bytes that hold all that is wanted */
	int32_t previous, code, lasti, owner;
	bool wide_lasti;
	uint64_t code_mask;
};

static int32_t least(int32_t a, int32_t b)
{
	return a < b ? a : b;
}

static int32_t most(int32_t a, int32_t b)
{
	return a > b ? a : b;
}

static struct frame_view view_of(const struct pf_layout *layout)
{
	const struct pf_layout_frame *frame = &layout->frame;
	int32_t start = least(least(frame->previous, frame->code), frame->lasti);
	int32_t end = most(most(frame->previous, frame->code), frame->lasti) + 8;
	if (frame->owner != PF_ABSENT) {
		start = least(start, frame->owner);
		end = most(end, frame->owner + 1);
	}
	return (struct frame_view){
		.start = start,
		.size = end - start,
		.previous = frame->previous - start,
		.code = frame->code - start,
		.lasti = frame->lasti - start,
		.owner = frame->owner == PF_ABSENT ? -1 : frame->owner - start,
		.wide_lasti = layout->traits.lasti == LASTI_POINTER,
		.code_mask = layout->traits.reference == REF_TAGGED ? ~UINT64_C(7) : ~UINT64_C(1),
	};
}

enum { OWNER_GENERATOR = 1, OWNER_OTHER = 3 }; /* as in frames.c */

static struct pf_raw_frame raw_of(const struct frame_view *view, const unsigned char *bytes,
				  int owner)
{
	uint64_t lasti = view->wide_lasti ? pf_word_in(bytes, view->lasti)
					  : (uint32_t)pf_int_in(bytes, view->lasti);
	return (struct pf_raw_frame){ (pf_word_in(bytes, view->code) & view->code_mask) |
					      (owner == OWNER_GENERATOR),
				      lasti };
}

/*
 * The newest frame may go on from one instruction to the next; those of callers stand still. All of
 * them are looked for in both copies, so that all are copied twice.
 */
static bool is_equal(const struct pf_probe *probe, const unsigned char *bytes, size_t size)
{
	const unsigned char *second = pf_windows_second(probe->windows, bytes);
	return second && !memcmp(bytes, second, size);
}

struct pf_error *pf_probe_stack(const struct pf_probe *probe, pf_addr thread,
				struct pf_raw_stack *ret)
{
	const struct frame_view view = view_of(probe->reader.layout);
	struct pf_cycle cycle = { 0 };
	pf_addr at;
	bool torn = false;
	ret->count = 0;
	PF_TRY(pf_frames_find_newest(&probe->reader, thread, &at));
	ret->newest = at;
	while (at) {
		const unsigned char *bytes;
		if (pf_cycle_step(&cycle, at) || ret->count >= PF_FRAME_LIMIT)
			return &pf_error_torn;
		PF_TRY(pf_windows_view(probe->windows, at + (pf_addr)view.start, (size_t)view.size,
				       &bytes));
		if (probe->compare && !is_equal(probe, bytes, (size_t)view.size))
			torn |= at != ret->newest;
		int owner = view.owner < 0 ? 0 : bytes[view.owner];
		if (ret->count == ret->capacity)
			PF_TRY(pf_array_reserve(ret, 1));
		if (owner < OWNER_OTHER)
			ret->items[ret->count++] = raw_of(&view, bytes, owner);
		at = pf_word_in(bytes, view.previous);
	}
	return torn ? &pf_error_torn : NULL;
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
