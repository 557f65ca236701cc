/* A garbage collector in a fake heap: the lists of its generations, and objects that it tracks. */
#include "fake_collector.h"

#include "python/object.h"

#define TYPE_OF_TYPES (UINT64_C(1) << 31)

/* What may stand in front of an object: the collector's head, and the dict's pointers. */
enum { FRONT = 64 };

static void put_links(struct fake_memory *heap, pf_addr at, pf_addr next, pf_addr previous)
{
	fake_put_word(heap, at, next);
	fake_put_word(heap, at + 8, previous);
}

static pf_addr place_generations(struct fake_memory *heap, struct pf_python *python, pf_addr state)
{
	const struct pf_layout_gc *layout = &heap->layout.gc;
	if (state) {
		pf_addr at = state + (pf_addr)layout->generations;
		if (layout->generation0 != PF_ABSENT)
			fake_put_word(heap, state + (pf_addr)layout->generation0, at);
		return at;
	}
	pf_addr at = fake_alloc(heap, 3 * (size_t)layout->generation_size);
	python->globals.gc_generation0_at = fake_alloc(heap, 8);
	python->collecting_at = fake_alloc(heap, 4);
	fake_put_word(heap, python->globals.gc_generation0_at, at);
	return at;
}

static pf_addr state_of(const struct fake_memory *heap, const struct pf_python *python,
			pf_addr interpreter)
{
	const struct pf_layout_gc *layout = &heap->layout.gc;
	if (layout->in_interpreter != PF_ABSENT)
		return interpreter + (pf_addr)layout->in_interpreter;
	return layout->in_runtime == PF_ABSENT ? 0 : python->runtime + (pf_addr)layout->in_runtime;
}

void fake_collector_init(struct fake_collector *collector, struct fake_memory *heap,
			 struct pf_python *python, pf_addr interpreter)
{
	const struct pf_layout_gc *layout = &heap->layout.gc;
	pf_addr state = state_of(heap, python, interpreter);
	pf_addr first = place_generations(heap, python, state);
	*collector = (struct fake_collector){ .heap = heap, .state = state };
	for (int i = 0; i < FAKE_FROZEN; i++)
		collector->heads[i] = first + (pf_addr)(i * layout->generation_size);
	if (state && layout->permanent != PF_ABSENT)
		collector->heads[FAKE_FROZEN] = state + (pf_addr)layout->permanent;
	for (int i = 0; i < FAKE_LISTS && collector->heads[i]; i++) {
		pf_addr head = collector->tails[i] = collector->heads[i];
		put_links(heap, head, head, head);
	}
	collector->metatype = fake_type_new(heap, "type", TYPE_OF_TYPES);
	fake_put_word(heap, fake_type_of(heap, FAKE_STR) + (pf_addr)heap->layout.object.type,
		      collector->metatype);
}

pf_addr fake_tracked_type(struct fake_collector *collector, const char *name, uint64_t flags,
			  uint64_t basic_size, uint64_t item_size)
{
	struct fake_memory *heap = collector->heap;
	const struct pf_layout *layout = &heap->layout;
	pf_addr at = fake_type_new(heap, name, flags);
	fake_put_word(heap, at + (pf_addr)layout->object.type, collector->metatype);
	fake_put_word(heap, at + (pf_addr)layout->type.basicsize, basic_size);
	fake_put_word(heap, at + (pf_addr)layout->objects.class.itemsize, item_size);
	return at;
}

pf_addr fake_tracked_class(struct fake_collector *collector, const char *module, const char *name,
			   uint64_t basic_size)
{
	struct fake_memory *heap = collector->heap;
	pf_addr at = fake_tracked_type(collector, name, PF_TYPE_HEAP, basic_size, 0);
	struct fake_item item = { fake_str(heap, "__module__"), fake_str(heap, module) };
	fake_put_word(heap, at + (pf_addr)heap->layout.objects.class.dict,
		      fake_dict_new(heap, &item, 1, DICT_COMBINED));
	return at;
}

pf_addr fake_head_of(const struct fake_collector *collector, pf_addr object)
{
	return object - (pf_addr)collector->heap->layout.gc.head_size;
}

pf_addr fake_tracked(struct fake_collector *collector, int list, pf_addr type, size_t size)
{
	struct fake_memory *heap = collector->heap;
	pf_addr object = fake_alloc(heap, FRONT + size) + FRONT, head = collector->heads[list];
	pf_addr node = fake_head_of(collector, object), tail = collector->tails[list];
	fake_put_word(heap, object + (pf_addr)heap->layout.object.type, type);
	put_links(heap, node, head, tail);
	fake_put_word(heap, tail, node);
	fake_put_word(heap, head + 8, node);
	collector->tails[list] = node;
	return object;
}
