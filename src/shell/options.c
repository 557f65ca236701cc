/* The command line's options. */
#include "shell/options.h"

#include "base/cleanup.h"

#include <limits.h>
#include <string.h>

const char pf_options_help[] =
	"Usage: pyflame-shell [OPTIONS] [PID]\n"
	"Look at the Python stacks of a running CPython process, without changing it.\n"
	"\n"
	"  -p PID              attach to the process PID\n"
	"  --abi VERSION       read it as this version of CPython, whatever it says of itself\n"
	"  -d, --dump          print the stacks of all threads, and leave\n"
	"  --format FORMAT     of dumps: text (as usual), json, python, folded, a template such\n"
	"                      as \"%F:%l %n\", or one of a script's; -d if nothing else is asked for\n"
	"  -ex COMMAND         run a command of the shell\n"
	"  -x FILE             run a file of commands, or of Lua when it ends in .lua\n"
	"  -e LUA              run Lua code\n"
	"  --args PROGRAM ...  start a program, with all arguments that follow, and attach to it\n"
	"  -iex COMMAND, -ix FILE   the same, but before attaching\n"
	"  --script NAME ...   run a Lua program, which gets all arguments that follow\n"
	"  -batch              no prompt; the first failure ends it with status 1\n"
	"  --keep-going        with -batch: a failure ends nothing, but the status is 1\n"
	"  -q, -quiet          no greeting\n"
	"  -n, -nx             read no files of the user's own\n"
	"  --cd FOLDER         work in that folder\n"
	"  --version, --help   say which version this is, or this, and leave\n"
	"\n"
	"-d, -ex, -x and -e are done in their order.  Without -d and -batch, a prompt follows.\n"
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

/* The rest of the command line is the script's. */
static struct pf_error *read_script(struct reader *reader)
{
	struct pf_options *options = &reader->options;
	PF_TRY(take_value(reader, &options->script));
	options->script_argv = reader->argv + reader->at + 1;
	options->script_argc = reader->argc - reader->at - 1;
	reader->at = reader->argc;
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

static const struct {
	const char *name;
	struct pf_error *(*read)(struct reader *reader);
} names[] = {
	{ "abi", read_abi },
	{ "p", read_pid },
	{ "d", read_dump },
	{ "dump", read_dump },
	{ "ex", read_command },
	{ "x", read_file },
	{ "e", read_lua },
	{ "iex", read_early_command },
	{ "ix", read_early_file },
	{ "batch", read_batch },
	{ "keep-going", read_keep_going },
	{ "cd", read_folder },
	{ "q", read_quiet },
	{ "quiet", read_quiet },
	{ "n", read_no_user_files },
	{ "nx", read_no_user_files },
	{ "format", read_format },
	{ "help", read_help },
	{ "h", read_help },
	{ "version", read_version },
	{ "script", read_script },
	{ "args", read_program },
};

static struct pf_error *read_option(struct reader *reader)
{
	const char *argument = reader->argv[reader->at];
	const char *name = argument + 1 + (argument[1] == '-');
	size_t size = strcspn(name, "=");
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		if (strlen(names[i].name) != size || strncmp(names[i].name, name, size) != 0)
			continue;
		reader->value = name[size] ? name + size + 1 : NULL;
		PF_TRY(names[i].read(reader));
		if (reader->value)
			return pf_error_create(PF_USAGE, "%.*s takes no value",
					       (int)(name + size - argument), argument);
		return NULL;
	}
	return pf_error_create(PF_USAGE, "unknown option: %s", argument);
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
			PF_TRY(set_pid(reader, argument));
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
