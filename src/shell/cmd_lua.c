/* lua: a line or a block of Lua. */
#include "base/cleanup.h"
#include "shell/block.h"
#include "shell/commands.h"
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

static struct pf_error *run_lua(struct pf_session *session, const struct pf_call *call)
{
	const char *text = pf_words_text(&call->words);
	if (*text)
		return pf_lua_run_text(session, text);
	PF_GUARD(pf_text_deinit) struct pf_text code = { 0 };
	PF_TRY(read_block(session, &code));
	return pf_lua_run_text(session, pf_text_str(&code));
}

const struct pf_command pf_cmd_lua = {
	.name = "lua",
	.group = "scripting",
	.usage = "[CODE]",
	.summary = "Run Lua code; the value of an expression is printed.",
	.help = "Without CODE, the lines that follow are run, up to a line that says \"end\".\n"
		"The module is there as \"pyflame\" and \"pf\"; see doc/lua-api.md.",
	.max_args = -1,
	.composes = true,
	.run = run_lua,
};
