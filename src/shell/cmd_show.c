/* show version and show commands: what this program is, and what was typed. */
#include "script/script.h"
#include "shell/commands.h"
#include "shell/history.h"
#include "shell/session.h"

#include <limits.h>
#include <string.h>

static struct pf_error *run_version(struct pf_session *session, const struct pf_call *call)
{
	(void)call;
	pf_text_printf(&session->output.text, "pyflame-shell %s\n", pf_script_version);
	return NULL;
}

const struct pf_command pf_cmd_show_version = {
	.name = "show version",
	.group = "support",
	.summary = "Show what version of pyflame-shell this is.",
	.run = run_version,
};

/* The entries that were shown last: "show commands +" goes on behind them. */
static struct pf_error *run_commands(struct pf_session *session, const struct pf_call *call)
{
	enum { SHOWN = 10 };
	static long next;
	const char *word = call->words.list.count ? call->words.list.items[0] : "";
	long from = pf_history_count() - SHOWN + 1, middle;
	if (!strcmp(word, "+"))
		from = next;
	else if (*word && pf_words_number(word, &middle) && middle > 0 && middle <= INT_MAX)
		from = middle - SHOWN / 2;
	else if (*word)
		return pf_error_create(PF_USAGE, "Not a number of a command: %s.", word);
	from = from < 1 ? 1 : from;
	for (next = from; next < from + SHOWN && pf_history_at(next); next++) {
		pf_text_printf(&session->output.text, "%5ld  ", next);
		pf_output_append_printable(&session->output.text, pf_history_at(next));
		pf_text_append_str(&session->output.text, "\n");
	}
	return NULL;
}

const struct pf_command pf_cmd_show_commands = {
	.name = "show commands",
	.group = "support",
	.usage = "[N | +]",
	.summary = "Show the history of commands you typed.",
	.help = "The last ten; those around number N; with \"+\", the ten behind those that were\n"
		"shown last.",
	.max_args = 1,
	.run = run_commands,
};
