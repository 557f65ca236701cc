/* complete: what the Tab key would offer, one line each. */
#include "base/cleanup.h"
#include "shell/commands.h"
#include "shell/complete.h"

#include <string.h>

/* Where the last word of LINE begins: it is what completion completes. */
static size_t head_size(const char *line)
{
	size_t size = strlen(line);
	while (size && !strchr(" \t", line[size - 1]))
		size--;
	return size;
}

static struct pf_error *run_complete(struct pf_session *session, const struct pf_call *call)
{
	const char *line = call->rest; /* its last blank matters */
	PF_GUARD(pf_names_deinit) struct pf_names names = { 0 };
	PF_TRY(pf_complete_line(session, line, &names));
	int size = (int)head_size(line);
	for (size_t i = 0; i < names.list.count; i++)
		pf_text_printf(&session->output.text, "%.*s%s\n", size, line, names.list.items[i]);
	return NULL;
}

const struct pf_command pf_cmd_complete = {
	.name = "complete",
	.group = "support",
	.usage = "[LINE]",
	.summary = "List the completions for the rest of the line as a command.",
	.max_args = -1,
	.complete = pf_complete_commands,
	.run = run_complete,
};
