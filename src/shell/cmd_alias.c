/* alias: another name for a command, with its first arguments. */
#include "base/cleanup.h"
#include "shell/commands.h"
#include "shell/complete.h"
#include "shell/execute.h"
#include "shell/lookup.h"
#include "shell/session.h"

#include <string.h>

static const char usage[] = "Usage: alias [-a] [--] ALIAS = COMMAND [DEFAULT-ARGS...]";

/* What "alias" is given: -a, and the two sides of "=". */
struct wish {
	bool abbreviates;
	char *alias;	     /* before "=" */
	const char *command; /* behind it, with its default arguments */
};

static struct pf_error *run_alias(struct pf_session *session, const struct pf_call *call)
{
	PF_GUARD(pf_text_deinit) struct pf_text line = { 0 };
	pf_text_printf(&line, "%s %s", call->command->stands_for, pf_words_text(&call->words));
	PF_TRY(pf_text_check(&line));
	return pf_execute(session, line.bytes);
}

static const char *skip_blanks(const char *at)
{
	return at + strspn(at, " \t");
}

/* *ret owns the alias. */
static struct pf_error *read_wish(const char *text, struct wish *ret)
{
	*ret = (struct wish){ 0 };
	if (!strncmp(text, "-a", 2) && strchr(" \t", text[2])) {
		ret->abbreviates = true;
		text = skip_blanks(text + 2);
	}
	if (!strncmp(text, "--", 2))
		text = skip_blanks(text + 2);
	const char *equals = strchr(text, '=');
	if (!equals || equals == text || !*skip_blanks(equals + 1))
		return pf_error_create(PF_USAGE, "%s", usage);
	ret->alias = strndup(text, (size_t)(equals - text));
	ret->command = skip_blanks(equals + 1);
	return ret->alias ? NULL : &pf_error_no_memory;
}

static size_t count_words(const char *name)
{
	size_t count = 1;
	while ((name = strchr(name, ' ')))
		name++, count++;
	return count;
}

/* "set print elms" may stand for "set print elements" only, as in GDB. */
static struct pf_error *check_prefixes(const char *alias, const char *name)
{
	const char *last = strrchr(alias, ' ');
	if (!last)
		return NULL;
	if (count_words(alias) != count_words(name))
		return pf_error_create(PF_USAGE,
				       "Mismatched command length between ALIAS and COMMAND.");
	size_t size = (size_t)(last - alias) + 1;
	return !strncmp(alias, name, size)
		       ? NULL
		       : pf_error_create(PF_USAGE, "ALIAS and COMMAND prefixes do not match.");
}

static struct pf_error *fill(const struct wish *wish, const struct pf_command *target,
			     const char *arguments, struct pf_user_command *user)
{
	PF_GUARD(pf_text_deinit) struct pf_text text = { 0 };
	pf_text_printf(&text, "%s%s%s", target->name, *arguments ? " " : "", arguments);
	PF_TRY(pf_text_check(&text));
	PF_TRY(pf_user_command_set(&user->line, text.bytes));
	pf_text_clear(&text);
	pf_text_printf(&text, "Alias of \"%s\".", user->line);
	PF_TRY(pf_text_check(&text));
	PF_TRY(pf_user_command_set(&user->summary, text.bytes));
	user->command.group = "aliases";
	user->command.usage = "[ARGUMENTS]";
	user->command.summary = user->summary;
	user->command.stands_for = user->line;
	user->command.hidden = wish->abbreviates;
	user->command.repeat = target->repeat;
	user->command.run = run_alias;
	return NULL;
}

static struct pf_error *make(struct pf_session *session, const struct wish *wish)
{
	const struct pf_command *target;
	const char *arguments;
	PF_AUTO_FREE char *name = NULL;
	struct pf_user_command *user;
	PF_TRY(pf_lookup(&session->commands, wish->command, &target, &arguments));
	PF_TRY(pf_user_command_name(&session->commands, wish->alias, &name));
	PF_TRY(check_prefixes(name, target->name));
	if (pf_lookup_exact(&session->commands, name))
		return pf_error_create(PF_USAGE, "Alias already exists: %s", name);
	PF_TRY(pf_user_command_create(&session->user, name, &user));
	PF_TRY(fill(wish, target, arguments, user));
	return pf_commands_add(&session->commands, &user->command);
}

static struct pf_error *run(struct pf_session *session, const struct pf_call *call)
{
	struct wish wish;
	struct pf_error *err = read_wish(pf_words_text(&call->words), &wish);
	if (!err)
		err = make(session, &wish);
	free(wish.alias);
	return err;
}

const struct pf_command pf_cmd_alias = {
	.name = "alias",
	.group = "support",
	.usage = "[-a] [--] ALIAS = COMMAND [DEFAULT-ARGS...]",
	.summary = "Define a new command that is an alias of an existing command.",
	.help = "DEFAULT-ARGS go before those that the alias is given.  An alias of several words\n"
		"must begin like COMMAND: \"alias info thr = info threads\".  With \"-a\" it is an\n"
		"abbreviation, which completion does not offer.  Example:\n"
		"  alias bta = thread apply all bt",
	.max_args = -1,
	.complete = pf_complete_assigned,
	.run = run,
};
