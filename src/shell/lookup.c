/* From the first words of a line to a command: abbreviations, ambiguity, near misses. */
#include "shell/lookup.h"

#include "shell/elsewhere.h"
#include "shell/lookup_query.h"

#include <string.h>

/* One letter means the command that fingers expect, whatever else begins with it. */
static const struct {
	char letter;
	const char *name;
} favourites[] = {
	{ 'b', "backtrace" }, { 'c', "continue" }, { 'f', "frame" }, { 'h', "help" },
	{ 'i', "info" },      { 'l', "list" },	   { 'p', "print" }, { 'q', "quit" },
	{ 't', "thread" },    { 'w', "with" },	   { 'x', "x" },
};

/* The favourite of a query of one letter; NULL when it has none, or that is not there. */
static const struct pf_command *find_favourite(const struct pf_lookup_query *query)
{
	if (query->above || query->size != 1)
		return NULL;
	for (size_t i = 0; i < sizeof(favourites) / sizeof(favourites[0]); i++) {
		if (favourites[i].letter == *query->word)
			return pf_commands_find(query->commands, favourites[i].name);
	}
	return NULL;
}

/* The command that the query means; NULL and how many it could mean when that is not one. */
static const struct pf_command *find(const struct pf_lookup_query *query, size_t *count_ret)
{
	const struct pf_command *found = find_favourite(query);
	*count_ret = 0;
	if (found)
		return found;
	for (size_t i = 0; i < query->commands->list.count; i++) {
		const struct pf_command *command = query->commands->list.items[i];
		enum pf_match match = pf_lookup_query_match(query, command);
		if (match == PF_EXACT)
			return command;
		if (match == PF_ABBREVIATED) {
			found = command;
			++*count_ret;
		}
	}
	/* GDB's words are no abbreviations: "print" is not for "printf". */
	if (pf_elsewhere(query->above ? query->above->name : "", query->word, query->size))
		*count_ret = 0;
	return *count_ret == 1 ? found : NULL;
}

static const char *skip_blanks(const char *at)
{
	return at + strspn(at, " \t\r");
}

/* How much of LINE may be a name: "x" of "x/8xg", "!" of "!ls". */
static size_t name_size(const char *line)
{
	if (*line && strchr("!|=", *line))
		return 1;
	size_t size = strcspn(line, " \t\r/");
	return size ? size : strcspn(line, " \t\r");
}

/* "$x = 5" behind "set" is for "set variable", as in GDB. */
static bool is_assignment(const struct pf_lookup_query *query, const char *line)
{
	return *line == '$' && !strcmp(query->above->name, "set");
}

/* Finds one word of a name; *ret stays as it is when the word is an argument already. */
static struct pf_error *find_word(struct pf_lookup_query *query, bool may_be_argument,
				  const struct pf_command **ret, const char **line)
{
	query->word = *line;
	query->size = name_size(*line);
	size_t count;
	const struct pf_command *command = find(query, &count);
	if (!command && count)
		return pf_lookup_query_ambiguous(query);
	if (!command)
		return may_be_argument ? NULL : pf_lookup_query_undefined(query);
	*ret = command;
	*line = skip_blanks(*line + query->size);
	return NULL;
}

struct pf_error *pf_lookup(const struct pf_commands *commands, const char *line,
			   const struct pf_command **ret, const char **rest_ret)
{
	struct pf_lookup_query query = { .commands = commands };
	const struct pf_command *command = NULL;
	line = skip_blanks(line);
	PF_TRY(find_word(&query, false, &command, &line));
	while (*line && query.above != command && pf_commands_has_below(commands, command)) {
		query.above = command;
		const struct pf_command *variable = pf_commands_find(commands, "set variable");
		if (variable && is_assignment(&query, line)) {
			command = variable;
			break;
		}
		PF_TRY(find_word(&query, command->max_args != 0, &command, &line));
	}
	*ret = command;
	*rest_ret = line;
	return NULL;
}

const struct pf_command *pf_lookup_exact(const struct pf_commands *commands, const char *name)
{
	const struct pf_command *found;
	const char *rest, *word = strrchr(name, ' ');
	struct pf_error *err = pf_lookup(commands, name, &found, &rest);
	pf_error_destroy(err);
	if (err || *rest)
		return NULL;
	word = word ? word + 1 : name;
	for (struct pf_command_name known = { 0 }; pf_command_next_name(found, &known);) {
		if (known.size == strlen(word) && !strncmp(known.at, word, known.size))
			return found;
	}
	return NULL;
}
