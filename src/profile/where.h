/* Samples chosen by values: whether a condition is true in a stack, while that cannot change. */
#ifndef PF_PROFILE_WHERE_H
#define PF_PROFILE_WHERE_H

#include "profile/subject.h"
#include "value/view.h"

/* What a sampler chooses its samples by. All zero: all are wanted. */
struct pf_wish {
	struct pf_expression *expression;
	struct pf_filter *filter; /* NULL: any row, any frame */
};

/* TEXT is parsed; FILTER is copied. */
struct pf_error *pf_wish_init(struct pf_wish *wish, const char *text,
			      const struct pf_filter_options *filter) PF_CHECKED;
void pf_wish_deinit(struct pf_wish *wish);

/* What there is to say of a row. */
enum pf_verdict {
	PF_VERDICT_WANTED,
	PF_VERDICT_OTHER,     /* the filter's, or of no thread: not counted */
	PF_VERDICT_UNMATCHED, /* the condition is false; ORDER VERDICT: of reasons, too: */
	PF_VERDICT_NOWHERE,   /* no frame has its names */
	PF_VERDICT_UNDECIDED, /* it could not be evaluated */
	PF_VERDICT_COUNT,
};

/* Of one program. Borrows wish, python and stacks. */
struct pf_where {
	const struct pf_wish *wish; /* NULL: all rows are wanted, and nothing here is used */
	struct pf_python *python;
	struct pf_stacks *stacks;
	struct pf_view view;			    /* of one try of a moment */
	uint64_t limit_ns;			    /* for all rows of a try */
	PF_ARRAY(unsigned char) verdicts;	    /* of the moment's rows */
	struct pf_error *reasons[PF_VERDICT_COUNT]; /* the first of each verdict; NULL: none */
};

void pf_where_deinit(struct pf_where *where);

/* A try begins: what was read before is of no use any more. */
void pf_where_begin(struct pf_where *where);

/*
 * Judges ROW, the INDEX-th of the moment, of SUBJECT (NULL: nobody), whose stack was read and cannot
 * change now: in its newest frame in which all names exist, among those that the filter is for.
 */
struct pf_error *pf_where_judge(struct pf_where *where, const struct pf_subject *subject,
				const struct pf_sample *row, size_t index) PF_CHECKED;

/* The moment is right: whether its INDEX-th row is wanted; else STATS count it. */
bool pf_where_admits(const struct pf_where *where, size_t index, struct pf_sampling_stats *stats);

#endif
