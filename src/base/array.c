/* Growing arrays of any type: a struct of items, count and capacity. */
#include "base/array.h"

#include <stdint.h>
#include <stdlib.h>

struct pf_error *pf_array_reserve_bytes(void **items, size_t *capacity, size_t want, size_t size)
{
	if (want <= *capacity)
		return NULL;
	size_t room = *capacity ? *capacity * 2 : 8;
	if (room < want)
		room = want;
	if (room > PTRDIFF_MAX / size)
		return &pf_error_no_memory;
	void *grown = realloc(*items, room * size);
	if (!grown)
		return &pf_error_no_memory;
	*items = grown;
	*capacity = room;
	return NULL;
}
