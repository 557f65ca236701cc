/* quit: the end of the session. */
#include "base/cleanup.h"
#include "shell/ask.h"
#include "shell/commands.h"
#include "shell/session.h"

/* What there is to ask, with a line for each process that is stopped; nothing when there is none. */
static void append_question(struct pf_text *text, const struct pf_session *session)
{
	const struct pf_inferior *inferior;
	for (size_t i = 0; (inferior = pf_session_inferior_at(session, i)); i++) {
		if (!pf_attachment_is_kept(&inferior->target))
			continue;
		pf_text_append_str(text, text->size ? "" : "A process is stopped.\n\n");
		pf_text_printf(text, "\tInferior %zu [process %d] will run on.\n", i + 1,
			       (int)pf_process_pid(inferior->target.process));
	}
	if (text->size)
		pf_text_append_str(text, "\nQuit anyway?");
}

/* Whoever types this may have forgotten that the process stands still; scripts have not. */
static struct pf_error *confirm(struct pf_session *session)
{
	PF_GUARD(pf_text_deinit) struct pf_text question = { 0 };
	bool yes = true;
	append_question(&question, session);
	if (session->depth == 1 && session->input && session->input->ask && question.size)
		PF_TRY(pf_ask(session, pf_text_str(&question), &yes));
	return yes ? NULL : pf_error_create(PF_USAGE, "Not confirmed.");
}

static struct pf_error *run_quit(struct pf_session *session, const struct pf_call *call)
{
	long status = -1;
	if (call->words.list.count) {
		const char *word = call->words.list.items[0];
		if (!pf_words_number(word, &status) || status < 0 || status > 255)
			return pf_error_create(PF_USAGE, "Not an exit status from 0 to 255: %s.",
					       word);
	}
	PF_TRY(confirm(session));
	session->quit = true;
	session->status = (int)status;
	return NULL;
}

const struct pf_command pf_cmd_quit = {
	.name = "quit",
	.aliases = "exit q",
	.group = "support",
	.usage = "[STATUS]",
	.summary = "Leave; the process runs on.",
	.help = "STATUS becomes the exit status.  The end of the input (Ctrl-D) does the same.\n"
		"At the prompt you are asked first while the process is stopped.",
	.max_args = 1,
	.run = run_quit,
};
