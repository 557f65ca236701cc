/* The program: options, the session, what is run in it, and the exit status. */
#include "shell/shell.h"

#include "base/cleanup.h"
#include "script/script.h"
#include "script/suspension.h"
#include "shell/actions.h"
#include "shell/builtin_settings.h"
#include "shell/cmd_attach.h"
#include "shell/cmd_dump.h"
#include "shell/cmd_source.h"
#include "shell/commands.h"
#include "shell/execute.h"
#include "shell/fatal.h"
#include "shell/interrupt.h"
#include "shell/lua_args.h"
#include "shell/lua_events.h"
#include "shell/lua_script.h"
#include "shell/lua_shell.h"
#include "shell/lua_stacks.h"
#include "shell/repl.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>

/* A closed descriptor must not be taken by a file of the target's, and then be written to. */
static void keep_descriptors(void)
{
	for (int fd = STDIN_FILENO; fd <= STDERR_FILENO; fd++) {
		if (fcntl(fd, F_GETFD) < 0)
			open("/dev/null",
			     O_RDONLY); /* takes the lowest free one, and refuses writes */
	}
}

/* Commands from standard input that is no terminal. */
static int run_input(struct pf_session *session, const struct pf_options *options)
{
	struct pf_input input = { .read = pf_input_read_file,
				  .file = stdin,
				  .name = "standard input" };
	int status = PF_STATUS_OK;
	for (bool more = true; more && !session->quit;) {
		PF_AUTO_FREE char *line = NULL;
		session->input = &input;
		struct pf_error *err = pf_input_read_command(&input, "", &line);
		more = !err && line;
		if (more)
			err = pf_execute(session, line);
		if (!pf_execute_report(session, err))
			status = PF_STATUS_FAILED;
		more = more && !pf_actions_end(options, status);
	}
	session->input = NULL;
	return status;
}

static struct pf_error *greet(struct pf_session *session)
{
	pf_text_printf(&session->output.text, "pyflame-shell %s.  Type \"help\" for help.\n",
		       pf_script_version);
	return pf_session_is_attached(session) ? pf_attach_announce(session) : NULL;
}

static int run_terminal(struct pf_session *session, bool quiet)
{
	if (!quiet)
		pf_execute_report(session, greet(session));
	return pf_execute_report(session, pf_repl_run(session)) ? PF_STATUS_OK : PF_STATUS_FAILED;
}

static int run_script(struct pf_session *session, const struct pf_options *options)
{
	int status = PF_STATUS_FAILED;
	struct pf_error *err = pf_lua_script_run(session, options, &status);
	return pf_execute_report(session, err) ? status : PF_STATUS_FAILED;
}

/* With a prompt, what failed before it was seen, and does not count. */
static int run_rest(struct pf_session *session, const struct pf_options *options, int status)
{
	bool terminal = isatty(STDIN_FILENO);
	if (session->quit || options->dump || options->script ||
	    (options->batch && (terminal || options->actions.count)))
		return status;
	if (terminal)
		return run_terminal(session, options->quiet);
	int failed = run_input(session, options);
	return status ? status : failed;
}

static struct pf_error *attach(struct pf_session *session, const struct pf_options *options,
			       int *status_ret)
{
	if (options->program_argv)
		return pf_lua_args_start(session, options, status_ret);
	if (!options->pid)
		return NULL;
	PF_TRY(pf_session_attach(session, options->pid, options->abi));
	const char *warning = pf_python_warning(pf_session_python(session));
	if (warning)
		fprintf(stderr, "warning: %s\n", warning);
	return pf_lua_events_tell(session);
}

/* A plain dump needs neither commands nor Lua; whatever else does, as a script. */
static bool needs_commands(const struct pf_options *options)
{
	for (size_t i = 0; i < options->actions.count; i++) {
		if (options->actions.items[i].kind != PF_ACTION_DUMP)
			return true;
	}
	return !options->dump || options->program_argv || options->script ||
	       !pf_dump_format_is_plain(options->format);
}

/* MORE words besides the usual ones; NULL: none. */
static struct pf_error *redact(struct pf_session *session, const char *more)
{
	PF_GUARD(pf_text_deinit) struct pf_text words = { 0 };
	pf_text_printf(&words, "%s %s", PF_USUAL_REDACTED, more ? more : "");
	PF_TRY(pf_text_check(&words));
	return pf_redacted_set(&session->redacted, pf_text_str(&words));
}

static struct pf_error *prepare(struct pf_session *session, const struct pf_options *options)
{
	session->format = options->format;
	session->locals = options->locals && !options->no_locals;
	PF_TRY(redact(session, options->redact));
	session->no_user_files = options->no_user_files;
	session->quiet = options->quiet;
	session->has_prompt =
		isatty(STDIN_FILENO) && !options->dump && !options->script && !options->batch;
	session->output.at_terminal = !options->batch && isatty(STDOUT_FILENO);
	if (!needs_commands(options))
		return NULL;
	PF_TRY(pf_commands_add_builtin(&session->commands));
	PF_TRY(pf_builtin_settings_add(session));
	PF_TRY(pf_lua_open(session));
	pf_suspension_install();
	pf_execute_report(session, pf_source_setting(session, "init.lua"));
	pf_execute_report(session, pf_source_setting(session, "initrc"));
	return options->format ? pf_lua_stacks_check(session, options->format) : NULL;
}

/* STATUS is that of what was done before. */
static int run_attached(struct pf_session *session, const struct pf_options *options, int status)
{
	int refused = 0;
	struct pf_error *err = attach(session, options, &refused);
	if (err) {
		status = refused ? refused : pf_fatal_status(pf_error_code(err));
		if (options->pid)
			pf_fatal_print_of(options->pid, err);
		else
			pf_fatal_print(err);
		return status;
	}
	int failed = pf_actions_run(session, options, false);
	status = status ? status : failed;
	if (options->script && !session->quit && !status)
		status = run_script(session, options);
	return pf_actions_end(options, status) ? status : run_rest(session, options, status);
}

static int run_session(struct pf_session *session, const struct pf_options *options)
{
	int status = PF_STATUS_FAILED;
	struct pf_error *err = prepare(session, options);
	if (err && pf_error_code(err) == PF_USAGE)
		status = PF_STATUS_USAGE;
	if (err)
		return pf_fatal_print(err), status;
	status = pf_actions_run(session, options, true);
	if (!session->quit && !pf_actions_end(options, status))
		status = run_attached(session, options, status);
	if (options->program_argv && !session->has_prompt && !status && session->status < 0)
		pf_execute_report(session, pf_lua_args_finish(session));
	return session->status >= 0 ? session->status : status;
}

/* How the program ends, beside its status. */
struct end {
	bool unwritten; /* the output is known not to be whole */
	int signal;	/* to die of; 0: none */
};

static struct pf_error *enter(const char *folder)
{
	if (!folder || !chdir(folder))
		return NULL;
	return pf_error_system(errno, "cannot work in %s", folder);
}

static int run(const struct pf_options *options, struct end *end_ret)
{
	static struct pf_session session;
	struct pf_error *err = enter(options->folder);
	if (err)
		return pf_fatal_print(err), PF_STATUS_USAGE;
	session.output.sink = stdout;
	session.status = -1;
	int status = run_session(&session, options);
	pf_lua_events_tell_of(&session,
			      (struct pf_event){ .kind = PF_EVENT_EXIT, .number = status });
	pf_execute_report(&session, NULL);
	*end_ret = (struct end){ session.output.error != 0, session.signal };
	pf_lua_close(&session);
	pf_session_deinit(&session);
	return status;
}

/* A disk may be found full only when the last of the output is on its way. */
static int close_output(int status, bool known_bad)
{
	errno = 0;
	bool good = !fflush(stdout);
	good = !close(STDOUT_FILENO) && good;
	if (!good && !known_bad && errno != EPIPE)
		pf_fatal_print(pf_error_system(errno, "cannot write the output"));
	return status || (good && !known_bad) ? status : PF_STATUS_FAILED;
}

int pf_shell_main(int argc, char **argv)
{
	pf_launch_keep_signals();
	keep_descriptors();
	signal(SIGPIPE, SIG_IGN); /* a reader that has gone is noticed when writing */
	struct pf_options options;
	struct pf_error *err = pf_options_parse(argc, argv, &options);
	if (err)
		return pf_fatal_print(err), PF_STATUS_USAGE;
	int status = PF_STATUS_OK;
	struct end end = { 0 };
	if (options.help)
		fputs(pf_options_help, stdout);
	else if (options.version)
		printf("pyflame-shell %s\n", pf_script_version);
	else
		status = run(&options, &end);
	pf_options_deinit(&options);
	status = close_output(status, end.unwritten);
	if (end.signal)
		pf_interrupt_die(end.signal);
	return status;
}
