/* What a word of a command line may become. */
#include "shell/complete.h"

#include "base/cleanup.h"
#include "base/text.h"
#include "shell/lookup.h"

#include <string.h>

enum { MAX_DEPTH = 16 };

/* Adds the sub-commands of ABOVE, or the commands when it is NULL, that begin with WORD. */
struct pf_error *pf_complete_below(struct pf_session *session, const struct pf_command *above,
				   const char *word, struct pf_names *ret)
{
	for (size_t i = 0; i < session->commands.list.count; i++) {
		const struct pf_command *command = session->commands.list.items[i];
		if (command->hidden)
			continue;
		if (above ? !pf_command_is_below(command, above)
			  : strchr(command->name, ' ') != NULL)
			continue;
		struct pf_command_name name = { 0 };
		while (pf_command_next_name(command, &name)) {
			bool letter = name.size == 1 && name.at != command->name;
			if (!letter && !strncmp(name.at, word, strlen(word)))
				PF_TRY(pf_names_add(ret, name.at, name.size));
		}
	}
	return NULL;
}

struct pf_error *pf_complete_commands(struct pf_session *session, const struct pf_command *command,
				      const char *word, struct pf_names *ret)
{
	(void)command;
	return pf_complete_below(session, NULL, word, ret);
}

/* ------------------------------------------------------------------ the last word */

static bool is_blank(char c)
{
	return c == ' ' || c == '\t';
}

/* Where the last word of TEXT begins, with its quotes as pf_words_split() reads them. */
static const char *last_word(const char *text, char *quote_ret)
{
	const char *word = text;
	char quote = 0;
	for (const char *at = text; *at; at++) {
		if (!quote && is_blank(*at))
			word = at + 1;
		else if (*at == quote)
			quote = 0;
		else if (!quote && (*at == '"' || *at == '\''))
			quote = *at;
		else if (*at == '\\' && quote != '\'' && at[1])
			at++;
	}
	*quote_ret = quote;
	return word;
}

/* NAME's bytes from AT on, as they are written where QUOTE is open. */
static void append_quoted(struct pf_text *text, const char *at, char quote)
{
	for (; *at; at++) {
		bool special = quote == '\'' ? *at == '\''
			       : quote	     ? strchr("\"\\", *at) != NULL
					     : strchr(" \t\"'\\", *at) != NULL;
		if (special && quote == '\'')
			pf_text_append_str(text, "'\\''"); /* closed, and opened again */
		else if (special)
			pf_text_append(text, "\\", 1);
		if (!special || quote != '\'')
			pf_text_append(text, at, 1);
	}
}

/* A name becomes what is written behind WRITTEN, whose SIZE bytes stand for the word. */
static struct pf_error *quote_name(char **name, const char *written, size_t size, char quote,
				   bool is_last)
{
	PF_GUARD(pf_text_deinit) struct pf_text text = { 0 };
	pf_text_append_str(&text, written);
	append_quoted(&text, *name + size, quote);
	if (quote && is_last && text.size && text.bytes[text.size - 1] != '/')
		pf_text_append(&text, &quote, 1);
	PF_TRY(pf_text_check(&text));
	char *own = strdup(pf_text_str(&text));
	if (!own)
		return &pf_error_no_memory;
	free(*name);
	*name = own;
	return NULL;
}

static struct pf_error *quote_names(struct pf_names *names, const char *written, const char *word,
				    char quote)
{
	size_t size = strlen(word), count = names->list.count;
	for (size_t i = 0; i < count; i++)
		PF_TRY(quote_name(&names->list.items[i], written, size, quote, count == 1));
	return NULL;
}

/* ------------------------------------------------------------------ lines */

/* Completes the last word, which is written at WRITTEN, of COMMAND. */
static struct pf_error *complete_argument(struct pf_session *session,
					  const struct pf_command *command, const char *written,
					  char quote, struct pf_names *ret)
{
	PF_GUARD(pf_words_deinit) struct pf_words words = { 0 };
	PF_TRY(pf_words_split(written, &words));
	const char *word = words.list.count ? words.list.items[0] : "";
	const char *line = ret->line;
	ret->from = (size_t)(written - line);
	if (ret->rest == written)
		PF_TRY(pf_complete_below(session, command, word, ret));
	if (command->complete)
		PF_TRY(command->complete(session, command, word, ret));
	if (ret->raw)
		return NULL;
	if (*word == '-')
		PF_TRY(pf_complete_options(command, word, ret));
	ret->raw = true; /* also for whoever calls this as a part of its own */
	return quote_names(ret, written, word, quote);
}

/* As what the alias is for. */
static struct pf_error *complete_alias(struct pf_session *session, const struct pf_command *command,
				       struct pf_names *ret)
{
	PF_GUARD(pf_text_deinit) struct pf_text line = { 0 };
	pf_text_printf(&line, "%s ", command->stands_for);
	PF_TRY(pf_text_check(&line));
	return pf_complete_as(session, line.bytes, ret->rest, ret);
}

struct pf_error *pf_complete_at(struct pf_session *session, const char *at, struct pf_names *ret)
{
	const struct pf_command *command;
	const char *rest;
	char quote;
	if (ret->depth++ == MAX_DEPTH)
		return NULL;
	at += strspn(at, " \t");
	const char *word = last_word(at, &quote);
	if (word == at) {
		ret->from = (size_t)(at - ret->line);
		ret->raw = true;
		return pf_complete_below(session, NULL, word, ret);
	}
	PF_AUTO_FREE char *head = strndup(at, (size_t)(word - at));
	if (!head)
		return &pf_error_no_memory;
	struct pf_error *err = pf_lookup(&session->commands, head, &command, &rest);
	if (err) {
		pf_error_destroy(err); /* no such command: nothing to offer */
		return NULL;
	}
	ret->rest = at + (rest - head);
	if (command->stands_for)
		return complete_alias(session, command, ret);
	return complete_argument(session, command, word, quote, ret);
}

struct pf_error *pf_complete_line(struct pf_session *session, const char *line,
				  struct pf_names *ret)
{
	ret->line = line;
	const char *begin = line + strspn(line, " \t");
	if (*begin == '=') {
		ret->rest = begin + 1;
		ret->from = (size_t)(ret->rest - line);
		return pf_complete_lua(session, NULL, "", ret);
	}
	return pf_complete_at(session, line, ret);
}

struct pf_error *pf_complete_as(struct pf_session *session, const char *prefix, const char *at,
				struct pf_names *ret)
{
	PF_GUARD(pf_text_deinit) struct pf_text line = { 0 };
	size_t offset = (size_t)(at - ret->line);
	const char *before = ret->line;
	pf_text_printf(&line, "%s%s", prefix, at);
	PF_TRY(pf_text_check(&line));
	ret->line = line.bytes;
	ret->from = line.size;
	struct pf_error *err = pf_complete_at(session, line.bytes, ret);
	ret->line = before;
	ret->rest = at;
	ret->from = ret->from < strlen(prefix) ? offset : ret->from - strlen(prefix) + offset;
	return err;
}
