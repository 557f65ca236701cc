/* set, show and with: settings. */
#include "base/cleanup.h"
#include "shell/cmd_help.h"
#include "shell/commands.h"
#include "shell/complete.h"
#include "shell/execute.h"
#include "shell/lookup.h"
#include "shell/setting_commands.h"

#include <string.h>

static struct pf_error *run_set(struct pf_session *session, const struct pf_call *call)
{
	pf_help_append_below(session, call->command);
	return NULL;
}

const struct pf_command pf_cmd_set = {
	.name = "set",
	.group = "support",
	.usage = "SETTING [VALUE]",
	.summary = "Change a setting of the shell.",
	.help = "\"show\" lists them all with their values, \"with\" changes one for one command.",
	.run = run_set,
};

static struct pf_error *run_show(struct pf_session *session, const struct pf_call *call)
{
	(void)call;
	return pf_settings_append_all(session, NULL);
}

const struct pf_command pf_cmd_show = {
	.name = "show",
	.group = "support",
	.usage = "[SETTING]",
	.summary = "Show a setting of the shell, or all.",
	.run = run_show,
};

/* The two parts of "SETTING [VALUE] -- COMMAND"; *command_ret is NULL when there is no "--". */
static char *cut_line(const char *text, const char **command_ret)
{
	size_t size = strlen(text);
	*command_ret = NULL;
	for (const char *at = strstr(text, "--"); at; at = strstr(at + 1, "--")) {
		bool begins = at == text || at[-1] == ' ' || at[-1] == '\t';
		bool ends = !at[2] || at[2] == ' ' || at[2] == '\t';
		if (!begins || !ends)
			continue;
		size = (size_t)(at - text);
		*command_ret = at + 2 + strspn(at + 2, " \t");
		break;
	}
	while (size && (text[size - 1] == ' ' || text[size - 1] == '\t'))
		size--;
	return strndup(text, size);
}

/* The setting that LINE, "SETTING [VALUE]", begins with, and the value. */
static struct pf_error *find_setting(struct pf_session *session, const char *line,
				     struct pf_setting **ret, char **value_ret)
{
	const struct pf_command *command;
	const char *value;
	PF_GUARD(pf_text_deinit) struct pf_text set = { 0 };
	pf_text_printf(&set, "set %s", line);
	PF_TRY(pf_text_check(&set));
	PF_TRY(pf_lookup(&session->commands, set.bytes, &command, &value));
	*ret = strncmp(command->name, "set ", 4)
		       ? NULL
		       : pf_settings_find(&session->settings, command->name + 4);
	if (!*ret)
		return pf_error_create(PF_USAGE, "\"%s\" is no setting.  Try \"show\".", line);
	*value_ret = strdup(value);
	return *value_ret ? NULL : &pf_error_no_memory;
}

/* What pf_setting_assign() takes to have the value of now again. */
static char *value_of(const struct pf_setting *setting)
{
	if (setting->text)
		return strdup(setting->text);
	PF_GUARD(pf_text_deinit) struct pf_text text = { 0 };
	pf_setting_append_value(&text, setting);
	return text.failed ? NULL : strdup(pf_text_str(&text));
}

static struct pf_error *run_with(struct pf_session *session, const struct pf_call *call)
{
	const char *command;
	PF_AUTO_FREE char *line = cut_line(pf_words_text(&call->words), &command);
	PF_AUTO_FREE char *value = NULL;
	struct pf_setting *setting;
	if (!line)
		return &pf_error_no_memory;
	if (!*line)
		return pf_error_create(PF_USAGE, "Missing arguments.");
	PF_TRY(find_setting(session, line, &setting, &value));
	if (!command || !*command)
		return pf_error_create(PF_USAGE, "Missing command after \"--\".  Usage: %s %s",
				       call->command->name, call->command->usage);
	PF_AUTO_FREE char *before = value_of(setting);
	PF_AUTO_FREE char *name = strdup(setting->name);
	if (!before || !name)
		return &pf_error_no_memory;
	PF_TRY(pf_setting_assign(session, setting, value));
	struct pf_error *err = pf_execute(session, command);
	setting = pf_settings_find(&session->settings, name); /* it may have been added anew */
	struct pf_error *restored = setting ? pf_setting_assign(session, setting, before) : NULL;
	if (!err)
		return restored;
	pf_error_destroy(restored);
	return err;
}

const struct pf_command pf_cmd_with = {
	.name = "with",
	.aliases = "w",
	.group = "support",
	.usage = "SETTING [VALUE] -- COMMAND",
	.summary = "Run a command with a setting changed for so long.",
	.max_args = -1,
	.complete = pf_complete_with,
	.composes = true,
	.run = run_with,
};
