/* Dumps with the variables of their frames. */
#include "base/cleanup.h"
#include "pyflame.h"
#include "python/dump_take.h"
#include "value/view.h"

#include <stdlib.h>
#include <string.h>

/* The variables of one frame, or why they could not be read; neither: they were not asked for. */
struct of_frame {
	struct pf_variables *variables;
	const char *unread;
};

/* Those of all frames, in the order of the store's array. */
struct full {
	PF_ARRAY(struct of_frame);
	struct pf_arena arena; /* of reasons */
};

struct reading {
	const struct pf_dump_wish *wish;
	bool pauses; /* the process does not stand still anyway */
	struct pf_view view;
	struct full *full;
};

static void clear(struct full *full)
{
	for (size_t i = 0; i < full->count; i++)
		pf_variables_destroy(full->items[i].variables);
	full->count = 0;
	pf_arena_deinit(&full->arena);
}

static void destroy(void *more)
{
	struct full *full = more;
	clear(full);
	pf_array_deinit(full);
	free(full);
}

static struct pf_error *read_frame(struct reading *reading, pf_addr thread,
				   const struct pf_frame *frame, struct of_frame *ret)
{
	const struct pf_frame_id id = { thread, frame->at, frame->code->at, frame->lasti };
	if (pf_view_is_late(&reading->view)) {
		ret->unread = PF_VIEW_LATE;
		return NULL;
	}
	struct pf_error *err = pf_variables_read(&reading->view, &id, PF_VARIABLES_BRIEF, NULL,
						 reading->wish->limits, &ret->variables);
	if (!err || pf_view_is_fatal(err))
		return err;
	const char *why = pf_error_message(err);
	ret->unread = pf_arena_text(&reading->full->arena, why, strlen(why));
	pf_error_destroy(err);
	return ret->unread ? NULL : &pf_error_no_memory;
}

static struct pf_error *read_thread(struct reading *reading, const struct pf_dump_store *store,
				    size_t index)
{
	pf_addr thread = store->states.threads.items[index].at;
	const struct pf_thread_reading *of = &store->threads.items[index];
	if (reading->wish->thread && reading->wish->thread != thread)
		return NULL;
	for (size_t i = of->first_frame; i < of->first_frame + of->frame_count; i++)
		PF_TRY(read_frame(reading, thread, &store->frames.items[i],
				  &reading->full->items[i]));
	return NULL;
}

static struct pf_error *read_threads(struct reading *reading, const struct pf_dump_store *store)
{
	struct full *full = reading->full;
	clear(full);
	PF_TRY(pf_array_reserve(full, store->frames.count));
	full->count = store->frames.count;
	if (full->count)
		memset(full->items, 0, full->count * sizeof(*full->items));
	for (size_t i = 0; i < store->threads.count; i++)
		PF_TRY(read_thread(reading, store, i));
	return NULL;
}

static struct pf_error *read_more(struct pf_python *python, struct pf_dump_store *store,
				  void *context)
{
	struct reading *reading = context;
	reading->full = store->more;
	if (!store->more) {
		reading->full = store->more = calloc(1, sizeof(*reading->full));
		store->destroy_more = destroy;
	}
	if (!reading->full) {
		store->destroy_more = NULL;
		return &pf_error_no_memory;
	}
	pf_view_init(&reading->view, &python->pages);
	pf_view_redact(&reading->view, reading->wish->redaction);
	if (reading->pauses)
		pf_view_limit(&reading->view);
	struct pf_error *err = read_threads(reading, store);
	pf_view_deinit(&reading->view);
	return err;
}

struct pf_error *pf_dump_take_full(struct pf_python *python, struct pf_hold *hold,
				   const struct pf_dump_wish *wish, struct pf_dump **ret)
{
	struct reading reading = { .wish = wish, .pauses = !hold };
	return pf_dump_take_with(python, hold, read_more, &reading, ret);
}

bool pf_dump_has_variables(const struct pf_dump *dump)
{
	return dump->store && dump->store->more;
}

const struct pf_variables *pf_dump_variables(const struct pf_dump *dump,
					     const struct pf_thread *thread, size_t level,
					     const char **unread_ret)
{
	const struct full *full = dump->store ? dump->store->more : NULL;
	size_t index = full ? (size_t)(thread->frames - dump->store->frames.items) + level : 0;
	if (unread_ret)
		*unread_ret = full ? full->items[index].unread : NULL;
	return full ? full->items[index].variables : NULL;
}
