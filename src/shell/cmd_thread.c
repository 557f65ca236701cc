/* thread: the selected thread, and selecting another. */
#include "shell/commands.h"
#include "shell/complete.h"
#include "shell/thread_id.h"

static struct pf_error *select_thread(struct pf_session *session, const char *word)
{
	unsigned number = 0;
	const struct pf_thread *thread;
	struct pf_text *text = &session->output.text;
	PF_TRY(pf_thread_id_parse(session, word, &number));
	PF_TRY(pf_session_select(session, number, &thread));
	pf_text_printf(text, "[Switching to thread %u (", number);
	pf_print_thread_id(text, thread);
	pf_text_append_str(text, ")]\n");
	struct pf_printer printer = pf_session_printer(session);
	return pf_print_frames(&printer, thread, 0, thread->frame_count ? 1 : 0);
}

static struct pf_error *show_thread(struct pf_session *session)
{
	const struct pf_thread *thread;
	PF_TRY(pf_session_thread(session, &thread));
	struct pf_text *text = &session->output.text;
	pf_text_printf(text, "[Current thread is %u (", pf_session_inferior(session)->thread);
	pf_print_thread_id(text, thread);
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
	.usage = "[N | lwp:TID | NAME]",
	.summary = "Show which thread is selected, or select another.",
	.help = "N is a number from \"info threads\"; a thread keeps it for the whole session.\n"
		"TID is the kernel's thread id.  A NAME may be abbreviated as long as it is unique.",
	.max_args = 1,
	.needs = PF_NEEDS_PROCESS,
	.repeat = PF_REPEAT_AGAIN,
	.complete = pf_complete_threads,
	.run = run_thread,
};
