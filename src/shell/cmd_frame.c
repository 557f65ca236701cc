/* frame, up and down: the selected frame; and info frame. */
#include "shell/commands.h"
#include "shell/complete.h"
#include "shell/session.h"

#include <inttypes.h>
#include <limits.h>
#include <string.h>

/* Selects and prints it. */
static struct pf_error *select_level(struct pf_session *session, const struct pf_thread *thread,
				     size_t level)
{
	struct pf_printer printer = pf_session_printer(session);
	pf_inferior_select_frame(pf_session_inferior(session), thread, level);
	return pf_print_frame(&printer, thread, level);
}

static bool is_named(const struct pf_frame *frame, const char *name)
{
	const struct pf_code *code = frame->code;
	return !strcmp(code->function, name) || (code->qualname && !strcmp(code->qualname, name));
}

/* The frame of a function: the next one outwards, or else the newest one. */
static struct pf_error *find_function(const struct pf_thread *thread, size_t from, const char *name,
				      size_t *ret)
{
	for (size_t i = 0; i < thread->frame_count; i++) {
		size_t level = (from + 1 + i) % thread->frame_count;
		if (!is_named(&thread->frames[level], name))
			continue;
		*ret = level;
		return NULL;
	}
	return pf_error_create(PF_USAGE, "No frame for function \"%s\".", name);
}

static struct pf_error *parse_level(const struct pf_thread *thread, const char *word, size_t *ret)
{
	long level;
	if (!pf_words_number(word, &level) || level < 0)
		return pf_error_create(PF_USAGE, "Invalid frame level: %s.", word);
	if ((size_t)level >= thread->frame_count)
		return pf_error_create(PF_USAGE, "No frame at level %ld.", level);
	*ret = (size_t)level;
	return NULL;
}

/* "3", "level 3", "NAME" or "function NAME". */
static struct pf_error *find_frame(const struct pf_thread *thread, const struct pf_words *words,
				   size_t *level)
{
	const char *first = words->list.count ? words->list.items[0] : NULL;
	const char *second = words->list.count > 1 ? words->list.items[1] : NULL;
	long number;
	if (!first)
		return NULL;
	if (second && !strcmp(first, "level"))
		return parse_level(thread, second, level);
	if (second && !strcmp(first, "function"))
		return find_function(thread, *level, second, level);
	if (second)
		return pf_error_create(PF_USAGE, "Invalid frame: %s.", words->text);
	if (pf_words_number(first, &number))
		return parse_level(thread, first, level);
	return find_function(thread, *level, first, level);
}

static struct pf_error *run_frame(struct pf_session *session, const struct pf_call *call)
{
	const struct pf_thread *thread;
	size_t level;
	PF_TRY(pf_session_frame(session, &thread, &level));
	PF_TRY(find_frame(thread, &call->words, &level));
	return select_level(session, thread, level);
}

const struct pf_command pf_cmd_frame = {
	.name = "frame",
	.aliases = "f",
	.group = "stack",
	.usage = "[N | NAME | level N | function NAME]",
	.summary = "Print the selected frame, or select another.",
	.help = "N is the number that \"bt\" prints.  NAME is a function's: the next frame of it\n"
		"outwards, or else the newest one.  The frames are those that were printed last;\n"
		"\"bt\" looks again.  A frame that is still on the stack then stays selected.",
	.max_args = 2,
	.needs = PF_NEEDS_PROCESS,
	.repeat = PF_REPEAT_AGAIN,
	.browses = true,
	.complete = pf_complete_frames,
	.run = run_frame,
};

/* The optional argument of up and down. */
static struct pf_error *parse_count(const struct pf_call *call, long *ret)
{
	*ret = 1;
	if (!call->words.list.count)
		return NULL;
	const char *word = call->words.list.items[0];
	if (!pf_words_number(word, ret) || *ret < -INT_MAX || *ret > INT_MAX)
		return pf_error_create(PF_USAGE, "Not a number of frames: %s.", word);
	return NULL;
}

/* COUNT frames outwards, or inwards when it is negative; as far as there are any. */
static struct pf_error *move(struct pf_session *session, long count)
{
	const struct pf_thread *thread;
	size_t level;
	PF_TRY(pf_session_frame(session, &thread, &level));
	if (count > 0 && level + 1 == thread->frame_count)
		return pf_error_create(PF_USAGE, "Initial frame selected; you cannot go up.");
	if (count < 0 && !level)
		return pf_error_create(PF_USAGE,
				       "Bottom (innermost) frame selected; you cannot go down.");
	long last = (long)thread->frame_count - 1, wanted = (long)level + count;
	wanted = wanted < 0 ? 0 : wanted;
	return select_level(session, thread, (size_t)(wanted > last ? last : wanted));
}

static struct pf_error *run_up(struct pf_session *session, const struct pf_call *call)
{
	long count;
	PF_TRY(parse_count(call, &count));
	return move(session, count);
}

static struct pf_error *run_down(struct pf_session *session, const struct pf_call *call)
{
	long count;
	PF_TRY(parse_count(call, &count));
	return move(session, -count);
}

const struct pf_command pf_cmd_up = {
	.name = "up",
	.aliases = "py-up",
	.group = "stack",
	.usage = "[N]",
	.summary = "Select and print the frame that called this one.",
	.help = "With N, so many frames outwards.",
	.max_args = 1,
	.needs = PF_NEEDS_PROCESS,
	.repeat = PF_REPEAT_AGAIN,
	.browses = true,
	.run = run_up,
};

const struct pf_command pf_cmd_down = {
	.name = "down",
	.aliases = "py-down",
	.group = "stack",
	.usage = "[N]",
	.summary = "Select and print the frame that this one called.",
	.help = "With N, so many frames inwards.",
	.max_args = 1,
	.needs = PF_NEEDS_PROCESS,
	.repeat = PF_REPEAT_AGAIN,
	.browses = true,
	.run = run_down,
};

static void append_neighbour(struct pf_output *output, const char *what,
			     const struct pf_frame *frame)
{
	pf_text_printf(&output->text, " %s frame at 0x%" PRIx64 ": ", what, frame->at);
	pf_print_place(output, frame);
	pf_text_append_str(&output->text, "\n");
}

/* ", columns 4-20", or up to a later line: what Python itself would underline. */
static void append_columns(struct pf_text *text, const struct pf_frame *frame)
{
	if (frame->column == PF_UNKNOWN || frame->end_column == PF_UNKNOWN)
		return;
	pf_text_printf(text, ", columns %d-%d", (int)frame->column, (int)frame->end_column);
	if (frame->end_line != PF_UNKNOWN && frame->end_line != frame->line)
		pf_text_printf(text, " of line %d", (int)frame->end_line);
}

static struct pf_error *run_info_frame(struct pf_session *session, const struct pf_call *call)
{
	const struct pf_thread *thread;
	size_t level;
	(void)call;
	PF_TRY(pf_session_frame(session, &thread, &level));
	const struct pf_frame *frame = &thread->frames[level];
	struct pf_text *text = &session->output.text;
	pf_text_printf(text, "Stack level %zu, frame at 0x%" PRIx64 ":\n ", level, frame->at);
	pf_print_place(&session->output, frame);
	append_columns(text, frame);
	pf_text_printf(text, "\n code object at 0x%" PRIx64 ", first line %d, instruction %d\n",
		       frame->code->at, (int)frame->code->first_line, (int)frame->lasti);
	if (level + 1 < thread->frame_count)
		append_neighbour(&session->output, "called by", frame + 1);
	if (level)
		append_neighbour(&session->output, "caller of", frame - 1);
	pf_text_append_str(text, " of ");
	pf_print_thread_name(&session->output, thread);
	pf_text_append_str(text, "\n");
	return NULL;
}

const struct pf_command pf_cmd_info_frame = {
	.name = "info frame",
	.aliases = "f",
	.group = "status",
	.summary = "Show all about the selected frame.",
	.help = "Columns count bytes from 0; the instruction is a byte offset in the bytecode.",
	.needs = PF_NEEDS_PROCESS,
	.repeat = PF_REPEAT_AGAIN,
	.browses = true,
	.run = run_info_frame,
};
