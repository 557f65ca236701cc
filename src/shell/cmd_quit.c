/* quit: the end of the session. */
#include "shell/commands.h"
#include "shell/session.h"

static struct pf_error *run_quit(struct pf_session *session, const struct pf_call *call)
{
	long status = -1;
	if (call->words.list.count) {
		const char *word = call->words.list.items[0];
		if (!pf_words_number(word, &status) || status < 0 || status > 255)
			return pf_error_create(PF_USAGE, "Not an exit status from 0 to 255: %s.",
					       word);
	}
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
	.help = "STATUS becomes the exit status.  The end of the input (Ctrl-D) does the same.",
	.max_args = 1,
	.run = run_quit,
};
