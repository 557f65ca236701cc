/* From the first words of a line to a command: abbreviations, ambiguity, near misses. */
#include "shell/lookup.h"

#include "base/cleanup.h"
#include "base/text.h"
#include "shell/elsewhere.h"
#include "shell/names.h"

#include <string.h>

/* So many wrong letters are no slip any more, nor is more than one in each LETTERS_PER_SLIP. */
enum { FAR = 3, LETTERS_PER_SLIP = 3 };

/* A word that should name a sub-command of ABOVE, or a command when ABOVE is NULL. */
struct query {
	const struct pf_commands *commands;
	const struct pf_command *above;
	const char *word;
	size_t size;
};

enum match { MISS, ABBREVIATED, EXACT };

static enum match match_of(const struct query *query, const struct pf_command *command)
{
	if (query->above ? !pf_command_is_below(command, query->above)
			 : strchr(command->name, ' ') != NULL)
		return MISS;
	enum match best = MISS;
	bool is_alias = false;
	for (struct pf_command_name name = { 0 }; pf_command_next_name(command, &name);) {
		bool begins =
			name.size >= query->size && !strncmp(name.at, query->word, query->size);
		if (begins && name.size == query->size)
			return EXACT;
		if (begins && !(is_alias && query->size == 1)) /* "p" is not for "py-bt" */
			best = ABBREVIATED;
		is_alias = true;
	}
	return best;
}

/* The command that the query means; NULL and how many it could mean when that is not one. */
static const struct pf_command *find(const struct query *query, size_t *count_ret)
{
	const struct pf_command *found = NULL;
	*count_ret = 0;
	for (size_t i = 0; i < query->commands->list.count; i++) {
		const struct pf_command *command = query->commands->list.items[i];
		enum match match = match_of(query, command);
		if (match == EXACT)
			return command;
		if (match == ABBREVIATED) {
			found = command;
			++*count_ret;
		}
	}
	return *count_ret == 1 ? found : NULL;
}

/* "info " in "Undefined info command"; "" for a command that is no sub-command. */
static void append_above(struct pf_text *text, const struct query *query)
{
	if (query->above)
		pf_text_printf(text, "%s ", query->above->name);
}

static struct pf_error *ambiguous(const struct query *query)
{
	PF_GUARD(pf_text_deinit) struct pf_text text = { 0 };
	pf_text_append_str(&text, "Ambiguous ");
	append_above(&text, query);
	pf_text_printf(&text, "command \"%.*s\":", (int)query->size, query->word);
	const char *between = " ";
	for (size_t i = 0; i < query->commands->list.count; i++) {
		const struct pf_command *command = query->commands->list.items[i];
		if (match_of(query, command) == MISS)
			continue;
		pf_text_printf(&text, "%s%s", between, pf_command_word(command));
		between = ", ";
	}
	PF_TRY(pf_text_check(&text));
	return pf_error_create(PF_USAGE, "%s.", text.bytes);
}

/* The name that is nearest to the query's word; its size is 0 when none is near. */
static struct pf_command_name nearest(const struct query *query)
{
	struct pf_command_name best = { 0 };
	struct query all = { query->commands, query->above, "", 0 };
	unsigned least = FAR;
	for (size_t i = 0; i < query->commands->list.count; i++) {
		const struct pf_command *command = query->commands->list.items[i];
		if (match_of(&all, command) == MISS)
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

/* GDB's words are no slips. */
static struct pf_error *undefined(const struct query *query)
{
	const char *above = query->above ? query->above->name : "";
	const char *reason = pf_elsewhere(above, query->word, query->size);
	if (reason)
		return pf_error_create(PF_USAGE,
				       "There is no \"%s%s%.*s\" here: %s.  Try \"help\".", above,
				       *above ? " " : "", (int)query->size, query->word, reason);
	struct pf_command_name near = nearest(query);
	PF_GUARD(pf_text_deinit) struct pf_text text = { 0 };
	pf_text_append_str(&text, "Undefined ");
	append_above(&text, query);
	pf_text_printf(&text, "command: \"%.*s\".  Try \"help%s%s\".", (int)query->size,
		       query->word, query->above ? " " : "",
		       query->above ? query->above->name : "");
	if (near.size)
		pf_text_printf(&text, "  Did you mean \"%.*s\"?", (int)near.size, near.at);
	PF_TRY(pf_text_check(&text));
	return pf_error_create(PF_USAGE, "%s", text.bytes);
}

static const char *skip_blanks(const char *at)
{
	return at + strspn(at, " \t");
}

/* Finds one word of a name; *ret stays as it is when the word is an argument already. */
static struct pf_error *find_word(struct query *query, bool may_be_argument,
				  const struct pf_command **ret, const char **line)
{
	query->word = *line;
	query->size = strcspn(*line, " \t");
	size_t count;
	const struct pf_command *command = find(query, &count);
	if (!command && count)
		return ambiguous(query);
	if (!command)
		return may_be_argument ? NULL : undefined(query);
	*ret = command;
	*line = skip_blanks(*line + query->size);
	return NULL;
}

struct pf_error *pf_lookup(const struct pf_commands *commands, const char *line,
			   const struct pf_command **ret, const char **rest_ret)
{
	struct query query = { .commands = commands };
	const struct pf_command *command = NULL;
	line = skip_blanks(line);
	PF_TRY(find_word(&query, false, &command, &line));
	while (*line && query.above != command && pf_commands_has_below(commands, command)) {
		query.above = command;
		PF_TRY(find_word(&query, command->max_args != 0, &command, &line));
	}
	*ret = command;
	*rest_ret = line;
	return NULL;
}
