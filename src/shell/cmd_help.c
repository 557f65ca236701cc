/* help: all commands, those of a class, or one; and info without more, which lists too. */
#include "shell/cmd_help.h"

#include "shell/commands.h"
#include "shell/complete.h"
#include "shell/help_markdown.h"
#include "shell/lookup.h"

#include <string.h>

enum { MAX_ALIASES = 64 }; /* of aliases */

static void append_names(struct pf_output *output, const struct pf_command *command)
{
	struct pf_text *text = &output->text;
	struct pf_command_name name = { 0 };
	pf_output_append_styled(output, PF_STYLE_TITLE, command->name);
	pf_command_next_name(command, &name);
	while (pf_command_next_name(command, &name)) {
		pf_text_append_str(text, ", ");
		pf_output_begin_style(output, PF_STYLE_TITLE);
		pf_text_append(text, name.at, name.size);
		pf_output_end_style(output, PF_STYLE_TITLE);
	}
}

void pf_help_append_line(struct pf_output *output, const struct pf_command *command)
{
	append_names(output, command);
	pf_text_printf(&output->text, " -- %s\n", command->summary);
}

static void append_footer(struct pf_text *text)
{
	pf_text_append_str(text,
			   "Type \"apropos word\" to search for commands related to \"word\".\n"
			   "Type \"apropos -v word\" for full documentation of commands related to "
			   "\"word\".\n"
			   "Command name abbreviations are allowed if unambiguous.\n");
}

static const char for_one[] = "Type \"help\" followed by command name for full documentation.\n";

static void append_commands(struct pf_session *session, const struct pf_command_group *group)
{
	for (size_t i = 0; i < session->commands.list.count; i++) {
		const struct pf_command *command = session->commands.list.items[i];
		if (!strcmp(command->group, group->name))
			pf_help_append_line(&session->output, command);
	}
}

static void append_group(struct pf_session *session, const struct pf_command_group *group)
{
	struct pf_text *text = &session->output.text;
	pf_text_printf(text, "%s\n\nList of commands:\n\n", group->summary);
	append_commands(session, group);
	pf_text_printf(text, "\n%s", for_one);
	append_footer(text);
}

static void append_groups(struct pf_output *output)
{
	struct pf_text *text = &output->text;
	pf_text_append_str(text, "List of classes of commands:\n\n");
	for (const struct pf_command_group *group = pf_command_groups; group->name; group++) {
		pf_output_append_styled(output, PF_STYLE_TITLE, group->name);
		pf_text_printf(text, " -- %s\n", group->summary);
	}
	pf_text_printf(text,
		       "\nType \"help\" followed by a class name for a list of commands in that "
		       "class.\nType \"help all\" for the list of all commands.\n%s",
		       for_one);
	append_footer(text);
}

static void append_all(struct pf_session *session)
{
	for (const struct pf_command_group *group = pf_command_groups; group->name; group++) {
		pf_text_printf(&session->output.text, "\nCommand class: %s\n\n", group->name);
		append_commands(session, group);
	}
}

void pf_help_append_below(struct pf_session *session, const struct pf_command *above)
{
	struct pf_text *text = &session->output.text;
	pf_text_printf(text, "List of %s subcommands:\n\n", above->name);
	for (size_t i = 0; i < session->commands.list.count; i++) {
		const struct pf_command *command = session->commands.list.items[i];
		if (pf_command_is_below(command, above))
			pf_help_append_line(&session->output, command);
	}
	pf_text_printf(text,
		       "\nType \"help %s\" followed by %s subcommand name for full "
		       "documentation.\n",
		       above->name, above->name);
	append_footer(text);
}

void pf_help_append_command(struct pf_session *session, const struct pf_command *command)
{
	struct pf_text *text = &session->output.text;
	if (command->aliases && *command->aliases) {
		append_names(&session->output, command);
		pf_text_append_str(text, "\n");
	}
	pf_text_printf(text, "%s\n", command->summary);
	if (command->usage)
		pf_text_printf(text, "Usage: %s %s\n", command->name, command->usage);
	if (command->help)
		pf_text_printf(text, "\n%s\n", command->help);
}

/* An alias says what it stands for, and what that does. */
static struct pf_error *append_described(struct pf_session *session,
					 const struct pf_command *command)
{
	const char *rest;
	for (int depth = 0; command->stands_for && depth < MAX_ALIASES; depth++) {
		pf_text_printf(&session->output.text, "alias %s = %s\n", command->name,
			       command->stands_for);
		PF_TRY(pf_lookup(&session->commands, command->stands_for, &command, &rest));
	}
	pf_help_append_command(session, command);
	if (pf_commands_has_below(&session->commands, command)) {
		pf_text_append_str(&session->output.text, "\n");
		pf_help_append_below(session, command);
	}
	return NULL;
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
	return append_described(session, command);
}

static struct pf_error *run_help(struct pf_session *session, const struct pf_call *call)
{
	const char *text = pf_words_text(&call->words);
	const struct pf_command_group *group = find_group(text);
	if (!*text)
		append_groups(&session->output);
	else if (!strcmp(text, "all"))
		append_all(session);
	else if (!strcmp(text, "-markdown")) /* for doc/commands.md */
		pf_help_append_markdown(session);
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
	.summary = "Print list of commands.",
	.help = "With a class, its commands; with a command, all about it.",
	.max_args = -1,
	.whole_below = true, /* "help s" is no "help script" */
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
