/* A process's command line as one line of text that fits. */
#include "base/cleanup.h"
#include "shell/print.h"

#include <string.h>

static const char cut_mark[] = "...";

/* A word that blanks or quotes would make another one of is quoted, for eyes only. */
static void append_word(struct pf_text *text, const char *word)
{
	bool plain = *word && !word[strcspn(word, " '\"")];
	pf_text_append_str(text, plain ? "" : "'");
	pf_output_append_printable(text, word);
	pf_text_append_str(text, plain ? "" : "'");
}

static void append_words(struct pf_text *text, const struct pf_command_line *line, size_t columns)
{
	for (size_t i = 0; i < line->count && text->size <= columns * 4; i++) {
		pf_text_append_str(text, i ? " " : "");
		append_word(text, line->words[i]);
	}
}

/* Where the first COLUMNS characters of UTF8 end. */
static size_t size_of(const char *utf8, size_t columns)
{
	size_t size = 0;
	for (; utf8[size]; size++) {
		bool begins = ((unsigned char)utf8[size] & 0xc0) != 0x80;
		if (begins && !columns--)
			break;
	}
	return size;
}

static void append_cut(struct pf_text *text, const char *utf8, size_t columns)
{
	size_t size = size_of(utf8, columns);
	bool whole = !utf8[size];
	pf_text_append(text, utf8, whole ? size : size_of(utf8, columns - strlen(cut_mark)));
	pf_text_append_str(text, whole ? "" : cut_mark);
}

void pf_print_words(struct pf_text *text, const struct pf_command_line *line, size_t columns)
{
	PF_GUARD(pf_text_deinit) struct pf_text words = { 0 };
	columns = columns < PF_LEAST_COLUMNS ? PF_LEAST_COLUMNS : columns;
	append_words(&words, line, columns);
	append_cut(text, pf_text_str(&words), columns);
}

void pf_print_command_line(struct pf_text *text, struct pf_process *process, size_t columns)
{
	struct pf_command_line *line = NULL;
	struct pf_error *err = pf_process_read_command_line(process, &line);
	const char *program = pf_process_executable(process);
	const struct pf_command_line instead = { 1, &program };
	pf_print_words(text, err || !line->count ? &instead : line, columns);
	pf_command_line_destroy(err ? NULL : line);
	pf_error_destroy(err);
}
