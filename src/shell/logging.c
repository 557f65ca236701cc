/* The log: a copy of the output in a file, or all of it. */
#include "shell/logging.h"

#include "base/cleanup.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>

/* A FIFO without a reader is refused, and does not keep us waiting. */
static int open_file(const char *path, bool overwrite)
{
	int flags = O_WRONLY | O_CREAT | O_CLOEXEC | O_NOCTTY | O_NONBLOCK;
	return open(path, flags | (overwrite ? O_TRUNC : O_APPEND), 0666);
}

struct pf_error *pf_logging_open(struct pf_logging *logging, const char *path, bool overwrite)
{
	PF_AUTO_CLOSE int fd = open_file(path, overwrite);
	if (fd < 0)
		return pf_error_system(errno, "cannot open %s", path);
	PF_AUTO_FREE char *own = strdup(path);
	FILE *file = own ? fdopen(fd, overwrite ? "w" : "a") : NULL;
	if (!file)
		return &pf_error_no_memory;
	fd = -1;
	logging->file = file;
	logging->path = pf_take(own);
	return NULL;
}

void pf_logging_close(struct pf_logging *logging)
{
	if (logging->file)
		fclose(logging->file);
	free(logging->path);
	logging->file = NULL;
	logging->path = NULL;
	logging->redirect = false;
}

/* What is behind the escape sequence AT, or LIMIT. */
static const char *skip_escape(const char *at, const char *limit)
{
	at++;
	if (at == limit || *at != '[')
		return at;
	for (at++; at < limit && (*at < '@' || *at > '~');)
		at++;
	return at < limit ? at + 1 : limit;
}

static void write_plain(FILE *file, const char *bytes, size_t size)
{
	const char *limit = bytes + size;
	while (bytes < limit) {
		const char *escape = memchr(bytes, '\x1b', (size_t)(limit - bytes));
		const char *end = escape ? escape : limit;
		fwrite(bytes, 1, (size_t)(end - bytes), file);
		bytes = escape ? skip_escape(escape, limit) : limit;
	}
}

struct pf_error *pf_logging_write(struct pf_logging *logging, const char *bytes, size_t size)
{
	if (!logging->file)
		return NULL;
	errno = 0;
	write_plain(logging->file, bytes, size);
	if (!fflush(logging->file) && !ferror(logging->file))
		return NULL;
	struct pf_error *err =
		pf_error_system(errno ? errno : EIO, "cannot write %s", logging->path);
	pf_logging_close(logging);
	return err;
}
