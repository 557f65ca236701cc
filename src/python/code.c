/* Code objects: read once, and from then on only checked to be the same. */
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

static struct pf_error *peek_identity(struct pf_code_table *table, const struct pf_reader *reader,
				      pf_addr at, struct pf_code_identity *ret)
{
	const struct pf_layout_code *layout = &reader->layout->code;
	unsigned char head[HEAD_LIMIT];
	size_t size = layout->size < HEAD_LIMIT ? (size_t)layout->size : HEAD_LIMIT;
	PF_TRY(pf_reader_peek(reader, at, head, size));
	PF_TRY(pf_object_expect_code(reader, head, &table->code_type));
	*ret = (struct pf_code_identity){ .filename = pf_word_in(head, layout->filename),
					  .name = pf_word_in(head, layout->name),
					  .linetable = pf_word_in(head, layout->linetable),
					  .first_line = pf_int_in(head, layout->firstlineno) };
	if (layout->qualname != PF_ABSENT)
		ret->qualname = pf_word_in(head, layout->qualname);
	if (layout->firsttraceable != PF_ABSENT)
		ret->first_traceable = pf_int_in(head, layout->firsttraceable);
	return NULL;
}

static bool is_same(const struct pf_code_identity *a, const struct pf_code_identity *b)
{
	return a->filename == b->filename && a->name == b->name && a->qualname == b->qualname &&
	       a->linetable == b->linetable && a->first_line == b->first_line &&
	       a->first_traceable == b->first_traceable;
}

static struct pf_error *read_entry(struct pf_code_table *table, const struct pf_reader *reader,
				   pf_addr at, const struct pf_code_identity *identity,
				   struct pf_code_entry *ret)
{
	*ret = (struct pf_code_entry){ .code = { .at = at, .first_line = identity->first_line },
				       .bytecode = at + reader->layout->code.bytecode,
				       .identity = *identity,
				       .epoch = table->epoch };
	PF_TRY(read_text(table, reader, identity->filename, &ret->code.file));
	PF_TRY(read_text(table, reader, identity->name, &ret->code.function));
	if (identity->qualname)
		PF_TRY(read_text(table, reader, identity->qualname, &ret->code.qualname));
	return read_lines(table, reader, identity->linetable, &ret->code);
}

static struct pf_error *add_entry(struct pf_code_table *table, const struct pf_reader *reader,
				  pf_addr at, const struct pf_code_identity *identity,
				  struct pf_code_entry **ret)
{
	struct pf_code_entry fresh;
	PF_TRY(read_entry(table, reader, at, identity, &fresh));
	struct pf_code_entry *entry = pf_arena_alloc(&table->arena, sizeof(*entry));
	if (!entry)
		return &pf_error_no_memory;
	*entry = fresh;
	PF_TRY(pf_map_put(&table->by_address, at, (uintptr_t)entry));
	*ret = entry;
	return NULL;
}

/* The entry of AT in this epoch: the known one when it is still the same, else a new one. */
static struct pf_error *find_or_add(struct pf_code_table *table, const struct pf_reader *reader,
				    pf_addr at, struct pf_code_entry **ret)
{
	uint64_t *known = pf_map_find(&table->by_address, at);
	struct pf_code_entry *entry = known ? (struct pf_code_entry *)(uintptr_t)*known : NULL;
	struct pf_code_identity identity;
	if (!entry || entry->epoch != table->epoch) {
		PF_TRY(peek_identity(table, reader, at, &identity));
		if (!entry || !is_same(&entry->identity, &identity))
			PF_TRY(add_entry(table, reader, at, &identity, &entry));
		entry->epoch = table->epoch;
	}
	*ret = entry;
	return NULL;
}

void pf_code_table_renew(struct pf_code_table *table)
{
	table->epoch++;
	table->last = NULL;
}

struct pf_error *pf_code_table_intern(struct pf_code_table *table, const struct pf_reader *reader,
				      pf_addr at, const struct pf_code_entry **ret)
{
	if (!table->last || table->last->code.at != at)
		PF_TRY(find_or_add(table, reader, at, &table->last));
	*ret = table->last;
	return NULL;
}
