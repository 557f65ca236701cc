/* A thread's frames, newest first, as sys._getframe() would list them. */
#include "python/frames.h"

#include "base/cycle.h"
#include "python/truncated.h"

/* Owners of frames (pycore_frame.h): 2 and less have code; from 3 on they are the C stack's. */
enum { OWNER_GENERATOR = 1, OWNER_OTHER = 3 };

enum { SIZE_LIMIT = 512 }; /* of a frame's fixed part; debug_offsets.c allows no more */

/* A frame without code belongs to one that has some; so many more may be there. */
enum { SHIM_LIMIT = 1024 };

struct walk {
	const struct pf_reader *reader;
	struct pf_code_table *codes;
	struct pf_frames *frames;
	pf_addr at;
};

struct pf_error *pf_frames_locate_newest(const struct pf_reader *reader, pf_addr thread,
					 pf_addr *ret)
{
	const struct pf_layout_thread *layout = &reader->layout->thread;
	if (reader->layout->traits.newest_frame == FRAME_AT_THREAD) {
		*ret = thread + (pf_addr)layout->frame;
		return NULL;
	}
	PF_TRY(pf_reader_peek_word(reader, thread + (pf_addr)layout->cframe, ret));
	*ret += (pf_addr)layout->cframe_frame;
	return NULL;
}

struct pf_error *pf_frames_find_newest(const struct pf_reader *reader, pf_addr thread, pf_addr *ret)
{
	pf_addr at;
	PF_TRY(pf_frames_locate_newest(reader, thread, &at));
	return pf_reader_peek_word(reader, at, ret);
}

int32_t pf_frames_lasti(const struct pf_layout *layout, const struct pf_code_entry *entry,
			uint64_t raw)
{
	if (layout->traits.lasti != LASTI_POINTER) {
		int32_t lasti = (int32_t)(uint32_t)raw;
		bool units = layout->traits.lasti == LASTI_UNITS;
		return units && lasti > 0 && lasti < INT32_MAX / 2 ? lasti * 2 : lasti;
	}
	int64_t lasti = (int64_t)(raw - entry->bytecode);
	return lasti < -64 || lasti > INT32_MAX ? PF_LASTI_NOWHERE : (int32_t)lasti;
}

static int32_t lasti_of(const struct pf_reader *reader, const unsigned char *bytes,
			const struct pf_code_entry *entry)
{
	int32_t offset = reader->layout->frame.lasti;
	bool wide = reader->layout->traits.lasti == LASTI_POINTER;
	return pf_frames_lasti(reader->layout, entry,
			       wide ? pf_word_in(bytes, offset)
				    : (uint32_t)pf_int_in(bytes, offset));
}

bool pf_frames_is_incomplete(bool generator, const struct pf_code_entry *entry, int32_t lasti)
{
	return !generator && lasti != PF_LASTI_NOWHERE &&
	       lasti / 2 < entry->identity.first_traceable;
}

static struct pf_error *append(struct walk *walk, const unsigned char *bytes, int owner)
{
	const struct pf_layout *layout = walk->reader->layout;
	pf_addr code_at = pf_word_in(bytes, layout->frame.code);
	if (layout->traits.reference == REF_TAGGED)
		code_at &= ~UINT64_C(7);
	const struct pf_code_entry *entry;
	PF_TRY(pf_code_table_intern(walk->codes, walk->reader, code_at, &entry));

	int32_t lasti = lasti_of(walk->reader, bytes, entry);
	if (pf_frames_is_incomplete(owner == OWNER_GENERATOR, entry, lasti))
		return NULL;
	struct pf_position where = { PF_UNKNOWN, PF_UNKNOWN, PF_UNKNOWN, PF_UNKNOWN };
	if (lasti != PF_LASTI_NOWHERE)
		where = pf_lines_decode(layout->traits.lines, entry->code.lines,
					entry->code.lines_size, entry->code.first_line, lasti);
	struct pf_frame frame = { .at = walk->at,
				  .code = &entry->code,
				  .lasti = lasti,
				  .line = where.line,
				  .end_line = where.end_line,
				  .column = where.column,
				  .end_column = where.end_column };
	return pf_array_push(walk->frames, frame);
}

/* Reads the frame at walk->at, appends it when it is Python's, moves on to its caller. */
static struct pf_error *step(struct walk *walk)
{
	const struct pf_layout_frame *layout = &walk->reader->layout->frame;
	unsigned char bytes[SIZE_LIMIT];
	PF_TRY(pf_reader_peek(walk->reader, walk->at, bytes, (size_t)layout->size));
	int owner = layout->owner == PF_ABSENT ? 0 : bytes[layout->owner];
	if (owner < OWNER_OTHER)
		PF_TRY(append(walk, bytes, owner));
	walk->at = pf_word_in(bytes, layout->previous);
	return NULL;
}

struct pf_error *pf_frames_peek(const struct pf_reader *reader, struct pf_code_table *codes,
				pf_addr at, struct pf_frames *ret)
{
	struct walk walk = { reader, codes, ret, at };
	return step(&walk);
}

_Static_assert(PF_FRAME_LIMIT == 4194304, "the limit is named in a message");

struct pf_error *pf_frames_walk(const struct pf_reader *reader, struct pf_code_table *codes,
				pf_addr newest, struct pf_frames *frames, const char **truncated)
{
	struct walk walk = { reader, codes, frames, newest };
	struct pf_cycle cycle = { 0 };
	size_t steps = 0, first = frames->count;
	while (walk.at) {
		if (pf_cycle_step(&cycle, walk.at))
			return pf_truncate(truncated, NULL, "the frames lead in a circle");
		if (frames->count >= PF_FRAME_LIMIT)
			return pf_truncate(truncated, NULL, "more than 4194304 frames in all");
		if (steps++ > 4 * (frames->count - first) + SHIM_LIMIT)
			return pf_truncate(truncated, NULL, "too many frames without code");
		struct pf_error *err = step(&walk);
		if (err)
			return pf_truncate(truncated, err, "a frame cannot be read");
	}
	return NULL;
}
