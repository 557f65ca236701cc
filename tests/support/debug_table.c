/* _Py_DebugOffsets for a fake heap: real values, which a test can turn into lies. */
#include "debug_table.h"

#include <stdlib.h>
#include <string.h>

#define __ UINT64_MAX
#define WORD(name, ...) { #name, { __VA_ARGS__ } },

static const struct {
	const char *name;
	uint64_t values[DEBUG_MINORS];
} words[] = {
#include "debug_words.inc"
};

/* "xdebugpy" */
static const uint64_t COOKIE = UINT64_C(0x7970677562656478);

void debug_table_init(struct debug_word *table, unsigned minor, size_t *count_ret)
{
	size_t column = minor < 13 ? 0 : minor > 15 ? 2 : minor - 13, count = 0;
	table[count++] = (struct debug_word){ "cookie", COOKIE };
	table[count++] = (struct debug_word){ "version", 0x030000f0 | (uint64_t)minor << 16 };
	table[count++] = (struct debug_word){ "free_threaded", 0 };
	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++) {
		if (words[i].values[column] != __)
			table[count++] =
				(struct debug_word){ words[i].name, words[i].values[column] };
	}
	*count_ret = count;
}

size_t debug_table_find(const struct debug_word *table, size_t count, const char *name)
{
	for (size_t i = 0; i < count; i++) {
		if (strcmp(table[i].name, name) == 0)
			return i;
	}
	abort();
}

void debug_table_put(struct fake_memory *heap, pf_addr at, const struct debug_word *table,
		     size_t count)
{
	for (size_t i = 0; i < count; i++)
		fake_put_word(heap, at + i * 8, table[i].value);
}
