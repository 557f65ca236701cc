/* A dump as text for people. */
#include "shell/print.h"

#include <inttypes.h>
#include <stdio.h>

/* The kernel's state letters in words; NULL for those that say nothing. */
static const char *word_of_state(char state)
{
	switch (state) {
	case 'R':
		return "running";
	case 'S':
		return "sleeping";
	case 'D':
		return "waiting for disk";
	case 'T':
		return "stopped";
	case 't':
		return "stopped by a debugger";
	case 'I':
		return "idle";
	case 'Z':
	case 'X':
		return "ended";
	default:
		return NULL;
	}
}

/* " (running, holds the GIL)": what is known, nothing when nothing is. */
static void append_states(struct pf_output *output, const struct pf_thread *thread)
{
	struct pf_text *text = &output->text;
	const char *call = pf_syscall_name(thread->syscall);
	char asleep[64] = "";
	if (call && thread->state == 'S')
		snprintf(asleep, sizeof(asleep), "sleeping in %s", call);
	const char *words[] = {
		*asleep ? asleep : word_of_state(thread->state),
		thread->gil ? "holds the GIL" : NULL,
		thread->gil_wait ? "waits for the GIL" : NULL,
		thread->gc ? "collecting garbage" : NULL,
	};
	const char *before = " (";
	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++) {
		if (!words[i])
			continue;
		pf_text_append_str(text, before);
		pf_output_append_styled(output, PF_STYLE_STATE, words[i]);
		before = ", ";
	}
	if (*before == ',')
		pf_text_append(text, ")", 1);
}

static struct pf_error *print_thread(const struct pf_printer *printer, const struct pf_dump *dump,
				     const struct pf_thread *thread)
{
	struct pf_text *text = &printer->output->text;
	pf_text_append(text, "\n", 1);
	pf_print_thread_name(printer->output, thread);
	append_states(printer->output, thread);
	pf_text_append(text, "\n", 1);
	int64_t interpreter = dump->interpreters[thread->interpreter].id;
	if (interpreter)
		pf_text_printf(text, "Interpreter %" PRId64 "\n", interpreter);
	PF_TRY(pf_print_frames(printer, thread, 0, thread->frame_count));
	pf_print_truncated(printer->output, thread);
	return NULL;
}

static void append_heading(const struct pf_printer *printer, const struct pf_dump *dump)
{
	char begin[32], end[128];
	size_t columns = pf_output_columns(printer->output, PF_USUAL_COLUMNS);
	size_t taken = (size_t)snprintf(begin, sizeof(begin),
					"Process %d: ", (int)pf_process_pid(printer->process));
	taken +=
		(size_t)snprintf(end, sizeof(end),
				 " (CPython %s), %zu thread%s, paused %" PRIu64 ".%03" PRIu64 " ms",
				 pf_python_version(printer->python), dump->thread_count,
				 dump->thread_count == 1 ? "" : "s", dump->pause_ns / 1000000,
				 dump->pause_ns / 1000 % 1000);
	struct pf_text *text = &printer->output->text;
	pf_text_append_str(text, begin);
	pf_print_command_line(text, printer->process, columns > taken ? columns - taken : 0);
	pf_text_printf(text, "%s\n", end);
}

struct pf_error *pf_print_dump(const struct pf_printer *printer, const struct pf_dump *dump)
{
	struct pf_text *text = &printer->output->text;
	append_heading(printer, dump);
	for (size_t i = 0; i < dump->thread_count; i++)
		PF_TRY(print_thread(printer, dump, &dump->threads[i]));
	if (dump->truncated) {
		pf_text_append_str(text, "\n(threads missing: ");
		pf_output_append_printable(text, dump->truncated);
		pf_text_append_str(text, ")\n");
	}
	return pf_output_spill(printer->output);
}
