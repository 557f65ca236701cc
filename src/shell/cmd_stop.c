/* stop and continue: keeping the process still, so that all commands look at one moment. */
#include "shell/commands.h"
#include "shell/session.h"

/* Where the selected thread stands; nothing when there is none to tell of. */
static void append_place(struct pf_session *session)
{
	const struct pf_thread *thread;
	struct pf_error *err = pf_session_thread(session, &thread);
	struct pf_printer printer = pf_session_printer(session);
	if (!err)
		err = pf_print_frames(&printer, thread, 0, thread->frame_count ? 1 : 0);
	pf_error_destroy(err);
}

static struct pf_error *run_stop(struct pf_session *session, const struct pf_call *call)
{
	struct pf_attachment *target = &pf_session_inferior(session)->target;
	(void)call;
	PF_TRY(pf_attachment_keep(target));
	pf_session_drop_dump(session);
	pf_text_printf(&session->output.text, "Process %d is stopped.\n",
		       (int)pf_process_pid(target->process));
	append_place(session);
	return NULL;
}

const struct pf_command pf_cmd_stop = {
	.name = "stop",
	.group = "target",
	.summary = "Keep the process still until \"continue\".",
	.help = "All its threads are stopped, so that every command looks at the same moment; the\n"
		"prompt says so.  It runs on with \"continue\", \"detach\" or \"quit\", and when this\n"
		"program ends in any way.  Its signals wait until then, and system calls that it\n"
		"sleeps in may be interrupted.\n"
		"Nothing has to be stopped to look at the process: each command does that for some\n"
		"microseconds, where it must.",
	.max_args = 0,
	.needs = PF_NEEDS_PROCESS,
	.run = run_stop,
};

static struct pf_error *run_continue(struct pf_session *session, const struct pf_call *call)
{
	struct pf_attachment *target = &pf_session_inferior(session)->target;
	(void)call;
	if (!pf_attachment_is_kept(target))
		return pf_error_create(PF_USAGE, "The process is not stopped.");
	pf_attachment_resume(target);
	pf_session_drop_dump(session);
	pf_text_append_str(&session->output.text, "Continuing.\n");
	return NULL;
}

const struct pf_command pf_cmd_continue = {
	.name = "continue",
	.aliases = "c cont fg",
	.group = "target",
	.summary = "Let the process run on after \"stop\", \"until\" or \"catch\".",
	.max_args = 0,
	.needs = PF_NEEDS_PROCESS,
	.run = run_continue,
};
