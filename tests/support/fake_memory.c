/* A heap of the test's own that looks like the memory of a CPython of any known version. */
#include "fake_memory.h"

#include <stdlib.h>
#include <string.h>

enum { ALIGNMENT = 16, GAP = 64, PAGE = 4096 };

/* Where the heap begins in the target: an address as Linux hands them out. */
static const pf_addr BASE = UINT64_C(0x7f5a3c000000);

static void require(bool condition)
{
	if (!condition)
		abort();
}

/* The block that holds AT, or the last one before it; NULL when there is none. */
static const struct fake_block *block_of(const struct fake_memory *heap, pf_addr at)
{
	size_t low = 0, high = heap->blocks.count;
	while (low < high) {
		size_t middle = (low + high) / 2;
		if (heap->blocks.items[middle].at <= at)
			low = middle + 1;
		else
			high = middle;
	}
	return low ? &heap->blocks.items[low - 1] : NULL;
}

static bool is_readable(const struct fake_memory *heap, pf_addr at, size_t size)
{
	if (heap->whole_pages)
		return at >= BASE && at - BASE <= heap->capacity &&
		       size <= heap->capacity - (at - BASE);
	const struct fake_block *block = block_of(heap, at);
	return block && at - block->at <= block->size && size <= block->size - (at - block->at);
}

static struct pf_error *peek(struct pf_memory *memory, pf_addr at, void *buf, size_t size)
{
	struct fake_memory *heap = (struct fake_memory *)memory;
	heap->reads++;
	if (!is_readable(heap, at, size))
		return &pf_error_fault;
	memcpy(buf, heap->bytes + (at - BASE), size);
	return NULL;
}

static struct pf_error *peek_spans(struct pf_memory *memory, struct pf_span *spans, size_t count)
{
	for (size_t i = 0; i < count; i++)
		spans[i].failed = peek(memory, spans[i].at, spans[i].buf, spans[i].size) != NULL;
	return NULL;
}

void fake_memory_init(struct fake_memory *heap, unsigned index)
{
	unsigned major, minor;
	*heap = (struct fake_memory){ .memory = { .peek = peek, .peek_spans = peek_spans } };
	require(pf_layout_version_at(index, &major, &minor));
	require(pf_layout_init(&heap->layout, major, minor));
	heap->reader = (struct pf_reader){ &heap->memory, &heap->layout };
}

void fake_memory_deinit(struct fake_memory *heap)
{
	pf_array_deinit(&heap->blocks);
	free(heap->bytes);
}

int fake_memory_layouts(void)
{
	unsigned count = 0, major, minor;
	while (pf_layout_version_at(count, &major, &minor))
		count++;
	return (int)count;
}

/* New memory is zero, up to a whole number of pages. */
static void grow(struct fake_memory *heap, size_t want)
{
	if (want <= heap->capacity)
		return;
	size_t capacity = (want * 2 + PAGE - 1) / PAGE * PAGE;
	unsigned char *bytes = realloc(heap->bytes, capacity);
	require(bytes);
	memset(bytes + heap->capacity, 0, capacity - heap->capacity);
	heap->bytes = bytes;
	heap->capacity = capacity;
}

pf_addr fake_alloc(struct fake_memory *heap, size_t size)
{
	struct fake_block block = { BASE + heap->used, size };
	size_t end = heap->used + size + GAP;
	grow(heap, end);
	require(!pf_array_push(&heap->blocks, block));
	heap->used = (end + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
	return block.at;
}

void fake_put(struct fake_memory *heap, pf_addr at, const void *bytes, size_t size)
{
	require(is_readable(heap, at, size));
	if (size)
		memcpy(heap->bytes + (at - BASE), bytes, size);
}

void fake_put_word(struct fake_memory *heap, pf_addr at, uint64_t word)
{
	fake_put(heap, at, &word, sizeof(word));
}

void fake_put_int(struct fake_memory *heap, pf_addr at, int32_t value)
{
	fake_put(heap, at, &value, sizeof(value));
}

void fake_put_byte(struct fake_memory *heap, pf_addr at, unsigned value)
{
	unsigned char byte = (unsigned char)value;
	fake_put(heap, at, &byte, 1);
}

pf_addr fake_c_string(struct fake_memory *heap, const char *name)
{
	pf_addr at = fake_alloc(heap, strlen(name) + 1);
	fake_put(heap, at, name, strlen(name) + 1);
	return at;
}

void fake_python_init(struct fake_memory *heap, struct pf_python *ret)
{
	*ret = (struct pf_python){ .pthread_tid = PF_ABSENT };
	ret->layout = heap->layout;
	ret->live = ret->pages = (struct pf_reader){ &heap->memory, &ret->layout };
}
