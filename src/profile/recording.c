/* Reading a recording back: every block that is whole, whatever comes after it. */
#include "base/cleanup.h"
#include "profile/block_reader.h"
#include "profile/crc32.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

struct pf_recording {
	struct pf_profile *profile;
	struct pf_block_reader reader;
	char reason[80]; /* "": the recording is complete */
};

/* A file that is being read from its start to its end. */
struct source {
	const char *path;
	int fd;
	uint64_t at, size;
};

PF_DEFINE_GUARD(guard_recording, struct pf_recording *, pf_recording_destroy);

void pf_recording_destroy(struct pf_recording *recording)
{
	if (!recording)
		return;
	pf_block_reader_deinit(&recording->reader);
	pf_profile_destroy(recording->profile);
	free(recording);
}

static void close_source(struct source *source)
{
	pf_guard_close(&source->fd);
}

static struct pf_error *open_source(struct source *source)
{
	struct stat stat;
	source->fd = open(source->path, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK);
	if (source->fd < 0 || fstat(source->fd, &stat) < 0)
		return pf_error_create(PF_SYSTEM, "cannot open %s: %s", source->path,
				       strerrordesc_np(errno));
	if (!S_ISREG(stat.st_mode))
		return pf_error_create(PF_USAGE, "%s is not a file", source->path);
	source->size = (uint64_t)stat.st_size;
	return NULL;
}

/* The next SIZE bytes. *whole is false when there are not that many; then nothing is read. */
static struct pf_error *read_next(struct source *source, void *to, size_t size, bool *whole)
{
	unsigned char *bytes = to;
	*whole = false;
	if (size > source->size - source->at)
		return NULL;
	for (size_t done = 0; done < size;) {
		ssize_t got =
			pread(source->fd, bytes + done, size - done, (off_t)(source->at + done));
		if (got < 0 && errno == EINTR)
			continue;
		if (got < 0)
			return pf_error_create(PF_SYSTEM, "cannot read %s: %s", source->path,
					       strerrordesc_np(errno));
		if (!got) /* it has been made shorter */
			return NULL;
		done += (size_t)got;
	}
	source->at += size;
	*whole = true;
	return NULL;
}

static struct pf_error *check_header(struct source *source, uint32_t *version_ret)
{
	unsigned char header[PF_RECORDING_HEADER_SIZE];
	bool whole;
	PF_TRY(read_next(source, header, sizeof(header), &whole));
	if (!whole || memcmp(header, PF_RECORDING_MAGIC, PF_RECORDING_MAGIC_SIZE) != 0)
		return pf_error_create(PF_USAGE, "%s is not a recording", source->path);
	uint32_t version = pf_get_u32(header + PF_RECORDING_MAGIC_SIZE);
	if (!version || version > PF_RECORDING_VERSION)
		return pf_error_create(PF_USAGE,
				       "%s is a recording of version %" PRIu32
				       ", and only those up to version %d can be read",
				       source->path, version, PF_RECORDING_VERSION);
	*version_ret = version;
	return NULL;
}

static struct pf_error *say(struct pf_recording *recording, const char *what, uint64_t at)
{
	snprintf(recording->reason, sizeof(recording->reason), "%s at byte %" PRIu64, what, at);
	return NULL;
}

/* Reads one block; afterwards there is a reason when it was none. BUFFER is as large as needed. */
static struct pf_error *read_block(struct pf_recording *recording, struct source *source,
				   struct pf_bytes *buffer, uint32_t *crc)
{
	unsigned char frame[PF_RECORDING_FRAME_SIZE];
	uint64_t start = source->at;
	bool whole, valid;
	if (source->at == source->size)
		return say(recording, "it was not finished: it ends", start);
	PF_TRY(read_next(source, frame, sizeof(frame), &whole));
	if (!whole)
		return say(recording, "it is cut off in the block", start);
	uint32_t size = pf_get_u32(frame);
	if (!size || size > PF_RECORDING_BLOCK_MAX)
		return say(recording, "it is damaged in the block", start);
	if (size > source->size - source->at)
		return say(recording, "it is cut off in the block", start);

	pf_bytes_clear(buffer);
	PF_TRY(pf_bytes_reserve(buffer, size));
	PF_TRY(read_next(source, buffer->items, size, &whole));
	if (!whole)
		return say(recording, "it is cut off in the block", start);
	*crc = pf_crc32(*crc, buffer->items, size);
	if (*crc != pf_get_u32(frame + 4))
		return say(recording, "it is damaged in the block", start);
	PF_TRY(pf_block_reader_read(&recording->reader, buffer->items, size, &valid));
	return valid ? NULL : say(recording, "it is damaged in the block", start);
}

static struct pf_error *read_blocks(struct pf_recording *recording, struct source *source)
{
	PF_GUARD(pf_bytes_deinit) struct pf_bytes buffer = { 0 };
	uint32_t crc = 0;
	while (!recording->reader.ended && !*recording->reason)
		PF_TRY(read_block(recording, source, &buffer, &crc));
	if (recording->reader.ended && source->at != source->size)
		return say(recording, "there is something behind its end", source->at);
	return NULL;
}

struct pf_error *pf_recording_read(const char *path, struct pf_recording **ret)
{
	PF_GUARD(guard_recording) struct pf_recording *recording = calloc(1, sizeof(*recording));
	if (!recording)
		return &pf_error_no_memory;
	PF_GUARD(close_source) struct source source = { .path = path, .fd = -1 };
	PF_TRY(open_source(&source));
	uint32_t version = 0;
	PF_TRY(check_header(&source, &version));
	PF_TRY(pf_profile_create(&recording->profile));
	PF_TRY(pf_block_reader_init(&recording->reader, recording->profile, version));
	PF_TRY(read_blocks(recording, &source));
	*ret = pf_take(recording);
	return NULL;
}

const struct pf_recording_info *pf_recording_info(const struct pf_recording *recording)
{
	return &recording->reader.info;
}

struct pf_profile *pf_recording_profile(const struct pf_recording *recording)
{
	return recording->profile;
}

const char *pf_recording_truncated(const struct pf_recording *recording)
{
	return *recording->reason ? recording->reason : NULL;
}
