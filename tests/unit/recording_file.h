/* A recording in a file of the test's own: made, loaded, stored, read back. */
#ifndef PF_TESTS_RECORDING_FILE_H
#define PF_TESTS_RECORDING_FILE_H

#include "assert_error.h"
#include "base/cleanup.h"
#include "fake_profile.h"
#include "tap.h"

#include <fcntl.h>
#include <sys/stat.h>

static char path[] = "/tmp/pf-recording-XXXXXX";

static const struct pf_recording_info info = { .pid = 4711,
					       .executable = "/usr/bin/python3.11",
					       .python_version = "3.11.7",
					       .mode = PF_NONSTOP,
					       .threads = true,
					       .interval_ns = 1000000 };

PF_DEFINE_GUARD(guard_profile, struct pf_profile *, pf_profile_destroy);
PF_DEFINE_GUARD(guard_recording, struct pf_recording *, pf_recording_destroy);
PF_DEFINE_GUARD(guard_recorder, struct pf_recorder *, pf_recorder_destroy);
#define AUTO_PROFILE PF_GUARD(guard_profile) struct pf_profile *
#define AUTO_RECORDING PF_GUARD(guard_recording) struct pf_recording *
#define AUTO_RECORDER PF_GUARD(guard_recorder) struct pf_recorder *

/* A file, whole in memory. */
struct image {
	unsigned char *bytes;
	size_t size;
};

static inline void setup(void)
{
	strcpy(strrchr(path, '-') + 1, "XXXXXX");
	int fd = mkstemp(path);
	ck_assert_int_ge(fd, 0);
	close(fd);
}

static inline void teardown(void)
{
	unlink(path);
}

static inline struct image load(void)
{
	struct stat stat_of;
	PF_AUTO_CLOSE int fd = open(path, O_RDONLY | O_CLOEXEC);
	ck_assert_int_eq(fstat(fd, &stat_of), 0);
	struct image image = { malloc((size_t)stat_of.st_size), (size_t)stat_of.st_size };
	ck_assert_int_eq(read(fd, image.bytes, image.size), stat_of.st_size);
	return image;
}

/* Without O_TRUNC, after which some file systems write to the disk at once. */
static inline void store(const unsigned char *bytes, size_t size)
{
	PF_AUTO_CLOSE int fd = open(path, O_WRONLY | O_CLOEXEC);
	ck_assert_int_eq(write(fd, bytes, size), (ssize_t)size);
	ck_assert_int_eq(ftruncate(fd, (off_t)size), 0);
}

static inline struct pf_profile *new_profile(void)
{
	struct pf_profile *profile;
	assert_ok(pf_profile_create(&profile));
	return profile;
}

static inline struct pf_recorder *new_recorder(void)
{
	struct pf_recorder *recorder;
	assert_ok(pf_recorder_create(path, &info, &recorder));
	return recorder;
}

static inline struct pf_recording *read_back(void)
{
	struct pf_recording *recording;
	assert_ok(pf_recording_read(path, &recording));
	return recording;
}

/* A small recording of several blocks. */
static inline void write_small(struct pf_profile *profile, bool finish)
{
	struct fake_stream stream = {
		.seed = 3, .interval_ns = 1000000, .jitter_ns = 90000, .threads = 2, .stacks = 12
	};
	AUTO_RECORDER recorder = new_recorder();
	for (int i = 0; i < 4; i++) {
		assert_ok(fake_moments(profile, &stream, 5));
		if (i == 2)
			assert_ok(pf_profile_set_thread_name(profile, 1, "named late"));
		assert_ok(pf_recorder_write(recorder, profile));
		assert_ok(pf_recorder_flush(recorder));
	}
	if (finish)
		assert_ok(pf_recorder_finish(recorder));
}

#endif
