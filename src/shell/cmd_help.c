/* help: all commands, those of a class, or one; and info without more, which lists too. */
#include "shell/cmd_help.h"

#include "shell/commands.h"
#include "shell/complete.h"
#include "shell/lookup.h"

#include <string.h>

/* "backtrace, bt, where -- Print the Python stack of the selected thread." */
static void append_line(struct pf_text *text, const struct pf_command *command)
{
	pf_text_append_str(text, command->name);
	struct pf_command_name name = { 0 };
	pf_command_next_name(command, &name);
	while (pf_command_next_name(command, &name))
		pf_text_printf(text, ", %.*s", (int)name.size, name.at);
	pf_text_printf(text, " -- %s\n", command->summary);
}

static void append_group(struct pf_session *session, const struct pf_command_group *group)
{
	for (size_t i = 0; i < session->commands.list.count; i++) {
		const struct pf_command *command = session->commands.list.items[i];
		if (!strcmp(command->group, group->name))
			append_line(&session->output.text, command);
	}
}

static bool has_commands(const struct pf_session *session, const struct pf_command_group *group)
{
	for (size_t i = 0; i < session->commands.list.count; i++) {
		if (!strcmp(session->commands.list.items[i]->group, group->name))
			return true;
	}
	return false;
}

/* There are few enough to show all of them. */
static void append_all(struct pf_session *session)
{
	struct pf_text *text = &session->output.text;
	for (const struct pf_command_group *group = pf_command_groups; group->name; group++) {
		if (!has_commands(session, group))
			continue;
		pf_text_printf(text, "%s -- %s\n\n", group->name, group->summary);
		append_group(session, group);
		pf_text_append_str(text, "\n");
	}
	pf_text_append_str(
		text,
		"\"help COMMAND\" says all about a command, \"help CLASS\" lists a class.\n"
		"Names may be abbreviated as long as they stay unique; Tab completes them.\n");
}

void pf_help_append_below(struct pf_session *session, const struct pf_command *above)
{
	pf_text_printf(&session->output.text, "\nList of %s subcommands:\n\n", above->name);
	for (size_t i = 0; i < session->commands.list.count; i++) {
		const struct pf_command *command = session->commands.list.items[i];
		if (pf_command_is_below(command, above))
			append_line(&session->output.text, command);
	}
}

static void append_command(struct pf_session *session, const struct pf_command *command)
{
	struct pf_text *text = &session->output.text;
	append_line(text, command);
	pf_text_printf(text, "Usage: %s%s%s\n", command->name, command->usage ? " " : "",
		       command->usage ? command->usage : "");
	if (command->help)
		pf_text_printf(text, "\n%s\n", command->help);
	if (pf_commands_has_below(&session->commands, command))
		pf_help_append_below(session, command);
}

static const struct pf_command_group *find_group(const char *word)
{
	const struct pf_command_group *group = pf_command_groups;
	while (group->name && strcmp(group->name, word) != 0)
		group++;
	return group->name ? group : NULL;
}

static struct pf_error *help_command(struct pf_session *session, const char *text)
{
	const struct pf_command *command;
	const char *rest;
	PF_TRY(pf_lookup(&session->commands, text, &command, &rest));
	append_command(session, command);
	return NULL;
}

static struct pf_error *run_help(struct pf_session *session, const struct pf_call *call)
{
	const char *text = pf_words_text(&call->words);
	const struct pf_command_group *group = find_group(text);
	if (!*text || !strcmp(text, "all"))
		append_all(session);
	else if (group)
		append_group(session, group);
	else
		return help_command(session, text);
	return NULL;
}

const struct pf_command pf_cmd_help = {
	.name = "help",
	.aliases = "h",
	.group = "support",
	.usage = "[CLASS | COMMAND | all]",
	.summary = "Say what commands there are, and what they do.",
	.max_args = -1,
	.complete = pf_complete_help,
	.run = run_help,
};

static struct pf_error *run_info(struct pf_session *session, const struct pf_call *call)
{
	pf_help_append_below(session, call->command);
	return NULL;
}

const struct pf_command pf_cmd_info = {
	.name = "info",
	.aliases = "i inf",
	.group = "status",
	.usage = "SUBCOMMAND",
	.summary = "Show what is known about the process and the session.",
	.run = run_info,
};
