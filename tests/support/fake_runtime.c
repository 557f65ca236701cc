/* A runtime in a fake heap: code objects, frames, thread states, interpreters, GILs. */
#include "fake_runtime.h"

#include <string.h>

enum { RUNTIME_SIZE = 4096, INTERPRETER_SIZE = 16384, GIL_SIZE = 96, THREAD_SIZE = 2048 };

/* The line table that says "first line plus 5" for FAKE_UNITS code units. */
static pf_addr line_table(struct fake_memory *heap)
{
	unsigned char bytes[2 * FAKE_UNITS];
	size_t size = 0;
	switch (heap->layout.traits.lines) {
	case LINES_LNOTAB_UNSIGNED:
	case LINES_LNOTAB:
		bytes[size++] = 0;
		bytes[size++] = 5;
		break;
	case LINES_PEP626:
		bytes[size++] = 2 * FAKE_UNITS;
		bytes[size++] = 5;
		break;
	case LINES_PEP657:
		for (int unit = 0; unit < FAKE_UNITS; unit += 8) {
			bytes[size++] = 0x80 | 13 << 3 | 7; /* no columns, 8 units */
			bytes[size++] = unit ? 0 : 5 << 1;
		}
		break;
	}
	return fake_bytes(heap, bytes, size);
}

pf_addr fake_code(struct fake_memory *heap, const char *file, const char *function, int32_t line)
{
	const struct pf_layout_code *layout = &heap->layout.code;
	pf_addr at = fake_object(heap, fake_type_of(heap, FAKE_CODE),
				 (size_t)layout->size + 2 * FAKE_UNITS);
	fake_put_word(heap, at + layout->filename, fake_str(heap, file));
	fake_put_word(heap, at + layout->name, fake_str(heap, function));
	fake_put_word(heap, at + layout->linetable, line_table(heap));
	fake_put_int(heap, at + layout->firstlineno, line);
	if (layout->qualname != PF_ABSENT)
		fake_put_word(heap, at + layout->qualname, fake_str(heap, function));
	if (layout->firsttraceable != PF_ABSENT)
		fake_put_int(heap, at + layout->firsttraceable, FAKE_FIRST_TRACEABLE);
	return at;
}

void fake_set_running(struct fake_memory *heap, pf_addr frame, bool runs)
{
	pf_addr at = frame + (pf_addr)heap->layout.frame.running;
	switch (heap->layout.traits.running) {
	case RUNNING_EXECUTING:
		fake_put_byte(heap, at, 1);
		break;
	case RUNNING_STATE:
		fake_put_byte(heap, at, 0);
		break;
	case RUNNING_STACKTOP:
		fake_put_int(heap, at, runs ? -1 : 3);
		break;
	case RUNNING_STACKPOINTER:
		fake_put_word(heap, at, runs ? 0 : frame + 80);
		break;
	case RUNNING_UNKNOWN:
		break;
	}
}

pf_addr fake_frame(struct fake_memory *heap, pf_addr code, int32_t unit, pf_addr previous,
		   enum fake_owner owner)
{
	const struct pf_layout_frame *layout = &heap->layout.frame;
	pf_addr at = fake_alloc(heap, (size_t)layout->size + FAKE_PLACES * sizeof(uint64_t));
	fake_set_running(heap, at, true);
	if (layout->owner != PF_ABSENT)
		fake_put_byte(heap, at + layout->owner, owner);
	pf_addr tag = heap->layout.traits.reference == REF_TAGGED ? 1 : 0;
	fake_put_word(heap, at + layout->code, code | tag);
	fake_put_word(heap, at + layout->previous, previous);
	switch (heap->layout.traits.lasti) {
	case LASTI_BYTES:
		fake_put_int(heap, at + layout->lasti, unit < 0 ? -1 : 2 * unit);
		break;
	case LASTI_UNITS:
		fake_put_int(heap, at + layout->lasti, unit);
		break;
	case LASTI_POINTER:
		fake_put_word(heap, at + layout->lasti,
			      code + (pf_addr)(heap->layout.code.bytecode + 2 * unit));
		break;
	}
	return at;
}

void fake_link_frame(struct fake_memory *heap, pf_addr frame, pf_addr previous)
{
	fake_put_word(heap, frame + heap->layout.frame.previous, previous);
}

pf_addr fake_frames(struct fake_memory *heap, pf_addr code, size_t count)
{
	pf_addr newest = 0;
	for (size_t i = 0; i < count; i++) {
		if (newest)
			fake_set_running(heap, newest, false);
		newest = fake_frame(heap, code, 10, newest, OWNED_BY_THREAD);
	}
	return newest;
}

static pf_addr head_of(const struct fake_memory *heap, pf_addr runtime)
{
	int32_t offset = heap->layout.runtime.interpreters_head;
	return offset == PF_ABSENT ? runtime : runtime + (pf_addr)offset;
}

/* The word at AT of what was placed before. */
static uint64_t word_at(struct fake_memory *heap, pf_addr at)
{
	uint64_t word = 0;
	struct pf_error *err = pf_reader_peek_word(&heap->reader, at, &word);
	pf_error_destroy(err);
	return word;
}

pf_addr fake_runtime(struct fake_memory *heap)
{
	bool is_word = heap->layout.runtime.interpreters_head == PF_ABSENT;
	return fake_alloc(heap, is_word ? 8 : RUNTIME_SIZE);
}

pf_addr fake_interpreter(struct fake_memory *heap, pf_addr runtime, int64_t id)
{
	const struct pf_layout_interpreter *layout = &heap->layout.interpreter;
	pf_addr at = fake_alloc(heap, INTERPRETER_SIZE), head = head_of(heap, runtime);
	fake_put_word(heap, at + layout->next, word_at(heap, head));
	fake_put_word(heap, head, at);
	if (layout->id != PF_ABSENT)
		fake_put_word(heap, at + layout->id, (uint64_t)id);
	if (layout->gil != PF_ABSENT)
		fake_put_word(heap, at + layout->gil, fake_alloc(heap, GIL_SIZE));
	return at;
}

static void put_newest_frame(struct fake_memory *heap, pf_addr thread, pf_addr frame)
{
	const struct pf_layout_thread *layout = &heap->layout.thread;
	if (heap->layout.traits.newest_frame == FRAME_AT_THREAD) {
		fake_put_word(heap, thread + layout->frame, frame);
		return;
	}
	pf_addr cframe = fake_alloc(heap, 24);
	fake_put_word(heap, cframe + layout->cframe_frame, frame);
	fake_put_word(heap, thread + layout->cframe, cframe);
}

pf_addr fake_thread(struct fake_memory *heap, pf_addr interpreter, uint64_t ident,
		    uint64_t native_id, pf_addr frame)
{
	const struct pf_layout_thread *layout = &heap->layout.thread;
	pf_addr at = fake_alloc(heap, THREAD_SIZE);
	pf_addr head = interpreter + heap->layout.interpreter.threads_head;
	fake_put_word(heap, at + layout->next, word_at(heap, head));
	fake_put_word(heap, head, at);
	fake_put_word(heap, at + layout->interp, interpreter);
	fake_put_word(heap, at + layout->thread_id, ident);
	if (layout->native_thread_id != PF_ABSENT)
		fake_put_word(heap, at + layout->native_thread_id, native_id);
	put_newest_frame(heap, at, frame);
	return at;
}

void fake_modules(struct fake_memory *heap, pf_addr interpreter, uint32_t hexversion,
		  pf_addr modules)
{
	const struct pf_layout_interpreter *layout = &heap->layout.interpreter;
	struct fake_item sys[] = { { fake_str(heap, "platform"), fake_str(heap, "linux") },
				   { fake_str(heap, "hexversion"),
				     fake_int(heap, hexversion, false) } };
	fake_put_word(heap, interpreter + layout->modules,
		      modules ? modules : fake_dict_new(heap, NULL, 0, DICT_COMBINED));
	fake_put_word(heap, interpreter + layout->sysdict,
		      fake_dict_new(heap, sys, 2, DICT_COMBINED));
	fake_put_word(heap, interpreter + layout->builtins,
		      fake_dict_new(heap, NULL, 0, DICT_COMBINED));
}

void fake_gil(struct fake_memory *heap, pf_addr runtime, pf_addr interpreter, int32_t locked,
	      pf_addr last_holder, uint64_t switches)
{
	const struct pf_layout_runtime *global = &heap->layout.runtime;
	const struct pf_layout_gil *own = &heap->layout.gil;
	if (heap->layout.traits.gil == GIL_RUNTIME) {
		fake_put_int(heap, runtime + global->gil_locked, locked);
		fake_put_word(heap, runtime + global->gil_last_holder, last_holder);
		fake_put_word(heap, runtime + global->gil_switch_number, switches);
	} else if (heap->layout.traits.gil == GIL_INTERPRETER) {
		pf_addr gil = word_at(heap, interpreter + heap->layout.interpreter.gil);
		fake_put_int(heap, gil + own->locked, locked);
		fake_put_word(heap, gil + own->last_holder, last_holder);
		fake_put_word(heap, gil + own->switch_number, switches);
	}
}

pf_addr fake_threading(struct fake_memory *heap, const struct fake_item *active, size_t count)
{
	struct fake_item global = { fake_str(heap, "_active"),
				    fake_dict_new(heap, active, count, DICT_GENERAL) };
	pf_addr module = fake_object(heap, fake_type_of(heap, FAKE_MODULE), 56);
	fake_put_word(heap, module + heap->layout.object.module_dict,
		      fake_dict_new(heap, &global, 1, DICT_COMBINED));
	struct fake_item modules[] = {
		{ fake_str(heap, "sys"), fake_object(heap, fake_type_of(heap, FAKE_MODULE), 56) },
		{ fake_str(heap, "threading"), module },
	};
	return fake_dict_new(heap, modules, 2, DICT_COMBINED);
}
