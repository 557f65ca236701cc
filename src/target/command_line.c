/* The words that a process was started with, as it says itself. */
#include "base/cleanup.h"
#include "base/text.h"
#include "pyflame.h"
#include "target/proc_file.h"
#include "target/process_private.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { MAX_SIZE = 64 * 1024 };

struct reading {
	char bytes[MAX_SIZE];
	size_t size;
};

static struct pf_error *read_bytes(int fd, pid_t pid, struct reading *reading)
{
	ssize_t size = 1;
	while (size > 0 && reading->size < MAX_SIZE) {
		size = read(fd, reading->bytes + reading->size, MAX_SIZE - reading->size);
		if (size > 0)
			reading->size += (size_t)size;
	}
	return size < 0 ? pf_proc_file_explain(pid, "cmdline") : NULL;
}

/*
 * A process that puts a title in place of its words leaves NULs behind it, which are no words;
 * a single empty word at the end is one that somebody meant.
 */
static size_t size_of_words(const struct reading *reading)
{
	size_t size = reading->size;
	while (size && !reading->bytes[size - 1])
		size--;
	size_t nuls = reading->size - size;
	return nuls > 2 || !size ? size : reading->size - (nuls > 0);
}

static size_t count_words(const char *bytes, size_t size)
{
	size_t count = 1;
	for (size_t i = 0; i < size; i++)
		count += !bytes[i];
	return size ? count : 0;
}

/* One block: the struct, the array, then the words as TEXT has them, each with a NUL behind it. */
static struct pf_error *create(const struct pf_text *text, size_t count,
			       struct pf_command_line **ret)
{
	size_t array = count * sizeof(char *);
	struct pf_command_line *line = malloc(sizeof(*line) + array + text->size);
	if (!line)
		return &pf_error_no_memory;
	const char **words = (const char **)(line + 1);
	char *at = memcpy((char *)words + array, pf_text_str(text), text->size);
	*line = (struct pf_command_line){ count, words };
	for (size_t i = 0; i < count; i++) {
		words[i] = at;
		at += strlen(at) + 1;
	}
	*ret = line;
	return NULL;
}

static struct pf_error *split(const struct reading *reading, struct pf_command_line **ret)
{
	PF_GUARD(pf_text_deinit) struct pf_text text = { 0 };
	size_t size = size_of_words(reading);
	size_t count = count_words(reading->bytes, size);
	const char *at = reading->bytes;
	for (size_t i = 0; i < count; i++) {
		size_t length = strnlen(at, size - (size_t)(at - reading->bytes));
		pf_text_append_utf8(&text, at, length);
		pf_text_append(&text, "", 1);
		at += length + 1;
	}
	PF_TRY(pf_text_check(&text));
	return create(&text, count, ret);
}

static struct pf_error *read_line(int folder, const char *path, pid_t pid,
				  struct pf_command_line **ret)
{
	PF_AUTO_CLOSE int fd = openat(folder, path, O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		return pf_proc_file_explain(pid, "cmdline");
	PF_AUTO_FREE struct reading *reading = malloc(sizeof(*reading));
	if (!reading)
		return &pf_error_no_memory;
	reading->size = 0;
	PF_TRY(read_bytes(fd, pid, reading));
	return split(reading, ret);
}

struct pf_error *pf_command_line_read(pid_t pid, struct pf_command_line **ret)
{
	char path[48];
	snprintf(path, sizeof(path), "/proc/%d/cmdline", (int)pid);
	return read_line(AT_FDCWD, path, pid, ret);
}

struct pf_error *pf_process_read_command_line(struct pf_process *process,
					      struct pf_command_line **ret)
{
	return read_line(process->proc_fd, "cmdline", process->pid, ret);
}

void pf_command_line_destroy(struct pf_command_line *line)
{
	free(line);
}
