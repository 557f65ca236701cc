/* pipe: what a command prints goes to a command line of sh's. */
#include "base/cleanup.h"
#include "shell/commands.h"
#include "shell/complete.h"
#include "shell/execute.h"
#include "shell/sh.h"
#include "shell/variables.h"

#include <errno.h>
#include <string.h>

/* The parts of "[-d DELIMITER] COMMAND | LINE". */
struct parts {
	char *text; /* owns what follows */
	char *command, *line;
};

static char *skip_blanks(char *at)
{
	return at + strspn(at, " \t");
}

/* Ends the word at *AT, and moves *AT behind it. */
static char *cut_word(char **at)
{
	char *word = *at;
	*at += strcspn(word, " \t");
	if (**at)
		*(*at)++ = '\0';
	*at = skip_blanks(*at);
	return word;
}

static bool has_option(const char *at)
{
	return at[0] == '-' && at[1] == 'd' && (!at[2] || strchr(" \t", at[2]));
}

static struct pf_error *cut(struct parts *parts)
{
	const char *delimiter = "|";
	char *at = parts->text;
	if (has_option(at)) {
		cut_word(&at);
		delimiter = cut_word(&at);
		if (!*delimiter)
			return pf_error_create(PF_USAGE, "-d requires an argument");
	}
	if (!*at)
		return pf_error_create(PF_USAGE, "Missing COMMAND");
	char *found = strstr(at, delimiter);
	if (!found)
		return pf_error_create(PF_USAGE, "Missing delimiter before SHELL_COMMAND");
	*found = '\0';
	parts->command = at;
	parts->line = skip_blanks(found + strlen(delimiter));
	if (!*at)
		return pf_error_create(PF_USAGE, "Missing COMMAND");
	return *parts->line ? NULL : pf_error_create(PF_USAGE, "Missing SHELL_COMMAND");
}

/* Runs COMMAND with its output going to SINK. Who reads there need not read all. */
static struct pf_error *execute_to(struct pf_session *session, const char *command, FILE *sink)
{
	struct pf_output before = session->output;
	session->output = (struct pf_output){ .sink = sink };
	struct pf_error *err = pf_execute(session, command);
	struct pf_error *unwritten = pf_output_finish(&session->output);
	bool closed = session->output.error == EPIPE;
	pf_output_deinit(&session->output);
	session->output = before;
	struct pf_error *ret = err ? err : unwritten;
	if (err)
		pf_error_destroy(unwritten);
	if (!closed)
		return ret;
	pf_error_destroy(ret);
	return NULL;
}

static struct pf_error *run_pipe(struct pf_session *session, const struct pf_call *call)
{
	PF_AUTO_FREE char *text = strdup(pf_words_text(&call->words));
	struct parts parts = { .text = text };
	struct pf_sh sh;
	int status = 0;
	if (!text)
		return &pf_error_no_memory;
	PF_TRY(cut(&parts));
	PF_TRY(pf_output_flush(&session->output));
	PF_TRY(pf_sh_start(&sh, parts.line));
	struct pf_error *err = execute_to(session, parts.command, sh.input);
	struct pf_error *late = pf_sh_wait(&sh, &status);
	if (err)
		pf_error_destroy(late);
	if (err || late)
		return err ? err : late;
	return pf_variables_set_exit(session, status);
}

const struct pf_command pf_cmd_pipe = {
	.name = "pipe",
	.aliases = "|",
	.group = "support",
	.usage = "[-d DELIMITER] COMMAND | SHELL_COMMAND",
	.summary = "Send what a command prints to a command line of your shell's.",
	.help = "\"-d\" names another delimiter than \"|\", for a COMMAND that has one of its own.\n"
		"$_shell_exitcode is the exit status of SHELL_COMMAND then.",
	.max_args = -1,
	.composes = true,
	.complete = pf_complete_nested,
	.run = run_pipe,
};
