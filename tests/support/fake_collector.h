/* A garbage collector in a fake heap: the lists of its generations, and objects that it tracks. */
#ifndef PF_TESTS_FAKE_COLLECTOR_H
#define PF_TESTS_FAKE_COLLECTOR_H

#include "fake_objects.h"

/* The generations, the youngest first, and behind them what gc.freeze() has put aside. */
enum { FAKE_LISTS = 4, FAKE_FROZEN = 3 };

struct fake_collector {
	struct fake_memory *heap;
	pf_addr state; /* 0 before 3.7 */
	pf_addr heads[FAKE_LISTS], tails[FAKE_LISTS];
	pf_addr metatype; /* of the types that fake_tracked_type() makes */
};

/*
 * The collector of INTERPRETER, or that of the runtime, with empty lists; PYTHON gets what is a
 * variable before 3.7. There is no list of what is frozen before 3.7.
 */
void fake_collector_init(struct fake_collector *collector, struct fake_memory *heap,
			 struct pf_python *python, pf_addr interpreter);

/* A type that says of itself that it is one. */
pf_addr fake_tracked_type(struct fake_collector *collector, const char *name, uint64_t flags,
			  uint64_t basic_size, uint64_t item_size);

/* A class of Python's in MODULE. */
pf_addr fake_tracked_class(struct fake_collector *collector, const char *module, const char *name,
			   uint64_t basic_size);

/* A new object of SIZE bytes at the end of the list LIST. */
pf_addr fake_tracked(struct fake_collector *collector, int list, pf_addr type, size_t size);

/* Where the collector's head of OBJECT is: its links are its first two words. */
pf_addr fake_head_of(const struct fake_collector *collector, pf_addr object);

#endif
