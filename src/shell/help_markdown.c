/* doc/commands.md: all commands and settings as a page, from the table itself. */
#include "shell/help_markdown.h"

#include "shell/session.h"

#include <string.h>

/* "set x" and "show x" are one setting, and have one entry. */
static bool is_setting(const struct pf_session *session, const struct pf_command *command,
		       const char *prefix)
{
	size_t size = strlen(prefix);
	return !strncmp(command->name, prefix, size) &&
	       pf_settings_find(&session->settings, command->name + size);
}

static void append_aliases(struct pf_text *text, const struct pf_command *command)
{
	const char *between = "Also: ";
	struct pf_command_name name = { 0 };
	pf_command_next_name(command, &name);
	while (pf_command_next_name(command, &name)) {
		pf_text_printf(text, "%s`%.*s`", between, (int)name.size, name.at);
		between = ", ";
	}
	if (*between == ',')
		pf_text_append_str(text, ".\n\n");
}

static void append_command(struct pf_text *text, const struct pf_command *command)
{
	pf_text_printf(text, "\n### %s\n\n%s\n\n", command->name, command->summary);
	append_aliases(text, command);
	pf_text_printf(text, "```text\n%s%s%s\n", command->name, command->usage ? " " : "",
		       command->usage ? command->usage : "");
	if (command->help)
		pf_text_printf(text, "\n%s\n", command->help);
	pf_text_append_str(text, "```\n");
}

static void append_group(struct pf_session *session, const struct pf_command_group *group)
{
	struct pf_text *text = &session->output.text;
	bool has_title = false;
	for (size_t i = 0; i < session->commands.list.count; i++) {
		const struct pf_command *command = session->commands.list.items[i];
		if (strcmp(command->group, group->name) != 0 ||
		    is_setting(session, command, "set ") || is_setting(session, command, "show "))
			continue;
		if (!has_title)
			pf_text_printf(text, "\n## %s\n\n%s\n", group->name, group->summary);
		has_title = true;
		append_command(text, command);
	}
}

static void append_settings(struct pf_session *session)
{
	struct pf_text *text = &session->output.text;
	pf_text_append_str(text, "\n## Settings\n\n`show NAME` shows one, `with NAME VALUE -- "
				 "COMMAND` changes it for one command.\n");
	for (size_t i = 0; i < session->commands.list.count; i++) {
		const struct pf_command *command = session->commands.list.items[i];
		if (is_setting(session, command, "set "))
			append_command(text, command);
	}
}

void pf_help_append_markdown(struct pf_session *session)
{
	pf_text_append_str(&session->output.text,
			   "# Commands and settings\n\n"
			   "All that `help` knows. This page is printed by "
			   "`pyflame-shell -batch -nx -ex 'help -markdown'`.\n");
	for (const struct pf_command_group *group = pf_command_groups; group->name; group++)
		append_group(session, group);
	append_settings(session);
}
