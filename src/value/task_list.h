/* All tasks of asyncio that a target knows: where each version keeps them. */
#ifndef PF_VALUE_TASK_LIST_H
#define PF_VALUE_TASK_LIST_H

#include "base/map.h"
#include "python/runtime.h"
#include "value/future.h"

/* More tasks are not listed. */
enum { PF_TASK_LIMIT = 1 << 20 };

struct pf_task_list {
	PF_ARRAY(pf_addr);
	struct pf_map known;   /* address → 1 */
	const char *truncated; /* static: why some are missing; NULL when whole */
};

static inline void pf_task_list_deinit(struct pf_task_list *list)
{
	pf_array_deinit(list);
	pf_map_deinit(&list->known);
}

/*
 * Appends the tasks of all interpreters. What is named is only said to be a task: it is to be opened
 * by pf_future_open().
 */
struct pf_error *pf_task_list_read(struct pf_python *python, struct pf_view *view,
				   struct pf_task_list *ret) PF_CHECKED;

#endif
