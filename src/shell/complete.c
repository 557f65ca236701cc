/* What a word of a command line may become. */
#include "shell/complete.h"

#include "shell/lookup.h"
#include "shell/thread_id.h"

#include <stdlib.h>
#include <string.h>

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

/* Completes WORD behind HEAD, the words before it, which begin with a command. */
static struct pf_error *complete_argument(struct pf_session *session, const char *head,
					  const char *word, struct pf_names *ret)
{
	const struct pf_command *command;
	const char *rest;
	struct pf_error *err = pf_lookup(&session->commands, head, &command, &rest);
	if (err) {
		pf_error_destroy(err); /* no such command: nothing to offer */
		return NULL;
	}
	if (!*rest)
		PF_TRY(add_commands(session, command, word, ret));
	return command->complete ? command->complete(session, command, word, ret) : NULL;
}

struct pf_error *pf_complete_line(struct pf_session *session, const char *line,
				  struct pf_names *ret)
{
	line += strspn(line, " \t");
	const char *word = last_word(line);
	if (word == line)
		return pf_complete_commands(session, NULL, word, ret);
	char *head = strndup(line, (size_t)(word - line));
	if (!head)
		return &pf_error_no_memory;
	struct pf_error *err = complete_argument(session, head, word, ret);
	free(head);
	return err;
}
