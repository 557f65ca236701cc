/* Fuzzes command lines: the input is a file of commands, each also completed, in one session. */
#include "shell/builtin_settings.h"
#include "shell/commands.h"
#include "shell/complete.h"
#include "shell/execute.h"
#include "shell/lua_shell.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* What cannot start programs, write files or read other processes, whatever it is given. */
static const char *const harmless[] = {
	"alias",
	"complete",
	"define",
	"document",
	"down",
	"echo",
	"frame",
	"help",
	"info",
	"list",
	"printf",
	"set",
	"show",
	"thread",
	"up",
	"with",
	"backtrace",
	"info threads",
	"set print",
	"set variable",
	"set width",
	"show commands",
	"show user",
	"show version",
	"set confirm",
	"show confirm",
	"set listsize",
	"show listsize",
	"show convenience",
	"thread apply",
};

enum { MAX_COMMANDS = 64 };

static struct pf_session session;
static const struct pf_command *kept[MAX_COMMANDS];
static size_t kept_count;

static void require(struct pf_error *err)
{
	if (err)
		abort();
}

static void keep_harmless(void)
{
	for (size_t i = 0; i < sizeof(harmless) / sizeof(harmless[0]); i++) {
		const struct pf_command *command = pf_commands_find(&session.commands, harmless[i]);
		if (command)
			kept[kept_count++] = command;
	}
}

/* The table as it was, without what an input has defined. */
static void reset(void)
{
	session.commands.list.count = 0;
	for (size_t i = 0; i < kept_count; i++)
		require(pf_commands_add(&session.commands, kept[i]));
	pf_user_commands_deinit(&session.user);
	pf_text_clear(&session.output.text);
	require(pf_lua_run_text(&session, "for k in pairs(pf.vars) do pf.vars[k] = nil end"));
	session.quit = false;
}

int LLVMFuzzerInitialize(int *argc, char ***argv)
{
	(void)argc;
	(void)argv;
	session.no_user_files = true;
	session.output.sink = fopen("/dev/null", "we");
	require(pf_commands_add_builtin(&session.commands));
	require(pf_builtin_settings_add(&session));
	require(pf_lua_open(&session));
	keep_harmless();
	return 0;
}

/* A read function: the next line, completed in passing as each of its beginnings could be. */
static struct pf_error *read_line(struct pf_input *input, const char *prompt, char **ret)
{
	struct pf_names names = { 0 };
	PF_TRY(pf_input_read_file(input, prompt, ret));
	if (*ret)
		pf_error_destroy(pf_complete_line(&session, *ret, &names));
	pf_names_deinit(&names);
	return NULL;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	if (!size)
		return 0;
	reset();
	struct pf_input input = { .read = read_line, .name = "input" };
	input.file = fmemopen((void *)(uintptr_t)data, size, "r");
	if (!input.file)
		return 0;
	while (!feof(input.file)) {
		struct pf_error *err = pf_execute_input(&session, &input);
		if (err && strlen(pf_error_message(err)) > size * 2 + 4096)
			abort(); /* what is said of a line is not much more than the line */
		pf_error_destroy(err);
		if (ferror(input.file))
			break;
	}
	fclose(input.file);
	return 0;
}
