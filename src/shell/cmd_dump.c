/* dump: the stacks of every thread, as text or as JSON. */
#include "shell/cmd_dump.h"

#include "shell/commands.h"
#include "shell/names.h"

#include <string.h>

struct pf_error *pf_format_parse(const char *word, enum pf_format *ret)
{
	if (!strcmp(word, "text"))
		*ret = PF_FORMAT_TEXT;
	else if (!strcmp(word, "json"))
		*ret = PF_FORMAT_JSON;
	else
		return pf_error_create(PF_USAGE, "unknown format \"%s\": text and json are known",
				       word);
	return NULL;
}

struct pf_error *pf_dump_print(struct pf_session *session, enum pf_format format)
{
	const struct pf_dump *dump;
	PF_TRY(pf_session_dump(session, &dump));
	struct pf_printer printer = pf_session_printer(session);
	if (format == PF_FORMAT_TEXT)
		return pf_print_dump(&printer, dump);
	if (dump->truncated)
		fprintf(stderr, "warning: threads are missing: %s\n", dump->truncated);
	return pf_print_json(&printer, dump);
}

static struct pf_error *parse(const struct pf_call *call, enum pf_format *ret)
{
	char *const *words = call->words.list.items;
	size_t count = call->words.list.count;
	if (!count)
		return NULL;
	const char *option = words[0] + strspn(words[0], "-");
	if (words[0][0] == '-' && count == 2 && !strcmp(option, "format"))
		return pf_format_parse(words[1], ret);
	if (words[0][0] == '-' && count == 1 && !strncmp(option, "format=", 7))
		return pf_format_parse(option + 7, ret);
	return pf_error_create(PF_USAGE, "Usage: dump %s", pf_cmd_dump.usage);
}

static struct pf_error *run_dump(struct pf_session *session, const struct pf_call *call)
{
	enum pf_format format = session->format;
	PF_TRY(parse(call, &format));
	return pf_dump_print(session, format);
}

static struct pf_error *complete_dump(struct pf_session *session, const struct pf_command *command,
				      const char *word, struct pf_names *ret)
{
	(void)command;
	(void)session;
	PF_TRY(pf_names_add_match(ret, "-format", word));
	PF_TRY(pf_names_add_match(ret, "json", word));
	return pf_names_add_match(ret, "text", word);
}

const struct pf_command pf_cmd_dump = {
	.name = "dump",
	.group = "stack",
	.usage = "[-format text | -format json]",
	.summary = "Print the Python stacks of all threads.",
	.help = "All stacks are of the same instant.  \"json\" is one object on one line.",
	.max_args = 2,
	.needs = PF_NEEDS_PROCESS,
	.repeat = PF_REPEAT_AGAIN,
	.complete = complete_dump,
	.run = run_dump,
};
