/* One source file in memory, and where its lines begin. */
#include "shell/source_file.h"

#include "base/cleanup.h"

#include <string.h>
#include <sys/stat.h>

struct pf_source_file *pf_source_file_create(const char *name)
{
	struct pf_source_file *file = calloc(1, sizeof(*file));
	if (!file)
		return NULL;
	file->name = strdup(name);
	if (!file->name) {
		free(file);
		return NULL;
	}
	return file;
}

void pf_source_file_unload(struct pf_source_file *file)
{
	free(file->bytes);
	pf_array_deinit(&file->lines);
	file->bytes = NULL;
	file->size = 0;
	memset(&file->lines, 0, sizeof(file->lines));
}

void pf_source_file_destroy(struct pf_source_file *file)
{
	if (!file)
		return;
	pf_source_file_unload(file);
	free(file->name);
	free(file);
}

static bool read_all(int fd, char *bytes, size_t size)
{
	size_t done = 0;
	while (done < size) {
		ssize_t got = read(fd, bytes + done, size - done);
		if (got <= 0)
			return false;
		done += (size_t)got;
	}
	return true;
}

/* Files of size 0 are refused too: those of /proc say so, and some of them never end. */
static bool load_fd(struct pf_source_file *file, int fd)
{
	struct stat stat;
	if (fstat(fd, &stat) < 0 || stat.st_size <= 0 || stat.st_size > PF_SOURCE_MAX_SIZE)
		return false;
	size_t size = (size_t)stat.st_size;
	PF_AUTO_FREE char *bytes = malloc(size);
	if (!bytes || !read_all(fd, bytes, size))
		return false;
	struct pf_error *err = pf_array_push(&file->lines, 0);
	if (err)
		return pf_error_destroy(err), false;
	file->bytes = pf_take(bytes);
	file->size = size;
	return true;
}

void pf_source_file_load(struct pf_source_file *file, struct pf_process *process,
			 const struct pf_source_path *path)
{
	PF_AUTO_CLOSE int fd = pf_source_path_open(path, file->name);
	struct pf_error *err = fd < 0 ? pf_process_open_file(process, file->name, &fd) : NULL;
	pf_error_destroy(err);
	file->failed = err || !load_fd(file, fd);
}

/* Finds where LINE begins; false when the file has fewer lines. */
static bool find_line(struct pf_source_file *file, size_t line)
{
	while (file->lines.count < line) {
		size_t from = file->lines.items[file->lines.count - 1];
		const char *end = memchr(file->bytes + from, '\n', file->size - from);
		if (!end || end + 1 == file->bytes + file->size)
			return false;
		struct pf_error *err =
			pf_array_push(&file->lines, (uint32_t)(end + 1 - file->bytes));
		if (err)
			return pf_error_destroy(err), false;
	}
	return true;
}

size_t pf_source_file_count(struct pf_source_file *file)
{
	if (!file->bytes)
		return 0;
	find_line(file, SIZE_MAX);
	return file->lines.count;
}

static bool is_blank(char c)
{
	return c == ' ' || (c >= '\t' && c <= '\r');
}

/* How many of SIZE bytes the first COLUMNS code points take. */
static size_t cut(const char *bytes, size_t size, size_t columns)
{
	size_t at = 0;
	while (at < size && columns--) {
		uint32_t codepoint;
		size_t length = pf_utf8_decode(bytes + at, size - at, &codepoint);
		at += length ? length : 1;
	}
	return at;
}

static void append_cut(const char *bytes, size_t size, struct pf_text *text)
{
	size_t shown = cut(bytes, size, PF_SOURCE_MAX_COLUMNS);
	PF_GUARD(pf_text_deinit) struct pf_text line = { 0 };
	pf_text_append_utf8(&line, bytes, shown);
	pf_text_append_printable(text, pf_text_str(&line));
	if (shown < size)
		pf_text_append_str(text, "...");
}

/* The bytes of line LINE, without its end; false when there is no such line. */
static bool get_line(struct pf_source_file *file, int32_t line, const char **begin_ret,
		     const char **end_ret)
{
	if (line < 1 || !file->bytes || !find_line(file, (size_t)line))
		return false;
	const char *limit = file->bytes + file->size;
	*begin_ret = file->bytes + file->lines.items[line - 1];
	*end_ret = memchr(*begin_ret, '\n', (size_t)(limit - *begin_ret));
	*end_ret = *end_ret ? *end_ret : limit;
	return true;
}

enum { TAB = 8 };

bool pf_source_file_append_whole(struct pf_source_file *file, int32_t line, struct pf_text *text)
{
	const char *begin, *end;
	if (!get_line(file, line, &begin, &end))
		return false;
	size_t column = 0;
	while (end > begin && is_blank(end[-1]))
		end--;
	for (; begin < end && (*begin == ' ' || *begin == '\t') && column < PF_SOURCE_MAX_COLUMNS;
	     begin++)
		column = *begin == ' ' ? column + 1 : column / TAB * TAB + TAB;
	pf_text_printf(text, "%*s", (int)column, "");
	append_cut(begin, (size_t)(end - begin), text);
	return true;
}

void pf_source_file_append_line(struct pf_source_file *file, int32_t line, struct pf_text *text)
{
	const char *begin, *end;
	if (!get_line(file, line, &begin, &end))
		return;
	while (begin < end && is_blank(*begin))
		begin++;
	while (end > begin && is_blank(end[-1]))
		end--;
	if (begin == end)
		return;
	pf_text_append_str(text, "        ");
	append_cut(begin, (size_t)(end - begin), text);
	pf_text_append_str(text, "\n");
}
