/* Where command lines come from: a terminal, a file, or standard input. */
#include "shell/input.h"

#include "base/cleanup.h"

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
