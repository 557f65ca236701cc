/* complete: what the Tab key would offer, one line each. */
#include "base/cleanup.h"
#include "shell/commands.h"
#include "shell/complete.h"

static struct pf_error *run_complete(struct pf_session *session, const struct pf_call *call)
{
	const char *line = call->rest; /* its last blank matters */
	PF_GUARD(pf_names_deinit) struct pf_names names = { 0 };
	PF_TRY(pf_complete_line(session, line, &names));
	for (size_t i = 0; i < names.list.count; i++) {
		pf_text_append(&session->output.text, line, names.from);
		pf_text_append_printable(&session->output.text, names.list.items[i]);
		pf_text_append_str(&session->output.text, "\n");
	}
	return NULL;
}

const struct pf_command pf_cmd_complete = {
	.name = "complete",
	.group = "support",
	.usage = "[LINE]",
	.summary = "List the completions for the rest of the line as a command.",
	.max_args = -1,
	.complete = pf_complete_nested,
	.run = run_complete,
};
