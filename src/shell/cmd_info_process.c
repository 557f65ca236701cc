/* info process: what is attached. */
#include "shell/commands.h"
#include "shell/session.h"

#include <inttypes.h>
#include <stdlib.h>

/* Characters of a command line: more than are read of one. Like GDB's, this command cuts nothing. */
enum { WHOLE = 1 << 18 };

static struct pf_error *run_info_process(struct pf_session *session, const struct pf_call *call)
{
	(void)call;
	struct pf_process *process = pf_session_process(session);
	const struct pf_python *python = pf_session_python(session);
	struct pf_task *tasks;
	size_t count;
	PF_TRY(pf_process_read_tasks(process, &tasks, &count));
	free(tasks);
	struct pf_text *text = &session->output.text;
	pf_text_printf(text, "process %d\ncmdline = '", (int)pf_process_pid(process));
	pf_print_command_line(text, process, WHOLE);
	pf_text_append_str(text, "'\nexe = '");
	pf_text_append_printable(text, pf_process_executable(process));
	pf_text_printf(text, "'\npython = 'CPython %s'\n", pf_python_version(python));
	pf_text_printf(text, "runtime = 0x%" PRIx64 "\n", pf_python_runtime(python));
	pf_text_printf(text, "threads = %zu\n", count);
	return NULL;
}

const struct pf_command pf_cmd_info_process = {
	.name = "info process",
	.group = "status",
	.summary = "Show the attached process: its command, its program, its Python.",
	.help = "Nothing of the process stops for it.",
	.needs = PF_NEEDS_PROCESS,
	.repeat = PF_REPEAT_AGAIN,
	.run = run_info_process,
};
