/* Frames and threads as text. */
#include "shell/interrupt.h"
#include "shell/print.h"

#include <inttypes.h>

void pf_print_place(struct pf_output *output, const struct pf_frame *frame)
{
	const struct pf_code *code = frame->code;
	pf_output_append_styled(output, PF_STYLE_FUNCTION,
				code->qualname ? code->qualname : code->function);
	pf_text_append(&output->text, " at ", 4);
	pf_output_append_styled(output, PF_STYLE_FILENAME, code->file);
	if (frame->line == PF_UNKNOWN)
		return;
	pf_text_append(&output->text, ":", 1);
	pf_output_begin_style(output, PF_STYLE_LINE_NUMBER);
	pf_output_append_number(&output->text, frame->line);
	pf_output_end_style(output, PF_STYLE_LINE_NUMBER);
}

/* The line under a frame; nothing when the source is not there. */
static void append_source(const struct pf_printer *printer, const struct pf_frame *frame)
{
	if (printer->sources && frame->line != PF_UNKNOWN)
		pf_sources_append_line(printer->sources, printer->process, frame->code->file,
				       frame->line, &printer->output->text);
}

static void append_variable(struct pf_output *output, const struct pf_variable *variable)
{
	pf_text_append_str(&output->text, "        ");
	pf_output_append_styled(output, PF_STYLE_VARIABLE, variable->name);
	pf_text_append_str(&output->text, " = ");
	pf_output_append_printable(&output->text, variable->text);
	pf_text_append(&output->text, "\n", 1);
}

/* Below the frame, as GDB's "bt full" has them. */
static void append_variables(const struct pf_printer *printer, const struct pf_thread *thread,
			     size_t level)
{
	struct pf_output *output = printer->output;
	const char *unread = NULL;
	const struct pf_variables *variables =
		printer->values ? pf_dump_variables(printer->values, thread, level, &unread) : NULL;
	size_t count = 0;
	for (size_t i = 0; variables && i < variables->count; i++) {
		if (!variables->items[i].text)
			continue;
		append_variable(output, &variables->items[i]);
		count++;
	}
	if (unread) {
		pf_text_append_str(&output->text, "        (variables cannot be read: ");
		pf_output_append_printable(&output->text, unread);
		pf_text_append_str(&output->text, ")\n");
	} else if (variables && !count) {
		pf_text_append_str(&output->text, "No locals.\n");
	}
}

struct pf_error *pf_print_frame(const struct pf_printer *printer, const struct pf_thread *thread,
				size_t level)
{
	struct pf_text *text = &printer->output->text;
	pf_text_append(text, "#", 1);
	pf_output_append_number(text, (int64_t)level);
	pf_text_append_str(text, level < 10 ? "  " : " ");
	pf_print_place(printer->output, &thread->frames[level]);
	pf_text_append(text, "\n", 1);
	append_source(printer, &thread->frames[level]);
	append_variables(printer, thread, level);
	PF_TRY(pf_interrupt_check());
	return pf_output_spill(printer->output);
}

struct pf_error *pf_print_frames(const struct pf_printer *printer, const struct pf_thread *thread,
				 size_t first, size_t limit)
{
	if (!thread->frame_count && !thread->truncated)
		pf_text_append_str(&printer->output->text, "(no Python frame)\n");
	for (size_t level = first; level < limit; level++)
		PF_TRY(pf_print_frame(printer, thread, level));
	return NULL;
}

void pf_print_truncated(struct pf_output *output, const struct pf_thread *thread)
{
	struct pf_text *text = &output->text;
	if (!thread->truncated)
		return;
	pf_output_begin_style(output, PF_STYLE_METADATA);
	pf_text_append_str(text, "(stack truncated: ");
	pf_output_append_printable(text, thread->truncated);
	pf_text_append(text, ")", 1);
	pf_output_end_style(output, PF_STYLE_METADATA);
	pf_text_append(text, "\n", 1);
}

void pf_print_thread_id(struct pf_text *text, const struct pf_thread *thread)
{
	if (thread->ident)
		pf_text_printf(text, "Thread 0x%" PRIx64 " (LWP ", thread->ident);
	else
		pf_text_append_str(text, "Thread ? (LWP ");
	if (thread->tid)
		pf_output_append_number(text, thread->tid);
	else
		pf_text_append(text, "?", 1);
	pf_text_append(text, ")", 1);
}

void pf_print_thread_name(struct pf_output *output, const struct pf_thread *thread)
{
	struct pf_text *text = &output->text;
	pf_text_append_str(text, "Thread ");
	if (thread->tid)
		pf_output_append_number(text, thread->tid);
	else
		pf_text_append(text, "?", 1);
	if (!thread->name)
		return;
	pf_text_append_str(text, " \"");
	pf_output_append_styled(output, PF_STYLE_THREAD, thread->name);
	pf_text_append(text, "\"", 1);
}
