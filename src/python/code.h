/* Code objects: read once, and from then on only checked to be the same. */
#ifndef PF_PYTHON_CODE_H
#define PF_PYTHON_CODE_H

#include "base/map.h"
#include "base/text.h"
#include "python/lines.h"
#include "python/reader.h"

/*
 * What a code object is known by again. What its words point to never changes, but it may be freed
 * together with the code object and its addresses given to a like one; hence the name's hash, and
 * sums over the beginnings of qualified name and line table. The rest, such as the file name, is
 * compared, too: at first always and later now and then.
 */
struct pf_code_identity {
	pf_addr filename, name, qualname, linetable;
	uint64_t name_hash; /* what the name's str object has as its hash */
	uint64_t filename_sum, qualname_sum, lines_sum;
	int32_t first_line, first_traceable; /* the latter in code units; 0 before 3.11 */
};

/* What the walk needs of a code object beside what clients see. */
struct pf_code_entry {
	struct pf_code code; /* first: clients hold pointers to it */
	pf_addr bytecode;
	struct pf_code_identity identity;
	size_t parts_size; /* of the text and line table that lie behind the entry */
	uint32_t epoch;	   /* when it was last seen to be the same */
	uint32_t compared; /* when all parts were last compared */
	uint32_t compares; /* how often they were the same */
	uint32_t serial;   /* no other entry of the table ever has it */
};

/*
 * All zero is an empty table. A code object may be freed and its address reused, so in each new
 * epoch the identity of an entry is read again before it is believed; an entry that is no longer
 * right is freed and a new one takes its place.
 */
struct pf_code_table {
	uint32_t epoch, serials;
	uint32_t replacements;	  /* how often an entry was found to be another code object */
	struct pf_map by_address; /* address → struct pf_code_entry * */
	size_t kept;		  /* bytes of all entries */
	pf_addr code_type;	  /* once known */
	struct pf_text scratch;
	struct pf_code_entry *last; /* the one found last: recursion asks again and again */
};

void pf_code_table_deinit(struct pf_code_table *table);

/* Begins a new epoch: call it whenever the target may have run. */
void pf_code_table_renew(struct pf_code_table *table);

/*
 * The code object at AT, read through READER when it is new. TORN when there is none, and when 256
 * MB are kept already. Borrowed from the table until an epoch in which it is found to be another.
 */
struct pf_error *pf_code_table_intern(struct pf_code_table *table, const struct pf_reader *reader,
				      pf_addr at, const struct pf_code_entry **ret) PF_CHECKED;

#endif
