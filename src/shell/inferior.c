/* An inferior: a process or a recording that a session looks at, and what is selected in it. */
#include "shell/inferior.h"

#include <stdlib.h>

bool pf_inferior_is_attached(const struct pf_inferior *inferior)
{
	return inferior->target.process != NULL;
}

bool pf_inferior_is_empty(const struct pf_inferior *inferior)
{
	return !pf_inferior_is_attached(inferior) && !inferior->recording;
}

void pf_inferior_drop_dump(struct pf_inferior *inferior)
{
	if (!inferior->dump_lent)
		pf_dump_destroy(inferior->dump);
	inferior->dump = NULL;
	inferior->dump_lent = false;
}

/* Where nothing was chosen: the thread whose id is the process's, or the first one. */
static const struct pf_thread *main_thread(const struct pf_inferior *inferior)
{
	const struct pf_dump *dump = inferior->dump;
	pid_t pid = pf_process_pid(inferior->target.process);
	for (size_t i = 0; i < dump->thread_count; i++) {
		if (dump->threads[i].tid == pid)
			return &dump->threads[i];
	}
	return dump->thread_count ? &dump->threads[0] : NULL;
}

static const struct pf_thread *selected_thread(const struct pf_inferior *inferior)
{
	if (!inferior->thread)
		return main_thread(inferior);
	return pf_numbers_find(&inferior->numbers, inferior->dump, inferior->thread);
}

/* A stack that has changed above or below the selected frame still has it, elsewhere. */
static void follow_frame(struct pf_inferior *inferior)
{
	const struct pf_thread *thread = inferior->frame ? selected_thread(inferior) : NULL;
	for (size_t level = 0; thread && level < thread->frame_count; level++) {
		const struct pf_frame *frame = &thread->frames[level];
		if (frame->at == inferior->frame && frame->code->at == inferior->code) {
			inferior->level = level;
			return;
		}
	}
	inferior->level = 0;
	inferior->frame = 0;
}

static struct pf_error *take_dump(struct pf_inferior *inferior, const struct pf_dump_wish *wish)
{
	struct pf_dump *dump;
	PF_TRY(pf_attachment_dump(&inferior->target, wish, &dump));
	struct pf_error *err = pf_numbers_update(&inferior->numbers, dump);
	if (err) {
		pf_dump_destroy(dump);
		return err;
	}
	inferior->dump = dump;
	follow_frame(inferior);
	return NULL;
}

struct pf_error *pf_inferior_dump(struct pf_inferior *inferior, const struct pf_dump_wish *wish,
				  const struct pf_dump **ret)
{
	if (!inferior->dump)
		PF_TRY(take_dump(inferior, wish));
	*ret = inferior->dump;
	return NULL;
}

struct pf_error *pf_inferior_thread(struct pf_inferior *inferior, const struct pf_thread **ret)
{
	const struct pf_dump *dump;
	PF_TRY(pf_inferior_dump(inferior, NULL, &dump));
	const struct pf_thread *thread = selected_thread(inferior);
	if (!thread && inferior->thread)
		return pf_error_create(PF_USAGE,
				       "The selected thread %u has ended.  Try \"info threads\".",
				       inferior->thread);
	if (!thread)
		return pf_error_create(PF_USAGE, "No threads.");
	inferior->thread = pf_numbers_of(&inferior->numbers, dump, thread);
	*ret = thread;
	return NULL;
}

struct pf_error *pf_inferior_select(struct pf_inferior *inferior, unsigned number,
				    const struct pf_thread **ret)
{
	const struct pf_dump *dump;
	PF_TRY(pf_inferior_dump(inferior, NULL, &dump));
	const struct pf_thread *thread = pf_numbers_find(&inferior->numbers, dump, number);
	if (!thread || !number)
		return pf_error_create(PF_USAGE, "Unknown thread %u.", number);
	inferior->thread = number;
	inferior->level = 0;
	inferior->frame = 0;
	*ret = thread;
	return NULL;
}

void pf_inferior_select_frame(struct pf_inferior *inferior, const struct pf_thread *thread,
			      size_t level)
{
	inferior->level = level;
	inferior->frame = thread->frames[level].at;
	inferior->code = thread->frames[level].code->at;
}

void pf_inferior_close(struct pf_inferior *inferior)
{
	pf_inferior_drop_dump(inferior);
	pf_numbers_deinit(&inferior->numbers);
	pf_event_threads_deinit(&inferior->seen);
	inferior->held = false;
	inferior->thread = 0;
	inferior->level = 0;
	inferior->frame = 0;
	pf_attachment_close(&inferior->target);
	free(inferior->recording);
	inferior->recording = NULL;
}
