/* _Py_DebugOffsets for a fake heap: real values, which a test can turn into lies. */
#ifndef PF_TESTS_DEBUG_TABLE_H
#define PF_TESTS_DEBUG_TABLE_H

#include "fake_memory.h"

enum { DEBUG_WORDS = 111, DEBUG_MINORS = 3 };

/* One word: its name is CPython's, "interpreter_frame.owner". */
struct debug_word {
	const char *name;
	uint64_t value;
};

/* The table of 3.13, 3.14 or 3.15 (3.16 and newer: as 3.15); *count_ret is how many words. */
void debug_table_init(struct debug_word *table, unsigned minor, size_t *count_ret);

/* The index of the word NAME; aborts when there is none. */
size_t debug_table_find(const struct debug_word *table, size_t count, const char *name);

/* Writes it to AT. */
void debug_table_put(struct fake_memory *heap, pf_addr at, const struct debug_word *table,
		     size_t count);

#endif
