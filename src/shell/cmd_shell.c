/* shell: a command line of sh's. */
#include "shell/commands.h"
#include "shell/complete.h"
#include "shell/sh.h"
#include "shell/variables.h"

static struct pf_error *run_shell(struct pf_session *session, const struct pf_call *call)
{
	int status = 0;
	PF_TRY(pf_output_flush(&session->output)); /* what was printed before comes first */
	PF_TRY(pf_sh_run(pf_words_text(&call->words), &status));
	return pf_variables_set_exit(session, status);
}

const struct pf_command pf_cmd_shell = {
	.name = "shell",
	.aliases = "!",
	.group = "support",
	.usage = "[COMMAND]",
	.summary = "Run a command line of your shell's ($SHELL, or /bin/sh).",
	.help = "Without COMMAND the shell itself is started.  $_shell_exitcode is its exit status\n"
		"then, or $_shell_exitsignal the signal that ended it.  The process runs on\n"
		"meanwhile, unless \"stop\" has stopped it.",
	.max_args = -1,
	.complete = pf_complete_files,
	.run = run_shell,
};
