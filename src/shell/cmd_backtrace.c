/* backtrace: the Python stack of the selected thread. */
#include "shell/commands.h"
#include "shell/session.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>

/* Which frames of COUNT an argument asks for: N the newest, -N the oldest. */
static void range_of(long want, size_t count, size_t *first_ret, size_t *limit_ret)
{
	size_t number = (size_t)labs(want);
	number = number < count ? number : count;
	*first_ret = want < 0 ? count - number : 0;
	*limit_ret = want < 0 ? count : number;
}

static struct pf_error *parse(const struct pf_call *call, long *ret)
{
	*ret = LONG_MAX;
	if (!call->words.list.count)
		return NULL;
	const char *word = call->words.list.items[0];
	if (!strcmp(word, "full") || !strcmp(word, "-full"))
		return pf_error_create(PF_USAGE, "Variables cannot be shown.  Try \"bt\".");
	if (!pf_words_number(word, ret) || !*ret || *ret == LONG_MIN)
		return pf_error_create(PF_USAGE, "Invalid number of frames: %s.  Usage: %s %s",
				       word, call->command->name, call->command->usage);
	return NULL;
}

static struct pf_error *run_backtrace(struct pf_session *session, const struct pf_call *call)
{
	long want;
	PF_TRY(parse(call, &want));
	const struct pf_thread *thread;
	PF_TRY(pf_session_thread(session, &thread));
	size_t first, limit;
	range_of(want, thread->frame_count, &first, &limit);
	struct pf_printer printer = pf_session_printer(session);
	PF_TRY(pf_print_frames(&printer, thread, first, limit));
	if (limit < thread->frame_count)
		pf_text_append_str(&session->output.text, "(More stack frames follow...)\n");
	else
		pf_print_truncated(&session->output.text, thread);
	return NULL;
}

const struct pf_command pf_cmd_backtrace = {
	.name = "backtrace",
	.aliases = "bt where b py-bt",
	.group = "stack",
	.usage = "[N | -N]",
	.summary = "Print the Python stack of the selected thread.",
	.help = "The newest frame, number 0, comes first.  With N only the N newest frames are\n"
		"printed, with -N only the N oldest.  The thread is stopped for some microseconds,\n"
		"and runs on before anything is printed.",
	.max_args = 1,
	.needs = PF_NEEDS_PROCESS,
	.repeat = PF_REPEAT_AGAIN,
	.run = run_backtrace,
};
