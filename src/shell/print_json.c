/* A dump as one JSON object, for programs. */
#include "shell/interrupt.h"
#include "shell/print.h"

#include <inttypes.h>

static void append(struct pf_text *text, const char *json)
{
	pf_text_append_str(text, json);
}

/* VALUE, or null when it is UNKNOWN. */
static void append_known(struct pf_text *text, int64_t value, int64_t unknown)
{
	if (value == unknown)
		append(text, "null");
	else
		pf_output_append_number(text, value);
}

static void append_bool(struct pf_text *text, bool value)
{
	append(text, value ? "true" : "false");
}

static void append_place(struct pf_text *text, const struct pf_frame *frame)
{
	append(text, ", \"line\": ");
	append_known(text, frame->line, PF_UNKNOWN);
	append(text, ", \"end_line\": ");
	append_known(text, frame->end_line, PF_UNKNOWN);
	append(text, ", \"column\": ");
	append_known(text, frame->column, PF_UNKNOWN);
	append(text, ", \"end_column\": ");
	append_known(text, frame->end_column, PF_UNKNOWN);
}

static void append_frame(struct pf_text *text, const struct pf_frame *frame)
{
	append(text, "{\"function\": ");
	pf_output_append_json(text, frame->code->function);
	append(text, ", \"qualname\": ");
	pf_output_append_json(text, frame->code->qualname);
	append(text, ", \"file\": ");
	pf_output_append_json(text, frame->code->file);
	append_place(text, frame);
}

static void append_variable(struct pf_text *text, const struct pf_variable *variable)
{
	static const char *const kinds[] = { "argument", "varargs", "keywords",
					     "local",	 "free",    "global" };
	append(text, "{\"name\": ");
	pf_output_append_json(text, variable->name);
	append(text, ", \"kind\": ");
	pf_output_append_json(text, kinds[variable->kind]);
	append(text, ", \"type\": ");
	pf_output_append_json(text, variable->type);
	append(text, ", \"value\": ");
	pf_output_append_json(text, variable->text);
	append(text, "}");
}

/* "locals": an array where variables were asked for; null when they could not be read. */
static void append_variables(struct pf_text *text, const struct pf_dump *dump,
			     const struct pf_thread *thread, size_t level)
{
	const char *unread;
	const struct pf_variables *variables = pf_dump_variables(dump, thread, level, &unread);
	const char *before = "";
	if (!variables && !unread)
		return;
	append(text, variables ? ", \"locals\": [" : ", \"locals\": null");
	for (size_t i = 0; variables && i < variables->count; i++) {
		if (!variables->items[i].text)
			continue;
		append(text, before);
		append_variable(text, &variables->items[i]);
		before = ", ";
	}
	append(text, variables ? "]" : "");
}

static struct pf_error *print_frames(struct pf_output *output, const struct pf_dump *dump,
				     const struct pf_thread *thread)
{
	for (size_t i = 0; i < thread->frame_count; i++) {
		if (i)
			append(&output->text, ", ");
		append_frame(&output->text, &thread->frames[i]);
		append_variables(&output->text, dump, thread, i);
		append(&output->text, "}");
		PF_TRY(pf_interrupt_check());
		PF_TRY(pf_output_spill(output));
	}
	return NULL;
}

/* An ident is unsigned and may use all 64 bits. */
static void append_ident(struct pf_text *text, uint64_t ident)
{
	if (ident)
		pf_text_printf(text, "%" PRIu64, ident);
	else
		append(text, "null");
}

static const char *name_of_state(char state)
{
	switch (state) {
	case 'R':
		return "running";
	case 'S':
		return "sleeping";
	case 'D':
		return "disk";
	case 'T':
		return "stopped";
	case 't':
		return "traced";
	case 'Z':
	case 'X':
		return "zombie";
	default:
		return NULL;
	}
}

/* Its name; its number as text where nobody knows that. */
static void append_syscall(struct pf_text *text, int number)
{
	const char *name = pf_syscall_name(number);
	if (name || number == PF_UNKNOWN)
		pf_output_append_json(text, name);
	else
		pf_text_printf(text, "\"%d\"", number);
}

static struct pf_error *print_thread(struct pf_output *output, const struct pf_dump *dump,
				     const struct pf_thread *thread)
{
	struct pf_text *text = &output->text;
	append(text, "{\"tid\": ");
	append_known(text, thread->tid, 0);
	append(text, ", \"ident\": ");
	append_ident(text, thread->ident);
	append(text, ", \"name\": ");
	pf_output_append_json(text, thread->name);
	append(text, ", \"interpreter\": ");
	pf_output_append_number(text, dump->interpreters[thread->interpreter].id);
	append(text, ", \"gil\": ");
	append_bool(text, thread->gil);
	append(text, ", \"gc\": ");
	append_bool(text, thread->gc);
	append(text, ", \"state\": ");
	pf_output_append_json(text, name_of_state(thread->state));
	append(text, ", \"syscall\": ");
	append_syscall(text, thread->syscall);
	append(text, ", \"gil_wait\": ");
	append_bool(text, thread->gil_wait);
	append(text, ", \"truncated\": ");
	pf_output_append_json(text, thread->truncated);
	append(text, ", \"frames\": [");
	PF_TRY(print_frames(output, dump, thread));
	append(text, "]}");
	return NULL;
}

/* An array of strings; null when there is none. */
static void append_command(struct pf_text *text, struct pf_process *process)
{
	struct pf_command_line *line = NULL;
	struct pf_error *err = pf_process_read_command_line(process, &line);
	bool known = !err && line->count;
	append(text, known ? "[" : "null");
	for (size_t i = 0; known && i < line->count; i++) {
		append(text, i ? ", " : "");
		pf_output_append_json(text, line->words[i]);
	}
	append(text, known ? "]" : "");
	pf_command_line_destroy(err ? NULL : line);
	pf_error_destroy(err);
}

static void append_heading(const struct pf_printer *printer, const struct pf_dump *dump)
{
	struct pf_text *text = &printer->output->text;
	pf_text_printf(text,
		       "{\"pid\": %d, \"executable\": ", (int)pf_process_pid(printer->process));
	pf_output_append_json(text, pf_process_executable(printer->process));
	append(text, ", \"command\": ");
	append_command(text, printer->process);
	append(text, ", \"python\": ");
	pf_output_append_json(text, pf_python_version(printer->python));
	pf_text_printf(text, ", \"pause_us\": %" PRIu64 ".%03" PRIu64, dump->pause_ns / 1000,
		       dump->pause_ns % 1000);
}

struct pf_error *pf_print_json(const struct pf_printer *printer, const struct pf_dump *dump)
{
	struct pf_text *text = &printer->output->text;
	append_heading(printer, dump);
	append(text, ", \"threads\": [");
	for (size_t i = 0; i < dump->thread_count; i++) {
		if (i)
			append(text, ", ");
		PF_TRY(print_thread(printer->output, dump, &dump->threads[i]));
	}
	append(text, "]}\n");
	return pf_output_spill(printer->output);
}
