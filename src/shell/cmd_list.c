/* list: source lines around the selected frame, or any others; and info source. */
#include "shell/commands.h"
#include "shell/interrupt.h"
#include "shell/session.h"
#include "shell/source_file.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>

static long lines_at_once(const struct pf_session *session)
{
	long size = pf_settings_number(&session->settings, "listsize");
	return size ? size : INT_MAX / 2;
}

/* The selected frame; NULL when the process, or the thread, has none. */
static const struct pf_frame *selected_frame(struct pf_session *session)
{
	const struct pf_thread *thread;
	size_t level;
	struct pf_error *err = pf_session_frame(session, &thread, &level);
	pf_error_destroy(err);
	return err ? NULL : &thread->frames[level];
}

/* ------------------------------------------------------------------ which lines */

/* Around FRAME, unless lines around it are what was listed last: then behind those. */
static void go_on(const struct pf_session *session, const struct pf_frame *frame,
		  struct pf_listed *wanted)
{
	const struct pf_listed *listed = &session->listed;
	long size = lines_at_once(session);
	if (!listed->file ||
	    (frame && (listed->frame != frame->at || listed->line != frame->line))) {
		wanted->lines = pf_listing_around(frame->line, size);
		return;
	}
	wanted->file = listed->file;
	wanted->lines = (struct pf_listing){ listed->lines.last + 1, listed->lines.last + size };
}

static struct pf_error *go_back(const struct pf_session *session, struct pf_listed *wanted)
{
	const struct pf_listed *listed = &session->listed;
	if (!listed->file) {
		wanted->lines = pf_listing_around(wanted->line, lines_at_once(session));
		return NULL;
	}
	if (listed->lines.first <= 1)
		return pf_error_create(PF_USAGE, "Already at the start of %s.", listed->file);
	wanted->file = listed->file;
	wanted->lines.last = listed->lines.first - 1;
	wanted->lines.first = listed->lines.first - lines_at_once(session);
	wanted->lines.first = wanted->lines.first < 1 ? 1 : wanted->lines.first;
	return NULL;
}

static bool ends_in(const char *path, const char *name, size_t size)
{
	size_t length = strlen(path);
	return length >= size && !strncmp(path + length - size, name, size) &&
	       (length == size || path[length - size - 1] == '/');
}

/* A file on a stack whose path ends in the SIZE bytes of NAME; NULL when there is none. */
static const char *find_file(const struct pf_dump *dump, const char *name, size_t size)
{
	for (size_t i = 0; i < dump->thread_count; i++) {
		const struct pf_thread *thread = &dump->threads[i];
		for (size_t level = 0; level < thread->frame_count; level++) {
			const char *file = thread->frames[level].code->file;
			if (ends_in(file, name, size))
				return file;
		}
	}
	return NULL;
}

/* The code of a function that is on a stack; NULL when there is none of that name. */
static const struct pf_code *find_function(const struct pf_dump *dump, const char *name)
{
	for (size_t i = 0; i < dump->thread_count; i++) {
		const struct pf_thread *thread = &dump->threads[i];
		for (size_t level = 0; level < thread->frame_count; level++) {
			const struct pf_code *code = thread->frames[level].code;
			if (!strcmp(code->function, name) ||
			    (code->qualname && !strcmp(code->qualname, name)))
				return code;
		}
	}
	return NULL;
}

/* "app.py:13", "app.py:10,20": a path, or the end of one that is on a stack. */
static struct pf_error *find_place(struct pf_session *session, const char *text,
				   struct pf_listed *wanted, bool *found_ret)
{
	const struct pf_dump *dump;
	const char *colon = strrchr(text, ':');
	*found_ret = colon && pf_listing_parse(colon + 1, lines_at_once(session), &wanted->lines);
	if (!*found_ret)
		return NULL;
	size_t size = (size_t)(colon - text);
	PF_TRY(pf_session_dump(session, &dump));
	const char *file = find_file(dump, text, size);
	wanted->own_file = file ? strdup(file) : strndup(text, size);
	wanted->file = wanted->own_file;
	return wanted->file ? NULL : &pf_error_no_memory;
}

static struct pf_error *find_named(struct pf_session *session, const char *name,
				   struct pf_listed *wanted)
{
	const struct pf_dump *dump;
	PF_TRY(pf_session_dump(session, &dump));
	const struct pf_code *code = find_function(dump, name);
	if (!code)
		return pf_error_create(PF_USAGE,
				       "Function \"%s\" is on no stack, so that its file is not "
				       "known.  Try \"list FILE:LINE\".",
				       name);
	wanted->file = code->file;
	wanted->lines = pf_listing_around(code->first_line, lines_at_once(session));
	return NULL;
}

static struct pf_error *find_lines(struct pf_session *session, const struct pf_frame *frame,
				   const char *text, struct pf_listed *wanted)
{
	bool found;
	if (!*text) {
		go_on(session, frame, wanted);
		return NULL;
	}
	if (!strcmp(text, "-"))
		return go_back(session, wanted);
	if (pf_listing_parse(text, lines_at_once(session), &wanted->lines)) {
		if (session->listed.file && session->listed.frame == wanted->frame)
			wanted->file = session->listed.file;
		return NULL;
	}
	PF_TRY(find_place(session, text, wanted, &found));
	return found ? NULL : find_named(session, text, wanted);
}

/* ------------------------------------------------------------------ printing them */

static void append_line_number(struct pf_output *output, long line, bool marked)
{
	pf_output_append_styled(output, PF_STYLE_HIGHLIGHT, marked ? "->" : "");
	pf_text_append_str(&output->text, marked ? "" : "  ");
	pf_output_begin_style(output, PF_STYLE_LINE_NUMBER);
	pf_output_append_number(&output->text, line);
	pf_output_end_style(output, PF_STYLE_LINE_NUMBER);
	pf_text_append(&output->text, "\t", 1);
}

static struct pf_error *print_lines(struct pf_session *session, struct pf_source_file *file,
				    struct pf_listed *wanted, int32_t marked)
{
	struct pf_text *text = &session->output.text;
	long line = wanted->lines.first;
	for (; line <= wanted->lines.last; line++) {
		size_t before = text->size;
		append_line_number(&session->output, line, line == marked);
		if (!pf_source_file_append_whole(file, (int32_t)line, text)) {
			text->size = before;
			break;
		}
		pf_text_append_str(text, "\n");
		PF_TRY(pf_interrupt_check());
		PF_TRY(pf_output_spill(&session->output));
	}
	wanted->lines.last = line - 1;
	return NULL;
}

static struct pf_error *print(struct pf_session *session, struct pf_listed *wanted,
			      const struct pf_frame *frame)
{
	struct pf_source_file *file =
		pf_sources_open(&session->sources, pf_session_process(session), wanted->file);
	if (!file)
		return pf_error_create(PF_USAGE,
				       "%s: the process's file system has no such file that can be "
				       "read.  Try \"directory\" or \"set substitute-path\".",
				       wanted->file);
	size_t count = pf_source_file_count(file);
	if ((size_t)wanted->lines.first > count)
		return pf_error_create(PF_USAGE,
				       "Line number %ld out of range; \"%s\" has %zu lines.",
				       wanted->lines.first, wanted->file, count);
	bool is_frames = frame && !strcmp(frame->code->file, wanted->file);
	return print_lines(session, file, wanted, is_frames ? frame->line : 0);
}

/* What was listed is where the next "list" goes on. */
static struct pf_error *remember(struct pf_session *session, const struct pf_listed *wanted)
{
	char *file = strdup(wanted->file);
	if (!file)
		return &pf_error_no_memory;
	pf_listed_deinit(&session->listed);
	session->listed = *wanted;
	session->listed.file = session->listed.own_file = file;
	return NULL;
}

static struct pf_error *run_list(struct pf_session *session, const struct pf_call *call)
{
	const struct pf_frame *frame = selected_frame(session);
	if (!frame || frame->line == PF_UNKNOWN)
		return pf_error_create(PF_USAGE,
				       frame ? "The selected frame has no line." : "No stack.");
	struct pf_listed wanted = { .file = frame->code->file,
				    .frame = frame->at,
				    .line = frame->line };
	struct pf_error *err = find_lines(session, frame, pf_words_text(&call->words), &wanted);
	if (!err)
		err = print(session, &wanted, frame);
	if (!err)
		err = remember(session, &wanted);
	pf_listed_deinit(&wanted);
	return err;
}

const struct pf_command pf_cmd_list = {
	.name = "list",
	.aliases = "l py-list",
	.group = "stack",
	.usage = "[N | A,B | FUNCTION | FILE:N | -]",
	.summary = "Print source lines, those around the selected frame at first.",
	.help = "Without an argument it goes on behind the lines that were printed last, with \"-\"\n"
		"before them.  -> marks the selected frame's line.  \"A,\" and \",B\" print as many\n"
		"lines as \"set listsize\" says.  FUNCTION must be on a stack.  Files are those that\n"
		"the process sees, unless \"directory\" or \"set substitute-path\" say otherwise.",
	.max_args = -1,
	.needs = PF_NEEDS_PROCESS,
	.repeat = PF_REPEAT_CONTINUE,
	.browses = true,
	.run = run_list,
};

static struct pf_error *run_info_source(struct pf_session *session, const struct pf_call *call)
{
	(void)call;
	struct pf_text *text = &session->output.text;
	const struct pf_frame *frame = selected_frame(session);
	if (!frame)
		return pf_error_create(PF_USAGE, "No frame selected.");
	struct pf_source_file *file =
		pf_sources_open(&session->sources, pf_session_process(session), frame->code->file);
	pf_text_append_str(text, "Current source file is ");
	pf_output_append_styled(&session->output, PF_STYLE_FILENAME, frame->code->file);
	if (file)
		pf_text_printf(text, "\nContains %zu lines.\n", pf_source_file_count(file));
	else
		pf_text_append_str(text, "\nIt cannot be read.\n");
	return NULL;
}

const struct pf_command pf_cmd_info_source = {
	.name = "info source",
	.group = "status",
	.summary = "Show the source file of the selected frame.",
	.needs = PF_NEEDS_PROCESS,
	.repeat = PF_REPEAT_AGAIN,
	.browses = true,
	.run = run_info_source,
};
