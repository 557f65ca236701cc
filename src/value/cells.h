/* Numbers in memory that are no objects: items of arrays. */
#ifndef PF_VALUE_CELLS_H
#define PF_VALUE_CELLS_H

#include "base/text.h"
#include "pyflame.h"
#include "python/reader.h"

enum pf_cell_kind {
	PF_CELL_SIGNED,
	PF_CELL_UNSIGNED,
	PF_CELL_FLOAT,
	PF_CELL_COMPLEX,
	PF_CELL_BOOL,
};

struct pf_cell_type {
	enum pf_cell_kind kind;
	size_t size;	    /* bytes, 1 to 16 */
	bool swapped;	    /* most significant byte first */
	const char *suffix; /* behind each number */
};

/* By array.array's letter for it: "h", "d", "Zf"; false when that is none of a number. */
bool pf_cell_parse(const char *code, int64_t size, struct pf_cell_type *ret);

/* COUNT of them from AT on, each STRIDE bytes behind the one before. */
struct pf_cells {
	const struct pf_reader *reader;
	pf_addr at;
	uint64_t count;
	int64_t stride;
	struct pf_cell_type type;
	const struct pf_limits *limits;
};

/* Appends one number as repr() writes it. BYTES has as many as its type. */
void pf_cell_append(const struct pf_cell_type *type, const unsigned char *bytes,
		    struct pf_text *text);

/* Appends "1, 2, 3", with "..." behind as many as the limits allow. */
struct pf_error *pf_cells_append(const struct pf_cells *cells, struct pf_text *text) PF_CHECKED;

#endif
