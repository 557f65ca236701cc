/* Code objects: read once for each address, kept as long as the dump that needs them. */
#ifndef PF_PYTHON_CODE_H
#define PF_PYTHON_CODE_H

#include "base/arena.h"
#include "base/map.h"
#include "base/text.h"
#include "python/lines.h"
#include "python/reader.h"

/* What the walk needs of a code object beside what clients see. */
struct pf_code_entry {
	struct pf_code code; /* first: clients hold pointers to it */
	pf_addr bytecode;
	int32_t first_traceable; /* in code units; 0 before 3.11 */
};

/* All zero is an empty table. Entries and their text live in its arena. */
struct pf_code_table {
	struct pf_arena arena;
	struct pf_map by_address;
	pf_addr code_type;	 /* once known */
	struct pf_text scratch;
	struct pf_code_entry *last; /* the one found last: recursion asks again and again */
};

void pf_code_table_deinit(struct pf_code_table *table);

/*
 * The code object at AT, read through READER when it is new. TORN when there is none. Borrowed
 * from the table.
 */
struct pf_error *pf_code_table_intern(struct pf_code_table *table, const struct pf_reader *reader,
				      pf_addr at, const struct pf_code_entry **ret) PF_CHECKED;

#endif
