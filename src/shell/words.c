/* A command line cut into words, with quotes. */
#include "shell/words.h"

#include "base/cleanup.h"
#include "base/text.h"

#include <ctype.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

static bool is_blank(char c)
{
	return c == ' ' || (c >= '\t' && c <= '\r');
}

static const char *skip_blanks(const char *at)
{
	while (is_blank(*at))
		at++;
	return at;
}

/*
 * Reads one word from AT into WORD (NULL: only skips it). *quote_ret is the quote that is still
 * open at its end, or 0. Returns what is behind it.
 */
static const char *scan_word(const char *at, struct pf_text *word, char *quote_ret)
{
	char quote = 0;
	for (; *at && (quote || !is_blank(*at)); at++) {
		if (*at == quote) {
			quote = 0;
			continue;
		}
		if (!quote && (*at == '"' || *at == '\'')) {
			quote = *at;
			continue;
		}
		if (*at == '\\' && quote != '\'' && at[1])
			at++;
		if (word)
			pf_text_append(word, at, 1);
	}
	*quote_ret = quote;
	return at;
}

const char *pf_words_skip(const char *text, size_t count)
{
	char quote;
	text = skip_blanks(text);
	while (count-- && *text)
		text = skip_blanks(scan_word(text, NULL, &quote));
	return text;
}

static struct pf_error *push_copy(struct pf_words *words, const char *word)
{
	PF_TRY(pf_array_reserve(&words->list, 1));
	char *copy = strdup(word);
	if (!copy)
		return &pf_error_no_memory;
	words->list.items[words->list.count++] = copy;
	return NULL;
}

static struct pf_error *split(const char *at, struct pf_words *words)
{
	PF_GUARD(pf_text_deinit) struct pf_text word = { 0 };
	for (at = skip_blanks(at); *at; at = skip_blanks(at)) {
		pf_text_clear(&word);
		at = scan_word(at, &word, &words->unclosed);
		PF_TRY(pf_text_check(&word));
		PF_TRY(push_copy(words, pf_text_str(&word)));
	}
	return NULL;
}

struct pf_error *pf_words_split(const char *text, struct pf_words *ret)
{
	PF_GUARD(pf_words_deinit) struct pf_words words = { 0 };
	text = skip_blanks(text);
	size_t size = strlen(text);
	while (size && is_blank(text[size - 1]))
		size--;
	words.text = strndup(text, size);
	if (!words.text)
		return &pf_error_no_memory;
	PF_TRY(split(text, &words));
	*ret = words;
	words = (struct pf_words){ 0 };
	return NULL;
}

void pf_words_deinit(struct pf_words *words)
{
	for (size_t i = 0; i < words->list.count; i++)
		free(words->list.items[i]);
	pf_array_deinit(&words->list);
	free(words->text);
	*words = (struct pf_words){ 0 };
}

const char *pf_words_text(const struct pf_words *words)
{
	return words->text ? words->text : "";
}

bool pf_words_number(const char *word, long *ret)
{
	char *end;
	errno = 0;
	long value = strtol(word, &end, 10);
	const char *digits = word + (*word == '-');
	if (!isdigit((unsigned char)*digits) || *end || errno)
		return false;
	*ret = value;
	return true;
}
