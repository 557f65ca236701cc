/* Code objects: read once, and from then on only checked to be the same. */
#include "python/code.h"

#include "base/cleanup.h"
#include "python/object.h"
#include "python/string.h"

#include <stdlib.h>
#include <string.h>

/*
 * Real code objects have heads of 128 to 216 bytes; line tables of generated code some 100 KB. All
 * that is kept of them has a bound, for any number of code objects can share one large table.
 */
enum { HEAD_LIMIT = 512, LINES_LIMIT = 1 << 26, KEPT_LIMIT = 1 << 28 };

/*
 * TRIAL: how often the parts of an entry are compared before it is trusted. TRUST: for how many
 * epochs it is then, at most.
 */
enum { TRIAL = 64, TRUST = 16 };

static struct pf_code_entry *entry_of(uint64_t value)
{
	return (struct pf_code_entry *)(uintptr_t)value;
}

/* How much memory an entry takes; its line table comes last. */
static size_t size_of(const struct pf_code_entry *entry)
{
	return (size_t)(entry->code.lines + entry->code.lines_size - (const unsigned char *)entry);
}

void pf_code_table_deinit(struct pf_code_table *table)
{
	for (size_t i = 0; i < table->by_address.capacity; i++) {
		if (table->by_address.slots[i].key)
			free(entry_of(table->by_address.slots[i].value));
	}
	pf_map_deinit(&table->by_address);
	pf_text_deinit(&table->scratch);
	*table = (struct pf_code_table){ 0 };
}

/* Where the parts of an entry's memory begin, behind the struct. */
struct parts {
	size_t file, function, qualname, lines;
};

static struct pf_error *append_text(struct pf_code_table *table, const struct pf_reader *reader,
				    pf_addr at, size_t *ret)
{
	*ret = table->scratch.size;
	PF_TRY(pf_string_peek(reader, at, &table->scratch));
	pf_text_append(&table->scratch, "", 1);
	return pf_text_check(&table->scratch);
}

static struct pf_error *append_lines(struct pf_code_table *table, const struct pf_reader *reader,
				     pf_addr at, size_t *ret)
{
	PF_AUTO_FREE unsigned char *bytes = NULL;
	size_t size;
	*ret = table->scratch.size;
	PF_TRY(pf_bytes_peek(reader, at, LINES_LIMIT, &bytes, &size));
	pf_text_append(&table->scratch, (const char *)bytes, size);
	return pf_text_check(&table->scratch);
}

/* Reads all parts, one behind the other, into the scratch text. */
static struct pf_error *read_parts(struct pf_code_table *table, const struct pf_reader *reader,
				   const struct pf_code_identity *identity, struct parts *ret)
{
	pf_text_clear(&table->scratch);
	PF_TRY(append_text(table, reader, identity->filename, &ret->file));
	PF_TRY(append_text(table, reader, identity->name, &ret->function));
	if (identity->qualname)
		PF_TRY(append_text(table, reader, identity->qualname, &ret->qualname));
	return append_lines(table, reader, identity->linetable, &ret->lines);
}

static struct pf_error *sum_lines(const struct pf_reader *reader, pf_addr at, uint64_t *ret)
{
	const struct pf_layout_object *layout = &reader->layout->object;
	PF_TRY(pf_reader_peek_word(reader, at + (pf_addr)layout->var_size, ret));
	return pf_string_sum_bytes(reader, at + (pf_addr)layout->bytes_data, *ret, ret);
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
	/* Behind the head and a length, in every version's str; names are interned and have one. */
	pf_addr hash_at = ret->name + (pf_addr)reader->layout->object.size + sizeof(uint64_t);
	PF_TRY(pf_reader_peek_word(reader, hash_at, &ret->name_hash));
	PF_TRY(pf_string_sum(reader, ret->filename, &ret->filename_sum));
	if (ret->qualname)
		PF_TRY(pf_string_sum(reader, ret->qualname, &ret->qualname_sum));
	return sum_lines(reader, ret->linetable, &ret->lines_sum);
}

static bool is_same(const struct pf_code_identity *a, const struct pf_code_identity *b)
{
	return a->filename == b->filename && a->name == b->name && a->name_hash == b->name_hash &&
	       a->qualname == b->qualname && a->qualname_sum == b->qualname_sum &&
	       a->filename_sum == b->filename_sum && a->linetable == b->linetable &&
	       a->lines_sum == b->lines_sum && a->first_line == b->first_line &&
	       a->first_traceable == b->first_traceable;
}

/* One allocation: the entry, then its parts. */
static struct pf_error *create_entry(struct pf_code_table *table, const struct pf_reader *reader,
				     pf_addr at, const struct pf_code_identity *identity,
				     struct pf_code_entry **ret)
{
	struct parts parts = { 0 };
	PF_TRY(read_parts(table, reader, identity, &parts));
	if (table->kept + table->scratch.size > KEPT_LIMIT)
		return &pf_error_torn;
	struct pf_code_entry *entry = malloc(sizeof(*entry) + table->scratch.size);
	if (!entry)
		return &pf_error_no_memory;
	char *memory = (char *)(entry + 1);
	memcpy(memory, table->scratch.bytes, table->scratch.size);
	*entry = (struct pf_code_entry){
		.code = { .at = at,
			  .file = memory + parts.file,
			  .function = memory + parts.function,
			  .qualname = identity->qualname ? memory + parts.qualname : NULL,
			  .first_line = identity->first_line,
			  .lines = (unsigned char *)memory + parts.lines,
			  .lines_size = (uint32_t)(table->scratch.size - parts.lines) },
		.bytecode = at + (pf_addr)reader->layout->code.bytecode,
		.identity = *identity,
		.parts_size = table->scratch.size,
		.compared = table->epoch,
		.serial = ++table->serials,
	};
	*ret = entry;
	return NULL;
}

/* Puts a new entry in the place of OLD, which may be NULL. */
static struct pf_error *replace_entry(struct pf_code_table *table, const struct pf_reader *reader,
				      pf_addr at, const struct pf_code_identity *identity,
				      struct pf_code_entry *old, struct pf_code_entry **ret)
{
	struct pf_code_entry *entry;
	PF_TRY(create_entry(table, reader, at, identity, &entry));
	struct pf_error *err = pf_map_put(&table->by_address, at, (uintptr_t)entry);
	if (err) {
		free(entry);
		return err;
	}
	table->kept += size_of(entry) - (old ? size_of(old) : 0);
	table->replacements += old != NULL;
	free(old);
	*ret = entry;
	return NULL;
}

/* Whether all parts are still the same, as far as that is looked at now. */
static struct pf_error *compare_parts(struct pf_code_table *table, const struct pf_reader *reader,
				      struct pf_code_entry *entry, bool *ret)
{
	struct parts parts;
	*ret = true;
	if (entry->compares >= TRIAL && table->epoch - entry->compared < TRUST)
		return NULL;
	PF_TRY(read_parts(table, reader, &entry->identity, &parts));
	*ret = entry->parts_size == table->scratch.size &&
	       !memcmp(entry + 1, table->scratch.bytes, entry->parts_size);
	entry->compared = table->epoch;
	entry->compares++;
	return NULL;
}

/* The entry of AT in this epoch: the known one when it is still the same, else a new one. */
static struct pf_error *find_or_add(struct pf_code_table *table, const struct pf_reader *reader,
				    pf_addr at, struct pf_code_entry **ret)
{
	uint64_t *known = pf_map_find(&table->by_address, at);
	struct pf_code_entry *entry = known ? entry_of(*known) : NULL;
	struct pf_code_identity identity;
	if (!entry || entry->epoch != table->epoch) {
		PF_TRY(peek_identity(table, reader, at, &identity));
		bool same = entry && is_same(&entry->identity, &identity);
		if (same)
			PF_TRY(compare_parts(table, reader, entry, &same));
		if (!same)
			PF_TRY(replace_entry(table, reader, at, &identity, entry, &entry));
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
	if (!at)
		return &pf_error_torn; /* also where the page at 0 can be read */
	if (!table->last || table->last->code.at != at)
		PF_TRY(find_or_add(table, reader, at, &table->last));
	*ret = table->last;
	return NULL;
}
