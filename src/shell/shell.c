/* The program: options, the session, what is run in it, and the exit status. */
#include "shell/shell.h"

#include "base/cleanup.h"
#include "script/script.h"
#include "shell/cmd_dump.h"
#include "shell/cmd_source.h"
#include "shell/commands.h"
#include "shell/execute.h"
#include "shell/hints.h"
#include "shell/lua_files.h"
#include "shell/lua_shell.h"
#include "shell/options.h"
#include "shell/repl.h"

#include <fcntl.h>
#include <signal.h>
#include <string.h>

enum { STATUS_OK, STATUS_FAILED, STATUS_USAGE, STATUS_CANNOT_ATTACH, STATUS_NOT_PYTHON };

/* The status of what -p and -d do, by the reason. */
static int status_of(enum pf_error_code code, int status_of_system)
{
	switch (code) {
	case PF_GONE:
	case PF_PERMISSION:
		return STATUS_CANNOT_ATTACH;
	case PF_SYSTEM:
		return status_of_system;
	case PF_NOT_PYTHON:
	case PF_UNSUPPORTED:
	case PF_CORRUPT:
		return STATUS_NOT_PYTHON;
	case PF_USAGE:
		return STATUS_USAGE;
	case PF_NO_MEMORY:
	case PF_FAULT:
	case PF_TORN:
	case PF_INTERRUPTED:
		break;
	}
	return STATUS_FAILED;
}

/* Says of an error of -p or -d which process it is about, unless it does. Takes err. */
static struct pf_error *take_pid(struct pf_error *err, pid_t pid)
{
	char digits[16];
	snprintf(digits, sizeof(digits), "%d", (int)pid);
	if (strstr(pf_error_message(err), digits))
		return err;
	return pf_error_take_context(err, "process %s", digits);
}

/* "pyflame-shell: error: WHAT: WHY." and a hint. Takes err. */
static void print_error(struct pf_error *err)
{
	fprintf(stderr, "pyflame-shell: error: %s.\n%s", pf_error_message(err),
		pf_hint(pf_error_code(err)));
	pf_error_destroy(err);
}

/* A closed descriptor must not be taken by a file of the target's, and then be written to. */
static void keep_descriptors(void)
{
	for (int fd = STDIN_FILENO; fd <= STDERR_FILENO; fd++) {
		if (fcntl(fd, F_GETFD) < 0)
			open("/dev/null",
			     O_RDONLY); /* takes the lowest free one, and refuses writes */
	}
}

/* ------------------------------------------------------------------ actions */

static struct pf_error *run_action(struct pf_session *session, const struct pf_action *action)
{
	switch (action->kind) {
	case PF_ACTION_DUMP:
		return pf_dump_print(session, session->format);
	case PF_ACTION_COMMAND:
		return pf_execute(session, action->text);
	case PF_ACTION_FILE:
		return pf_source(session, action->text);
	case PF_ACTION_LUA:
		return pf_lua_run_text(session, action->text);
	}
	return NULL;
}

/* What -d could not do is an error of the command line, not of a command. */
static int fail_dump(struct pf_session *session, struct pf_error *err)
{
	int status = status_of(pf_error_code(err), STATUS_FAILED);
	bool unwritten = session->output.error != 0;
	print_error(unwritten ? err : take_pid(err, pf_process_pid(session->target.process)));
	session->output.error = 0;
	pf_text_clear(&session->output.text);
	return status;
}

/* The status of all actions: the first that is not 0. Stops there with -batch or -d. */
static int run_actions(struct pf_session *session, const struct pf_options *options)
{
	int status = STATUS_OK;
	for (size_t i = 0; i < options->actions.count && !session->quit; i++) {
		const struct pf_action *action = &options->actions.items[i];
		struct pf_error *err = run_action(session, action);
		if (action->kind == PF_ACTION_DUMP && !err)
			err = pf_output_flush(&session->output);
		int failed = STATUS_OK;
		if (action->kind == PF_ACTION_DUMP && err)
			failed = fail_dump(session, err);
		else if (!pf_execute_report(session, err))
			failed = STATUS_FAILED;
		status = status ? status : failed;
		if (status && (options->batch || options->dump))
			break;
	}
	return status;
}

/* ------------------------------------------------------------------ the rest of a session */

/* Commands from standard input that is no terminal. */
static int run_input(struct pf_session *session, bool batch)
{
	struct pf_input input = { .read = pf_input_read_file,
				  .file = stdin,
				  .name = "standard input" };
	int status = STATUS_OK;
	for (bool more = true; more && !session->quit;) {
		PF_AUTO_FREE char *line = NULL;
		session->input = &input;
		struct pf_error *err = input.read(&input, "", &line);
		more = !err && line;
		if (more)
			err = pf_execute(session, line);
		if (!pf_execute_report(session, err))
			status = STATUS_FAILED;
		more = more && !(status && batch);
	}
	session->input = NULL;
	return status;
}

static int run_terminal(struct pf_session *session, bool quiet)
{
	if (!quiet)
		printf("pyflame-shell %s.  Type \"help\" for help.\n", pf_script_version);
	return pf_execute_report(session, pf_repl_run(session)) ? STATUS_OK : STATUS_FAILED;
}

/* With a prompt, what failed before it was seen, and does not count. */
static int run_rest(struct pf_session *session, const struct pf_options *options, int status)
{
	bool terminal = isatty(STDIN_FILENO);
	if (session->quit || options->dump ||
	    (options->batch && (terminal || options->actions.count)))
		return status;
	if (terminal)
		return run_terminal(session, options->quiet);
	int failed = run_input(session, options->batch);
	return status ? status : failed;
}

static struct pf_error *attach(struct pf_session *session, const struct pf_options *options)
{
	if (!options->pid)
		return NULL;
	PF_TRY(pf_session_attach(session, options->pid));
	const char *warning = pf_python_warning(session->target.python);
	if (warning)
		fprintf(stderr, "warning: %s\n", warning);
	return NULL;
}

/* A plain dump needs neither commands nor Lua; whatever else does. */
static bool needs_commands(const struct pf_options *options)
{
	for (size_t i = 0; i < options->actions.count; i++) {
		if (options->actions.items[i].kind != PF_ACTION_DUMP)
			return true;
	}
	return !options->dump;
}

static struct pf_error *prepare(struct pf_session *session, const struct pf_options *options)
{
	session->format = options->format;
	session->no_user_files = options->no_user_files;
	if (!needs_commands(options))
		return NULL;
	PF_TRY(pf_commands_add_builtin(&session->commands));
	PF_TRY(pf_lua_open(session));
	pf_execute_report(session, pf_lua_files_run_init(session));
	return NULL;
}

static int run_session(struct pf_session *session, const struct pf_options *options)
{
	struct pf_error *err = prepare(session, options);
	if (err)
		return print_error(err), STATUS_FAILED;
	err = attach(session, options);
	if (err) {
		int status = status_of(pf_error_code(err), STATUS_CANNOT_ATTACH);
		return print_error(take_pid(err, options->pid)), status;
	}
	int status = run_actions(session, options);
	if (!(status && (options->batch || options->dump)))
		status = run_rest(session, options, status);
	return session->status >= 0 ? session->status : status;
}

static int run(const struct pf_options *options)
{
	static struct pf_session session;
	session.output.sink = stdout;
	session.status = -1;
	int status = run_session(&session, options);
	bool unwritten = session.output.error != 0;
	pf_lua_close(&session);
	pf_session_deinit(&session);
	/* A disk may be found full only when the last of the output is on its way. */
	bool closed = !fflush(stdout) && !close(STDOUT_FILENO);
	if (!closed && !unwritten)
		fprintf(stderr, "pyflame-shell: error: cannot write the output: %m.\n");
	return (unwritten || !closed) && !status ? STATUS_FAILED : status;
}

int pf_shell_main(int argc, char **argv)
{
	keep_descriptors();
	signal(SIGPIPE, SIG_IGN); /* a reader that has gone is noticed when writing */
	struct pf_options options;
	struct pf_error *err = pf_options_parse(argc, argv, &options);
	if (err)
		return print_error(err), STATUS_USAGE;
	if (options.help)
		fputs(pf_options_help, stdout);
	else if (options.version)
		printf("pyflame-shell %s\n", pf_script_version);
	int status = options.help || options.version ? fflush(stdout) != 0 : run(&options);
	pf_options_deinit(&options);
	return status;
}
