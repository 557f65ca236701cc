/* inferior and info inferiors: the processes and recordings of a session. */
#include "base/cleanup.h"
#include "shell/commands.h"
#include "shell/complete.h"
#include "shell/names.h"
#include "shell/session.h"

#include <limits.h>
#include <stdio.h>
#include <string.h>

static void append_description(struct pf_text *text, const struct pf_inferior *inferior)
{
	if (pf_inferior_is_attached(inferior)) {
		pf_text_printf(text, "process %d", (int)pf_process_pid(inferior->target.process));
	} else if (inferior->recording) {
		pf_text_append_str(text, "recording ");
		pf_text_append_printable(text, inferior->recording);
	} else {
		pf_text_append_str(text, "<null>");
	}
}

/* How wide the widest description is, or its heading. */
static size_t width_of_all(const struct pf_session *session)
{
	size_t widest = strlen("Description");
	const struct pf_inferior *inferior;
	for (size_t i = 0; (inferior = pf_session_inferior_at(session, i)); i++) {
		PF_GUARD(pf_text_deinit) struct pf_text text = { 0 };
		append_description(&text, inferior);
		widest = text.size > widest ? text.size : widest;
	}
	return widest;
}

/* The executable of all workers of a server is the same: what they were started with tells more. */
static void append_row(struct pf_session *session, size_t index, size_t width)
{
	struct pf_output *output = &session->output;
	struct pf_text *text = &output->text;
	const struct pf_inferior *inferior = pf_session_inferior_at(session, index);
	size_t row = text->size;
	pf_text_printf(text, "%c %-4zu ", index == session->current ? '*' : ' ', index + 1);
	size_t begin = text->size;
	append_description(text, inferior);
	size_t size = text->size - begin;
	if (pf_inferior_is_attached(inferior)) {
		pf_text_printf(text, "%*s ", (int)(width - size), "");
		size_t taken = text->size - row,
		       columns = pf_output_columns(output, PF_USUAL_COLUMNS);
		pf_print_command_line(text, inferior->target.process,
				      columns > taken ? columns - taken : 0);
	}
	pf_text_append_str(text, "\n");
}

static struct pf_error *run_info_inferiors(struct pf_session *session, const struct pf_call *call)
{
	struct pf_text *text = &session->output.text;
	(void)call;
	size_t width = width_of_all(session);
	pf_text_printf(text, "  Num  %-*s Command\n", (int)width, "Description");
	for (size_t i = 0; pf_session_inferior_at(session, i); i++)
		append_row(session, i, width);
	return NULL;
}

const struct pf_command pf_cmd_info_inferiors = {
	.name = "info inferiors",
	.group = "status",
	.summary = "List the processes and recordings of this session.",
	.help = "* is before the selected one.  \"attach\" adds one, \"detach\" empties one.",
	.run = run_info_inferiors,
};

/* "1 [process 4711] (/usr/bin/python3)" */
static void append_name(struct pf_text *text, const struct pf_session *session)
{
	const struct pf_inferior *inferior = pf_session_inferior(session);
	pf_text_printf(text, "%u [", session->current + 1);
	append_description(text, inferior);
	pf_text_append_str(text, "]");
	if (!pf_inferior_is_attached(inferior))
		return;
	pf_text_append_str(text, " (");
	pf_text_append_printable(text, pf_process_executable(inferior->target.process));
	pf_text_append_str(text, ")");
}

static struct pf_error *switch_to(struct pf_session *session, const char *word)
{
	long number;
	if (!pf_words_number(word, &number) || number < 0 || number > INT_MAX)
		return pf_error_create(PF_USAGE, "Invalid inferior ID: %s", word);
	PF_TRY(pf_session_switch(session, (unsigned)number));
	pf_text_append_str(&session->output.text, "[Switching to inferior ");
	append_name(&session->output.text, session);
	pf_text_append_str(&session->output.text, "]\n");
	return NULL;
}

static struct pf_error *run_inferior(struct pf_session *session, const struct pf_call *call)
{
	if (call->words.list.count)
		return switch_to(session, call->words.list.items[0]);
	pf_text_append_str(&session->output.text, "[Current inferior is ");
	append_name(&session->output.text, session);
	pf_text_append_str(&session->output.text, "]\n");
	return NULL;
}

static struct pf_error *complete_inferior(struct pf_session *session,
					  const struct pf_command *command, const char *word,
					  struct pf_names *ret)
{
	(void)command;
	for (size_t i = 0; pf_session_inferior_at(session, i); i++) {
		char digits[24];
		snprintf(digits, sizeof(digits), "%zu", i + 1);
		PF_TRY(pf_names_add_match(ret, digits, word));
	}
	return NULL;
}

const struct pf_command pf_cmd_inferior = {
	.name = "inferior",
	.group = "target",
	.usage = "[N]",
	.summary = "Show which process or recording is selected, or select another.",
	.help = "N is a number from \"info inferiors\".  Each has a selected thread and frame.",
	.max_args = 1,
	.repeat = PF_REPEAT_AGAIN,
	.complete = complete_inferior,
	.run = run_inferior,
};
