/* asyncio's futures and tasks, those of C and those of Python alike. */
#ifndef PF_VALUE_FUTURE_H
#define PF_VALUE_FUTURE_H

#include "base/array.h"
#include "value/view.h"

struct pf_future {
	struct pf_object object;
	bool task;
	bool native; /* its fields are those of the C structure */
};

enum pf_future_state { PF_FUTURE_PENDING, PF_FUTURE_CANCELLED, PF_FUTURE_FINISHED };

enum pf_future_field {
	PF_FUTURE_COROUTINE, /* of a task only, as the next two */
	PF_FUTURE_WAITER,    /* the future that it waits for */
	PF_FUTURE_NAME,	     /* text, or a number that has not been asked for; 3.8+ */
	PF_FUTURE_LOOP,
	PF_FUTURE_CALLBACKS, /* a list */
};

/* Addresses of objects. */
struct pf_addresses {
	PF_ARRAY(pf_addr);
};

/* *ret is one when *is_ret. */
struct pf_error *pf_future_open(struct pf_view *view, pf_addr at, struct pf_future *ret,
				bool *is_ret) PF_CHECKED;

struct pf_error *pf_future_peek_state(struct pf_view *view, const struct pf_future *future,
				      enum pf_future_state *ret) PF_CHECKED;

/* *ret is 0 when it has none, or None. */
struct pf_error *pf_future_field(struct pf_view *view, const struct pf_future *future,
				 enum pf_future_field field, pf_addr *ret) PF_CHECKED;

/* Appends what is called when it is done, LIMIT at most. */
struct pf_error *pf_future_callbacks(struct pf_view *view, const struct pf_future *future,
				     size_t limit, struct pf_addresses *ret) PF_CHECKED;

#endif
