/* Fuzzes value/repr, the kinds of objects and value/locals over memory that is the input. */
#include "fuzz_memory.h"
#include "pyflame.h"
#include "value/kind.h"
#include "value/locals.h"

#include <stdlib.h>

/* However much a value claims to hold: so many bytes of text, and reads. */
enum { MOST_TEXT = 1 << 24, MOST_READS = 1 << 25 };

static size_t reads;

static void check(bool right)
{
	if (!right)
		abort();
}

static struct pf_error *counted(struct pf_memory *memory, pf_addr at, void *buf, size_t size)
{
	check(++reads < MOST_READS);
	return fuzz_peek(memory, at, buf, size);
}

static struct pf_error *counted_spans(struct pf_memory *memory, struct pf_span *spans, size_t count)
{
	reads += count;
	return fuzz_peek_spans(memory, spans, count);
}

/* What is printed is UTF-8 without control characters, whatever it was. */
static void check_text(const struct pf_text *text)
{
	const char *bytes = pf_text_str(text);
	check(text->size < MOST_TEXT);
	for (size_t i = 0; i < text->size;) {
		uint32_t codepoint;
		size_t size = pf_utf8_decode(bytes + i, text->size - i, &codepoint);
		check(size && codepoint >= ' ' && (codepoint < 0x7f || codepoint > 0x9f));
		i += size;
	}
}

static void print(struct pf_view *view, pf_addr at, const struct pf_limits *limits)
{
	struct pf_text text = { 0 };
	reads = 0;
	struct pf_error *err = pf_repr(view, at, limits, &text);
	check(!err);
	check_text(&text);
	pf_text_deinit(&text);
}

static void ask(struct pf_view *view, pf_addr at)
{
	const struct pf_result object = pf_result_of_object(at);
	struct pf_arena arena = { 0 };
	struct pf_result found;
	uint64_t length;
	reads = 0;
	pf_error_destroy(pf_result_length(view, &object, &length));
	pf_error_destroy(pf_result_attribute(view, &object, "_name", &arena, &found));
	pf_arena_deinit(&arena);
}

static void print_locals(struct pf_view *view, pf_addr frame)
{
	static const struct pf_limits few = { 2, 3, 2, 5, 0 };
	struct pf_locals locals = { 0 };
	pf_addr code = 0;
	reads = 0;
	pf_error_destroy(pf_reader_peek_word(
		view->reader, frame + (pf_addr)view->reader->layout->frame.code, &code));
	pf_error_destroy(pf_locals_read(view, frame, code, &locals));
	for (size_t i = 0; i < locals.count && i < 8; i++)
		print(view, locals.items[i].at, &few);
	pf_locals_deinit(&locals);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct fuzz_memory fuzz;
	struct pf_view view;
	if (!fuzz_memory_init(&fuzz, data, size))
		return 0;
	fuzz.memory.peek = counted;
	fuzz.memory.peek_spans = counted_spans;
	pf_view_init(&view, &fuzz.reader);
	print(&view, fuzz.start, &pf_limits_default);
	ask(&view, fuzz.start);
	print_locals(&view, fuzz.start);
	pf_view_deinit(&view);
	return 0;
}
