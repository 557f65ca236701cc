/* Taking a moment: every interpreter in turn, the exact way or the nonstop way. */
#include "profile/moment_private.h"

#include "python/gil.h"

/* After how many moments the interpreters are counted anew. */
enum { SEATS_EVERY = 32 };

/* Counts the interpreters anew; whom each seat expects is kept. */
static struct pf_error *find_seats(struct pf_moment *moment)
{
	const struct pf_reader *live = &moment->python->live;
	PF_TRY(pf_states_peek(moment->python, live, &moment->states));
	for (size_t i = 0; i < moment->states.interpreters.count; i++) {
		struct pf_seat seat = { .interpreter = moment->states.interpreters.items[i].at };
		PF_TRY(pf_gil_locate(live, seat.interpreter, &seat.gil));
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

/* Interpreters that share a GIL report its holder each: one row is enough. */
static void drop_doubles(struct pf_moment *moment)
{
	size_t kept = 0;
	for (size_t i = 0; i < moment->rows.count; i++) {
		bool seen = false;
		for (size_t j = 0; j < kept && !seen; j++)
			seen = moment->rows.items[j].thread == moment->rows.items[i].thread;
		if (!seen)
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
	if (moment->count++ % SEATS_EVERY == 0)
		PF_TRY(bear(find_seats(moment), ret));
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
