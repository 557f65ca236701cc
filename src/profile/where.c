/* Samples chosen by values: whether a condition is true in a stack, while that cannot change. */
#include "profile/where.h"

#include "base/cleanup.h"
#include "base/clock.h"
#include "python/runtime.h"
#include "value/condition.h"

/* ------------------------------------------------------------------ wishes */

struct pf_error *pf_wish_init(struct pf_wish *wish, const char *text,
			      const struct pf_filter_options *filter)
{
	*wish = (struct pf_wish){ 0 };
	struct pf_error *err = pf_condition_parse(text, &wish->expression);
	if (!err && filter)
		err = pf_filter_create(filter, &wish->filter);
	if (err)
		pf_wish_deinit(wish);
	return err;
}

void pf_wish_deinit(struct pf_wish *wish)
{
	pf_expression_destroy(wish->expression);
	pf_filter_destroy(wish->filter);
	*wish = (struct pf_wish){ 0 };
}

/* ------------------------------------------------------------------ judging */

static void forget_reasons(struct pf_where *where)
{
	for (size_t i = 0; i < PF_VERDICT_COUNT; i++)
		pf_error_destroy(pf_take(where->reasons[i]));
}

void pf_where_deinit(struct pf_where *where)
{
	forget_reasons(where);
	pf_view_deinit(&where->view);
	pf_array_deinit(&where->verdicts);
	*where = (struct pf_where){ 0 };
}

void pf_where_begin(struct pf_where *where)
{
	if (!where->wish)
		return;
	forget_reasons(where);
	pf_view_deinit(&where->view);
	pf_view_init(&where->view, &where->python->pages);
	pf_page_cache_clear(where->python->cache);
}

/* Whether the frame is one already, and not still being set up. */
static struct pf_error *is_complete(struct pf_where *where, const struct pf_raw_frame *frame,
				    bool *ret)
{
	const struct pf_reader *reader = &where->stacks->probe->reader;
	const struct pf_code_entry *entry;
	PF_TRY(pf_code_table_intern(&where->stacks->codes, reader, frame->code & ~UINT64_C(1),
				    &entry));
	int32_t lasti = pf_frames_lasti(reader->layout, entry, frame->lasti);
	*ret = !pf_frames_is_incomplete(frame->code & 1, entry, lasti);
	return NULL;
}

/* Whether the frame counts: it must be one that the filter is for. */
static struct pf_error *is_candidate(struct pf_where *where, const struct pf_stack_memo *memo,
				     size_t level, bool *ret)
{
	const struct pf_profile *profile = where->stacks->profile;
	uint32_t stack = memo->stacks.items[memo->raw.count - 1 - level];
	PF_TRY(is_complete(where, &memo->raw.items[level], ret));
	if (!*ret || !where->wish->filter)
		return NULL;
	return pf_filter_check_place(where->wish->filter, profile,
				     pf_profile_stack(profile, stack)->place, ret);
}

static struct pf_error *test(struct pf_where *where, const struct pf_raw_frame *frame, bool *ret,
			     bool *nameless)
{
	struct pf_error *err = pf_condition_test(where->wish->expression, &where->view, frame->at,
						 frame->code & ~UINT64_C(1), ret, nameless);
	if (!err || !pf_view_is_late(&where->view))
		return err;
	*nameless = false;
	pf_error_destroy(err);
	return pf_error_create(PF_USAGE, "it would have kept threads still for too long");
}

/* What is the first of its kind is kept. */
static void note_reason(struct pf_where *where, enum pf_verdict verdict, struct pf_error *err)
{
	if (where->reasons[verdict])
		pf_error_destroy(err);
	else
		where->reasons[verdict] = err;
}

static struct pf_error *judge(struct pf_where *where, const struct pf_stack_memo *memo,
			      enum pf_verdict *ret)
{
	*ret = PF_VERDICT_NOWHERE;
	for (size_t i = 0; i < memo->raw.count && *ret == PF_VERDICT_NOWHERE; i++) {
		bool candidate, truth, nameless;
		PF_TRY(is_candidate(where, memo, i, &candidate));
		if (!candidate)
			continue;
		struct pf_error *err = test(where, &memo->raw.items[i], &truth, &nameless);
		if (err && pf_view_is_fatal(err))
			return err;
		if (!err)
			*ret = truth ? PF_VERDICT_WANTED : PF_VERDICT_UNMATCHED;
		else if (!nameless)
			*ret = PF_VERDICT_UNDECIDED;
		if (err)
			note_reason(where, *ret, err);
	}
	return NULL;
}

struct pf_error *pf_where_judge(struct pf_where *where, const struct pf_subject *subject,
				const struct pf_sample *row, size_t index)
{
	enum pf_verdict verdict = PF_VERDICT_OTHER;
	bool passes = subject != NULL;
	if (passes && where->wish->filter)
		PF_TRY(pf_filter_check(where->wish->filter, where->stacks->profile, row, &passes));
	if (!where->view.until_ns)
		where->view.until_ns = pf_clock_now_ns() + where->limit_ns;
	if (passes)
		PF_TRY(judge(where, &subject->memo, &verdict));
	where->verdicts.count = index;
	return pf_array_push(&where->verdicts, (unsigned char)verdict);
}

bool pf_where_admits(const struct pf_where *where, size_t index, struct pf_sampling_stats *stats)
{
	if (!where->wish)
		return true;
	enum pf_verdict verdict = (enum pf_verdict)where->verdicts.items[index];
	stats->unmatched += verdict == PF_VERDICT_UNMATCHED;
	stats->nowhere += verdict == PF_VERDICT_NOWHERE;
	stats->undecided += verdict == PF_VERDICT_UNDECIDED;
	return verdict == PF_VERDICT_WANTED;
}
