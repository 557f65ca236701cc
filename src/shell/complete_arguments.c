/* Completion of what several commands take: threads, frames, other commands, options. */
#include "base/cleanup.h"
#include "shell/complete.h"
#include "shell/lookup.h"

#include <string.h>

/* The dump that commands looked at last, or one that is taken now; NULL when none can be. */
static const struct pf_dump *find_dump(struct pf_session *session)
{
	const struct pf_dump *dump = NULL;
	session->sharing++;
	struct pf_error *err = pf_session_dump(session, &dump);
	session->sharing--;
	pf_error_destroy(err);
	return err ? NULL : dump;
}

static struct pf_error *add_number(struct pf_names *ret, size_t number, const char *word)
{
	char digits[24];
	snprintf(digits, sizeof(digits), "%zu", number);
	return pf_names_add_match(ret, digits, word);
}

static struct pf_error *add_thread_numbers(struct pf_session *session, const char *word,
					   struct pf_names *ret)
{
	const struct pf_numbers *numbers = &pf_session_inferior(session)->numbers;
	const struct pf_dump *dump = find_dump(session);
	for (size_t i = 0; dump && i < dump->thread_count; i++)
		PF_TRY(add_number(ret, pf_numbers_of(numbers, dump, &dump->threads[i]), word));
	return NULL;
}

struct pf_error *pf_complete_threads(struct pf_session *session, const struct pf_command *command,
				     const char *word, struct pf_names *ret)
{
	(void)command;
	const struct pf_dump *dump = find_dump(session);
	PF_TRY(add_thread_numbers(session, word, ret));
	for (size_t i = 0; dump && i < dump->thread_count; i++) {
		const char *name = dump->threads[i].name;
		if (name && *name)
			PF_TRY(pf_names_add_match(ret, name, word));
	}
	return NULL;
}

struct pf_error *pf_complete_frames(struct pf_session *session, const struct pf_command *command,
				    const char *word, struct pf_names *ret)
{
	(void)command;
	const struct pf_thread *thread;
	session->sharing++;
	struct pf_error *err = pf_session_thread(session, &thread);
	session->sharing--;
	if (err)
		return pf_error_destroy(err), NULL;
	for (size_t level = 0; level < thread->frame_count; level++)
		PF_TRY(add_number(ret, level, word));
	return NULL;
}

/* The rest of the line without its last word. */
static char *copy_before(const struct pf_names *names)
{
	return strndup(names->rest, strlen(names->rest) - strlen(names->line + names->from));
}

struct pf_error *pf_complete_help(struct pf_session *session, const struct pf_command *command,
				  const char *word, struct pf_names *ret)
{
	const char *rest;
	PF_AUTO_FREE char *before = copy_before(ret);
	if (!before)
		return &pf_error_no_memory;
	if (*before) {
		struct pf_error *err = pf_lookup(&session->commands, before, &command, &rest);
		if (err)
			return pf_error_destroy(err), NULL;
		return *rest ? NULL : pf_complete_below(session, command, word, ret);
	}
	for (const struct pf_command_group *group = pf_command_groups; group->name; group++)
		PF_TRY(pf_names_add_match(ret, group->name, word));
	PF_TRY(pf_names_add_match(ret, "all", word));
	return pf_complete_commands(session, NULL, word, ret);
}

/* ------------------------------------------------------------------ commands in commands */

struct pf_error *pf_complete_nested(struct pf_session *session, const struct pf_command *command,
				    const char *word, struct pf_names *ret)
{
	(void)command;
	(void)word;
	return pf_complete_at(session, ret->rest, ret);
}

struct pf_error *pf_complete_assigned(struct pf_session *session, const struct pf_command *command,
				      const char *word, struct pf_names *ret)
{
	const char *equals = strchr(ret->rest, '=');
	return equals ? pf_complete_at(session, equals + 1, ret)
		      : pf_complete_commands(session, command, word, ret);
}

/* What is behind the word "--" in TEXT; NULL when it is not there. */
static const char *behind_dashes(const char *text)
{
	for (const char *at = strstr(text, "--"); at; at = strstr(at + 1, "--")) {
		bool begins = at == text || at[-1] == ' ' || at[-1] == '\t';
		if (begins && (at[2] == ' ' || at[2] == '\t'))
			return at + 3;
	}
	return NULL;
}

struct pf_error *pf_complete_with(struct pf_session *session, const struct pf_command *command,
				  const char *word, struct pf_names *ret)
{
	(void)command;
	(void)word;
	const char *nested = behind_dashes(ret->rest);
	return nested ? pf_complete_at(session, nested, ret)
		      : pf_complete_as(session, "set ", ret->rest, ret);
}

/* Whether SIZE bytes are a thread's or frame's number, several, "all", or an option. */
static bool is_list(const char *word, size_t size)
{
	return (size && word[0] == '-') || (size == 3 && !strncmp(word, "all", 3)) ||
	       (size == 5 && !strncmp(word, "level", 5)) || strspn(word, "0123456789-.*$") >= size;
}

/* "all" and numbers first, then options, then a command with all that it takes. */
struct pf_error *pf_complete_apply(struct pf_session *session, const struct pf_command *command,
				   const char *word, struct pf_names *ret)
{
	bool threads = !strcmp(command->group, "threads");
	const char *at = ret->rest + strspn(ret->rest, " \t");
	size_t size = strcspn(at, " \t");
	while (at[size] && is_list(at, size)) {
		at += size + strspn(at + size, " \t");
		size = strcspn(at, " \t");
	}
	bool is_first = at == ret->rest;
	if (at[size])
		return pf_complete_at(session, at, ret);
	PF_TRY(is_first ? pf_names_add_match(ret, "all", word) : NULL);
	PF_TRY(is_first && !threads ? pf_names_add_match(ret, "level", word) : NULL);
	PF_TRY(threads ? add_thread_numbers(session, word, ret)
		       : pf_complete_frames(session, command, word, ret));
	return is_first ? NULL : pf_complete_commands(session, NULL, word, ret);
}

/* ------------------------------------------------------------------ options */

struct pf_error *pf_complete_options(const struct pf_command *command, const char *word,
				     struct pf_names *ret)
{
	const char *list = command->options ? command->options : command->usage;
	const char *at = list ? list : "";
	for (at += strcspn(at, "-"); *at; at += strcspn(at, "-")) {
		size_t dashes = strspn(at, "-");
		size_t size = dashes + strspn(at + dashes, "abcdefghijklmnopqrstuvwxyz"
							   "0123456789-");
		bool begins = at == list || strchr(" [|(", at[-1]);
		bool named = at[dashes] >= 'a' && at[dashes] <= 'z';
		if (begins && named && !strncmp(at, word, strlen(word)))
			PF_TRY(pf_names_add(ret, at, size));
		at += size;
	}
	return NULL;
}
