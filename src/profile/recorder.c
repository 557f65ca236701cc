/* Writing a recording: whole blocks, appended while the profile grows. */
#include "base/cleanup.h"
#include "base/clock.h"
#include "profile/block_writer.h"
#include "profile/crc32.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/utsname.h>
#include <unistd.h>

enum { UNIT_NS = 1000, BLOCK_NS = 1000000000 }; /* a block each second, if it is not full before */

struct pf_recorder {
	int fd; /* -1: closed */
	char *path;
	struct pf_block_writer writer;
	struct pf_bytes pending; /* the header or whole blocks that are not in the file yet */
	bool closed;		 /* writer.block is whole, but not yet among these */
	size_t block_samples;	 /* in it */
	uint64_t block_ns;	 /* when the last one was closed */
	uint32_t crc;		 /* of the last of them */
	uint64_t made_samples;	 /* in the file and in these */
	uint64_t safe_samples, safe_size;
	bool ended;
};

PF_DEFINE_GUARD(guard_recorder, struct pf_recorder *, pf_recorder_destroy);

static void add_number(struct pf_bytes *info, enum pf_info_key key, uint64_t value)
{
	struct pf_bytes number = { 0 };
	pf_bytes_varint(&number, value);
	info->failed |= number.failed;
	pf_bytes_varint(info, key);
	pf_bytes_sized(info, number.items, number.count);
	pf_bytes_deinit(&number);
}

static void add_text(struct pf_bytes *info, enum pf_info_key key, const char *text)
{
	if (!text)
		return;
	pf_bytes_varint(info, key);
	pf_bytes_sized(info, text, strlen(text));
}

/*
 * Moves the closed block behind those that are pending. Its CRC goes on from the one before, so
 * that a block cannot be missing in between.
 */
static struct pf_error *append_block(struct pf_recorder *recorder)
{
	struct pf_bytes *block = &recorder->writer.block, *pending = &recorder->pending;
	unsigned char frame[PF_RECORDING_FRAME_SIZE];
	PF_TRY(pf_bytes_reserve(pending, sizeof(frame) + block->count));
	if (block->count) {
		recorder->crc = pf_crc32(recorder->crc, block->items, block->count);
		pf_put_u32(frame, (uint32_t)block->count);
		pf_put_u32(frame + 4, recorder->crc);
		pf_bytes_append(pending, frame, sizeof(frame));
		pf_bytes_append(pending, block->items, block->count);
	}
	recorder->made_samples += recorder->block_samples;
	recorder->closed = false;
	pf_bytes_clear(block);
	return NULL;
}

/* Closes the open block and puts it behind the others, whatever of that is still to be done. */
static struct pf_error *end_block(struct pf_recorder *recorder)
{
	if (!recorder->closed)
		PF_TRY(pf_block_writer_close(&recorder->writer, &recorder->block_samples));
	recorder->closed = true;
	recorder->block_ns = pf_clock_now_ns();
	return append_block(recorder);
}

static struct pf_error *append_header(struct pf_recorder *recorder,
				      const struct pf_recording_info *info)
{
	unsigned char version[4];
	struct utsname system;
	pf_put_u32(version, PF_RECORDING_VERSION);
	pf_bytes_append(&recorder->pending, PF_RECORDING_MAGIC, PF_RECORDING_MAGIC_SIZE);
	pf_bytes_append(&recorder->pending, version, sizeof(version));

	struct pf_bytes *section = &recorder->writer.section;
	add_number(section, PF_INFO_PID, (uint64_t)info->pid);
	add_text(section, PF_INFO_EXECUTABLE, info->executable);
	add_text(section, PF_INFO_PYTHON_VERSION, info->python_version);
	add_number(section, PF_INFO_MODE, info->mode);
	add_number(section, PF_INFO_THREADS, info->threads);
	add_number(section, PF_INFO_CHILDREN, info->children);
	add_number(section, PF_INFO_INTERVAL_NS, info->interval_ns);
	add_number(section, PF_INFO_UNIT_NS, UNIT_NS);
	add_text(section, PF_INFO_MACHINE, uname(&system) ? NULL : system.machine);
	PF_TRY(pf_bytes_check(&recorder->pending));
	PF_TRY(pf_block_writer_add(&recorder->writer, PF_SECTION_INFO, section));
	return append_block(recorder);
}

/* The code is SYSTEM whatever the number: the codes of the others are about a target. */
static struct pf_error *file_error(const struct pf_recorder *recorder, int number)
{
	const char *reason = strerrordesc_np(number);
	if (!recorder->safe_size)
		return pf_error_create(PF_SYSTEM, "cannot write %s: %s", recorder->path, reason);
	return pf_error_create(PF_SYSTEM,
			       "cannot write %s, in which %" PRIu64 " samples are safe: %s",
			       recorder->path, recorder->safe_samples, reason);
}

/* Returns 0 or an errno value. */
static int write_all(int fd, const unsigned char *bytes, size_t size, uint64_t offset)
{
	while (size) {
		ssize_t done = pwrite(fd, bytes, size, (off_t)offset);
		if (done < 0 && errno == EINTR)
			continue;
		if (done <= 0)
			return done ? errno : ENOSPC;
		bytes += done;
		size -= (size_t)done;
		offset += (uint64_t)done;
	}
	return 0;
}

/* What is pending goes to the file whole, or the file is as it was. */
static struct pf_error *flush(struct pf_recorder *recorder)
{
	struct pf_bytes *pending = &recorder->pending;
	if (!pending->count)
		return NULL;
	int number = write_all(recorder->fd, pending->items, pending->count, recorder->safe_size);
	if (number) {
		/* Should this fail too, a reader finds a block that is not whole, and stops there. */
		int ignored = ftruncate(recorder->fd, (off_t)recorder->safe_size);
		(void)ignored;
		return file_error(recorder, number);
	}
	recorder->safe_size += pending->count;
	recorder->safe_samples = recorder->made_samples;
	pf_bytes_clear(pending);
	return NULL;
}

/*
 * Whether the file is ours alone; it is locked until it is closed. One that has another name since
 * it was opened is another recorder's, which has finished it. Not all file systems have locks.
 */
static bool claim(int fd, const char *path)
{
	struct stat opened, named;
	if (flock(fd, LOCK_EX | LOCK_NB) && errno == EWOULDBLOCK)
		return false;
	return !fstat(fd, &opened) && !stat(path, &named) && opened.st_ino == named.st_ino &&
	       opened.st_dev == named.st_dev;
}

/* What was in it may go once nobody else writes to it. */
static struct pf_error *open_file(struct pf_recorder *recorder)
{
	const int flags = O_WRONLY | O_CREAT | O_NONBLOCK | O_CLOEXEC | O_NOCTTY;
	const char *path = recorder->path;
	recorder->fd = open(path, flags, 0666);
	if (recorder->fd < 0)
		return pf_error_create(PF_SYSTEM, "cannot create %s: %s", path,
				       strerrordesc_np(errno));
	if (!claim(recorder->fd, path))
		return pf_error_create(
			PF_SYSTEM, "%s is being written by another recorder; choose another name",
			path);
	if (ftruncate(recorder->fd, 0) && errno != EINVAL) /* EINVAL: a device */
		return file_error(recorder, errno);
	return NULL;
}

struct pf_error *pf_recorder_create(const char *path, const struct pf_recording_info *info,
				    struct pf_recorder **ret)
{
	PF_GUARD(guard_recorder) struct pf_recorder *recorder = calloc(1, sizeof(*recorder));
	if (!recorder)
		return &pf_error_no_memory;
	recorder->fd = -1;
	PF_TRY(pf_block_writer_init(&recorder->writer, info->pid, info->interval_ns, UNIT_NS));
	recorder->path = strdup(path);
	if (!recorder->path)
		return &pf_error_no_memory;
	PF_TRY(append_header(recorder, info));
	PF_TRY(open_file(recorder));
	PF_TRY(flush(recorder));
	*ret = pf_take(recorder);
	return NULL;
}

static struct pf_error *gather(struct pf_recorder *recorder, const struct pf_profile *profile)
{
	if (recorder->closed)
		PF_TRY(append_block(recorder));
	for (;;) {
		bool full;
		PF_TRY(pf_block_writer_gather(&recorder->writer, profile, &full));
		if (full)
			PF_TRY(end_block(recorder));
		else if (pf_clock_now_ns() - recorder->block_ns >= BLOCK_NS)
			return end_block(recorder);
		else
			return NULL;
	}
}

struct pf_error *pf_recorder_write(struct pf_recorder *recorder, const struct pf_profile *profile)
{
	struct pf_error *err = gather(recorder, profile);
	struct pf_error *flush_err = flush(recorder);
	if (!err)
		return flush_err;
	pf_error_destroy(flush_err);
	return err;
}

struct pf_error *pf_recorder_flush(struct pf_recorder *recorder)
{
	PF_TRY(end_block(recorder));
	return flush(recorder);
}

uint64_t pf_recorder_sample_count(const struct pf_recorder *recorder)
{
	return recorder->safe_samples;
}

static struct pf_error *append_end(struct pf_recorder *recorder)
{
	struct pf_bytes *section = &recorder->writer.section;
	pf_bytes_clear(section);
	pf_bytes_varint(section, recorder->made_samples);
	PF_TRY(pf_block_writer_add(&recorder->writer, PF_SECTION_END, section));
	recorder->ended = recorder->closed = true;
	recorder->block_samples = 0;
	return append_block(recorder);
}

struct pf_error *pf_recorder_finish(struct pf_recorder *recorder)
{
	PF_TRY(end_block(recorder));
	if (!recorder->ended)
		PF_TRY(append_end(recorder));
	PF_TRY(flush(recorder));
	int fd = recorder->fd;
	recorder->fd = -1;
	return close(fd) < 0 ? file_error(recorder, errno) : NULL;
}

void pf_recorder_destroy(struct pf_recorder *recorder)
{
	if (!recorder)
		return;
	if (recorder->fd >= 0)
		close(recorder->fd);
	free(recorder->path);
	pf_block_writer_deinit(&recorder->writer);
	pf_bytes_deinit(&recorder->pending);
	free(recorder);
}
