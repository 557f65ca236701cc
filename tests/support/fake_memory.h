/* A heap of the test's own that looks like the memory of a CPython of any known version. */
#ifndef PF_TESTS_FAKE_MEMORY_H
#define PF_TESTS_FAKE_MEMORY_H

#include "base/array.h"
#include "python/runtime.h"
#include "target/memory.h"

/* The types that objects of the heap have; TYPE_INT and TYPE_UNICODE are 2.7's own. */
enum fake_type {
	FAKE_STR,     /* str; 2.7's is made of bytes */
	FAKE_UNICODE, /* 2.7's unicode; the same as FAKE_STR from 3.6 on */
	FAKE_BYTES,   /* the same as FAKE_STR in 2.7 */
	FAKE_INT,     /* 2.7's short int; the same as FAKE_LONG from 3.6 on */
	FAKE_LONG,
	FAKE_DICT,
	FAKE_CODE,
	FAKE_MODULE,
	FAKE_TYPE_COUNT,
};

struct fake_block {
	pf_addr at;
	size_t size;
};

struct fake_memory {
	struct pf_memory memory; /* first */
	struct pf_layout layout; /* to be changed as a test likes */
	struct pf_reader reader; /* over both */
	bool whole_pages;	 /* reads need not stay inside one block: for page caches */
	size_t reads;
	unsigned char *bytes;
	size_t used, capacity;
	PF_ARRAY(struct fake_block) blocks; /* ascending */
	pf_addr types[FAKE_TYPE_COUNT];	    /* 0: not placed yet */
	pf_addr metatype;		    /* "type", which all types are of; 0: not placed yet */
};

/* An empty heap for the INDEX-th layout that is known. */
void fake_memory_init(struct fake_memory *heap, unsigned index);
void fake_memory_deinit(struct fake_memory *heap);

/* How many layouts are known: the end of Check's loop tests. */
int fake_memory_layouts(void);

/* SIZE zero bytes, aligned to 16, with a gap behind that cannot be read. */
pf_addr fake_alloc(struct fake_memory *heap, size_t size);

/* Write what has been placed; a place outside of the blocks is the test's mistake and aborts. */
void fake_put(struct fake_memory *heap, pf_addr at, const void *bytes, size_t size);
void fake_put_word(struct fake_memory *heap, pf_addr at, uint64_t word);
void fake_put_int(struct fake_memory *heap, pf_addr at, int32_t value);
void fake_put_byte(struct fake_memory *heap, pf_addr at, unsigned value);

/* The bytes NAME with a NUL. */
pf_addr fake_c_string(struct fake_memory *heap, const char *name);

/* Makes *ret a python over the heap with a copy of its layout, without process and cache. */
void fake_python_init(struct fake_memory *heap, struct pf_python *ret);

#endif
