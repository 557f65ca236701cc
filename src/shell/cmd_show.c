/* show version, commands and user: what this program is, what was typed, what was defined. */
#include "base/cleanup.h"
#include "script/script.h"
#include "shell/commands.h"
#include "shell/complete.h"
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

static void append_user(struct pf_text *text, const struct pf_user_command *user)
{
	pf_text_printf(text, "User command \"%s\":\n", user->name);
	for (const char *at = user->body; *at;) {
		const char *end = strchr(at, '\n');
		pf_text_printf(text, "  %.*s\n", (int)(end - at), at);
		at = end + 1;
	}
	pf_text_append_str(text, "\n");
}

static struct pf_error *run_show_user(struct pf_session *session, const struct pf_call *call)
{
	PF_AUTO_FREE char *name = NULL;
	struct pf_text *text = &session->output.text;
	if (call->words.list.count) {
		PF_TRY(pf_user_command_name(&session->commands, pf_words_text(&call->words),
					    &name));
		const struct pf_command *command = pf_commands_find(&session->commands, name);
		struct pf_user_command *user =
			command ? pf_user_command_of(&session->user, command) : NULL;
		if (!user || !user->body)
			return pf_error_create(PF_USAGE, "Not a user command.");
		append_user(text, user);
		return NULL;
	}
	for (size_t i = 0; i < session->commands.list.count; i++) {
		struct pf_user_command *user =
			pf_user_command_of(&session->user, session->commands.list.items[i]);
		if (user && user->body)
			append_user(text, user);
	}
	return NULL;
}

const struct pf_command pf_cmd_show_user = {
	.name = "show user",
	.group = "support",
	.usage = "[NAME]",
	.summary = "Show definitions of user-defined commands.",
	.max_args = -1,
	.complete = pf_complete_commands,
	.run = run_show_user,
};
