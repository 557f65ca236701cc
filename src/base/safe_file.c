/* A file that gets its name when it is whole, and whose content outlives a full disk. */
#include "base/safe_file.h"

#include "base/cleanup.h"
#include "base/text.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

enum { SPILL_SIZE = 64 * 1024 };

struct pf_safe_file {
	int fd;
	bool borrowed;	     /* fd is not ours to close */
	bool keep;	     /* work, though it has not got its name */
	struct pf_text path; /* what it will be called; empty: it has its name */
	struct pf_text work; /* what it is called until then; empty: it has no other name */
	struct pf_text buffer;
	struct pf_error
		*failure; /* of the first write that failed; from then on work is a refuge */
};

void pf_safe_file_destroy(struct pf_safe_file *file)
{
	if (!file)
		return;
	if (!file->borrowed && file->fd >= 0)
		close(file->fd);
	if (file->work.size && !file->keep)
		unlink(pf_text_str(&file->work));
	pf_text_deinit(&file->path);
	pf_text_deinit(&file->work);
	pf_text_deinit(&file->buffer);
	pf_error_destroy(file->failure);
	free(file);
}

PF_DEFINE_GUARD(guard_file, struct pf_safe_file *, pf_safe_file_destroy);

static struct pf_error *make(struct pf_safe_file **ret)
{
	*ret = calloc(1, sizeof(**ret));
	if (*ret)
		(*ret)->fd = -1;
	return *ret ? NULL : &pf_error_no_memory;
}

static struct pf_error *open_at_once(struct pf_safe_file *file, const char *path)
{
	file->fd = open(path, O_WRONLY | O_CLOEXEC | O_NOCTTY);
	return file->fd < 0 ? pf_error_system(errno, "cannot open %s", path) : NULL;
}

/* The permissions of the file that is replaced, or those that open() would give. */
static void set_mode(int fd, const struct stat *before)
{
	mode_t mask = umask(0);
	umask(mask);
	mode_t mode = before ? before->st_mode & 07777 : 0666 & ~mask;
	if (fchmod(fd, mode))
		return; /* then it is ours only, which does no harm */
}

static struct pf_error *open_beside(struct pf_safe_file *file, const struct stat *before)
{
	pf_text_printf(&file->work, "%s.XXXXXX", pf_text_str(&file->path));
	PF_TRY(pf_text_check(&file->work));
	file->fd = mkostemp(file->work.bytes, O_CLOEXEC);
	if (file->fd >= 0) {
		set_mode(file->fd, before);
		return NULL;
	}
	int number = errno;
	pf_text_clear(&file->work);
	return pf_error_system(number, "cannot create %s", pf_text_str(&file->path));
}

static struct pf_error *check_name(const char *path)
{
	return *path ? NULL : pf_error_create(PF_USAGE, "a file cannot have an empty name");
}

static const char *kind_of(mode_t mode)
{
	return S_ISDIR(mode) ? "a directory" : S_ISFIFO(mode) ? "a pipe" : "no ordinary file";
}

struct pf_error *pf_safe_file_locate(const char *path, struct pf_text *ret)
{
	struct stat before;
	PF_TRY(check_name(path));
	int number = stat(path, &before) ? errno : 0;
	if (number == ENOENT && !lstat(path, &before))
		return pf_error_create(PF_SYSTEM,
				       "cannot create %s: it is a link to what does not exist; "
				       "choose another name",
				       path);
	if (number && number != ENOENT)
		return pf_error_system(number, "cannot create %s", path);
	if (!number && !S_ISREG(before.st_mode))
		return pf_error_create(PF_SYSTEM,
				       "cannot replace %s: it is %s; choose another name", path,
				       kind_of(before.st_mode));
	PF_AUTO_FREE char *real = number ? strdup(path) : realpath(path, NULL);
	if (!real)
		return pf_error_system(errno, "cannot create %s", path);
	pf_text_append_str(ret, real);
	return pf_text_check(ret);
}

struct pf_error *pf_safe_file_create(const char *path, struct pf_safe_file **ret)
{
	PF_GUARD(guard_file) struct pf_safe_file *file = NULL;
	PF_TRY(check_name(path));
	PF_TRY(make(&file));
	struct stat before;
	bool exists = !stat(path, &before);
	/* Of a symbolic link what it leads to is replaced, not the link. */
	PF_AUTO_FREE char *real = exists ? realpath(path, NULL) : NULL;
	pf_text_append_str(&file->path, real ? real : path);
	PF_TRY(pf_text_check(&file->path));
	if (exists && !S_ISREG(before.st_mode))
		PF_TRY(open_at_once(file, path));
	else
		PF_TRY(open_beside(file, exists ? &before : NULL));
	*ret = pf_take(file);
	return NULL;
}

struct pf_error *pf_safe_file_open(int fd, struct pf_safe_file **ret)
{
	PF_TRY(make(ret));
	(*ret)->fd = fd;
	(*ret)->borrowed = true;
	return NULL;
}

/* Writes as much as can be; returns how much. */
static size_t write_some(int fd, const char *bytes, size_t size)
{
	size_t done = 0;
	while (done < size) {
		ssize_t written = write(fd, bytes + done, size - done);
		if (written < 0 && errno != EINTR)
			break;
		done += written > 0 ? (size_t)written : 0;
	}
	return done;
}

/* A new file in one of the folders that are meant for such; -1 when there is no place. */
static int open_refuge(struct pf_text *path)
{
	const char *const folders[] = { getenv("TMPDIR"), "/tmp", "/var/tmp", "/dev/shm",
					getenv("HOME") };
	for (size_t i = 0; i < sizeof(folders) / sizeof(folders[0]); i++) {
		if (!folders[i] || folders[i][0] != '/')
			continue;
		pf_text_clear(path);
		pf_text_printf(path, "%s/pyflame-saved-XXXXXX", folders[i]);
		int fd = path->failed ? -1 : mkostemp(path->bytes, O_CLOEXEC);
		if (fd >= 0)
			return fd;
	}
	return -1;
}

/* What was written so far, from one file to another. */
static bool copy(int from, int to)
{
	char bytes[16 * 1024];
	ssize_t size;
	off_t at = 0;
	while ((size = pread(from, bytes, sizeof(bytes), at)) > 0) {
		if (write_some(to, bytes, (size_t)size) != (size_t)size)
			return false;
		at += size;
	}
	return size == 0;
}

static const char *name_of(const struct pf_safe_file *file)
{
	return file->borrowed ? "the output" : pf_text_str(&file->path);
}

/*
 * Goes on in another place, with the content so far unless that is where it was to go. The file
 * beside the wanted one is removed: it would only take room.
 */
static bool take_refuge(struct pf_safe_file *file, int number)
{
	struct pf_text path = { 0 };
	int fd = file->failure || number == EPIPE ? -1 : open_refuge(&path);
	if (fd < 0 || (file->work.size && !copy(file->fd, fd))) {
		if (fd >= 0) {
			close(fd);
			unlink(path.bytes);
		}
		pf_text_deinit(&path);
		return false;
	}
	if (file->work.size)
		unlink(file->work.bytes);
	if (!file->borrowed)
		close(file->fd);
	file->failure = pf_error_system(number, "cannot write %s", name_of(file));
	pf_text_deinit(&file->work);
	file->work = path;
	file->fd = fd;
	file->borrowed = false;
	file->keep = true;
	return true;
}

/* There is no refuge: what has been written is better than nothing. */
static struct pf_error *tell_loss(struct pf_safe_file *file, int number)
{
	struct pf_error *err = pf_error_system(number, "cannot write %s", name_of(file));
	if (!file->work.size)
		return err;
	struct pf_error *ret = pf_error_create(pf_error_code(err), "%s; its beginning is in %s",
					       pf_error_message(err), pf_text_str(&file->work));
	pf_error_destroy(err);
	file->keep = true;
	return ret;
}

static struct pf_error *spill(struct pf_safe_file *file)
{
	struct pf_text *buffer = &file->buffer;
	PF_TRY(pf_text_check(buffer));
	size_t done = 0;
	errno = 0;
	do
		done += write_some(file->fd, buffer->bytes + done, buffer->size - done);
	while (done < buffer->size && take_refuge(file, errno));
	int number = errno;
	bool whole = done == buffer->size;
	pf_text_clear(buffer);
	return whole ? NULL : tell_loss(file, number);
}

struct pf_error *pf_safe_file_write(struct pf_safe_file *file, const void *bytes, size_t size)
{
	pf_text_append(&file->buffer, bytes, size);
	return file->buffer.size >= SPILL_SIZE ? spill(file) : pf_text_check(&file->buffer);
}

/* A disk may be found full only now. */
static struct pf_error *sync_work(struct pf_safe_file *file)
{
	if (!file->work.size || !fsync(file->fd) || take_refuge(file, errno))
		return NULL;
	return tell_loss(file, errno);
}

/* The content is safe, but not where it should be. */
static struct pf_error *tell_refuge(struct pf_safe_file *file)
{
	return pf_error_create(PF_SYSTEM, "%s; what could not be written is in %s",
			       pf_error_message(file->failure), pf_text_str(&file->work));
}

struct pf_error *pf_safe_file_finish(struct pf_safe_file *file)
{
	if (file->buffer.size)
		PF_TRY(spill(file));
	PF_TRY(sync_work(file));
	if (file->failure)
		return tell_refuge(file);
	if (!file->work.size)
		return NULL;
	if (rename(pf_text_str(&file->work), pf_text_str(&file->path)))
		return pf_error_system(errno, "cannot name %s %s", pf_text_str(&file->work),
				       pf_text_str(&file->path));
	pf_text_clear(&file->work);
	return NULL;
}
