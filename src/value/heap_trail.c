/* The links of a collector's list: followed, and doubted. */
#include "value/heap_trail.h"

#include "value/heap_lists.h"

/* How often the links of a list may contradict each other: each time a thread is changing them. */
enum { CHANGES = 2 };

static struct pf_heap_node node_of(const unsigned char *bytes, pf_addr at)
{
	return (struct pf_heap_node){ at, PF_GC_LINK(pf_word_in(bytes, 0)),
				      PF_GC_LINK(pf_word_in(bytes, 8)), 0 };
}

struct pf_error *pf_heap_node_peek(struct pf_bulk *bulk, const struct pf_layout *layout, pf_addr at,
				   struct pf_heap_node *ret)
{
	const unsigned char *bytes;
	int32_t type = layout->gc.head_size + layout->object.type;
	PF_TRY(pf_bulk_view(bulk, at, (size_t)type + 8, &bytes));
	*ret = node_of(bytes, at);
	ret->type = pf_word_in(bytes, type);
	return NULL;
}

struct pf_error *pf_heap_node_peek_links(struct pf_bulk *bulk, pf_addr at, struct pf_heap_node *ret)
{
	const unsigned char *bytes;
	PF_TRY(pf_bulk_view(bulk, at, 16, &bytes));
	*ret = node_of(bytes, at);
	return NULL;
}

/* What the node at AT points back to; 0: it cannot be read. */
static pf_addr previous_of(const struct pf_heap_trail *trail, pf_addr at)
{
	struct pf_heap_node node;
	struct pf_error *err = pf_heap_node_peek_links(trail->bulk, at, &node);
	bool failed = err;
	pf_error_destroy(err);
	return failed ? 0 : node.previous;
}

bool pf_heap_trail_is_astray(struct pf_heap_trail *trail, const struct pf_heap_node *node)
{
	if (trail->collecting)
		return pf_cycle_step(&trail->cycle, node->at);
	if (node->previous == trail->at)
		return false;
	return previous_of(trail, node->next) != node->at || trail->changes++ >= CHANGES;
}

/* The new object may be linked with the last one already, and the head not yet with it. */
bool pf_heap_trail_is_at_end(const struct pf_heap_trail *trail)
{
	pf_addr last = previous_of(trail, trail->head);
	return last && (last == trail->at || last == trail->before);
}
