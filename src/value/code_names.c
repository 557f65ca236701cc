/* The names of a code object's variables, in the order of their places in its frames. */
#include "value/code_names.h"

#include "base/cleanup.h"
#include "python/object.h"
#include "python/string.h"

#include <stdlib.h>

enum { WORD = sizeof(uint64_t), NAMES_LIMIT = 1 << 16 };

/* co_localspluskinds: a byte for each (pycore_code.h). */
enum { KIND_CELL = 0x40, KIND_FREE = 0x80 };

struct pf_error *pf_code_name_keep(struct pf_view *view, pf_addr at, const char **ret)
{
	PF_GUARD(pf_text_deinit) struct pf_text text = { 0 };
	PF_TRY(pf_string_peek(view->reader, at, &text));
	*ret = pf_arena_text(&view->arena, pf_text_str(&text), text.size);
	return *ret ? NULL : &pf_error_no_memory;
}

/* Appends the names in the tuple at AT. */
static struct pf_error *append_tuple(struct pf_view *view, pf_addr at, struct pf_code_name like,
				     struct pf_code_names *ret)
{
	const struct pf_layout *layout = view->reader->layout;
	uint64_t count;
	PF_TRY(pf_object_expect(view->reader, at, PF_TYPE_TUPLE));
	PF_TRY(pf_reader_peek_word(view->reader, at + (pf_addr)layout->object.var_size, &count));
	if (count > NAMES_LIMIT)
		return pf_error_create(PF_CORRUPT, "%llu variables", (unsigned long long)count);
	for (uint64_t i = 0; i < count; i++) {
		pf_addr name;
		PF_TRY(pf_reader_peek_word(
			view->reader, at + (pf_addr)layout->objects.sequence.tuple_items + i * WORD,
			&name));
		PF_TRY(pf_code_name_keep(view, name, &like.name));
		PF_TRY(pf_array_push(ret, like));
	}
	return NULL;
}

/* Up to 3.10: names of locals, cells and free variables are three tuples. */
static struct pf_error *read_tuples(struct pf_view *view, pf_addr code, struct pf_code_names *ret)
{
	const struct pf_layout_variables *layout = &view->reader->layout->objects.variables;
	const struct {
		int32_t offset;
		struct pf_code_name like;
	} tuples[] = { { layout->varnames, { 0 } },
		       { layout->cellvars, { .cell = true, .again = true } },
		       { layout->freevars, { .free = true } } };
	for (size_t i = 0; i < sizeof(tuples) / sizeof(tuples[0]); i++) {
		pf_addr at;
		PF_TRY(pf_reader_peek_word(view->reader, code + (pf_addr)tuples[i].offset, &at));
		PF_TRY(append_tuple(view, at, tuples[i].like, ret));
	}
	return NULL;
}

/* From 3.11 on: one tuple of names, and a byte for each that says what it is. */
static struct pf_error *read_kinds(struct pf_view *view, pf_addr code, struct pf_code_names *ret)
{
	const struct pf_layout_variables *layout = &view->reader->layout->objects.variables;
	PF_AUTO_FREE unsigned char *kinds = NULL;
	pf_addr names_at, kinds_at;
	size_t count;
	PF_TRY(pf_reader_peek_word(view->reader, code + (pf_addr)layout->names, &names_at));
	PF_TRY(pf_reader_peek_word(view->reader, code + (pf_addr)layout->kinds, &kinds_at));
	PF_TRY(append_tuple(view, names_at, (struct pf_code_name){ 0 }, ret));
	PF_TRY(pf_bytes_peek(view->reader, kinds_at, NAMES_LIMIT, &kinds, &count));
	for (size_t i = 0; i < ret->count && i < count; i++) {
		ret->items[i].cell = kinds[i] & KIND_CELL;
		ret->items[i].free = kinds[i] & KIND_FREE;
	}
	return NULL;
}

static struct pf_error *read_count(struct pf_view *view, pf_addr code, int32_t offset, size_t *sum)
{
	int32_t count;
	if (offset == PF_ABSENT)
		return NULL;
	PF_TRY(pf_reader_peek_int(view->reader, code + (pf_addr)offset, &count));
	*sum += count > 0 && count < NAMES_LIMIT ? (size_t)count : 0;
	return NULL;
}

struct pf_error *pf_code_names_read(struct pf_view *view, pf_addr code, struct pf_code_names *ret)
{
	const struct pf_layout_variables *layout = &view->reader->layout->objects.variables;
	int32_t flags;
	PF_TRY(pf_reader_peek_int(view->reader, code + (pf_addr)layout->flags, &flags));
	ret->flags = (uint32_t)flags;
	PF_TRY(read_count(view, code, layout->argcount, &ret->argcount));
	PF_TRY(read_count(view, code, layout->kwonlyargcount, &ret->argcount));
	return layout->names == PF_ABSENT ? read_tuples(view, code, ret)
					  : read_kinds(view, code, ret);
}
