/* directory and substitute-path: where source files are. */
#include "shell/cmd_help.h"
#include "shell/commands.h"
#include "shell/complete.h"
#include "shell/session.h"

static void append_folders(struct pf_session *session)
{
	struct pf_text *text = &session->output.text;
	const struct pf_source_path *path = &session->source_path;
	pf_text_append_str(text, "Source directories searched: ");
	for (size_t i = 0; i < path->folders.count; i++) {
		pf_text_append_printable(text, path->folders.items[i]);
		pf_text_append_str(text, ":");
	}
	pf_text_append_str(text, "$root\n");
}

/* What was read under other rules is read again. */
static void use_path(struct pf_session *session)
{
	pf_sources_deinit(&session->sources);
	session->sources.path = &session->source_path;
}

static struct pf_error *run_directory(struct pf_session *session, const struct pf_call *call)
{
	const struct pf_words *words = &call->words;
	if (!words->list.count)
		pf_source_path_clear_folders(&session->source_path);
	for (size_t i = words->list.count; i-- > 0;)
		PF_TRY(pf_source_path_add_folder(&session->source_path, words->list.items[i]));
	use_path(session);
	append_folders(session);
	return NULL;
}

const struct pf_command pf_cmd_directory = {
	.name = "directory",
	.group = "stack",
	.usage = "[DIR...]",
	.summary = "Look for source files below DIR, on this machine, first.",
	.help = "The file /srv/app.py is DIR/srv/app.py or DIR/app.py.  Without DIR, only the process's\n"
		"own file system ($root) is looked at again.",
	.max_args = -1,
	.complete = pf_complete_files,
	.run = run_directory,
};

static struct pf_error *run_show_directories(struct pf_session *session, const struct pf_call *call)
{
	(void)call;
	append_folders(session);
	return NULL;
}

const struct pf_command pf_cmd_show_directories = {
	.name = "show directories",
	.group = "stack",
	.summary = "Show where source files are looked for.",
	.run = run_show_directories,
};

static struct pf_error *run_substitute(struct pf_session *session, const struct pf_call *call)
{
	char *const *words = call->words.list.items;
	PF_TRY(pf_source_path_add_rule(&session->source_path, words[0], words[1]));
	use_path(session);
	return NULL;
}

const struct pf_command pf_cmd_set_substitute_path = {
	.name = "set substitute-path",
	.group = "stack",
	.usage = "FROM TO",
	.summary = "Look for source files whose path begins with FROM below TO, on this machine.",
	.help = "Several rules are tried in their order; the first that fits is taken.  FROM ends\n"
		"where a folder's name does.",
	.min_args = 2,
	.max_args = 2,
	.complete = pf_complete_files,
	.run = run_substitute,
};

static struct pf_error *run_unset(struct pf_session *session, const struct pf_call *call)
{
	const char *from = call->words.list.count ? call->words.list.items[0] : NULL;
	PF_TRY(pf_source_path_remove_rule(&session->source_path, from));
	use_path(session);
	return NULL;
}

static struct pf_error *run_unset_alone(struct pf_session *session, const struct pf_call *call)
{
	pf_help_append_below(session, call->command);
	return NULL;
}

const struct pf_command pf_cmd_unset = {
	.name = "unset",
	.group = "support",
	.usage = "SETTING",
	.summary = "Take back what \"set\" has added to a list.",
	.run = run_unset_alone,
};

const struct pf_command pf_cmd_unset_substitute_path = {
	.name = "unset substitute-path",
	.group = "stack",
	.usage = "[FROM]",
	.summary = "Remove the rule for FROM, or all rules of \"set substitute-path\".",
	.max_args = 1,
	.run = run_unset,
};

static struct pf_error *run_show_substitute(struct pf_session *session, const struct pf_call *call)
{
	(void)call;
	struct pf_text *text = &session->output.text;
	const struct pf_source_path *path = &session->source_path;
	pf_text_append_str(text, "List of all source path substitution rules:\n");
	for (size_t i = 0; i < path->rules.count; i++) {
		pf_text_append_str(text, "  `");
		pf_text_append_printable(text, path->rules.items[i].from);
		pf_text_append_str(text, "' -> `");
		pf_text_append_printable(text, path->rules.items[i].to);
		pf_text_append_str(text, "'.\n");
	}
	return NULL;
}

const struct pf_command pf_cmd_show_substitute_path = {
	.name = "show substitute-path",
	.group = "stack",
	.summary = "Show the rules of \"set substitute-path\".",
	.run = run_show_substitute,
};
