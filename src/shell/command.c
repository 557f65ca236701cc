/* Commands, C and Lua alike: what each is, and how a line finds its command. */
#include "shell/command.h"

#include <stdlib.h>
#include <string.h>

const struct pf_command_group pf_command_groups[] = {
	{ "aliases", "User-defined aliases of other commands." },
	{ "data", "Looking at the process's memory." },
	{ "sampling", "Looking at stacks many times, or until one is seen." },
	{ "scripting", "Lua, and files of commands." },
	{ "stack", "Looking at Python stacks." },
	{ "status", "What is known about the process and the session." },
	{ "support", "Help, and the shell itself." },
	{ "target", "Choosing the process." },
	{ "threads", "Looking at threads." },
	{ "user-defined", "Commands that \"define\" and Lua scripts have added." },
	{ NULL, NULL },
};

/* Where NAME belongs; *found_ret says whether it is there already. */
static size_t position(const struct pf_commands *commands, const char *name, bool *found_ret)
{
	size_t low = 0, high = commands->list.count;
	*found_ret = false;
	while (low < high) {
		size_t middle = (low + high) / 2;
		int order = strcmp(name, commands->list.items[middle]->name);
		*found_ret |= !order;
		if (order <= 0)
			high = middle;
		else
			low = middle + 1;
	}
	return low;
}

struct pf_error *pf_commands_add(struct pf_commands *commands, const struct pf_command *command)
{
	PF_TRY(pf_array_reserve(&commands->list, 1));
	const struct pf_command **items = commands->list.items;
	bool replaces;
	size_t at = position(commands, command->name, &replaces);
	if (!replaces) {
		memmove(items + at + 1, items + at, (commands->list.count - at) * sizeof(*items));
		commands->list.count++;
	}
	items[at] = command;
	return NULL;
}

const struct pf_command *pf_commands_find(const struct pf_commands *commands, const char *name)
{
	bool found;
	size_t at = position(commands, name, &found);
	return found ? commands->list.items[at] : NULL;
}

void pf_commands_deinit(struct pf_commands *commands)
{
	pf_array_deinit(&commands->list);
	*commands = (struct pf_commands){ 0 };
}

const char *pf_command_word(const struct pf_command *command)
{
	const char *blank = strrchr(command->name, ' ');
	return blank ? blank + 1 : command->name;
}

bool pf_command_is_below(const struct pf_command *command, const struct pf_command *prefix)
{
	size_t size = strlen(prefix->name);
	return !strncmp(command->name, prefix->name, size) && command->name[size] == ' ' &&
	       pf_command_word(command) == command->name + size + 1;
}

bool pf_commands_has_below(const struct pf_commands *commands, const struct pf_command *command)
{
	for (size_t i = 0; i < commands->list.count; i++) {
		if (pf_command_is_below(commands->list.items[i], command))
			return true;
	}
	return false;
}

bool pf_command_next_name(const struct pf_command *command, struct pf_command_name *name)
{
	const char *word = pf_command_word(command);
	if (!name->at) {
		*name = (struct pf_command_name){ word, strlen(word) };
		return true;
	}
	const char *at = name->at == word ? command->aliases : name->at + name->size;
	at = at ? at : "";
	at += strspn(at, " ");
	*name = (struct pf_command_name){ at, strcspn(at, " ") };
	return name->size > 0;
}
