/* Where command lines come from: a terminal, a file, or standard input. */
#include "shell/input.h"

#include "base/cleanup.h"
#include "base/text.h"

#include <errno.h>
#include <string.h>

struct pf_error *pf_input_read_file(struct pf_input *input, const char *prompt, char **ret)
{
	(void)prompt;
	PF_AUTO_FREE char *line = NULL;
	size_t capacity = 0;
	errno = 0;
	ssize_t size = getline(&line, &capacity, input->file);
	if (size < 0 && ferror(input->file))
		return pf_error_system(errno, "cannot read %s", input->name);
	if (size < 0) {
		*ret = NULL;
		return NULL;
	}
	input->line++;
	if (memchr(line, '\0', (size_t)size))
		return pf_error_create(PF_USAGE, "not a text file: %s", input->name);
	if (size && line[size - 1] == '\n')
		line[size - 1] = '\0';
	*ret = pf_take(line);
	return NULL;
}

/* "\\\\" at the end is a backslash, and no line goes on behind it. */
static bool goes_on(const char *line, size_t size)
{
	size_t count = 0;
	while (count < size && line[size - 1 - count] == '\\')
		count++;
	return count % 2;
}

static struct pf_error *read_more(struct pf_input *input, struct pf_text *text)
{
	while (goes_on(pf_text_str(text), text->size)) {
		PF_AUTO_FREE char *line = NULL;
		PF_TRY(input->read(input, ">", &line));
		if (!line)
			return NULL; /* what is there is all */
		text->bytes[--text->size] = '\0';
		pf_text_append_str(text, line);
		PF_TRY(pf_text_check(text));
	}
	return NULL;
}

struct pf_error *pf_input_read_command(struct pf_input *input, const char *prompt, char **ret)
{
	PF_AUTO_FREE char *line = NULL;
	PF_TRY(input->read(input, prompt, &line));
	if (!line || !goes_on(line, strlen(line))) {
		*ret = pf_take(line);
		return NULL;
	}
	PF_GUARD(pf_text_deinit) struct pf_text text = { 0 };
	pf_text_append_str(&text, line);
	PF_TRY(pf_text_check(&text));
	PF_TRY(read_more(input, &text));
	*ret = strdup(pf_text_str(&text));
	return *ret ? NULL : &pf_error_no_memory;
}
