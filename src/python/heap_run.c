/* A walk of the heap under way: what was found so far, and what is left when an attempt was in vain. */
#include "python/heap_run.h"

struct pf_error *pf_heap_match(struct pf_heap_run *run, const struct pf_heap_object *object,
			       const char *how, int64_t index)
{
	struct pf_heap_match match = {
		.found = { .at = object->at, .bytes = object->bytes, .how = how, .index = index },
		.type = (size_t)(object->type - run->walk.types.items),
	};
	run->matches.total++;
	return run->matches.count < run->options->limit ? pf_array_push(&run->matches, match)
							: NULL;
}
