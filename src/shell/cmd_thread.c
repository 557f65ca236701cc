/* thread: the selected thread, and selecting another. */
#include "shell/commands.h"
#include "shell/complete.h"
#include "shell/session.h"

#include <limits.h>
#include <string.h>
#include <strings.h>

/* The number of the thread with the native id that WORD, "lwp:TID", names; 0: there is none. */
static struct pf_error *number_of_tid(struct pf_session *session, const char *word, unsigned *ret)
{
	long tid;
	const struct pf_dump *dump;
	if (!pf_words_number(word + strlen("lwp:"), &tid) || tid <= 0)
		return pf_error_create(PF_USAGE, "Invalid thread ID: %s", word);
	PF_TRY(pf_session_dump(session, &dump));
	for (size_t i = 0; i < dump->thread_count; i++) {
		if (dump->threads[i].tid == tid) {
			*ret = pf_numbers_of(&session->numbers, dump, &dump->threads[i]);
			return NULL;
		}
	}
	return pf_error_create(PF_USAGE, "Unknown thread %s.", word);
}

static struct pf_error *parse(struct pf_session *session, const char *word, unsigned *ret)
{
	long number;
	if (!strncasecmp(word, "lwp:", 4))
		return number_of_tid(session, word, ret);
	if (!pf_words_number(word, &number) || number <= 0 || number > INT_MAX)
		return pf_error_create(PF_USAGE, "Invalid thread ID: %s", word);
	*ret = (unsigned)number;
	return NULL;
}

static struct pf_error *select_thread(struct pf_session *session, const char *word)
{
	unsigned number = 0;
	const struct pf_thread *thread;
	struct pf_text *text = &session->output.text;
	PF_TRY(parse(session, word, &number));
	PF_TRY(pf_session_select(session, number, &thread));
	pf_text_printf(text, "[Switching to thread %u (", number);
	pf_print_thread_name(text, thread);
	pf_text_append_str(text, ")]\n");
	struct pf_printer printer = pf_session_printer(session);
	return pf_print_frames(&printer, thread, 0, thread->frame_count ? 1 : 0);
}

static struct pf_error *show_thread(struct pf_session *session)
{
	const struct pf_thread *thread;
	PF_TRY(pf_session_thread(session, &thread));
	struct pf_text *text = &session->output.text;
	pf_text_printf(text, "[Current thread is %u (", session->selected);
	pf_print_thread_name(text, thread);
	pf_text_append_str(text, ")]\n");
	return NULL;
}

static struct pf_error *run_thread(struct pf_session *session, const struct pf_call *call)
{
	if (call->words.list.count)
		return select_thread(session, call->words.list.items[0]);
	return show_thread(session);
}

const struct pf_command pf_cmd_thread = {
	.name = "thread",
	.aliases = "t",
	.group = "threads",
	.usage = "[N | lwp:TID]",
	.summary = "Show which thread is selected, or select another.",
	.help = "N is a number from \"info threads\"; a thread keeps it for the whole session.\n"
		"TID is the kernel's thread id.",
	.max_args = 1,
	.needs = PF_NEEDS_PROCESS,
	.repeat = PF_REPEAT_AGAIN,
	.complete = pf_complete_threads,
	.run = run_thread,
};
