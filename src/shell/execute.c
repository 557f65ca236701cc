/* Running command lines: one, or all that an input has; and what is said when one fails. */
#include "shell/execute.h"

#include "base/cleanup.h"
#include "shell/hints.h"
#include "shell/interrupt.h"
#include "shell/lookup.h"
#include "shell/lua_events.h"
#include "shell/lua_recipe.h"

#include <errno.h>
#include <string.h>

enum { MAX_DEPTH = 64 }; /* of commands that run commands */

static struct pf_error *check_arguments(const struct pf_call *call)
{
	const struct pf_command *command = call->command;
	size_t count = call->words.list.count;
	if (command->max_args >= 0 && call->words.unclosed) /* others take any text */
		return pf_error_create(PF_USAGE, "Unmatched %s quote.",
				       call->words.unclosed == '"' ? "double" : "single");
	if (count >= (size_t)command->min_args &&
	    (command->max_args < 0 || count <= (size_t)command->max_args))
		return NULL;
	return pf_error_create(
		PF_USAGE, "%s  Usage: %s%s%s",
		count < (size_t)command->min_args ? "Argument required." : "Too many arguments.",
		command->name, command->usage ? " " : "", command->usage ? command->usage : "");
}

/* What GDB says of a command that lacks a process. */
static const char *gdb_says(const struct pf_command *command)
{
	if (!strcmp(command->group, "stack") || command->browses)
		return "No stack.";
	return strcmp(command->group, "threads") ? "The program is not being run." : "No threads.";
}

static struct pf_error *check_needs(struct pf_session *session, const struct pf_command *command)
{
	enum pf_needs needs = command->needs;
	if (needs == PF_NEEDS_NOTHING)
		return NULL;
	if (!pf_session_is_attached(session))
		return pf_session_miss_process(session, gdb_says(command));
	if (needs == PF_NEEDS_STOPPED && !pf_session_inferior(session)->target.holds)
		return pf_error_create(PF_USAGE, "The process is not stopped.");
	return NULL;
}

/* A process that is gone is detached from, and said so in words that fit all cases. */
static struct pf_error *explain_end(struct pf_session *session, struct pf_error *err)
{
	if (!err || pf_error_code(err) != PF_GONE || !pf_session_is_attached(session))
		return err;
	int pid = (int)pf_process_pid(pf_session_process(session));
	struct pf_error *gone = pf_session_check_process(session);
	if (pf_session_is_attached(session)) {
		pf_error_destroy(gone);
		return err;
	}
	pf_error_destroy(err);
	if (!strstr(pf_error_message(gone), "another program")) {
		pf_error_destroy(gone);
		gone = pf_error_create(PF_GONE, "Process %d has ended.", pid);
	}
	return gone;
}

static struct pf_error *check(struct pf_session *session, const struct pf_call *call)
{
	PF_TRY(check_arguments(call));
	return check_needs(session, call->command);
}

/* Prints the script that does the same, if that is what CALL asks for and there is one. */
static struct pf_error *print_script(struct pf_session *session, const struct pf_call *call,
				     bool *done_ret)
{
	*done_ret = false;
	return pf_lua_recipe_is_wanted(call) ? pf_lua_recipe_print(session, call, done_ret) : NULL;
}

static struct pf_error *run(struct pf_session *session, const struct pf_call *call)
{
	bool done;
	PF_TRY(print_script(session, call, &done));
	if (done)
		return NULL;
	PF_TRY(check(session, call));
	if (!session->sharing && !call->command->browses)
		pf_session_drop_dump(session);
	unsigned sharing = session->sharing;
	session->sharing = call->command->composes ? 0 : sharing + 1;
	struct pf_error *err = call->command->run(session, call);
	session->sharing = sharing;
	return explain_end(session, err);
}

static bool is_blank(const char *line)
{
	line += strspn(line, " \t\r");
	return !*line || *line == '#';
}

/* A call to deinit. */
static struct pf_error *parse(const struct pf_session *session, const char *line,
			      struct pf_call *ret)
{
	PF_TRY(pf_lookup(&session->commands, line, &ret->command, &ret->rest));
	return pf_words_split(ret->rest, &ret->words);
}

struct pf_error *pf_execute_check(struct pf_session *session, const char *line)
{
	if (is_blank(line))
		return NULL;
	struct pf_call call = { 0 };
	PF_TRY(parse(session, line, &call));
	struct pf_error *err = check(session, &call);
	pf_words_deinit(&call.words);
	return err;
}

/* "+bt": what is about to be run, with a + for each command that it is in. */
static void trace(struct pf_session *session, const char *line)
{
	struct pf_text *text = &session->output.text;
	if (!pf_settings_number(&session->settings, "trace-commands"))
		return;
	for (unsigned i = 0; i <= session->depth; i++)
		pf_text_append_str(text, "+");
	pf_text_append_printable(text, line + strspn(line, " \t"));
	pf_text_append_str(text, "\n");
}

struct pf_error *pf_execute(struct pf_session *session, const char *line)
{
	if (is_blank(line))
		return NULL;
	if (session->depth == MAX_DEPTH)
		return pf_error_create(PF_USAGE,
				       "Max user call depth exceeded -- command aborted.");
	struct pf_call call = { 0 };
	PF_TRY(parse(session, line, &call));
	trace(session, line);
	session->depth++;
	struct pf_error *err = run(session, &call);
	session->depth--;
	pf_words_deinit(&call.words);
	if (!err)
		err = pf_output_spill(&session->output);
	struct pf_error *interrupted = pf_lua_events_tell(session);
	if (!err)
		return interrupted;
	pf_error_destroy(interrupted);
	return err;
}

static struct pf_error *execute_next(struct pf_session *session, struct pf_input *input,
				     bool *more_ret)
{
	PF_AUTO_FREE char *line = NULL;
	PF_TRY(pf_interrupt_check());
	PF_TRY(pf_input_read_command(input, "", &line));
	*more_ret = line != NULL;
	return line ? pf_execute(session, line) : NULL;
}

struct pf_error *pf_execute_input(struct pf_session *session, struct pf_input *input)
{
	struct pf_input *before = session->input;
	struct pf_error *err = NULL;
	session->input = input;
	for (bool more = true; more && !err && !session->quit;)
		err = execute_next(session, input, &more);
	session->input = before;
	return err;
}

/* Scripts hear of it, too, but not of Ctrl-C. */
static void tell_error(struct pf_session *session, const struct pf_error *err)
{
	if (pf_error_code(err) != PF_INTERRUPTED)
		pf_lua_events_tell_of(
			session, (struct pf_event){ .kind = PF_EVENT_ERROR,
						    .code = pf_error_code_name(pf_error_code(err)),
						    .text = (char *)pf_error_message(err) });
}

void pf_execute_complain(struct pf_session *session, const char *message)
{
	struct pf_logging *logging = &session->output.logging;
	if (!logging->redirect)
		fputs(message, stderr);
	pf_error_destroy(pf_logging_write(logging, message, strlen(message)));
}

static void print_error(struct pf_session *session, const struct pf_error *err)
{
	PF_GUARD(pf_text_deinit) struct pf_text text = { 0 };
	if (pf_error_code(err) == PF_INTERRUPTED)
		pf_text_append_str(&text, "Quit");
	else
		pf_hint_append_sentence(&text, err);
	pf_text_append_str(&text, "\n");
	pf_hint_append(&text, err);
	pf_execute_complain(session, text.failed ? "Out of memory.\n" : text.bytes);
}

bool pf_execute_report(struct pf_session *session, struct pf_error *err)
{
	struct pf_error *interrupted = pf_lua_events_tell(session);
	if (err)
		pf_error_destroy(interrupted);
	else
		err = interrupted;
	struct pf_error *unwritten = pf_output_finish(&session->output);
	if (session->output.error)
		session->quit = true;
	struct pf_error *shown = err ? err : unwritten;
	if (shown && session->output.error != EPIPE)
		print_error(session, shown);
	if (shown)
		tell_error(session, shown);
	pf_error_destroy(err);
	pf_error_destroy(unwritten);
	return !shown;
}
