/* Coroutines that are suspended: where each stands, and what it awaits. */
#include "value/coroutine.h"

#include "base/cycle.h"
#include "value/class.h"
#include "value/fields.h"
#include "value/kinds.h"

#include <string.h>

/* The same from 3.5 to 3.10 (Include/opcode.h). */
enum { YIELD_FROM = 72 };

/* RESUME's argument: 0 at a function's start, 1 behind "yield"; then "yield from" and "await". */
enum { RESUME_WHERE = 3, RESUME_YIELD_FROM = 2 };

/* An instruction is a byte, and its argument another one. */
enum { OPCODE, ARGUMENT, UNIT };

/* References have tags in their low bits; a number in a reference's place has both of the first. */
enum { WORD = sizeof(uint64_t), TAGS = 7, NUMBER = 3 };

/* So many places may be empty above what is awaited (3.15: an index that is not used). */
enum { EMPTY = 2 };

struct pf_error *pf_coroutine_frame(struct pf_view *view, const struct pf_object *object,
				    pf_addr *ret)
{
	const struct pf_object_layout *layout = &view->reader->layout->objects;
	*ret = 0;
	if (object->class->kind != &pf_kind_generator)
		return NULL;
	if (layout->shell.frame == PF_ABSENT)
		return pf_field_word(view, object, layout->generator.frame, ret);
	*ret = object->at + (pf_addr)layout->generator.frame;
	return NULL;
}

/* --- whether it awaits something */

static struct pf_error *peek_instruction(struct pf_view *view, const struct pf_frame *frame,
					 int32_t at, unsigned char bytes[UNIT])
{
	const struct pf_layout *layout = view->reader->layout;
	pf_addr code = frame->code->at + (pf_addr)layout->code.bytecode;
	if (layout->traits.await == AWAIT_YIELD_FROM) {
		PF_TRY(pf_reader_peek_word(view->reader, code, &code));
		code += (pf_addr)layout->object.bytes_data;
	}
	return pf_reader_peek(view->reader, code + (pf_addr)at, bytes, UNIT);
}

static struct pf_error *is_awaiting(struct pf_view *view, const struct pf_frame *frame, bool *ret)
{
	enum pf_await kind = view->reader->layout->traits.await;
	int32_t at = frame->lasti + (kind == AWAIT_RESUMED ? 0 : UNIT);
	unsigned char bytes[UNIT];
	*ret = false;
	if (frame->lasti < 0)
		return NULL;
	PF_TRY(peek_instruction(view, frame, at, bytes));
	*ret = kind == AWAIT_YIELD_FROM ? bytes[OPCODE] == YIELD_FROM
					: (bytes[ARGUMENT] & RESUME_WHERE) >= RESUME_YIELD_FROM;
	return NULL;
}

/* --- what it awaits: on top of the values that it works with */

static struct pf_error *count_top(struct pf_view *view, pf_addr frame, pf_addr *ret)
{
	const struct pf_object_layout *layout = &view->reader->layout->objects;
	pf_addr stack = frame + (pf_addr)layout->scope.localsplus;
	int32_t depth;
	if (layout->suspended.stack != PF_ABSENT)
		PF_TRY(pf_reader_peek_word(view->reader, frame + (pf_addr)layout->suspended.stack,
					   &stack));
	PF_TRY(pf_reader_peek_int(view->reader, frame + (pf_addr)layout->suspended.depth, &depth));
	*ret = depth > 0 ? stack + (pf_addr)depth * WORD : 0;
	return NULL;
}

static struct pf_error *find_top(struct pf_view *view, pf_addr frame, pf_addr *ret)
{
	int32_t top = view->reader->layout->objects.suspended.top;
	if (top != PF_ABSENT)
		return pf_reader_peek_word(view->reader, frame + (pf_addr)top, ret);
	return count_top(view, frame, ret);
}

static pf_addr reference(const struct pf_view *view, uint64_t word)
{
	if (view->reader->layout->traits.reference == REF_PLAIN)
		return word;
	return (word & NUMBER) == NUMBER ? 0 : word & ~(uint64_t)TAGS;
}

static struct pf_error *find_awaited(struct pf_view *view, const struct pf_frame *frame,
				     pf_addr *ret)
{
	pf_addr top;
	bool awaiting;
	*ret = 0;
	PF_TRY(is_awaiting(view, frame, &awaiting));
	if (!awaiting)
		return NULL;
	PF_TRY(find_top(view, frame->at, &top));
	for (int i = 0; top && i <= EMPTY && !*ret; i++) {
		top -= WORD;
		PF_TRY(pf_reader_peek_word(view->reader, top, ret));
		*ret = reference(view, *ret);
	}
	return NULL;
}

/* --- chains of them */

/* What only passes on to another: that is the first thing that it has, in every version. */
static bool is_wrapper(const struct pf_class *class)
{
	static const char *const names[] = { "coroutine_wrapper", "async_generator_asend",
					     "async_generator_athrow" };
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		if (!strcmp(class->name, names[i]))
			return true;
	}
	return false;
}

/* Appends the frame of what is at *at, which moves on to what that awaits; 0: nothing more. */
static struct pf_error *step(struct pf_view *view, struct pf_code_table *codes, pf_addr *at,
			     struct pf_frames *ret)
{
	struct pf_object object;
	size_t before = ret->count;
	pf_addr frame;
	PF_TRY(pf_object_open(view, *at, &object));
	if (is_wrapper(object.class))
		return pf_field_word(view, &object, view->reader->layout->object.size, at);
	*at = 0;
	PF_TRY(pf_coroutine_frame(view, &object, &frame));
	if (!frame)
		return NULL;
	PF_TRY(pf_frames_peek(view->reader, codes, frame, ret));
	return ret->count > before ? find_awaited(view, &ret->items[before], at) : NULL;
}

struct pf_error *pf_coroutine_walk(struct pf_view *view, struct pf_code_table *codes, pf_addr at,
				   struct pf_frames *ret, const char **truncated)
{
	struct pf_cycle cycle = { 0 };
	for (size_t steps = 0; at && !*truncated; steps++) {
		if (steps >= PF_COROUTINE_LIMIT)
			*truncated = "more than 65536 coroutines that await each other";
		else if (pf_cycle_step(&cycle, at))
			*truncated = "the coroutines await each other in a circle";
		else if (pf_view_is_late(view))
			*truncated = PF_VIEW_LATE;
		struct pf_error *err = *truncated ? NULL : step(view, codes, &at, ret);
		if (pf_view_is_fatal(err))
			return err;
		if (err)
			*truncated = "a coroutine cannot be read";
		pf_error_destroy(err);
	}
	return NULL;
}
