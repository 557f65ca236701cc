/* A copy of the pages that were read, so that one moment of the target is read once. */
#ifndef PF_TARGET_PAGE_CACHE_H
#define PF_TARGET_PAGE_CACHE_H

#include "target/memory.h"

struct pf_page_cache;

/* A target chooses how much there is to be read: at so many pages, 64 MiB, all are forgotten. */
enum { PF_PAGE_CACHE_PAGES = 16384 };

/* A cache over BELOW, which it borrows. Pages are 4 KiB; neighbours are fetched in one call. */
struct pf_error *pf_page_cache_create(struct pf_memory *below,
				      struct pf_page_cache **ret) PF_CHECKED;
void pf_page_cache_destroy(struct pf_page_cache *cache);

/* The cache as memory. Borrowed. Reads of a page that is cached make no system call. */
struct pf_memory *pf_page_cache_memory(struct pf_page_cache *cache);

/*
 * Fetches the pages of the COUNT spans (buf is ignored) in as few calls as it can; only those that
 * there is room for.
 */
struct pf_error *pf_page_cache_prefetch(struct pf_page_cache *cache, const struct pf_span *spans,
					size_t count) PF_CHECKED;

/* Forgets every page: call it whenever the target may have run. Keeps the memory. */
void pf_page_cache_clear(struct pf_page_cache *cache);

#endif
