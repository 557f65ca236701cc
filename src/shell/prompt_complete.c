/* Completion as readline wants it. */
#include "shell/prompt_complete.h"

#include "base/cleanup.h"
#include "shell/complete.h"
#include "shell/prompt_list.h"

#include <readline/readline.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Readline calls back without saying for whom. */
static struct {
	struct pf_session *session;
	struct pf_names names; /* what is being completed */
	size_t next;
	size_t start; /* where readline's word begins in the line */
	bool is_lua;
} state;

/* Names of threads come from the process: a terminal must not obey them. */
static bool is_harmless(const char *name)
{
	PF_GUARD(pf_text_deinit) struct pf_text text = { 0 };
	pf_text_append_printable(&text, name);
	return !text.failed && !strcmp(pf_text_str(&text), name);
}

/* NAME in the place of readline's word, which may begin before or behind ours. */
static char *fit(const char *name)
{
	const struct pf_names *names = &state.names;
	if (names->from <= state.start) {
		size_t before = state.start - names->from;
		return strdup(name + (before < strlen(name) ? before : strlen(name)));
	}
	PF_GUARD(pf_text_deinit) struct pf_text text = { 0 };
	pf_text_append(&text, rl_line_buffer + state.start, names->from - state.start);
	pf_text_append_str(&text, name);
	return text.failed ? NULL : strdup(text.bytes);
}

static char *next_name(const char *word, int repeated)
{
	(void)word;
	if (!repeated)
		state.next = 0;
	while (state.next < state.names.list.count) {
		const char *name = state.names.list.items[state.next++];
		if (is_harmless(name))
			return fit(name);
	}
	return NULL;
}

/* A folder is completed further, and so is Lua; other words are followed by a blank. */
static void choose_ending(const struct pf_names *names)
{
	const char *name = names->list.count == 1 ? names->list.items[0] : "";
	if (names->open || (*name && name[strlen(name) - 1] == '/'))
		rl_completion_append_character = '\0';
}

static struct pf_error *complete_line(const char *line)
{
	if (!state.is_lua)
		return pf_complete_line(state.session, line, &state.names);
	state.names.line = line;
	state.names.rest = line;
	return pf_complete_lua(state.session, NULL, "", &state.names);
}

static char **complete(const char *word, int start, int end)
{
	rl_attempted_completion_over = 1; /* no file names where none belong */
	pf_names_deinit(&state.names);
	PF_AUTO_FREE char *line = strndup(rl_line_buffer, (size_t)end);
	if (!line)
		return NULL;
	state.start = (size_t)start;
	pf_error_destroy(complete_line(line));
	choose_ending(&state.names);
	rl_sort_completion_matches = 0; /* they are in order */
	rl_filename_completion_desired = state.names.files && state.names.from == state.start;
	rl_filename_quoting_desired = 0;
	rl_completion_display_matches_hook = state.names.pids ? pf_prompt_list_pids : NULL;
	return rl_completion_matches(word, next_name);
}

void pf_prompt_complete_open(struct pf_session *session)
{
	state.session = session;
	rl_attempted_completion_function = complete;
	rl_basic_word_break_characters = " \t";
	rl_basic_quote_characters = "";
}

void pf_prompt_complete_close(void)
{
	pf_names_deinit(&state.names);
}

void pf_prompt_complete_lua(bool is_lua)
{
	state.is_lua = is_lua;
}
