/* Fuzzes profile/recording: the input is a recording, whose header and checksums are made right. */
#include "profile/crc32.h"
#include "profile/profile.h"
#include "profile/recording_format.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Blocks that say to be longer than the input become as long as what is left of it. */
static void repair(uint8_t *bytes, size_t size)
{
	uint32_t crc = 0;
	for (size_t at = PF_RECORDING_HEADER_SIZE; at + PF_RECORDING_FRAME_SIZE <= size;) {
		uint8_t *frame = bytes + at;
		at += PF_RECORDING_FRAME_SIZE;
		uint32_t block = pf_get_u32(frame);
		if (block > size - at)
			block = (uint32_t)(size - at);
		crc = pf_crc32(crc, bytes + at, block);
		pf_put_u32(frame, block);
		pf_put_u32(frame + 4, crc);
		at += block;
	}
}

/* Looks at all that the profile gives out. */
static void use(const struct pf_recording *recording)
{
	const struct pf_profile *profile = pf_recording_profile(recording);
	uint64_t sum = (uint64_t)pf_recording_info(recording)->pid;
	size_t count;
	const struct pf_sample *samples = pf_profile_samples(profile, &count);
	for (size_t i = 0; i < count; i++) {
		uint32_t stack = samples[i].stack;
		sum += strlen(pf_state_name((enum pf_state)samples[i].state));
		sum += (uint64_t)pf_profile_thread(profile, samples[i].thread)->tid;
		for (; stack; stack = pf_profile_stack(profile, stack)->caller) {
			uint32_t place = pf_profile_stack(profile, stack)->place;
			sum += strlen(pf_profile_place(profile, place)->file);
		}
	}
	if (sum == UINT64_MAX)
		abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static int fd = -1;
	char path[32];
	if (fd < 0)
		fd = memfd_create("recording", MFD_CLOEXEC);
	if (size < PF_RECORDING_HEADER_SIZE)
		return 0;
	uint8_t *bytes = malloc(size);
	if (fd < 0 || !bytes)
		abort();
	memcpy(bytes, data, size);
	memcpy(bytes, PF_RECORDING_MAGIC, PF_RECORDING_MAGIC_SIZE);
	pf_put_u32(bytes + PF_RECORDING_MAGIC_SIZE, PF_RECORDING_VERSION);
	repair(bytes, size);
	if (pwrite(fd, bytes, size, 0) != (ssize_t)size || ftruncate(fd, (off_t)size) < 0)
		abort();
	free(bytes);

	struct pf_recording *recording = NULL;
	snprintf(path, sizeof(path), "/proc/self/fd/%d", fd);
	struct pf_error *err = pf_recording_read(path, &recording);
	if (!err)
		use(recording);
	pf_error_destroy(err);
	pf_recording_destroy(recording);
	return 0;
}
