/* The command line's options. */
#include "shell/options.h"

#include "base/cleanup.h"
#include "shell/script_file.h"

#include <limits.h>
#include <string.h>

const char pf_options_help[] =
	"Usage: pyflame-shell [OPTIONS] [PID]\n"
	"       pyflame-shell [OPTIONS] --script NAME [[OPTIONS] --] [ARGUMENT...]\n"
	"       pyflame-shell [OPTIONS] FILE [ARGUMENT...]\n"
	"Look at the Python stacks of a running CPython process, without changing it.\n"
	"\n"
	"  -p PID              attach to the process PID\n"
	"  --abi VERSION       read it as this version of CPython, whatever it says of itself\n"
	"  -d, --dump          print the stacks of all threads, and leave\n"
	"  --format FORMAT     of dumps: text (as usual), json, python, folded, a template such\n"
	"                      as \"%F:%l %n\", or one of a script's; -d if nothing else is asked for\n"
	"  --locals            of dumps: the values of arguments and variables, too\n"
	"  --redact WORDS      of values: none of variables, attributes and keys that have one of\n"
	"                      these in their names, besides: " PF_USUAL_REDACTED "\n"
	"  --no-locals         no values, also when --locals is given\n"
	"  -ex COMMAND         run a command of the shell\n"
	"  -x FILE             run a file of commands, or of Lua when it ends in .lua\n"
	"  -e LUA              run Lua code\n"
	"  --args PROGRAM ...  start a program, with all arguments that follow, and attach to it\n"
	"  -iex COMMAND, -ix FILE   the same, but before attaching\n"
	"  --script NAME ...   run a script, which gets all arguments that follow; or, when options\n"
	"                      of these and then -- follow, those behind the --\n"
	"  -batch              no prompt; the first failure ends it with status 1\n"
	"  --keep-going        with -batch: a failure ends nothing, but the status is 1\n"
	"  -q, -quiet          no greeting\n"
	"  -n, -nx             read no files of the user's own\n"
	"  --cd FOLDER         work in that folder\n"
	"  --version, --help   say which version this is, or this, and leave\n"
	"\n"
	"-d, -ex, -x and -e are done in their order.  Without -d and -batch, a prompt follows.\n"
	"A FILE is a script, too: it ends in .lua or begins with #!/usr/bin/env pyflame-shell.\n"
	"-ex 'info scripts' lists what scripts there are; \"--script NAME --help\" is about one.\n"
	"Exit status: 0 well; 1 a command failed; 2 wrong usage; 3 cannot attach;\n"
	"4 not a Python that can be read; N after \"quit N\".\n";

/* The options that are being read: argv, and where in it. */
struct reader {
	char *const *argv;
	int argc;
	int at;
	const char *value; /* what follows "=" in this argument; NULL: nothing */
	struct pf_options options;
};

static struct pf_error *take_value(struct reader *reader, const char **ret)
{
	const char *argument = reader->argv[reader->at];
	if (!reader->value && reader->at + 1 < reader->argc)
		reader->value = reader->argv[++reader->at];
	if (!reader->value)
		return pf_error_create(PF_USAGE, "%s needs a value", argument);
	*ret = reader->value;
	reader->value = NULL;
	return NULL;
}

static struct pf_error *set_pid(struct reader *reader, const char *word)
{
	long pid;
	if (!pf_words_number(word, &pid) || pid <= 0 || pid > INT_MAX)
		return pf_error_create(PF_USAGE, "not a process id: %s", word);
	if (reader->options.pid)
		return pf_error_create(PF_USAGE, "more than one process id: give one");
	reader->options.pid = (pid_t)pid;
	return NULL;
}

static struct pf_error *add_action(struct reader *reader, enum pf_action_kind kind, bool early)
{
	struct pf_action action = { .kind = kind, .early = early };
	if (kind == PF_ACTION_DUMP)
		reader->options.dump = true;
	else
		PF_TRY(take_value(reader, &action.text));
	return pf_array_push(&reader->options.actions, action);
}

static struct pf_error *read_pid(struct reader *reader)
{
	const char *word = NULL;
	PF_TRY(take_value(reader, &word));
	return set_pid(reader, word);
}

static struct pf_error *read_abi(struct reader *reader)
{
	const char *word = NULL;
	PF_TRY(take_value(reader, &word));
	return pf_python_parse_abi(word, &reader->options.abi);
}

static struct pf_error *read_format(struct reader *reader)
{
	PF_TRY(take_value(reader, &reader->options.format));
	return NULL;
}

static struct pf_error *read_redact(struct reader *reader)
{
	return take_value(reader, &reader->options.redact);
}

static struct pf_error *read_dump(struct reader *reader)
{
	return add_action(reader, PF_ACTION_DUMP, false);
}

static struct pf_error *read_command(struct reader *reader)
{
	return add_action(reader, PF_ACTION_COMMAND, false);
}

static struct pf_error *read_file(struct reader *reader)
{
	return add_action(reader, PF_ACTION_FILE, false);
}

static struct pf_error *read_lua(struct reader *reader)
{
	return add_action(reader, PF_ACTION_LUA, false);
}

static struct pf_error *read_early_command(struct reader *reader)
{
	return add_action(reader, PF_ACTION_COMMAND, true);
}

static struct pf_error *read_early_file(struct reader *reader)
{
	return add_action(reader, PF_ACTION_FILE, true);
}

static struct pf_error *read_folder(struct reader *reader)
{
	return take_value(reader, &reader->options.folder);
}

/* The words from AT on are the script's. */
static void give_rest(struct reader *reader, int at)
{
	reader->options.script_argv = reader->argv + at;
	reader->options.script_argc = reader->argc - at;
	reader->at = reader->argc;
}

static struct pf_error *read_option(struct reader *reader);
static int find_separator(const struct reader *reader);

/* All that follows is the script's; but "--script NAME -p PID -- ..." has options of ours. */
static struct pf_error *read_script(struct reader *reader)
{
	PF_TRY(take_value(reader, &reader->options.script));
	int separator = find_separator(reader);
	if (!separator)
		return give_rest(reader, reader->at + 1), NULL;
	for (reader->at++; reader->at < separator; reader->at++)
		PF_TRY(read_option(reader));
	give_rest(reader, separator + 1);
	return NULL;
}

/* The rest of the command line is a program that we start. */
static struct pf_error *read_program(struct reader *reader)
{
	struct pf_options *options = &reader->options;
	if (reader->value)
		return pf_error_create(PF_USAGE,
				       "--args takes a program as an argument of its own");
	if (reader->at + 1 == reader->argc)
		return pf_error_create(PF_USAGE, "%s needs a program", reader->argv[reader->at]);
	options->program_argv = reader->argv + reader->at + 1;
	options->program_argc = reader->argc - reader->at - 1;
	reader->at = reader->argc;
	return NULL;
}

#define FLAG(member)                                                 \
	static struct pf_error *read_##member(struct reader *reader) \
	{                                                            \
		reader->options.member = true;                       \
		return NULL;                                         \
	}                                                            \
	struct pf_flag_needs_semicolon_

FLAG(batch);
FLAG(keep_going);
FLAG(quiet);
FLAG(no_user_files);
FLAG(help);
FLAG(version);
FLAG(locals);
FLAG(no_locals);

static const struct known {
	const char *name;
	struct pf_error *(*read)(struct reader *reader);
	bool has_value;
} names[] = {
	{ "abi", read_abi, true },
	{ "p", read_pid, true },
	{ "d", read_dump, false },
	{ "dump", read_dump, false },
	{ "ex", read_command, true },
	{ "x", read_file, true },
	{ "e", read_lua, true },
	{ "iex", read_early_command, true },
	{ "ix", read_early_file, true },
	{ "batch", read_batch, false },
	{ "keep-going", read_keep_going, false },
	{ "cd", read_folder, true },
	{ "q", read_quiet, false },
	{ "quiet", read_quiet, false },
	{ "n", read_no_user_files, false },
	{ "nx", read_no_user_files, false },
	{ "format", read_format, true },
	{ "locals", read_locals, false },
	{ "no-locals", read_no_locals, false },
	{ "redact", read_redact, true },
	{ "help", read_help, false },
	{ "h", read_help, false },
	{ "version", read_version, false },
	{ "script", read_script, true },
	{ "args", read_program, true },
};

/* The option that the word ARGUMENT is, and what follows its "=", or NULL; NULL: none. */
static const struct known *find_option(const char *argument, const char **value_ret)
{
	if (argument[0] != '-')
		return NULL;
	const char *name = argument + 1 + (argument[1] == '-');
	size_t size = strcspn(name, "=");
	*value_ret = name[size] ? name + size + 1 : NULL;
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		if (strlen(names[i].name) == size && !strncmp(names[i].name, name, size))
			return &names[i];
	}
	return NULL;
}

static struct pf_error *read_option(struct reader *reader)
{
	const char *argument = reader->argv[reader->at];
	const struct known *option = find_option(argument, &reader->value);
	if (!option)
		return pf_error_create(PF_USAGE, "unknown option: %s", argument);
	PF_TRY(option->read(reader));
	if (reader->value)
		return pf_error_create(PF_USAGE, "%.*s takes no value", (int)strcspn(argument, "="),
				       argument);
	return NULL;
}

/* Where behind the script's name a "--" is with nothing but options of ours before; 0: nowhere. */
static int find_separator(const struct reader *reader)
{
	for (int at = reader->at + 1; at < reader->argc; at++) {
		if (!strcmp(reader->argv[at], "--"))
			return at;
		const char *value;
		const struct known *option = find_option(reader->argv[at], &value);
		if (!option || option->read == read_script || option->read == read_program)
			return 0;
		at += option->has_value && !value;
	}
	return 0;
}

/* Whether WORD is a script's file in the folder of --cd, where we are not yet. */
static struct pf_error *check_file(const struct reader *reader, const char *word)
{
	const char *folder = reader->options.folder;
	if (!folder || *word == '/')
		return pf_script_file_check(word);
	PF_GUARD(pf_text_deinit) struct pf_text path = { 0 };
	pf_text_printf(&path, "%s/%s", folder, word);
	PF_TRY(pf_text_check(&path));
	return pf_script_file_check(path.bytes);
}

/* A process, or a script's file with its arguments, as the kernel has it of "#!". */
static struct pf_error *read_word(struct reader *reader)
{
	const char *word = reader->argv[reader->at];
	long number;
	if (pf_words_number(word, &number))
		return set_pid(reader, word);
	PF_TRY(check_file(reader, word));
	reader->options.script = word;
	reader->options.script_is_file = true;
	give_rest(reader, reader->at + 1);
	return NULL;
}

static struct pf_error *read_all(struct reader *reader)
{
	bool options_end = false;
	for (reader->at = 1; reader->at < reader->argc; reader->at++) {
		const char *argument = reader->argv[reader->at];
		if (!options_end && !strcmp(argument, "--"))
			options_end = true;
		else if (!options_end && argument[0] == '-' && argument[1])
			PF_TRY(read_option(reader));
		else
			PF_TRY(read_word(reader));
	}
	const struct pf_options *options = &reader->options;
	if (options->format && (options->pid || options->program_argv) && !options->actions.count &&
	    !options->script)
		PF_TRY(add_action(reader, PF_ACTION_DUMP, false));
	if (options->pid && options->program_argv)
		return pf_error_create(PF_USAGE, "-p and --args exclude each other");
	if (options->dump && !options->pid && !options->program_argv && !options->help &&
	    !options->version)
		return pf_error_create(PF_USAGE, "-d needs the id of a process");
	return NULL;
}

struct pf_error *pf_options_parse(int argc, char *const *argv, struct pf_options *ret)
{
	struct reader reader = { .argv = argv, .argc = argc };
	struct pf_error *err = read_all(&reader);
	if (err)
		pf_options_deinit(&reader.options);
	else
		*ret = reader.options;
	return err;
}

void pf_options_deinit(struct pf_options *options)
{
	pf_array_deinit(&options->actions);
	*options = (struct pf_options){ 0 };
}
