/* A walk of the heap under way: what was found so far, and what is left when an attempt was in vain. */
#include "value/heap_run.h"

#include "value/repr.h"

/* Appends the repr of the object at AT to the texts; *ret is its offset, 0 when none are wanted. */
static struct pf_error *append_repr(struct pf_heap_run *run, pf_addr at, size_t *ret)
{
	struct pf_text *text = &run->matches.text;
	*ret = 0;
	if (!at || !run->options->limits)
		return NULL;
	if (!text->size)
		pf_text_append(text, "", 1); /* so that no text is at 0 */
	*ret = text->size;
	PF_TRY(pf_repr(run->view, at, run->options->limits, text));
	pf_text_append(text, "", 1);
	return pf_text_check(text);
}

struct pf_error *pf_heap_match(struct pf_heap_run *run, const struct pf_heap_object *object,
			       const struct pf_heap_link *link)
{
	struct pf_heap_match match = {
		.found = { .at = object->at,
			   .bytes = object->bytes,
			   .how = link->how,
			   .index = link->index },
		.type = (size_t)(object->type - run->walk.types.items),
	};
	run->matches.total++;
	if (run->matches.count >= run->options->limit)
		return NULL;
	PF_TRY(append_repr(run, object->at, &match.repr));
	PF_TRY(append_repr(run, link->key, &match.key));
	return pf_array_push(&run->matches, match);
}
