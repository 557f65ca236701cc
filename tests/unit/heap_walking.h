/* What the tests of value/heap_walk share: a fake heap with a collector, and a walk over it. */
#ifndef PF_TESTS_HEAP_WALKING_H
#define PF_TESTS_HEAP_WALKING_H

#include "assert_error.h"
#include "fake_collector.h"
#include "fake_runtime.h"
#include "value/heap_walk.h"

static struct fake_memory heap;
static struct pf_python python;
static struct fake_collector collector;
static struct pf_heap_walk walk;
static pf_addr interpreter, list_type, user_type;
static size_t visited;

static inline struct pf_error *count_visit(struct pf_heap_walk *of,
					   const struct pf_heap_object *object)
{
	(void)of, (void)object;
	visited++;
	return NULL;
}

static inline void setup(int index)
{
	fake_memory_init(&heap, (unsigned)index);
	fake_python_init(&heap, &python);
	assert_ok(pf_page_cache_create(&heap.memory, &python.cache));
	python.runtime = fake_runtime(&heap);
	interpreter = fake_interpreter(&heap, python.runtime, 0);
	fake_collector_init(&collector, &heap, &python, interpreter);
	list_type = fake_tracked_type(&collector, "list", UINT64_C(1) << 25, 40, 0);
	user_type = fake_tracked_class(&collector, "app", "User", 48);
	assert_ok(pf_heap_walk_init(&walk, &python));
	walk.visit = count_visit;
	visited = 0;
}

static inline void teardown(void)
{
	pf_heap_walk_deinit(&walk);
	pf_page_cache_destroy(python.cache);
	fake_memory_deinit(&heap);
	walk = (struct pf_heap_walk){ 0 };
	python.cache = NULL;
	heap = (struct fake_memory){ 0 };
}

static inline enum pf_heap_end run(void)
{
	enum pf_heap_end end;
	assert_ok(pf_heap_walk_run(&walk, &end));
	return end;
}

static inline void track(int list, pf_addr type, size_t count)
{
	for (size_t i = 0; i < count; i++)
		fake_tracked(&collector, list, type, 64);
}

/* The type called NAME; all that was counted of it is kept. */
static inline const struct pf_heap_type *type_called(const char *name)
{
	for (size_t i = 0; i < walk.types.count; i++) {
		if (!strcmp(walk.types.items[i].name, name))
			return &walk.types.items[i];
	}
	return NULL;
}

static inline void set_collecting(int collecting)
{
	const struct pf_layout *layout = &heap.layout;
	pf_addr at = layout->interpreter.gc_collecting != PF_ABSENT
			     ? interpreter + (pf_addr)layout->interpreter.gc_collecting
		     : layout->runtime.gc_collecting != PF_ABSENT
			     ? python.runtime + (pf_addr)layout->runtime.gc_collecting
			     : python.collecting_at;
	fake_put_int(&heap, at, collecting);
}

#endif
