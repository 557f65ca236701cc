/* What the command line asks for: -d, -ex, -x and -e, in their order. */
#include "shell/actions.h"

#include "shell/cmd_dump.h"
#include "shell/cmd_source.h"
#include "shell/execute.h"
#include "shell/fatal.h"
#include "shell/lua_shell.h"

#include <errno.h>

/* What -d could not do is an error of the command line, not of a command. */
static int run_dump(struct pf_session *session)
{
	pid_t pid = pf_process_pid(pf_session_process(session));
	struct pf_error *err = pf_dump_print(session, session->format);
	if (!err)
		err = pf_output_flush(&session->output);
	if (!err)
		return PF_STATUS_OK;
	bool unwritten = session->output.error != 0;
	int status = unwritten ? PF_STATUS_FAILED : pf_fatal_status(pf_error_code(err));
	if (session->output.error == EPIPE)
		pf_error_destroy(err); /* nobody reads on: "-d | head" */
	else if (unwritten)
		pf_fatal_print(err);
	else
		pf_fatal_print_of(pid, err);
	pf_text_clear(&session->output.text);
	return status;
}

static int report(struct pf_session *session, struct pf_error *err)
{
	return pf_execute_report(session, err) ? PF_STATUS_OK : PF_STATUS_FAILED;
}

static int run_action(struct pf_session *session, const struct pf_action *action)
{
	switch (action->kind) {
	case PF_ACTION_DUMP:
		return run_dump(session);
	case PF_ACTION_COMMAND:
		return report(session, pf_execute(session, action->text));
	case PF_ACTION_FILE:
		return report(session, pf_source(session, action->text));
	case PF_ACTION_LUA:
		return report(session, pf_lua_run_text(session, action->text));
	}
	return PF_STATUS_USAGE;
}

bool pf_actions_end(const struct pf_options *options, int status)
{
	return status && (options->dump || (options->batch && !options->keep_going));
}

int pf_actions_run(struct pf_session *session, const struct pf_options *options, bool early)
{
	int status = PF_STATUS_OK;
	for (size_t i = 0; i < options->actions.count && !session->quit; i++) {
		const struct pf_action *action = &options->actions.items[i];
		int failed = action->early == early ? run_action(session, action) : PF_STATUS_OK;
		status = status ? status : failed;
		if (pf_actions_end(options, status))
			break;
	}
	return status;
}
