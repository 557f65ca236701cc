/* apropos: the commands whose help has something that matches. */
#include "shell/cmd_help.h"
#include "shell/commands.h"
#include "shell/session.h"

#include <regex.h>
#include <string.h>

static bool matches(const regex_t *pattern, const char *text)
{
	return text && !regexec(pattern, text, 0, NULL, 0);
}

static bool command_matches(const regex_t *pattern, const struct pf_command *command)
{
	return matches(pattern, command->name) || matches(pattern, command->aliases) ||
	       matches(pattern, command->usage) || matches(pattern, command->summary) ||
	       matches(pattern, command->help);
}

static void append_matches(struct pf_session *session, const regex_t *pattern, bool verbose)
{
	struct pf_text *text = &session->output.text;
	bool first = true;
	for (size_t i = 0; i < session->commands.list.count; i++) {
		const struct pf_command *command = session->commands.list.items[i];
		if (!command_matches(pattern, command))
			continue;
		if (!verbose) {
			pf_help_append_line(&session->output, command);
			continue;
		}
		pf_text_append_str(text, first ? "" : "\n\n");
		if (!command->aliases || !*command->aliases)
			pf_text_printf(text, "%s\n", command->name);
		pf_help_append_command(session, command);
		first = false;
	}
}

static struct pf_error *run_apropos(struct pf_session *session, const struct pf_call *call)
{
	const char *text = pf_words_text(&call->words);
	bool verbose = !strncmp(text, "-v", 2) && strchr(" \t", text[2]);
	regex_t pattern;
	if (verbose)
		text += 2 + strspn(text + 2, " \t");
	if (!*text)
		return pf_error_create(PF_USAGE, "REGEXP string is empty");
	int failed = regcomp(&pattern, text, REG_ICASE | REG_NOSUB);
	if (failed) {
		char why[128];
		regerror(failed, &pattern, why, sizeof(why));
		return pf_error_create(PF_USAGE, "Error in regexp: %s", why);
	}
	append_matches(session, &pattern, verbose);
	regfree(&pattern);
	return NULL;
}

const struct pf_command pf_cmd_apropos = {
	.name = "apropos",
	.group = "support",
	.usage = "[-v] REGEXP",
	.summary = "Search for commands matching a REGEXP.",
	.help = "Settings are found as \"set\" and \"show\" commands.  \"-v\" prints all about each.",
	.max_args = -1,
	.run = run_apropos,
};
