/* Memory that is given out in small pieces and let go all at once. */
#ifndef PF_BASE_ARENA_H
#define PF_BASE_ARENA_H

#include <stddef.h>

/* All zero is an empty arena. */
struct pf_arena {
	struct pf_arena_block *blocks; /* newest first */
	size_t left;		       /* bytes free in the newest block */
};

/* SIZE bytes, aligned to 16, not zeroed; NULL when there is no memory. */
void *pf_arena_alloc(struct pf_arena *arena, size_t size);

/* A copy of SIZE bytes of TEXT with a NUL behind it; NULL when there is no memory. */
char *pf_arena_text(struct pf_arena *arena, const char *text, size_t size);

/* Lets everything go; the arena is empty again. */
void pf_arena_deinit(struct pf_arena *arena);

#endif
