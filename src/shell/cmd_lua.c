/* lua: a line or a block of Lua; a prompt for it; and =EXPRESSION. */
#include "base/cleanup.h"
#include "shell/block.h"
#include "shell/commands.h"
#include "shell/complete.h"
#include "shell/execute.h"
#include "shell/interrupt.h"
#include "shell/lua_shell.h"

/*
 * "end" closes the block, but also loops and functions of Lua's: it is Lua's as long as the code
 * so far is incomplete without it.
 */
static struct pf_error *closes_block(struct pf_session *session, const char *line,
				     const struct pf_text *code, bool *ret)
{
	*ret = false;
	if (!pf_block_is_end(line))
		return NULL;
	bool incomplete;
	PF_TRY(pf_lua_is_incomplete(session, pf_text_str(code), &incomplete));
	*ret = !incomplete;
	return NULL;
}

static struct pf_error *read_block(struct pf_session *session, struct pf_text *code)
{
	struct pf_input *input = session->input;
	for (bool closed = false; !closed;) {
		PF_AUTO_FREE char *line = NULL;
		if (input)
			PF_TRY(input->read(input, ">", &line));
		if (!line)
			return pf_error_create(PF_USAGE, "The block of Lua has no \"end\".");
		PF_TRY(closes_block(session, line, code, &closed));
		if (!closed)
			pf_text_printf(code, "%s\n", line);
		PF_TRY(pf_text_check(code));
	}
	return NULL;
}

/* Appends lines to CODE as long as it lacks its end and there are any. */
static struct pf_error *read_rest(struct pf_session *session, struct pf_text *code)
{
	struct pf_input *input = session->input;
	for (bool incomplete = true; input;) {
		PF_AUTO_FREE char *line = NULL;
		PF_TRY(pf_lua_is_incomplete(session, pf_text_str(code), &incomplete));
		if (!incomplete)
			break;
		PF_TRY(input->read(input, ">> ", &line));
		if (!line)
			break;
		pf_text_printf(code, "\n%s", line);
		PF_TRY(pf_text_check(code));
	}
	return NULL;
}

static struct pf_error *run_lua(struct pf_session *session, const struct pf_call *call)
{
	const char *text = pf_words_text(&call->words);
	PF_GUARD(pf_text_deinit) struct pf_text code = { 0 };
	if (*text) {
		pf_text_append_str(&code, text);
		PF_TRY(pf_text_check(&code));
		PF_TRY(read_rest(session, &code));
	} else {
		PF_TRY(read_block(session, &code));
	}
	return pf_lua_run_text(session, pf_text_str(&code));
}

const struct pf_command pf_cmd_lua = {
	.name = "lua",
	.group = "scripting",
	.usage = "[CODE]",
	.summary = "Run Lua code; the value of an expression is printed.",
	.help = "When CODE lacks its end, as \"for i = 1, 3 do\" does, it goes on in the next lines.\n"
		"Without CODE, the lines that follow are run, up to a line that says \"end\".\n"
		"The module is there as \"pyflame\" and \"pf\"; see doc/lua-api.md.",
	.max_args = -1,
	.composes = true,
	.complete = pf_complete_lua,
	.run = run_lua,
};

/* Reads and runs one chunk; *more_ret is false at the end. */
static struct pf_error *run_chunk(struct pf_session *session, bool *more_ret)
{
	PF_AUTO_FREE char *line = NULL;
	PF_GUARD(pf_text_deinit) struct pf_text code = { 0 };
	PF_TRY(session->input->read(session->input, "lua> ", &line));
	*more_ret = line != NULL;
	if (!line)
		return NULL;
	pf_text_append_str(&code, line);
	PF_TRY(pf_text_check(&code));
	if (*line == '=')
		return pf_lua_run_expression(session, line + 1);
	PF_TRY(read_rest(session, &code));
	return pf_lua_run_text(session, pf_text_str(&code));
}

/* What fails is said, and the next line comes, as with lua.c. Ctrl-C drops what was begun. */
static struct pf_error *run_interactive(struct pf_session *session, const struct pf_call *call)
{
	if (call->words.list.count)
		return run_lua(session, call);
	if (!session->input)
		return pf_error_create(PF_USAGE,
				       "There is no input to read Lua from.  Try \"lua CODE\".");
	bool before = session->input->inner;
	session->input->inner = true;
	for (bool more = true; more && !session->quit;) {
		struct pf_error *err = run_chunk(session, &more);
		bool dropped = err && pf_error_code(err) == PF_INTERRUPTED;
		if (dropped)
			pf_error_destroy(err);
		pf_execute_report(session, dropped ? NULL : err);
		pf_interrupt_clear();
	}
	session->input->inner = before;
	return NULL;
}

const struct pf_command pf_cmd_lua_interactive = {
	.name = "lua-interactive",
	.aliases = "li",
	.group = "scripting",
	.usage = "[CODE]",
	.summary = "Run Lua, line by line, until the end of the input (Ctrl-D).",
	.help = "What a line is worth is printed, as lua does.  One that lacks its end goes on in the\n"
		"next.  =EXPRESSION works as at the other prompt.  With CODE it is \"lua CODE\".",
	.max_args = -1,
	.composes = true,
	.complete = pf_complete_lua,
	.run = run_interactive,
};

static struct pf_error *run_equals(struct pf_session *session, const struct pf_call *call)
{
	return pf_lua_run_expression(session, pf_words_text(&call->words));
}

const struct pf_command pf_cmd_equals = {
	.name = "=",
	.group = "scripting",
	.usage = "EXPRESSION",
	.summary = "Print what a Lua expression is worth.",
	.help = "In it, $name is a convenience variable, and $_name(...) a function that a script has\n"
		"added: \"= $x = 3\" sets $x, \"= $x + 1\" prints 4.  There need be no blank: \"=1+1\".",
	.min_args = 1,
	.max_args = -1,
	.composes = true,
	.complete = pf_complete_lua,
	.run = run_equals,
};
