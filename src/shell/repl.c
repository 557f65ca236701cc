/* The prompt: lines from a terminal, with editing, history and completion. */
#include "shell/repl.h"

#include "base/cleanup.h"
#include "shell/builtin_settings.h"
#include "shell/execute.h"
#include "shell/interrupt.h"
#include "shell/lookup.h"
#include "shell/lua_events.h"
#include "shell/prompt.h"
#include "shell/stuck.h"

#include <string.h>

/* The last line that an empty one repeats. */
struct repl {
	struct pf_session *session;
	struct pf_input input;
	char *again; /* NULL: nothing */
};

/* What an empty line does after LINE, to free(); NULL: nothing. */
static char *repeated(const struct pf_session *session, const char *line)
{
	const struct pf_command *command;
	const char *rest;
	struct pf_error *err = pf_lookup(&session->commands, line, &command, &rest);
	while (!err && command->stands_for && command->repeat == PF_REPEAT_CONTINUE)
		err = pf_lookup(&session->commands, command->stands_for, &command, &rest);
	pf_error_destroy(err);
	if (err)
		return NULL;
	switch (command->repeat) {
	case PF_REPEAT_NONE:
		return NULL;
	case PF_REPEAT_AGAIN:
		return strdup(line);
	case PF_REPEAT_CONTINUE:
		return strdup(command->name);
	}
	return NULL;
}

static void remember(struct repl *repl, const char *line)
{
	free(repl->again);
	repl->again = repeated(repl->session, line);
}

static void run_line(struct repl *repl, const char *line)
{
	line += strspn(line, " \t");
	if (*line)
		remember(repl, line);
	else
		line = repl->again;
	if (!line)
		return;
	PF_AUTO_FREE char *copy = strdup(line); /* a nested prompt may change what is repeated */
	struct pf_error *err = copy ? pf_execute(repl->session, copy) : &pf_error_no_memory;
	if (err && pf_error_code(err) == PF_INTERRUPTED && pf_prompt_has_quit()) {
		pf_error_destroy(err);
		err = NULL;
		pf_interrupt_clear(); /* so that it ends nothing that hears of the command, too */
	}
	pf_execute_report(repl->session, err);
}

/*
 * Says when a process is kept still, unless the user has chosen another prompt. A copy in TEXT: a
 * script that is asked for the prompt may change the setting.
 */
static const char *prompt_of(const struct pf_session *session, struct pf_text *text)
{
	const struct pf_attachment *target = &pf_session_inferior(session)->target;
	const char *chosen = pf_settings_text(&session->settings, "prompt");
	pf_text_clear(text);
	if (!pf_attachment_is_kept(target) || strcmp(chosen, PF_USUAL_PROMPT) != 0)
		pf_text_append_str(text, chosen);
	else
		pf_text_printf(text, "(pyflame %d stopped) ", (int)pf_process_pid(target->process));
	return pf_text_str(text);
}

/* Reads a line behind the prompt that scripts want. */
static struct pf_error *read_line(struct repl *repl, char **ret)
{
	PF_GUARD(pf_text_deinit) struct pf_text usual = { 0 };
	PF_GUARD(pf_text_deinit) struct pf_text prompt = { 0 };
	pf_lua_events_tell_of(repl->session, (struct pf_event){ .kind = PF_EVENT_BEFORE_PROMPT });
	pf_lua_events_prompt(repl->session, prompt_of(repl->session, &usual), &prompt);
	PF_TRY(pf_text_check(&prompt));
	PF_TRY(pf_output_flush(&repl->session->output));
	pf_interrupt_clear();
	return pf_input_read_command(&repl->input, prompt.bytes, ret);
}

static struct pf_error *run_all(struct repl *repl)
{
	while (!repl->session->quit) {
		PF_AUTO_FREE char *line = NULL;
		struct pf_error *err = read_line(repl, &line);
		pf_interrupt_clear();
		pf_prompt_has_quit();
		if (err && pf_error_code(err) != PF_INTERRUPTED)
			return err;
		if (!err && !line)
			break;
		if (!err)
			run_line(repl, line);
		pf_error_destroy(err);
		pf_interrupt_clear();
	}
	return NULL;
}

struct pf_error *pf_repl_run(struct pf_session *session)
{
	struct repl repl = { .session = session, .input = { .name = "the terminal" } };
	repl.input.read = pf_prompt_read;
	repl.input.ask = pf_prompt_ask;
	pf_interrupt_install_prompt();
	pf_stuck_watch();
	pf_prompt_open(session);
	session->input = &repl.input;
	struct pf_error *err = run_all(&repl);
	session->input = NULL;
	pf_prompt_close();
	free(repl.again);
	return err;
}
