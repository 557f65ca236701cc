/* quit: the end of the session. */
#include "shell/ask.h"
#include "shell/commands.h"
#include "shell/session.h"

/* A line for each process that is stopped; whether there is one. */
static bool append_stopped(struct pf_text *text, const struct pf_session *session)
{
	const struct pf_inferior *inferior;
	bool found = false;
	for (size_t i = 0; (inferior = pf_session_inferior_at(session, i)); i++) {
		if (!pf_attachment_is_kept(&inferior->target))
			continue;
		pf_text_append_str(text, found ? "" : "A process is stopped.\n\n");
		pf_text_printf(text, "\tInferior %zu [process %d] will run on.\n", i + 1,
			       (int)pf_process_pid(inferior->target.process));
		found = true;
	}
	pf_text_append_str(text, found ? "\n" : "");
	return found;
}

/* Whoever types this may have forgotten that a process stands still; scripts have not. */
static struct pf_error *confirm(struct pf_session *session, bool *ret)
{
	*ret = true;
	if (session->depth > 1 || !pf_ask_is_wanted(session) ||
	    !append_stopped(&session->output.text, session))
		return NULL;
	enum pf_answer answer;
	PF_TRY(pf_ask(session, "Quit anyway?", &answer));
	*ret = answer == PF_ANSWER_YES;
	return answer == PF_ANSWER_NO ? pf_error_create(PF_USAGE, "Not confirmed.") : NULL;
}

static struct pf_error *run_quit(struct pf_session *session, const struct pf_call *call)
{
	long status = -1;
	bool confirmed;
	if (call->words.list.count) {
		const char *word = call->words.list.items[0];
		if (!pf_words_number(word, &status) || status < 0 || status > 255)
			return pf_error_create(PF_USAGE, "Not an exit status from 0 to 255: %s.",
					       word);
	}
	PF_TRY(confirm(session, &confirmed));
	if (!confirmed)
		return NULL;
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
