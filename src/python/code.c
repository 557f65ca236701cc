/* Code objects: read once for each address, kept as long as the dump that needs them. */
#include "python/code.h"

#include "base/cleanup.h"
#include "python/object.h"
#include "python/string.h"

/* Real code objects have heads of 128 to 216 bytes; line tables of generated code some 100 KB. */
enum { HEAD_LIMIT = 512, LINES_LIMIT = 1 << 26 };

void pf_code_table_deinit(struct pf_code_table *table)
{
	pf_arena_deinit(&table->arena);
	pf_map_deinit(&table->by_address);
	pf_text_deinit(&table->scratch);
	*table = (struct pf_code_table){ 0 };
}

static struct pf_error *read_text(struct pf_code_table *table, const struct pf_reader *reader,
				  pf_addr at, const char **ret)
{
	pf_text_clear(&table->scratch);
	PF_TRY(pf_string_peek(reader, at, &table->scratch));
	*ret = pf_arena_text(&table->arena, pf_text_str(&table->scratch), table->scratch.size);
	return *ret ? NULL : &pf_error_no_memory;
}

static struct pf_error *read_lines(struct pf_code_table *table, const struct pf_reader *reader,
				   pf_addr at, struct pf_code *code)
{
	PF_AUTO_FREE unsigned char *bytes = NULL;
	size_t size;
	PF_TRY(pf_bytes_peek(reader, at, LINES_LIMIT, &bytes, &size));
	char *lines = pf_arena_text(&table->arena, (const char *)bytes, size);
	if (!lines)
		return &pf_error_no_memory;
	code->lines = (const unsigned char *)lines;
	code->lines_size = (uint32_t)size;
	return NULL;
}

static struct pf_error *read_entry(struct pf_code_table *table, const struct pf_reader *reader,
				   pf_addr at, struct pf_code_entry *ret)
{
	const struct pf_layout_code *layout = &reader->layout->code;
	unsigned char head[HEAD_LIMIT];
	size_t size = layout->size < HEAD_LIMIT ? (size_t)layout->size : HEAD_LIMIT;
	PF_TRY(pf_reader_peek(reader, at, head, size));
	PF_TRY(pf_object_expect_code(reader, head, &table->code_type));

	*ret = (struct pf_code_entry){ .code.at = at, .bytecode = at + layout->bytecode };
	ret->code.first_line = pf_int_in(head, layout->firstlineno);
	if (layout->firsttraceable != PF_ABSENT)
		ret->first_traceable = pf_int_in(head, layout->firsttraceable);
	PF_TRY(read_text(table, reader, pf_word_in(head, layout->filename), &ret->code.file));
	PF_TRY(read_text(table, reader, pf_word_in(head, layout->name), &ret->code.function));
	if (layout->qualname != PF_ABSENT)
		PF_TRY(read_text(table, reader, pf_word_in(head, layout->qualname),
				 &ret->code.qualname));
	return read_lines(table, reader, pf_word_in(head, layout->linetable), &ret->code);
}

struct pf_error *pf_code_table_intern(struct pf_code_table *table, const struct pf_reader *reader,
				      pf_addr at, const struct pf_code_entry **ret)
{
	if (table->last && table->last->code.at == at) {
		*ret = table->last;
		return NULL;
	}
	uint64_t *known = pf_map_find(&table->by_address, at);
	struct pf_code_entry *entry = known ? (struct pf_code_entry *)(uintptr_t)*known : NULL;
	if (!entry) {
		struct pf_code_entry fresh;
		PF_TRY(read_entry(table, reader, at, &fresh));
		entry = pf_arena_alloc(&table->arena, sizeof(*entry));
		if (!entry)
			return &pf_error_no_memory;
		*entry = fresh;
		PF_TRY(pf_map_put(&table->by_address, at, (uintptr_t)entry));
	}
	*ret = table->last = entry;
	return NULL;
}
