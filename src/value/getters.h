/* Who waits for an item of a queue of asyncio's, as what as_completed() returns does. */
#ifndef PF_VALUE_GETTERS_H
#define PF_VALUE_GETTERS_H

#include "value/future.h"

/* Whether it is such a queue. */
bool pf_getters_has(const struct pf_object *object);

/* Appends the futures of those who wait for an item of the queue OBJECT, LIMIT at most. */
struct pf_error *pf_getters_read(struct pf_view *view, const struct pf_object *object, size_t limit,
				 struct pf_addresses *ret) PF_CHECKED;

#endif
