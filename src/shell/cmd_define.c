/* define and document: commands that are made of command lines. */
#include "base/cleanup.h"
#include "shell/ask.h"
#include "shell/block.h"
#include "shell/commands.h"
#include "shell/complete.h"
#include "shell/lookup.h"
#include "shell/user_run.h"

#include <string.h>

static const char what_a_user_command_is[] = "User-defined.";

/* The user's command NAME to change; *ret is NULL when it is new. */
static struct pf_error *find(const struct pf_session *session, const char *name,
			     struct pf_user_command **ret)
{
	const struct pf_command *command = pf_lookup_exact(&session->commands, name);
	*ret = command ? pf_user_command_of(&session->user, command) : NULL;
	if (command && command->stands_for)
		return pf_error_create(PF_USAGE, "Command \"%s\" is an alias.", name);
	if (command && !*ret)
		return pf_error_create(PF_USAGE, "Command \"%s\" is built-in.", name);
	return NULL;
}

/* Hooks would run for what a user cannot see; scripts hear of events. */
static struct pf_error *check_hook(const char *name)
{
	if (strncmp(name, "hook-", 5) && strncmp(name, "hookpost-", 9))
		return NULL;
	return pf_error_create(PF_USAGE, "There are no hooks of commands here.  In Lua, "
					 "pyflame.on(EVENT, FUNCTION) is told of events.");
}

static void greet(struct pf_session *session, const char *format, const char *name)
{
	if (pf_ask_can(session))
		pf_text_printf(&session->output.text,
			       "Type %s \"%s\".\nEnd with a line saying just \"end\".\n", format,
			       name);
}

static struct pf_error *read_body(struct pf_session *session, const char *name,
				  struct pf_text *body)
{
	PF_GUARD(pf_text_deinit) struct pf_text what = { 0 };
	pf_text_printf(&what, "The definition of \"%s\"", name);
	PF_TRY(pf_text_check(&what));
	greet(session, "commands for definition of", name);
	PF_TRY(pf_output_flush(&session->output));
	PF_TRY(pf_block_read(session, what.bytes, true, body));
	return NULL;
}

/* *ret says whether the user wants NAME, which is USER's, to become another one. */
static struct pf_error *may_redefine(struct pf_session *session, const struct pf_user_command *user,
				     enum pf_answer *ret)
{
	*ret = PF_ANSWER_YES;
	if (!user)
		return NULL;
	PF_GUARD(pf_text_deinit) struct pf_text question = { 0 };
	pf_text_printf(&question, "Redefine command \"%s\"?", user->name);
	PF_TRY(pf_text_check(&question));
	return pf_ask(session, question.bytes, ret);
}

static struct pf_error *create(struct pf_session *session, const char *name, const char *body)
{
	struct pf_user_command *user;
	PF_TRY(find(session, name, &user)); /* the definition may have defined it as well */
	if (user)
		return pf_user_command_set(&user->body, body);
	PF_TRY(pf_user_command_create(&session->user, name, &user));
	PF_TRY(pf_user_command_set(&user->body, body));
	user->command.summary = what_a_user_command_is;
	user->command.usage = "[ARGUMENTS]";
	user->command.run = pf_user_run;
	return pf_commands_add(&session->commands, &user->command);
}

static struct pf_error *run_define(struct pf_session *session, const struct pf_call *call)
{
	PF_AUTO_FREE char *name = NULL;
	PF_GUARD(pf_text_deinit) struct pf_text body = { 0 };
	struct pf_user_command *user;
	enum pf_answer wanted;
	if (!call->words.list.count)
		return pf_error_create(PF_USAGE, "Argument required (name of command to define).");
	PF_TRY(pf_user_command_name(&session->commands, pf_words_text(&call->words), &name));
	PF_TRY(check_hook(name));
	PF_TRY(find(session, name, &user));
	PF_TRY(may_redefine(session, user, &wanted));
	if (wanted == PF_ANSWER_NONE)
		return NULL;
	if (wanted == PF_ANSWER_NO)
		return pf_error_create(PF_USAGE, "Command \"%s\" not redefined.", name);
	PF_TRY(read_body(session, name, &body));
	return create(session, name, pf_text_str(&body));
}

const struct pf_command pf_cmd_define = {
	.name = "define",
	.group = "support",
	.usage = "NAME",
	.summary = "Define a new command name.  Command name is argument.",
	.help = "The lines that follow, up to one that says \"end\", are the commands that NAME\n"
		"runs.  In them $arg0, $arg1 ... are the words behind NAME, $argc is how many\n"
		"there are, and $arg* is all of them.  \"document\" gives NAME its help.  For loops\n"
		"and conditions there is Lua.",
	.max_args = -1,
	.complete = pf_complete_commands,
	.run = run_define,
};

static struct pf_error *set_help(struct pf_user_command *user, char *text)
{
	char *more = strchr(text, '\n');
	if (more)
		*more++ = '\0';
	size_t size = more ? strlen(more) : 0;
	if (size)
		more[size - 1] = '\0'; /* the last line break */
	PF_TRY(pf_user_command_set(&user->summary, text));
	PF_TRY(pf_user_command_set(&user->help, size ? more : ""));
	user->command.summary = user->summary;
	user->command.help = size ? user->help : NULL;
	return NULL;
}

static struct pf_error *run_document(struct pf_session *session, const struct pf_call *call)
{
	PF_AUTO_FREE char *name = NULL;
	PF_GUARD(pf_text_deinit) struct pf_text text = { 0 };
	struct pf_user_command *user;
	if (!call->words.list.count)
		return pf_error_create(PF_USAGE,
				       "Argument required (name of command to document).");
	PF_TRY(pf_user_command_name(&session->commands, pf_words_text(&call->words), &name));
	PF_TRY(find(session, name, &user));
	if (!user)
		return pf_error_create(PF_USAGE, "Undefined command: \"%s\".", name);
	greet(session, "documentation for", name);
	PF_TRY(pf_output_flush(&session->output));
	PF_TRY(pf_block_read(session, "The documentation", false, &text));
	if (!text.size)
		pf_text_printf(&text, "%s\n", what_a_user_command_is);
	PF_TRY(pf_text_check(&text));
	return set_help(user, text.bytes);
}

const struct pf_command pf_cmd_document = {
	.name = "document",
	.group = "support",
	.usage = "NAME",
	.summary = "Document a user-defined command.",
	.help = "The lines that follow, up to one that says \"end\", are what \"help NAME\" says.",
	.max_args = -1,
	.complete = pf_complete_commands,
	.run = run_document,
};
