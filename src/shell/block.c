/* Blocks: the lines up to "end" that a command such as "define" reads itself. */
#include "shell/block.h"

#include "base/cleanup.h"
#include "shell/lua_shell.h"

#include <string.h>

static const char blanks[] = " \t\r";

/* A block that is being read. */
struct block {
	unsigned depth;	    /* blocks inside that are open */
	bool in_lua;	    /* inside of one of Lua's, whose own "end"s are no end of it */
	struct pf_text lua; /* what that has so far */
};

bool pf_block_is_end(const char *line)
{
	line += strspn(line, blanks);
	return !strncmp(line, "end", 3) && !line[3 + strspn(line + 3, blanks)];
}

static bool begins_with(const char *line, const char *word)
{
	size_t size = strlen(word);
	return !strncmp(line, word, size) && (!line[size] || strchr(blanks, line[size]));
}

/* "if" and "while" are no commands here, but have an "end" as well. */
static bool opens_block(const char *line)
{
	static const char *const words[] = { "define", "document", "if", "while" };
	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++) {
		if (begins_with(line, words[i]))
			return true;
	}
	return false;
}

static bool opens_lua(const char *line)
{
	return begins_with(line, "lua") && !line[3 + strspn(line + 3, blanks)];
}

/* A line of Lua. "end" is Lua's as long as the code so far is incomplete without it. */
static struct pf_error *step_lua(struct pf_session *session, struct block *block, const char *line)
{
	bool incomplete = true;
	if (pf_block_is_end(line))
		PF_TRY(pf_lua_is_incomplete(session, pf_text_str(&block->lua), &incomplete));
	block->in_lua = incomplete;
	pf_text_printf(&block->lua, "%s\n", line);
	return pf_text_check(&block->lua);
}

/* *closed_ret: LINE is the "end" of the whole. */
static struct pf_error *step(struct pf_session *session, struct block *block, const char *line,
			     bool *closed_ret)
{
	if (block->in_lua)
		return step_lua(session, block, line);
	line += strspn(line, blanks);
	if (opens_lua(line)) {
		block->in_lua = true;
		pf_text_clear(&block->lua);
	} else if (opens_block(line)) {
		block->depth++;
	} else if (pf_block_is_end(line)) {
		*closed_ret = block->depth == 0;
		block->depth -= block->depth > 0;
	}
	return NULL;
}

static struct pf_error *read_lines(struct pf_session *session, const char *what, bool nests,
				   struct block *block, struct pf_text *text)
{
	struct pf_input *input = session->input;
	for (bool closed = false; !closed;) {
		PF_AUTO_FREE char *line = NULL;
		if (input)
			PF_TRY(input->read(input, ">", &line));
		if (!line)
			return pf_error_create(PF_USAGE, "%s has no \"end\".", what);
		if (nests)
			PF_TRY(step(session, block, line, &closed));
		else
			closed = pf_block_is_end(line);
		if (!closed)
			pf_text_printf(text, "%s\n", line);
		PF_TRY(pf_text_check(text));
	}
	return NULL;
}

struct pf_error *pf_block_read(struct pf_session *session, const char *what, bool nests,
			       struct pf_text *text)
{
	struct block block = { 0 };
	struct pf_error *err = read_lines(session, what, nests, &block, text);
	pf_text_deinit(&block.lua);
	return err;
}
