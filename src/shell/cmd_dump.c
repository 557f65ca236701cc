/* dump: the stacks of every thread, as text, as JSON or in a format of Lua's. */
#include "shell/cmd_dump.h"

#include "shell/commands.h"
#include "shell/lua_stacks.h"
#include "shell/names.h"

#include <string.h>

static bool is_text(const char *format)
{
	return !format || !*format || !strcmp(format, "text") || !strcmp(format, "gdb");
}

bool pf_dump_format_is_plain(const char *format)
{
	return is_text(format) || !strcmp(format, "json");
}

struct pf_error *pf_dump_print(struct pf_session *session, const char *format)
{
	const struct pf_dump *dump;
	PF_TRY(session->locals ? pf_session_full_dump(session, 0, &dump)
			       : pf_session_dump(session, &dump));
	struct pf_printer printer = pf_session_printer(session);
	printer.values = session->locals ? dump : NULL;
	if (is_text(format))
		return pf_print_dump(&printer, dump);
	if (dump->truncated)
		fprintf(stderr, "warning: threads are missing: %s\n", dump->truncated);
	return strcmp(format, "json") ? pf_lua_stacks_dump(session, format)
				      : pf_print_json(&printer, dump);
}

/* "-format NAME" or "--format=NAME". *ret stays as it is without. */
static struct pf_error *parse(const struct pf_call *call, const char **ret)
{
	char *const *words = call->words.list.items;
	size_t count = call->words.list.count;
	if (!count)
		return NULL;
	const char *option = words[0] + strspn(words[0], "-");
	bool is_option = words[0][0] == '-' && !strncmp(option, "format", 6);
	if (is_option && count == 2 && !option[6])
		*ret = words[1];
	else if (is_option && count == 1 && option[6] == '=')
		*ret = option + 7;
	else
		return pf_error_create(PF_USAGE, "Usage: dump %s", pf_cmd_dump.usage);
	return NULL;
}

/* What "set format" says, else the command line. */
static const char *usual_format(const struct pf_session *session)
{
	const char *format = pf_settings_text(&session->settings, "format");
	return *format ? format : session->format;
}

static struct pf_error *run_dump(struct pf_session *session, const struct pf_call *call)
{
	const char *format = usual_format(session);
	PF_TRY(parse(call, &format));
	return pf_dump_print(session, format);
}

static struct pf_error *complete_dump(struct pf_session *session, const struct pf_command *command,
				      const char *word, struct pf_names *ret)
{
	PF_TRY(pf_names_add_match(ret, "-format", word));
	return pf_lua_stacks_complete(session, command, word, ret);
}

const struct pf_command pf_cmd_dump = {
	.name = "dump",
	.group = "stack",
	.usage = "[-format NAME]",
	.summary = "Print the Python stacks of all threads.",
	.help = "All stacks are of the same instant.  NAME is text, json (one object on one line),\n"
		"folded, python, a template such as \"%F:%l %n\", or a format of a script's;\n"
		"\"set format NAME\" makes it the usual one.",
	.max_args = 2,
	.needs = PF_NEEDS_PROCESS,
	.repeat = PF_REPEAT_AGAIN,
	.complete = complete_dump,
	.run = run_dump,
};
