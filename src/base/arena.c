/* Memory that is given out in small pieces and let go all at once. */
#include "base/arena.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

enum { ALIGNMENT = 16, BLOCK_SIZE = 16 * 1024 };

struct pf_arena_block {
	struct pf_arena_block *next;
	size_t size; /* of bytes */
	_Alignas(ALIGNMENT) unsigned char bytes[];
};

static int add_block(struct pf_arena *arena, size_t size)
{
	size_t room = size > BLOCK_SIZE ? size : BLOCK_SIZE;
	struct pf_arena_block *block = malloc(sizeof(*block) + room);
	if (!block)
		return -1;
	block->next = arena->blocks;
	block->size = room;
	arena->blocks = block;
	arena->left = room;
	return 0;
}

void *pf_arena_alloc(struct pf_arena *arena, size_t size)
{
	if (size > PTRDIFF_MAX / 2)
		return NULL;
	size = size ? size : 1; /* so that there is a block */
	size = (size + ALIGNMENT - 1) & ~(size_t)(ALIGNMENT - 1);
	if (size > arena->left && add_block(arena, size) < 0)
		return NULL;
	struct pf_arena_block *block = arena->blocks;
	void *ret = block->bytes + (block->size - arena->left);
	arena->left -= size;
	return ret;
}

char *pf_arena_text(struct pf_arena *arena, const char *text, size_t size)
{
	char *ret = pf_arena_alloc(arena, size + 1);
	if (!ret)
		return NULL;
	memcpy(ret, text, size);
	ret[size] = '\0';
	return ret;
}

void pf_arena_deinit(struct pf_arena *arena)
{
	while (arena->blocks) {
		struct pf_arena_block *next = arena->blocks->next;
		free(arena->blocks);
		arena->blocks = next;
	}
	arena->left = 0;
}
