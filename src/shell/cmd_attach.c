/* attach and detach: choosing the process. */
#include "shell/cmd_attach.h"

#include "base/cleanup.h"
#include "shell/commands.h"
#include "shell/complete.h"
#include "shell/hints.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>

static const char *base_name(const char *path)
{
	const char *slash = strrchr(path, '/');
	return slash ? slash + 1 : path;
}

struct pf_error *pf_attach_announce(struct pf_session *session)
{
	struct pf_process *process = pf_session_process(session);
	struct pf_task *tasks;
	size_t count;
	PF_TRY(pf_process_read_tasks(process, &tasks, &count));
	free(tasks);
	struct pf_text *text = &session->output.text;
	pf_text_printf(text, "Attached to process %d (", (int)pf_process_pid(process));
	pf_text_append_printable(text, base_name(pf_process_executable(process)));
	pf_text_printf(text, ", CPython %s, %zu thread%s).\n",
		       pf_python_version(pf_session_python(session)), count, count == 1 ? "" : "s");
	return NULL;
}

/* "-abi 3.11" in front of the pid; *used is how many words it takes. */
static struct pf_error *read_abi(const struct pf_call *call, uint32_t *ret, size_t *used)
{
	*ret = 0;
	*used = 0;
	if (!call->words.list.count || strcmp(call->words.list.items[0], "-abi") != 0)
		return NULL;
	if (call->words.list.count < 2)
		return pf_error_create(PF_USAGE, "Option -abi needs a value");
	*used = 2;
	return pf_python_parse_abi(call->words.list.items[1], ret);
}

/* Behind what GDB says; the advice stays. */
static struct pf_error *explain_refusal(struct pf_error *err)
{
	PF_GUARD(pf_text_deinit) struct pf_text text = { 0 };
	enum pf_error_code code = pf_error_code(err);
	if (code != PF_PERMISSION && code != PF_GONE)
		return err;
	pf_text_append_str(&text, code == PF_GONE ? "ptrace: No such process.  "
						  : "ptrace: Operation not permitted.  ");
	pf_hint_append_sentence(&text, err);
	struct pf_error *ret = pf_error_create(code, "%s", pf_text_str(&text));
	if (pf_error_advice(err))
		ret = pf_error_take_advice(ret, "%s", pf_error_advice(err));
	pf_error_destroy(err);
	return ret;
}

static struct pf_error *run_attach(struct pf_session *session, const struct pf_call *call)
{
	uint32_t abi;
	size_t used;
	PF_TRY(read_abi(call, &abi, &used));
	if (call->words.list.count == used)
		return pf_error_create(PF_USAGE, "Argument required (process-id to attach).");
	const char *word = call->words.list.items[used];
	long pid;
	if (call->words.list.count > used + 1)
		return pf_error_create(PF_USAGE, "attach: what is \"%s\"?",
				       call->words.list.items[used + 1]);
	if (!pf_words_number(word, &pid) || pid <= 0 || pid > INT_MAX)
		return pf_error_create(PF_USAGE, "Illegal process-id: %s.", word);
	struct pf_error *err = pf_session_attach(session, (pid_t)pid, abi);
	if (err)
		return explain_refusal(err);
	PF_TRY(pf_attach_announce(session));
	const char *warning = pf_python_warning(pf_session_python(session));
	if (warning)
		pf_text_printf(&session->output.text, "warning: %s\n", warning);
	return NULL;
}

const struct pf_command pf_cmd_attach = {
	.name = "attach",
	.group = "target",
	.usage = "[-abi VERSION] PID",
	.summary = "Attach to a running CPython process.",
	.help = "The process is opened for reading; nothing of it stops or changes.  Commands that\n"
		"look at its threads stop it for some microseconds, each time.  A process that is\n"
		"attached already stays so: see \"info inferiors\".\n"
		"-abi VERSION  read it as CPython VERSION, such as 3.11, whatever it says of itself.",
	.max_args = 3,
	.complete = pf_complete_pids,
	.run = run_attach,
};

static struct pf_error *run_detach(struct pf_session *session, const struct pf_call *call)
{
	struct pf_text *text = &session->output.text;
	(void)call;
	if (pf_session_inferior(session)->recording) {
		pf_text_append_str(text, "Closed the recording ");
		pf_text_append_printable(text, pf_session_inferior(session)->recording);
		pf_text_append_str(text, ".\n");
	} else {
		if (!pf_session_is_attached(session))
			return pf_session_miss_process(session, "The program is not being run.");
		pf_text_printf(text, "[Inferior %u (process %d) detached]\n", session->current + 1,
			       (int)pf_process_pid(pf_session_process(session)));
	}
	pf_session_detach(session);
	return NULL;
}

const struct pf_command pf_cmd_detach = {
	.name = "detach",
	.group = "target",
	.summary = "Let go of the process, or of the recording.",
	.help = "Threads that are held run on.  Thread numbers are forgotten.  Of a recording that is\n"
		"looked at: closes it.",
	.run = run_detach,
};
