/* Memory in big bites: for reading most of what a target has, in about the order that it lies in. */
#ifndef PF_TARGET_BULK_H
#define PF_TARGET_BULK_H

#include "target/memory.h"

/*
 * Of each 64 KiB that are asked for a page is read first, and all at the second time: so what lies
 * together costs few calls, and what does not costs few bytes. 32 MiB are kept; what comes later
 * takes the place of what came first.
 */
struct pf_bulk;

/* What a view may have. */
enum { PF_BULK_VIEW = 128 };

/* Borrows BELOW. */
struct pf_error *pf_bulk_create(struct pf_memory *below, struct pf_bulk **ret) PF_CHECKED;
void pf_bulk_destroy(struct pf_bulk *bulk);

/* As memory. Borrowed. */
struct pf_memory *pf_bulk_memory(struct pf_bulk *bulk);

/*
 * SIZE bytes at AT, PF_BULK_VIEW at most, where the copy has them: for as long as nothing else is
 * read. FAULT when they cannot be read.
 */
struct pf_error *pf_bulk_view(struct pf_bulk *bulk, pf_addr at, size_t size,
			      const unsigned char **ret) PF_CHECKED;

/* Forgets all: call it whenever the target may have run. Keeps the memory. */
void pf_bulk_clear(struct pf_bulk *bulk);

#endif
