/* What a word of a line is compared with, and what is said when it is no name, or more than one. */
#include "shell/lookup_query.h"

#include "base/cleanup.h"
#include "base/text.h"
#include "shell/elsewhere.h"
#include "shell/names.h"

#include <string.h>

/* So many wrong letters are no slip any more, nor is more than one in each LETTERS_PER_SLIP. */
enum { FAR = 3, LETTERS_PER_SLIP = 3 };

/* What a message shows of what was typed, and of what that could have meant. */
enum { MAX_SHOWN = 60, MAX_LISTED = 100 };

enum pf_match pf_lookup_query_match(const struct pf_lookup_query *query,
				    const struct pf_command *command)
{
	if (query->above ? !pf_command_is_below(command, query->above)
			 : strchr(command->name, ' ') != NULL)
		return PF_MISS;
	enum pf_match best = PF_MISS;
	bool whole = query->above && query->above->whole_below;
	bool is_alias = false;
	for (struct pf_command_name name = { 0 }; pf_command_next_name(command, &name);) {
		bool begins =
			name.size >= query->size && !strncmp(name.at, query->word, query->size);
		if (begins && name.size == query->size)
			return PF_EXACT;
		if (begins && !whole &&
		    !(is_alias && query->size == 1)) /* "p" is not for "py-bt" */
			best = PF_ABBREVIATED;
		is_alias = true;
	}
	return best;
}

/* All that the query could mean, in order. */
static struct pf_error *list_matches(const struct pf_lookup_query *query, struct pf_names *ret)
{
	for (size_t i = 0; i < query->commands->list.count; i++) {
		const struct pf_command *command = query->commands->list.items[i];
		if (pf_lookup_query_match(query, command) == PF_MISS)
			continue;
		for (struct pf_command_name name = { 0 }; pf_command_next_name(command, &name);) {
			if (name.size > query->size && !strncmp(name.at, query->word, query->size))
				PF_TRY(pf_names_add(ret, name.at, name.size));
		}
	}
	return NULL;
}

struct pf_error *pf_lookup_query_ambiguous(const struct pf_lookup_query *query)
{
	PF_GUARD(pf_names_deinit) struct pf_names names = { 0 };
	PF_GUARD(pf_text_deinit) struct pf_text text = { 0 };
	PF_TRY(list_matches(query, &names));
	for (size_t i = 0; i < names.list.count && text.size < MAX_LISTED; i++)
		pf_text_printf(&text, "%s%s", i ? ", " : "", names.list.items[i]);
	PF_TRY(pf_text_check(&text));
	return pf_error_create(PF_USAGE, "Ambiguous %s%scommand \"%.*s\": %s.",
			       query->above ? query->above->name : "", query->above ? " " : "",
			       (int)query->size, query->word, pf_text_str(&text));
}

/* The name that is nearest to the query's word; its size is 0 when none is near. */
static struct pf_command_name nearest(const struct pf_lookup_query *query)
{
	struct pf_command_name best = { 0 };
	struct pf_lookup_query all = { query->commands, query->above, "", 0 };
	unsigned least = FAR;
	for (size_t i = 0; i < query->commands->list.count; i++) {
		const struct pf_command *command = query->commands->list.items[i];
		if (pf_lookup_query_match(&all, command) == PF_MISS)
			continue;
		for (struct pf_command_name name = { 0 }; pf_command_next_name(command, &name);) {
			unsigned distance =
				pf_names_distance(query->word, query->size, name.at, name.size);
			if (distance < least && distance * LETTERS_PER_SLIP <= name.size) {
				least = distance;
				best = name;
			}
		}
	}
	return best;
}

/*
 * GDB shows the word that is no command, and all behind one that is no sub-command. What follows
 * a setting that is none is its value.
 */
static int shown_size(const struct pf_lookup_query *query)
{
	bool whole = query->above && strcmp(query->above->name, "set") != 0;
	size_t size = whole ? strlen(query->word) : query->size;
	while (size && strchr(" \t\r", query->word[size - 1]))
		size--;
	return (int)size;
}

struct pf_error *pf_lookup_query_undefined(const struct pf_lookup_query *query)
{
	const char *above = query->above ? query->above->name : "";
	const char *blank = *above ? " " : "";
	/* GDB's words are no slips. */
	const char *reason = pf_elsewhere(above, query->word, query->size);
	if (reason)
		return pf_error_create(PF_USAGE,
				       "There is no \"%s%s%.*s\" here: %s.  Try \"help\".", above,
				       blank, (int)query->size, query->word, reason);
	struct pf_command_name near = nearest(query);
	int size = shown_size(query);
	PF_GUARD(pf_text_deinit) struct pf_text text = { 0 };
	pf_text_printf(&text, "Undefined %s%scommand: \"%.*s%s\".  Try \"help%s%s\".", above, blank,
		       size < MAX_SHOWN ? size : MAX_SHOWN, query->word,
		       size > MAX_SHOWN ? "..." : "", blank, above);
	if (near.size)
		pf_text_printf(&text, "  Did you mean \"%.*s\"?", (int)near.size, near.at);
	PF_TRY(pf_text_check(&text));
	return pf_error_create(PF_USAGE, "%s", text.bytes);
}
