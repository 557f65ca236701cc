/* Text interned by content: equal text is one pointer. */
#ifndef PF_PROFILE_TEXT_TABLE_H
#define PF_PROFILE_TEXT_TABLE_H

#include "base/arena.h"
#include "base/error.h"
#include "base/map.h"

/* All zero is an empty table. */
struct pf_text_table {
	struct pf_arena arena;
	size_t bytes;	       /* about how much memory it takes */
	struct pf_map by_hash; /* hash of the text → the newest entry that has it */
};

/* The table's copy of TEXT, which lives as long as the table. NULL gives NULL. */
struct pf_error *pf_text_table_intern(struct pf_text_table *table, const char *text,
				      const char **ret) PF_CHECKED;

/* That copy; NULL when there is none. */
const char *pf_text_table_find(const struct pf_text_table *table, const char *text);

void pf_text_table_deinit(struct pf_text_table *table);

#endif
