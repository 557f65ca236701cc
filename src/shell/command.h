/* Commands, C and Lua alike: what each is, and how a line finds its command. */
#ifndef PF_SHELL_COMMAND_H
#define PF_SHELL_COMMAND_H

#include "base/array.h"
#include "shell/words.h"

#include <stdbool.h>

struct pf_session;
struct pf_command;
struct pf_names;

/* What must be so before a command runs. */
enum pf_needs {
	PF_NEEDS_NOTHING,
	PF_NEEDS_PROCESS, /* one is attached, and alive */
	PF_NEEDS_STOPPED, /* and threads of it are held */
};

/* What an empty line does after the command. */
enum pf_repeat {
	PF_REPEAT_NONE,
	PF_REPEAT_AGAIN,
	PF_REPEAT_CONTINUE, /* runs it without its arguments: "list" goes on */
};

/* One command line. */
struct pf_call {
	const struct pf_command *command;
	struct pf_words words; /* the arguments; words.text is them as written */
	const char *rest;      /* the same with its last blanks; borrowed */
};

struct pf_command {
	const char *name; /* "backtrace", or "info threads" for a sub-command of "info" */
	const char
		*aliases;  /* separated by blanks; NULL: none. Of one word also for sub-commands */
	const char *group; /* one of pf_command_groups */
	const char *usage; /* what follows the name: "[N | -N]"; NULL: nothing */
	const char *summary;	/* one sentence */
	const char *help;	/* more of them; NULL: none */
	const char *options;	/* "-q -s", for completion; NULL: those in usage */
	int min_args, max_args; /* max_args -1: any number */
	enum pf_needs needs;
	enum pf_repeat repeat;
	bool whole_below; /* sub-commands are not abbreviated, as its other arguments are words, too */
	bool composes;	  /* runs other commands, each of which takes a dump of its own */
	bool browses;	  /* looks at the last dump, when there is one, and not at a new one */
	/* Adds to ret what WORD, the last of the arguments so far, may become; NULL: nothing. */
	struct pf_error *(*complete)(struct pf_session *session, const struct pf_command *command,
				     const char *word, struct pf_names *ret);
	struct pf_error *(*run)(struct pf_session *session, const struct pf_call *call);
	int lua_ref;		/* for the run of Lua commands */
	const char *stands_for; /* of an alias: the line that it is for; NULL: it is none */
	bool hidden;		/* from completion: an abbreviation of its own */
	const void *subject;	/* what the command is about; its own business */
};

/* The classes that help shows, in its order; ended by a NULL name. */
struct pf_command_group {
	const char *name, *summary;
};
extern const struct pf_command_group pf_command_groups[];

/* The table; borrows its commands. All zero is empty. Sorted by name. */
struct pf_commands {
	PF_ARRAY(const struct pf_command *) list;
};

/* Adds COMMAND, in place of one of the same name. */
struct pf_error *pf_commands_add(struct pf_commands *commands,
				 const struct pf_command *command) PF_CHECKED;
void pf_commands_deinit(struct pf_commands *commands);

/* The command whose whole name is NAME; NULL when there is none. */
const struct pf_command *pf_commands_find(const struct pf_commands *commands, const char *name);

/* Whether COMMAND is a sub-command of PREFIX, such as "info threads" of "info". */
bool pf_command_is_below(const struct pf_command *command, const struct pf_command *prefix);

/* Whether any command of the table is a sub-command of COMMAND. */
bool pf_commands_has_below(const struct pf_commands *commands, const struct pf_command *command);

/* The last word of the name: "threads". */
const char *pf_command_word(const struct pf_command *command);

/* One of the words that a command goes by. All zero before the first. */
struct pf_command_name {
	const char *at;
	size_t size;
};

/* Moves NAME on: to the last word of the command's name, then to each alias. False at the end. */
bool pf_command_next_name(const struct pf_command *command, struct pf_command_name *name);

#endif
