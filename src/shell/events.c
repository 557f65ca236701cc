/* Events of a session: noted where they happen, told when nothing is in the middle of a change. */
#include "shell/events.h"

#include <string.h>

/* ORDER EVENTS */
static const char *const names[PF_EVENT_COUNT] = {
	"attach",     "detach",	     "exited", "exec",		"stop", "resume",
	"new_thread", "thread_exit", "error",  "before_prompt", "exit",
};

const char *pf_event_name(enum pf_event_kind kind)
{
	return names[kind];
}

void pf_events_note(struct pf_events *events, struct pf_event event)
{
	if (!events->heard)
		return;
	event.text = event.text ? strdup(event.text) : NULL;
	struct pf_error *err = pf_array_push(&events->list, event);
	if (err)
		free(event.text);
	pf_error_destroy(err);
}

void pf_events_note_hold(struct pf_events *events, int pid, bool held, bool *known)
{
	if (held == *known)
		return;
	*known = held;
	pf_events_note(events, (struct pf_event){ .kind = held ? PF_EVENT_STOP : PF_EVENT_RESUME,
						  .pid = pid });
}

static int compare(const void *a, const void *b)
{
	unsigned x = ((const struct pf_event_thread *)a)->number;
	unsigned y = ((const struct pf_event_thread *)b)->number;
	return (x > y) - (x < y);
}

static void note_thread(struct pf_events *events, enum pf_event_kind kind, int pid,
			const struct pf_event_thread *thread)
{
	pf_events_note(events, (struct pf_event){ .kind = kind,
						  .pid = pid,
						  .number = (int)thread->number,
						  .tid = thread->tid });
}

/* Both lists are sorted, so one pass finds what only one of them has. */
static void note_difference(struct pf_events *events, int pid,
			    const struct pf_event_threads *before,
			    const struct pf_event_threads *now)
{
	size_t i = 0, j = 0;
	while (i < before->count || j < now->count) {
		int order = i == before->count ? 1
			    : j == now->count  ? -1
					       : compare(&before->items[i], &now->items[j]);
		if (order < 0)
			note_thread(events, PF_EVENT_THREAD_EXIT, pid, &before->items[i]);
		else if (order > 0)
			note_thread(events, PF_EVENT_NEW_THREAD, pid, &now->items[j]);
		i += order <= 0;
		j += order >= 0;
	}
}

/* The threads of DUMP, sorted; not known when there is no memory. */
static struct pf_event_threads threads_of(const struct pf_numbers *numbers,
					  const struct pf_dump *dump)
{
	struct pf_event_threads threads = { .count = dump->thread_count };
	threads.items = calloc(dump->thread_count + 1, sizeof(*threads.items));
	threads.known = threads.items != NULL;
	for (size_t i = 0; threads.known && i < dump->thread_count; i++) {
		const struct pf_thread *thread = &dump->threads[i];
		threads.items[i] = (struct pf_event_thread){ pf_numbers_of(numbers, dump, thread),
							     thread->tid };
	}
	if (threads.known)
		qsort(threads.items, threads.count, sizeof(*threads.items), compare);
	return threads;
}

void pf_events_note_dump(struct pf_events *events, struct pf_event_threads *seen, int pid,
			 const struct pf_numbers *numbers, const struct pf_dump *dump)
{
	if (!events->heard)
		return;
	struct pf_event_threads now = threads_of(numbers, dump);
	if (seen->known && now.known)
		note_difference(events, pid, seen, &now);
	pf_event_threads_deinit(seen);
	*seen = now;
}

/* A process that is gone but can be attached to is another program by now. */
void pf_events_note_end(struct pf_events *events, int pid)
{
	struct pf_process *process = NULL;
	if (!events->heard)
		return;
	struct pf_error *err = pf_process_attach(pid, &process);
	enum pf_event_kind kind = err ? PF_EVENT_EXITED : PF_EVENT_EXEC;
	pf_process_destroy(process);
	pf_error_destroy(err);
	pf_events_note(events, (struct pf_event){ .kind = kind, .pid = pid });
}

bool pf_events_take(struct pf_events *events, struct pf_event *ret)
{
	if (!events->list.count)
		return false;
	*ret = events->list.items[0];
	events->list.count--;
	memmove(&events->list.items[0], &events->list.items[1],
		events->list.count * sizeof(*events->list.items));
	return true;
}

void pf_events_deinit(struct pf_events *events)
{
	struct pf_event event;
	while (pf_events_take(events, &event))
		free(event.text);
	pf_array_deinit(&events->list);
	*events = (struct pf_events){ 0 };
}

void pf_event_threads_deinit(struct pf_event_threads *threads)
{
	free(threads->items);
	*threads = (struct pf_event_threads){ 0 };
}
