/* Fuzzes python/lines: encoding, first line and instruction from the input's head, then the table. */
#include "fuzz_memory.h"
#include "python/lines.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	int32_t first_line, lasti;
	if (size < 9)
		return 0;
	memcpy(&first_line, data + 1, sizeof(first_line));
	memcpy(&lasti, data + 5, sizeof(lasti));
	size -= 9;
	unsigned char *table = malloc(size ? size : 1); /* of just that size, for ASan */
	if (!table)
		return 0;
	memcpy(table, data + 9, size);
	pf_lines_decode((enum pf_lines)(data[0] & 3), table, size, first_line, lasti);
	pf_lines_decode((enum pf_lines)(data[0] & 3), table, size, first_line, INT32_MAX);
	free(table);
	return 0;
}
