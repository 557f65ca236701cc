/* From the first words of a line to a command: abbreviations, ambiguity, near misses. */
#include "shell/lookup.h"

#include "base/cleanup.h"
#include "base/text.h"
#include "shell/elsewhere.h"
#include "shell/names.h"

#include <string.h>

/* So many wrong letters are no slip any more, nor is more than one in each LETTERS_PER_SLIP. */
enum { FAR = 3, LETTERS_PER_SLIP = 3 };

/* What a message shows of what was typed, and of what that could have meant. */
enum { MAX_SHOWN = 60, MAX_LISTED = 100 };

/* One letter means the command that fingers expect, whatever else begins with it. */
static const struct {
	char letter;
	const char *name;
} favourites[] = {
	{ 'b', "backtrace" }, { 'c', "continue" }, { 'f', "frame" }, { 'h', "help" },
	{ 'i', "info" },      { 'l', "list" },	   { 'p', "print" }, { 'q', "quit" },
	{ 't', "thread" },    { 'w', "with" },	   { 'x', "x" },
};

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

/* The favourite of a query of one letter; NULL when it has none, or that is not there. */
static const struct pf_command *find_favourite(const struct query *query)
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
static const struct pf_command *find(const struct query *query, size_t *count_ret)
{
	const struct pf_command *found = find_favourite(query);
	*count_ret = 0;
	if (found)
		return found;
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

/* All that the query could mean, in order. */
static struct pf_error *list_matches(const struct query *query, struct pf_names *ret)
{
	for (size_t i = 0; i < query->commands->list.count; i++) {
		const struct pf_command *command = query->commands->list.items[i];
		if (match_of(query, command) == MISS)
			continue;
		for (struct pf_command_name name = { 0 }; pf_command_next_name(command, &name);) {
			if (name.size > query->size && !strncmp(name.at, query->word, query->size))
				PF_TRY(pf_names_add(ret, name.at, name.size));
		}
	}
	return NULL;
}

static struct pf_error *ambiguous(const struct query *query)
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

/*
 * GDB shows the word that is no command, and all behind one that is no sub-command. What follows
 * a setting that is none is its value.
 */
static int shown_size(const struct query *query)
{
	bool whole = query->above && strcmp(query->above->name, "set") != 0;
	size_t size = whole ? strlen(query->word) : query->size;
	while (size && strchr(" \t\r", query->word[size - 1]))
		size--;
	return (int)size;
}

static struct pf_error *undefined(const struct query *query)
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
static bool is_assignment(const struct query *query, const char *line)
{
	return *line == '$' && !strcmp(query->above->name, "set");
}

/* Finds one word of a name; *ret stays as it is when the word is an argument already. */
static struct pf_error *find_word(struct query *query, bool may_be_argument,
				  const struct pf_command **ret, const char **line)
{
	query->word = *line;
	query->size = name_size(*line);
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
