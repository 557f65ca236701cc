/* Commands that users make in the shell itself: by "define", and by "alias". */
#include "shell/user_command.h"

#include "base/cleanup.h"
#include "base/text.h"
#include "shell/lookup.h"

#include <stdlib.h>
#include <string.h>

static void destroy(struct pf_user_command *user)
{
	if (!user)
		return;
	free(user->name);
	free(user->summary);
	free(user->help);
	free(user->body);
	free(user->line);
	free(user);
}

PF_DEFINE_GUARD(destroy_guard, struct pf_user_command *, destroy);

struct pf_error *pf_user_command_create(struct pf_user_commands *users, const char *name,
					struct pf_user_command **ret)
{
	PF_GUARD(destroy_guard) struct pf_user_command *user = calloc(1, sizeof(*user));
	if (!user)
		return &pf_error_no_memory;
	PF_TRY(pf_user_command_set(&user->name, name));
	user->command = (struct pf_command){
		.name = user->name, .group = "user-defined", .max_args = -1, .composes = true
	};
	PF_TRY(pf_array_reserve(&users->list, 1));
	*ret = user;
	users->list.items[users->list.count++] = pf_take(user);
	return NULL;
}

struct pf_user_command *pf_user_command_of(const struct pf_user_commands *users,
					   const struct pf_command *command)
{
	for (size_t i = 0; i < users->list.count; i++) {
		if (command == &users->list.items[i]->command)
			return users->list.items[i];
	}
	return NULL;
}

struct pf_error *pf_user_command_set(char **text, const char *value)
{
	char *copy = strdup(value);
	if (!copy)
		return &pf_error_no_memory;
	free(*text);
	*text = copy;
	return NULL;
}

static bool is_word(const char *word)
{
	static const char letters[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
				      "0123456789_-.";
	return *word && strcspn(word, "-.0123456789") && !word[strspn(word, letters)];
}

/* The command that the words before the last one are; NULL when they are none, or one alone. */
static const struct pf_command *find_above(const struct pf_commands *commands, const char *above)
{
	const struct pf_command *command;
	const char *rest;
	struct pf_error *err = pf_lookup(commands, above, &command, &rest);
	pf_error_destroy(err);
	return !err && !*rest && pf_commands_has_below(commands, command) ? command : NULL;
}

static struct pf_error *join(const struct pf_commands *commands, const struct pf_words *words,
			     struct pf_text *text)
{
	size_t count = words->list.count;
	for (size_t i = 0; i + 1 < count; i++)
		pf_text_printf(text, "%s%s", i ? " " : "", words->list.items[i]);
	PF_TRY(pf_text_check(text));
	if (count > 1) {
		const struct pf_command *above = find_above(commands, text->bytes);
		if (!above)
			return pf_error_create(PF_USAGE, "\"%s\" is not a prefix command.",
					       text->bytes);
		pf_text_clear(text);
		pf_text_printf(text, "%s ", above->name);
	}
	pf_text_append_str(text, words->list.items[count - 1]);
	return pf_text_check(text);
}

struct pf_error *pf_user_command_name(const struct pf_commands *commands, const char *name,
				      char **ret)
{
	PF_GUARD(pf_words_deinit) struct pf_words words = { 0 };
	PF_GUARD(pf_text_deinit) struct pf_text text = { 0 };
	PF_TRY(pf_words_split(name, &words));
	for (size_t i = 0; i < words.list.count; i++) {
		if (!is_word(words.list.items[i]))
			return pf_error_create(PF_USAGE, "Junk in argument list: \"%s\"",
					       words.list.items[i]);
	}
	if (!words.list.count)
		return pf_error_create(PF_USAGE, "Argument required (name of command).");
	PF_TRY(join(commands, &words, &text));
	*ret = strdup(text.bytes);
	return *ret ? NULL : &pf_error_no_memory;
}

void pf_user_commands_deinit(struct pf_user_commands *commands)
{
	for (size_t i = 0; i < commands->list.count; i++)
		destroy(commands->list.items[i]);
	pf_array_deinit(&commands->list);
	*commands = (struct pf_user_commands){ 0 };
}
