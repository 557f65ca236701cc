/* Taking a moment: every interpreter in turn, the exact way or the nonstop way. */
#include "base/clock.h"
#include "profile/moment_private.h"

#include "python/gil.h"

/* After how many moments the interpreters are counted anew, and after how long at least. */
enum { SEATS_EVERY = 32 };
static const uint64_t SEATS_NS = 10 * 1000 * 1000;

/* Counts the interpreters anew; whom each seat expects is kept. */
static struct pf_error *find_seats(struct pf_moment *moment)
{
	const struct pf_reader *pages = &moment->python->pages;
	pf_page_cache_clear(moment->python->cache);
	PF_TRY(pf_states_peek(moment->python, pages, &moment->states));
	for (size_t i = 0; i < moment->states.interpreters.count; i++) {
		struct pf_seat seat = { .interpreter = moment->states.interpreters.items[i].at };
		PF_TRY(pf_gil_locate(pages, seat.interpreter, &seat.gil));
		bool known = i < moment->seats.count &&
			     moment->seats.items[i].interpreter == seat.interpreter;
		if (known)
			moment->seats.items[i].gil = seat.gil;
		else if (i < moment->seats.count)
			moment->seats.items[i] = seat;
		else
			PF_TRY(pf_array_push(&moment->seats, seat));
	}
	moment->seats.count = moment->states.interpreters.count;
	return NULL;
}

/* At full speed so many moments are over soon, and each time costs some reads. */
static struct pf_error *find_seats_now_and_then(struct pf_moment *moment)
{
	if (moment->count++ % SEATS_EVERY)
		return NULL;
	uint64_t now_ns = pf_clock_now_ns();
	if (moment->seats_ns && now_ns - moment->seats_ns < SEATS_NS)
		return NULL;
	PF_TRY(find_seats(moment));
	moment->seats_ns = now_ns;
	return NULL;
}

/* Interpreters that share a GIL report its holder each: one row is enough. */
static void drop_doubles(struct pf_moment *moment)
{
	size_t kept = 0;
	for (size_t i = 0; i < moment->rows.count; i++) {
		bool seen = false;
		for (size_t j = 0; j < kept && !seen; j++)
			seen = moment->rows.items[j].thread == moment->rows.items[i].thread;
		if (seen)
			continue;
		if (moment->where.wish)
			moment->where.verdicts.items[kept] = moment->where.verdicts.items[i];
		moment->rows.items[kept++] = moment->rows.items[i];
	}
	moment->rows.count = kept;
}

static struct pf_error *take_one(struct pf_moment *moment, struct pf_seat *seat,
				 enum pf_outcome *ret)
{
	if (moment->mode == PF_NONSTOP)
		return pf_moment_glance(moment, seat, ret);
	return moment->python->free_threaded ? pf_moment_look_free(moment, seat, ret)
					     : pf_moment_look(moment, seat, ret);
}

/* What cannot be read now may be readable at the next moment, or the process has ended. */
static struct pf_error *bear(struct pf_error *err, enum pf_outcome *ret)
{
	if (!err || pf_moment_is_final(err))
		return err;
	*ret = pf_error_code(err) == PF_TORN ? PF_TORN_MOMENT : PF_MISSED;
	pf_error_destroy(err);
	return NULL;
}

struct pf_error *pf_moment_take(struct pf_moment *moment, enum pf_outcome *ret)
{
	*ret = PF_SEEN;
	moment->rows.count = 0;
	moment->sated = false;
	PF_TRY(bear(find_seats_now_and_then(moment), ret));
	for (size_t i = 0; i < moment->seats.count && !moment->sated; i++) {
		struct pf_seat *seat = &moment->seats.items[i];
		PF_TRY(bear(take_one(moment, seat, ret), ret));
	}
	if (moment->seats.count > 1 && !moment->threads)
		drop_doubles(moment);
	if (!moment->rows.count && *ret == PF_SEEN && !moment->threads)
		return pf_moment_add_row(moment, NULL, PF_STATE_IDLE, PF_UNKNOWN);
	return NULL;
}
