/* What a word of a command line may become. */
#include "shell/complete.h"

#include "base/cleanup.h"
#include "shell/lookup.h"
#include "shell/thread_id.h"

#include <stdlib.h>
#include <string.h>

enum { MAX_ROUNDS = 16 }; /* of command lines in command lines, and of aliases */

/* Adds the sub-commands of ABOVE, or the commands when it is NULL, that begin with WORD. */
static struct pf_error *add_commands(const struct pf_session *session,
				     const struct pf_command *above, const char *word,
				     struct pf_names *ret)
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
	return add_commands(session, NULL, word, ret);
}

struct pf_error *pf_complete_help(struct pf_session *session, const struct pf_command *command,
				  const char *word, struct pf_names *ret)
{
	(void)command;
	for (const struct pf_command_group *group = pf_command_groups; group->name; group++)
		PF_TRY(pf_names_add_match(ret, group->name, word));
	PF_TRY(pf_names_add_match(ret, "all", word));
	return add_commands(session, NULL, word, ret);
}

struct pf_error *pf_complete_threads(struct pf_session *session, const struct pf_command *command,
				     const char *word, struct pf_names *ret)
{
	(void)command;
	return pf_thread_id_complete(session, word, ret);
}

struct pf_error *pf_complete_apply(struct pf_session *session, const struct pf_command *command,
				   const char *word, struct pf_names *ret)
{
	PF_TRY(pf_names_add_match(ret, "all", word));
	PF_TRY(pf_complete_threads(session, command, word, ret));
	return pf_complete_commands(session, NULL, word, ret);
}

/* The last word of LINE: what follows its last blank. */
static const char *last_word(const char *line)
{
	const char *word = line;
	for (const char *at = line; *at; at++) {
		if (*at == ' ' || *at == '\t')
			word = at + 1;
	}
	return word;
}

/* Skips what may stand before a command: "all", "1-3 5", "-q". */
static const char *skip_ids(const char *at)
{
	static const char *const words[] = { "all ", "level " };
	for (;;) {
		size_t size = strcspn(at, " \t");
		bool is_id = size && strchr("0123456789-$", *at);
		for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
			is_id |= !strncmp(at, words[i], size + 1);
		if (!is_id || !at[size])
			return at;
		at += size + strspn(at + size, " \t");
	}
}

/*
 * Where in REST, the arguments so far of a command that takes another one, that begins: behind
 * "--", behind "=", or behind options. *set_ret: there is a setting, as for "set".
 */
static const char *find_line(const struct pf_command *command, const char *rest, bool *set_ret)
{
	const char *dashes = strstr(rest, "-- "), *equals = strchr(rest, '=');
	*set_ret = false;
	if (!strcmp(command->name, "with")) {
		*set_ret = !dashes;
		return dashes ? dashes + 3 : rest;
	}
	if (equals && !strcmp(command->name, "alias"))
		return equals + 1;
	return skip_ids(rest);
}

/* One step from a line to a line inside of it. */
struct step {
	const char *head, *word;
	char *next; /* the line to go on with, to free(); NULL: all is done */
};

static bool takes_line(const struct pf_command *command)
{
	return command->complete == pf_complete_commands || command->complete == pf_complete_help ||
	       command->complete == pf_complete_apply;
}

static struct pf_error *go_on(struct step *step, const char *before, const char *rest)
{
	const char *blank = *before && before[strlen(before) - 1] != ' ' ? " " : "";
	if (asprintf(&step->next, "%s%s%s%s", before, blank, rest, step->word) >= 0)
		return NULL;
	step->next = NULL;
	return &pf_error_no_memory;
}

/* Completes the word behind the head, the words before it, which begin with a command. */
static struct pf_error *complete_argument(struct pf_session *session, struct step *step,
					  struct pf_names *ret)
{
	const struct pf_command *command;
	const char *rest;
	bool is_setting;
	struct pf_error *err = pf_lookup(&session->commands, step->head, &command, &rest);
	if (err) {
		pf_error_destroy(err); /* no such command: nothing to offer */
		return NULL;
	}
	if (command->stands_for)
		return go_on(step, command->stands_for, rest);
	if (!*rest)
		PF_TRY(add_commands(session, command, step->word, ret));
	if (takes_line(command)) {
		const char *line = find_line(command, rest, &is_setting);
		if (*line || is_setting)
			return go_on(step, is_setting ? "set " : "", line);
	}
	return command->complete ? command->complete(session, command, step->word, ret) : NULL;
}

static struct pf_error *complete_step(struct pf_session *session, const char *line, char **next_ret,
				      struct pf_names *ret)
{
	line += strspn(line, " \t");
	const char *word = last_word(line);
	if (word == line)
		return pf_complete_commands(session, NULL, word, ret);
	char *head = strndup(line, (size_t)(word - line));
	if (!head)
		return &pf_error_no_memory;
	struct step step = { .head = head, .word = word };
	struct pf_error *err = complete_argument(session, &step, ret);
	free(head);
	*next_ret = step.next;
	return err;
}

struct pf_error *pf_complete_line(struct pf_session *session, const char *line,
				  struct pf_names *ret)
{
	PF_AUTO_FREE char *kept = NULL;
	for (int round = 0; line && round < MAX_ROUNDS; round++) {
		char *next = NULL;
		PF_TRY(complete_step(session, line, &next, ret));
		free(kept);
		line = kept = next;
	}
	return NULL;
}
