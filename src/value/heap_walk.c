/* Walking the lists of objects of a target, in one go or in several. */
#include "value/heap_walk.h"

#include "base/cleanup.h"
#include "base/clock.h"
#include "value/heap_trail.h"

/* How often time and the user are asked: each so many objects, or words that visitors look at. */
enum { CLOCK_OBJECTS = 256, USER_OBJECTS = 1 << 16, EFFORT = 1 << 14 };

static const char ASTRAY[] = "a list of objects contradicts itself: the rest of it was left out";
static const char UNREADABLE[] = "a list of objects leads to where no memory is: the rest of it "
				 "was left out";

struct pf_error *pf_heap_walk_init(struct pf_heap_walk *walk, struct pf_python *python)
{
	*walk = (struct pf_heap_walk){ .python = python };
	PF_TRY(pf_bulk_create(python->live.memory, &walk->bulk));
	walk->quick = (struct pf_reader){ pf_bulk_memory(walk->bulk), &python->layout };
	return NULL;
}

void pf_heap_walk_deinit(struct pf_heap_walk *walk)
{
	pf_bulk_destroy(walk->bulk);
	pf_heap_types_deinit(&walk->types);
	pf_heap_lists_deinit(&walk->lists);
}

/* How many items it has: what counts down, as ints do, never has a collector's head. */
static struct pf_error *peek_size(const struct pf_heap_walk *walk, pf_addr at,
				  const struct pf_heap_type *type, uint64_t *ret)
{
	const unsigned char *bytes;
	*ret = type->before + type->basic_size;
	if (!type->counts)
		return NULL;
	PF_TRY(pf_bulk_view(walk->bulk, at + (pf_addr)walk->python->layout.object.var_size, 8,
			    &bytes));
	int64_t count = (int64_t)pf_word_in(bytes, 0);
	if (count > 0 && count < INT64_C(1) << 40)
		*ret += (uint64_t)count * type->item_size;
	return NULL;
}

static struct pf_error *visit(struct pf_heap_walk *walk, const struct pf_heap_node *node)
{
	struct pf_heap_object object = { .at = node->at +
					       (pf_addr)walk->python->layout.gc.head_size };
	PF_TRY(pf_heap_types_find(&walk->types, &walk->quick, &walk->python->pages, node->type,
				  &object.type));
	PF_TRY(peek_size(walk, object.at, object.type, &object.bytes));
	object.type->more_count++;
	object.type->more_bytes += object.bytes;
	return walk->visit ? walk->visit(walk, &object) : NULL;
}

static void remember(struct pf_heap_place *place, pf_addr node)
{
	place->recent[place->visited++ % PF_HEAP_RECENT] = node;
}

/* Whether NODE is linked with its neighbours. */
static bool is_linked(const struct pf_heap_walk *walk, pf_addr at)
{
	struct pf_heap_node node, next, previous;
	struct pf_error *err = pf_heap_node_peek_links(walk->bulk, at, &node);
	if (!err)
		err = pf_heap_node_peek_links(walk->bulk, node.next, &next);
	if (!err)
		err = pf_heap_node_peek_links(walk->bulk, node.previous, &previous);
	pf_error_destroy(err);
	return !err && next.previous == at && previous.next == at && node.next != at;
}

/* The newest of those visited that is still in a list: from there on all is new. 0: none is. */
static pf_addr find_place(const struct pf_heap_walk *walk)
{
	const struct pf_heap_place *place = &walk->place;
	uint64_t known = place->visited < PF_HEAP_RECENT ? place->visited : PF_HEAP_RECENT;
	for (uint64_t i = 1; i <= known; i++) {
		pf_addr at = place->recent[(place->visited - i) % PF_HEAP_RECENT];
		if (is_linked(walk, at))
			return at;
	}
	return 0;
}

static bool time_is_up(const struct pf_heap_walk *walk)
{
	return walk->deadline_ns && pf_clock_now_ns() >= walk->deadline_ns;
}

/* *end stays as it is when there is time left. */
static struct pf_error *look_up(struct pf_heap_walk *walk, uint64_t steps, enum pf_heap_end *end)
{
	bool hard = walk->effort >= EFFORT;
	if (hard)
		walk->effort = 0;
	if ((hard || steps % USER_OBJECTS == 0) && walk->interrupted &&
	    walk->interrupted(walk->data))
		return &pf_error_interrupted;
	if ((hard || steps % CLOCK_OBJECTS == 0) && time_is_up(walk))
		*end = PF_HEAP_TIME;
	return NULL;
}

/*
 * NODE is the head of another list: what was being followed has moved there. What is younger is put
 * behind what is older (gc_collect_main() of gcmodule.c), and lists stand here by age: so in one that
 * stands before it nothing of this one is missed.
 */
static enum pf_heap_end arrive(const struct pf_heap_walk *walk, long other)
{
	bool aged = (size_t)other < walk->place.list &&
		    walk->python->layout.gc.visited_space == PF_ABSENT;
	return aged ? PF_HEAP_WHOLE : PF_HEAP_LOST;
}

/*
 * Follows the trail's list. *ret is PF_HEAP_WHOLE at its end, also at one that should be none: then
 * `truncated` says so.
 */
static struct pf_error *follow(struct pf_heap_walk *walk, struct pf_heap_trail *trail,
			       enum pf_heap_end *ret)
{
	struct pf_heap_node node;
	*ret = PF_HEAP_WHOLE;
	PF_TRY(pf_heap_node_peek_links(walk->bulk, trail->at, &node));
	for (uint64_t steps = 1; node.next != trail->head && *ret == PF_HEAP_WHOLE; steps++) {
		long other = pf_heap_lists_find(&walk->lists, node.next);
		if (other >= 0) {
			*ret = arrive(walk, other);
			return NULL;
		}
		PF_TRY(pf_heap_node_peek(walk->bulk, &walk->python->layout, node.next, &node));
		if (pf_heap_trail_is_astray(trail, &node)) {
			if (!pf_heap_trail_is_at_end(trail))
				walk->truncated = ASTRAY;
			return NULL;
		}
		pf_heap_trail_step(trail, node.at);
		PF_TRY(visit(walk, &node));
		remember(&walk->place, node.at);
		PF_TRY(look_up(walk, steps, ret));
	}
	return NULL;
}

/*
 * From the object AT, which was visited, or from HEAD itself. What cannot be read of a list is no
 * reason to leave out the others.
 */
static struct pf_error *follow_as_far_as_can_be(struct pf_heap_walk *walk, pf_addr head, pf_addr at,
						enum pf_heap_end *ret)
{
	struct pf_heap_trail trail = {
		.bulk = walk->bulk, .head = head, .at = at, .collecting = walk->collecting
	};
	struct pf_error *err = follow(walk, &trail, ret);
	if (err != &pf_error_fault)
		return err;
	if (!pf_heap_trail_is_at_end(&trail))
		walk->truncated = UNREADABLE;
	*ret = PF_HEAP_WHOLE;
	return NULL;
}

static struct pf_error *follow_all(struct pf_heap_walk *walk, const struct pf_heap_lists *now,
				   enum pf_heap_end *ret)
{
	struct pf_heap_place *place = &walk->place;
	*ret = PF_HEAP_WHOLE;
	while (place->list < walk->lists.count && *ret == PF_HEAP_WHOLE) {
		pf_addr head = walk->lists.items[place->list];
		pf_addr at = place->visited ? find_place(walk) : head;
		if (!at) {
			*ret = PF_HEAP_LOST;
			return NULL;
		}
		if (pf_heap_lists_find(now, head) >= 0)
			PF_TRY(follow_as_far_as_can_be(walk, head, at, ret));
		if (*ret == PF_HEAP_WHOLE)
			*place = (struct pf_heap_place){ .list = place->list + 1 };
	}
	return NULL;
}

struct pf_error *pf_heap_walk_run(struct pf_heap_walk *walk, enum pf_heap_end *ret)
{
	PF_GUARD(pf_heap_lists_deinit) struct pf_heap_lists now = { 0 };
	pf_bulk_clear(walk->bulk);
	pf_heap_types_begin(&walk->types);
	walk->truncated = NULL;
	PF_TRY(pf_heap_lists_peek(walk->python, &now));
	*ret = PF_HEAP_BUSY;
	if (now.collecting && walk->patient)
		return NULL;
	walk->collecting = now.collecting;
	if (!walk->place.list && !walk->place.visited) {
		pf_heap_lists_deinit(&walk->lists);
		walk->lists = now;
		now = (struct pf_heap_lists){ 0 };
		return follow_all(walk, &walk->lists, ret);
	}
	return follow_all(walk, &now, ret);
}
