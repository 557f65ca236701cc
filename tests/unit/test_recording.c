/* profile/recording: what is written is read back, and what is not whole does no harm. */
#include "assert_error.h"
#include "base/cleanup.h"
#include "failing_malloc.h"
#include "fake_profile.h"
#include "profile/crc32.h"
#include "profile/recording_format.h"
#include "tap.h"

#include <fcntl.h>
#include <signal.h>
#include <sys/resource.h>
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

static void setup(void)
{
	strcpy(strrchr(path, '-') + 1, "XXXXXX");
	int fd = mkstemp(path);
	ck_assert_int_ge(fd, 0);
	close(fd);
}

static void teardown(void)
{
	unlink(path);
}

static struct image load(void)
{
	struct stat stat_of;
	PF_AUTO_CLOSE int fd = open(path, O_RDONLY | O_CLOEXEC);
	ck_assert_int_eq(fstat(fd, &stat_of), 0);
	struct image image = { malloc((size_t)stat_of.st_size), (size_t)stat_of.st_size };
	ck_assert_int_eq(read(fd, image.bytes, image.size), stat_of.st_size);
	return image;
}

/* Without O_TRUNC, after which some file systems write to the disk at once. */
static void store(const unsigned char *bytes, size_t size)
{
	PF_AUTO_CLOSE int fd = open(path, O_WRONLY | O_CLOEXEC);
	ck_assert_int_eq(write(fd, bytes, size), (ssize_t)size);
	ck_assert_int_eq(ftruncate(fd, (off_t)size), 0);
}

static struct pf_profile *new_profile(void)
{
	struct pf_profile *profile;
	assert_ok(pf_profile_create(&profile));
	return profile;
}

static struct pf_recorder *new_recorder(void)
{
	struct pf_recorder *recorder;
	assert_ok(pf_recorder_create(path, &info, &recorder));
	return recorder;
}

static struct pf_recording *read_back(void)
{
	struct pf_recording *recording;
	assert_ok(pf_recording_read(path, &recording));
	return recording;
}

/* A small recording of several blocks. */
static void write_small(struct pf_profile *profile, bool finish)
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
	}
	if (finish)
		assert_ok(pf_recorder_finish(recorder));
}

static const struct fake_stream streams[] = {
	{ .interval_ns = 1000000, .jitter_ns = 60000, .threads = 1, .stacks = 300 },
	{ .interval_ns = 1000000, .jitter_ns = 60000, .threads = 1, .stacks = 5000 },
	{ .interval_ns = 10000000, .jitter_ns = 60000, .threads = 20, .stacks = 300 },
	{ .interval_ns = 1000000, .jitter_ns = 0, .threads = 65, .stacks = 1 },
	{ .interval_ns = 0, .jitter_ns = 0, .threads = 1, .stacks = 30 },
	{ .interval_ns = 333333, .jitter_ns = 5000000, .threads = 3, .stacks = 100000 },
};

/* The whole profile at once, or in pieces whose samples are dropped. */
static void check_round_trip(const struct fake_stream *stream, bool pieces)
{
	AUTO_PROFILE profile = new_profile();
	AUTO_PROFILE all = new_profile();
	AUTO_RECORDER recorder = new_recorder();
	struct fake_stream one = *stream, two = *stream;
	const uint64_t moments = 60000 / stream->threads;
	assert_ok(fake_moments(all, &one, moments));
	for (uint64_t done = 0, next; done < moments; done += next) {
		next = pieces ? done % 700 + 1 : moments;
		next = next < moments - done ? next : moments - done;
		assert_ok(fake_moments(profile, &two, next));
		assert_ok(pf_recorder_write(recorder, profile));
		pf_profile_drop_samples(profile);
	}
	ck_assert_uint_eq(pf_recorder_sample_count(recorder), moments * stream->threads);
	assert_ok(pf_recorder_finish(recorder));

	AUTO_RECORDING recording = read_back();
	ck_assert_ptr_null(pf_recording_truncated(recording));
	assert_same_profile(all, pf_recording_profile(recording), 1000);
}

START_TEST(what_is_written_is_read_back)
{
	check_round_trip(&streams[_i / 2], _i % 2);
}
END_TEST

/* Tables included. What a stream takes is mostly what it tells: its jitter and its stacks. */
START_TEST(a_sample_takes_about_two_bytes)
{
	static const double most[] = { 2.4, 3.0, 0.4, 0.06, 2.6, 6.0 };
	AUTO_PROFILE profile = new_profile();
	AUTO_RECORDER recorder = new_recorder();
	struct fake_stream stream = streams[_i];
	stream.stacks = stream.stacks > 5000 ? 5000 : stream.stacks;
	uint64_t moments = 600000 / stream.threads;
	assert_ok(fake_moments(profile, &stream, moments));
	assert_ok(pf_recorder_write(recorder, profile));
	struct stat stat_of;
	ck_assert_int_eq(stat(path, &stat_of), 0);
	double each = (double)stat_of.st_size / (double)(moments * stream.threads);
	ck_assert_msg(each <= most[_i], "%.3f bytes a sample", each);
}
END_TEST

START_TEST(the_info_is_kept)
{
	AUTO_PROFILE profile = new_profile();
	write_small(profile, true);
	AUTO_RECORDING recording = read_back();
	const struct pf_recording_info *got = pf_recording_info(recording);
	ck_assert_int_eq(got->pid, info.pid);
	ck_assert_str_eq(got->executable, info.executable);
	ck_assert_str_eq(got->python_version, info.python_version);
	ck_assert_int_eq(got->mode, info.mode);
	ck_assert(got->threads);
	ck_assert_uint_eq(got->interval_ns, info.interval_ns);
	assert_same_profile(profile, pf_recording_profile(recording), 1000);
}
END_TEST

START_TEST(unknown_info_stays_unknown)
{
	struct pf_recording_info nothing = { 0 };
	PF_GUARD(guard_recorder) struct pf_recorder *recorder = NULL;
	assert_ok(pf_recorder_create(path, &nothing, &recorder));
	assert_ok(pf_recorder_finish(recorder));
	AUTO_RECORDING recording = read_back();
	ck_assert_ptr_null(pf_recording_truncated(recording));
	ck_assert_ptr_null(pf_recording_info(recording)->executable);
	ck_assert_uint_eq(pf_profile_place_count(pf_recording_profile(recording)), 1);
}
END_TEST

START_TEST(more_than_a_block_of_everything)
{
	AUTO_PROFILE profile = new_profile();
	AUTO_RECORDER recorder = new_recorder();
	uint32_t index;
	for (uint32_t i = 0; i < 40000; i++)
		assert_ok(fake_frame(profile, i, i ? i / 3 : 0, &index));
	for (int i = 0; i < 10000; i++) {
		struct pf_sampled_thread thread = { .tid = i, .interpreter = -i, .name = "pool" };
		assert_ok(pf_profile_add_thread(profile, &thread, &index));
	}
	char *name = malloc(400000);
	memset(name, 'n', 400000);
	for (uint32_t i = 1; i < 10; i++) {
		name[399999 - i] = '\0';
		assert_ok(pf_profile_set_thread_name(profile, i * 1000, name));
	}
	free(name);
	for (uint32_t i = 0; i < 5000; i++) {
		struct pf_sample sample = {
			.time_ns = i, .thread = i * 2, .stack = i * 8, .state = i % 5
		};
		assert_ok(pf_profile_add_sample(profile, &sample));
	}
	assert_ok(pf_recorder_write(recorder, profile));
	AUTO_RECORDING recording = read_back();
	assert_same_profile(profile, pf_recording_profile(recording), 1000);
}
END_TEST

/* WHOLE's tables and samples must begin with those of what can be read. */
static void check_is_start_of(const struct pf_profile *whole)
{
	struct pf_recording *recording = NULL;
	struct pf_error *err = pf_recording_read(path, &recording);
	if (err) {
		ck_assert_int_eq(pf_error_code(err), PF_USAGE);
		pf_error_destroy(err);
		return;
	}
	size_t count, all;
	const struct pf_profile *profile = pf_recording_profile(recording);
	const struct pf_sample *samples = pf_profile_samples(profile, &count);
	const struct pf_sample *expected = pf_profile_samples(whole, &all);
	ck_assert_ptr_nonnull(pf_recording_truncated(recording));
	ck_assert_uint_le(count, all);
	ck_assert_uint_le(pf_profile_place_count(profile), pf_profile_place_count(whole));
	for (size_t i = 0; i < count; i++) {
		ck_assert_uint_eq(samples[i].stack, expected[i].stack);
		ck_assert_uint_eq(samples[i].time_ns, expected[i].time_ns / 1000 * 1000);
	}
	for (uint32_t i = 0; i < pf_profile_place_count(profile); i++)
		ck_assert_str_eq(pf_profile_place(profile, i)->function,
				 pf_profile_place(whole, i)->function);
	pf_recording_destroy(recording);
}

START_TEST(not_finished_is_readable)
{
	AUTO_PROFILE profile = new_profile();
	write_small(profile, false);
	AUTO_RECORDING recording = read_back();
	assert_same_profile(profile, pf_recording_profile(recording), 1000);
	ck_assert_ptr_nonnull(strstr(pf_recording_truncated(recording), "not finished"));
}
END_TEST

START_TEST(cut_at_every_byte)
{
	AUTO_PROFILE profile = new_profile();
	write_small(profile, true);
	struct image image = load();
	for (size_t size = 0; size < image.size; size++) {
		store(image.bytes, size);
		check_is_start_of(profile);
	}
	free(image.bytes);
}
END_TEST

START_TEST(every_byte_damaged)
{
	static const unsigned char masks[] = { 0x01, 0x80, 0xff };
	AUTO_PROFILE profile = new_profile();
	write_small(profile, true);
	struct image image = load();
	for (size_t i = 0; i < image.size; i++) {
		image.bytes[i] ^= masks[_i];
		store(image.bytes, image.size);
		check_is_start_of(profile);
		image.bytes[i] ^= masks[_i];
	}
	free(image.bytes);
}
END_TEST

/* Gives every block the CRC that its bytes now have. */
static void repair(struct image *image)
{
	uint32_t crc = 0;
	for (size_t at = PF_RECORDING_HEADER_SIZE; at + PF_RECORDING_FRAME_SIZE <= image->size;) {
		unsigned char *frame = image->bytes + at;
		uint32_t size = pf_get_u32(frame);
		at += PF_RECORDING_FRAME_SIZE;
		if (size > image->size - at)
			return;
		crc = pf_crc32(crc, image->bytes + at, size);
		pf_put_u32(frame + 4, crc);
		at += size;
	}
}

/* Every index that is given out must be one of the table that it points to. */
static void check_is_sound(const struct pf_profile *profile)
{
	size_t count;
	const struct pf_sample *samples = pf_profile_samples(profile, &count);
	size_t places = pf_profile_place_count(profile), stacks = pf_profile_stack_count(profile);
	size_t threads = pf_profile_thread_count(profile);
	for (size_t i = 0; i < count; i++) {
		ck_assert(samples[i].stack < stacks && samples[i].thread < threads);
		ck_assert_uint_le(samples[i].state, PF_STATE_FAILED);
	}
	for (uint32_t i = 1; i < stacks; i++) {
		const struct pf_stack *stack = pf_profile_stack(profile, i);
		ck_assert(stack->caller < i && stack->place && stack->place < places);
		ck_assert_uint_eq(stack->depth,
				  pf_profile_stack(profile, stack->caller)->depth + 1);
	}
	for (uint32_t i = 1; i < places; i++)
		ck_assert(pf_profile_place(profile, i)->file &&
			  pf_profile_place(profile, i)->function);
}

START_TEST(tampered_with_but_of_right_checksum)
{
	AUTO_PROFILE profile = new_profile();
	write_small(profile, true);
	struct image image = load();
	unsigned char *original = malloc(image.size);
	memcpy(original, image.bytes, image.size);
	uint64_t seed = 11, readable = 0;
	for (int i = 0; i < 20000; i++) {
		for (uint64_t n = fake_random(&seed) % 3 + 1; n; n--)
			image.bytes[fake_random(&seed) % image.size] =
				(unsigned char)fake_random(&seed);
		repair(&image);
		store(image.bytes, image.size);
		struct pf_recording *recording = NULL;
		struct pf_error *err = pf_recording_read(path, &recording);
		if (!err) {
			readable++;
			check_is_sound(pf_recording_profile(recording));
		}
		pf_error_destroy(err);
		pf_recording_destroy(recording);
		memcpy(image.bytes, original, image.size);
	}
	ck_assert_uint_gt(readable, 1000);
	free(original);
	free(image.bytes);
}
END_TEST

/* A file of the header and BLOCK as its only block. */
static void store_block(const char *block, size_t size)
{
	struct image image = { malloc(PF_RECORDING_HEADER_SIZE + PF_RECORDING_FRAME_SIZE + size),
			       PF_RECORDING_HEADER_SIZE + PF_RECORDING_FRAME_SIZE + size };
	memcpy(image.bytes, PF_RECORDING_MAGIC, PF_RECORDING_MAGIC_SIZE);
	pf_put_u32(image.bytes + PF_RECORDING_MAGIC_SIZE, PF_RECORDING_VERSION);
	pf_put_u32(image.bytes + PF_RECORDING_HEADER_SIZE, (uint32_t)size);
	memcpy(image.bytes + image.size - size, block, size);
	repair(&image);
	store(image.bytes, image.size);
	free(image.bytes);
}

/* Sections as doc/recording-format.md has them: number, size, bytes. */
#define INFO "\x01\x04\x07\x02\xe8\x07"		      /* unit: 1000 ns */
#define PLACE "\x02\x02\x01x\x03\x04\x01\x01\x00\x02" /* text "x"; x in x, line 1 */
#define STACK "\x04\x02\x01\x01"
#define END "\x09\x01\x00"

static const struct {
	const char *bytes;
	size_t size;
	bool valid;
} blocks[] = {
#define BLOCK(bytes, valid)                     \
	{                                       \
		bytes, sizeof(bytes) - 1, valid \
	}
	BLOCK(INFO END, true),
	BLOCK(INFO PLACE STACK END, true),
	BLOCK(INFO "\x7f\x03"
		   "new" END,
	      true),					      /* a section of the future */
	BLOCK("\x01\x07\x6f\x01?\x07\x02\xe8\x07" END, true), /* a key of the future */
	BLOCK(INFO PLACE STACK "\x07\x0b\x01\x01\x00\x02\x01\x01\x02\x00\x01\x01\x00", false),
	BLOCK(INFO PLACE STACK "\x07\x0d\x01\x01\x00\x02\x01\x01\x02\x00\x01\x03\x00\x01\x02"
			       "\x09\x01\x01",
	      true), /* one sample: gil, stack 1 */
	BLOCK(INFO PLACE STACK "\x07\x0d\x01\x01\x00\x02\x01\x01\x02\x00\x01\x03\x00\x01\x04",
	      false), /* stack 2 */
	BLOCK(INFO PLACE STACK "\x07\x0d\x01\x01\x00\x02\x01\x01\x02\x00\x01\x03\x00\x06\x02",
	      false), /* state 6 */
	BLOCK(INFO PLACE STACK "\x07\x0d\x01\x01\x00\x02\x01\x01\x02\x00\x01\x03\x00\x09\x02",
	      false), /* thread 1 */
	BLOCK(INFO PLACE STACK "\x07\x0a\x01\x01\x00\x02\x01\x01\x01\x01\x01\x01", false),
	BLOCK(END, false),			  /* no info */
	BLOCK("\x01\x00" END, false),		  /* no unit */
	BLOCK("\x01\x03\x07\x01\x00" END, false), /* a unit of 0 */
	BLOCK(INFO INFO END, false),
	BLOCK(INFO "\x09\x01\x01", false), /* one sample is missing */
	BLOCK(INFO END END, false),
	BLOCK(INFO PLACE PLACE, false),				     /* the same place twice */
	BLOCK(INFO PLACE STACK STACK "\x04\x02\x03\x01" END, false), /* the same stack twice */
	BLOCK(INFO PLACE "\x04\x02\x00\x01", false),		     /* its own caller */
	BLOCK(INFO PLACE "\x04\x02\x02\x01", false),		     /* a caller before the first */
	BLOCK(INFO PLACE "\x04\x02\x01\x00", false),		     /* at place 0 */
	BLOCK(INFO PLACE "\x04\x02\x01\x02", false),		     /* at no place */
	BLOCK(INFO "\x03\x04\x00\x00\x00\x02", false),		     /* a place without names */
	BLOCK(INFO "\x02\x02\x01\xff", false),			     /* not UTF-8 */
	BLOCK(INFO "\x02\x02\x01\x00", false),			     /* a NUL */
	BLOCK(INFO "\x02\x03\x02\xc0\x80" END, true),		     /* a NUL as we write it */
	BLOCK(INFO "\x02\x02\x09x", false),			     /* longer than its section */
	BLOCK(INFO "\x06\x02\x00\x00", false),			     /* names thread 0 */
	BLOCK(INFO "\x05\x08\xff\xff\xff\xff\xff\x01\x00\x00", false), /* a tid beyond pid_t */
	BLOCK(INFO "\x05\x0c\x00\xff\xff\xff\xff\xff\xff\xff\xff\xff\x02\x00", false), /* 65 bits */
	BLOCK(INFO "\x09\x7f", false), /* a section beyond the block */
#undef BLOCK
};

START_TEST(only_what_a_recorder_writes_is_valid)
{
	store_block(blocks[_i].bytes, blocks[_i].size);
	AUTO_RECORDING recording = read_back();
	const char *truncated = pf_recording_truncated(recording);
	ck_assert_msg(!truncated == blocks[_i].valid, "%s", truncated);
}
END_TEST

START_TEST(other_files_are_refused)
{
	struct pf_recording *recording;
	store((const unsigned char *)"PYFLREC\n\x02\0\0\0", 12);
	assert_error(pf_recording_read(path, &recording), PF_USAGE, "version 2");
	store((const unsigned char *)"#!/bin/sh\nexit\n", 15);
	assert_error(pf_recording_read(path, &recording), PF_USAGE, "is not a recording");
	store(NULL, 0);
	assert_error(pf_recording_read(path, &recording), PF_USAGE, "is not a recording");
	assert_error(pf_recording_read("/tmp", &recording), PF_USAGE, "is not a file");
	assert_error(pf_recording_read("/dev/zero", &recording), PF_USAGE, "is not a file");
	assert_error(pf_recording_read("/nonexistent/x", &recording), PF_SYSTEM,
		     "cannot open /nonexistent/x: No such file");
	pf_recording_destroy(NULL);
}
END_TEST

START_TEST(a_size_beyond_the_file_is_not_believed)
{
	unsigned char bytes[] = "PYFLREC\n\x01\0\0\0\xff\xff\xff\x00\0\0\0\0abc";
	store(bytes, sizeof(bytes));
	AUTO_RECORDING recording = read_back();
	ck_assert_ptr_nonnull(strstr(pf_recording_truncated(recording), "cut off"));
	bytes[15] = 0xff;
	store(bytes, sizeof(bytes));
	AUTO_RECORDING other = read_back();
	ck_assert_ptr_nonnull(strstr(pf_recording_truncated(other), "damaged"));
}
END_TEST

START_TEST(what_cannot_be_created_says_why)
{
	struct pf_recorder *recorder;
	assert_error(pf_recorder_create("/nonexistent/x", &info, &recorder), PF_SYSTEM,
		     "cannot create /nonexistent/x: No such file");
	assert_error(pf_recorder_create("/dev/full", &info, &recorder), PF_SYSTEM,
		     "cannot write /dev/full: No space left");
	pf_recorder_destroy(NULL);
}
END_TEST

static void limit_files(rlim_t size)
{
	struct rlimit limit;
	ck_assert_int_eq(getrlimit(RLIMIT_FSIZE, &limit), 0);
	limit.rlim_cur = size;
	ck_assert_int_eq(setrlimit(RLIMIT_FSIZE, &limit), 0);
}

START_TEST(a_full_disk_loses_nothing)
{
	AUTO_PROFILE profile = new_profile();
	AUTO_PROFILE all = new_profile();
	AUTO_RECORDER recorder = new_recorder();
	struct fake_stream stream = {
		.interval_ns = 1000000, .jitter_ns = 90000, .threads = 1, .stacks = 200
	};
	struct fake_stream again = stream;
	struct rlimit before;
	ck_assert_int_eq(getrlimit(RLIMIT_FSIZE, &before), 0);
	signal(SIGXFSZ, SIG_IGN);
	assert_ok(fake_moments(all, &again, 4000));
	assert_ok(fake_moments(profile, &stream, 1000));
	assert_ok(pf_recorder_write(recorder, profile));

	struct stat stat_of;
	ck_assert_int_eq(stat(path, &stat_of), 0);
	limit_files((rlim_t)stat_of.st_size + 500);
	for (int i = 0; i < 2; i++) {
		pf_profile_drop_samples(profile);
		assert_ok(fake_moments(profile, &stream, 1000));
		assert_error(pf_recorder_write(recorder, profile), PF_SYSTEM,
			     "in which 1000 samples are safe: File too large");
		ck_assert_uint_eq(pf_recorder_sample_count(recorder), 1000);
	}
	off_t safe = stat_of.st_size;
	ck_assert_int_eq(stat(path, &stat_of), 0);
	ck_assert_int_eq(stat_of.st_size, safe);
	assert_error(pf_recorder_finish(recorder), PF_SYSTEM, "1000 samples are safe");
	AUTO_RECORDING cut = read_back();
	ck_assert_ptr_nonnull(strstr(pf_recording_truncated(cut), "not finished"));

	limit_files(before.rlim_cur);
	pf_profile_drop_samples(profile);
	assert_ok(pf_recorder_finish(recorder));
	AUTO_RECORDING whole = read_back();
	ck_assert_ptr_null(pf_recording_truncated(whole));
	size_t count;
	const struct pf_sample *samples = pf_profile_samples(pf_recording_profile(whole), &count);
	ck_assert_uint_eq(count, 3000);
	for (size_t i = 0; i < count; i++) {
		size_t unused;
		ck_assert_uint_eq(samples[i].stack, pf_profile_samples(all, &unused)[i].stack);
	}
}
END_TEST

START_TEST(every_allocation_of_a_recorder_may_fail)
{
	struct fake_stream stream = {
		.interval_ns = 1000000, .jitter_ns = 9000, .threads = 3, .stacks = 500
	};
	bool failed = true;
	for (long n = 0; failed; n++) {
		AUTO_PROFILE profile = new_profile();
		PF_GUARD(guard_recorder) struct pf_recorder *recorder = NULL;
		struct fake_stream own = stream;
		assert_ok(fake_moments(profile, &own, 700));
		failing_malloc_arm(n);
		struct pf_error *err = pf_recorder_create(path, &info, &recorder);
		if (!err)
			err = pf_recorder_write(recorder, profile);
		if (!err)
			err = pf_recorder_finish(recorder);
		failed = failing_malloc_disarm();
		ck_assert_int_eq(failed, err != NULL);
		pf_error_destroy(err);
		if (!recorder)
			continue;
		if (err) {
			assert_ok(fake_moments(profile, &own, 50));
			assert_ok(pf_recorder_write(recorder, profile));
			assert_ok(pf_recorder_finish(recorder));
		}
		AUTO_RECORDING recording = read_back();
		ck_assert_ptr_null(pf_recording_truncated(recording));
		assert_same_profile(profile, pf_recording_profile(recording), 1000);
	}
}
END_TEST

START_TEST(every_allocation_of_a_reader_may_fail)
{
	AUTO_PROFILE profile = new_profile();
	bool failed = true;
	write_small(profile, true);
	for (long n = 0; failed; n++) {
		PF_GUARD(guard_recording) struct pf_recording *recording = NULL;
		failing_malloc_arm(n);
		struct pf_error *err = pf_recording_read(path, &recording);
		failed = failing_malloc_disarm();
		ck_assert_int_eq(failed, err != NULL);
		if (err)
			ck_assert_int_eq(pf_error_code(err), PF_NO_MEMORY);
		pf_error_destroy(err);
	}
}
END_TEST

START_TEST(crc_is_the_one_of_zlib)
{
	ck_assert_uint_eq(pf_crc32(0, "123456789", 9), 0xcbf43926);
	ck_assert_uint_eq(pf_crc32(pf_crc32(0, "1234", 4), "56789", 5), 0xcbf43926);
	ck_assert_uint_eq(pf_crc32(0, "", 0), 0);
}
END_TEST

static TCase *damage_case(void)
{
	TCase *tests = tcase_create("damage");
	tcase_add_checked_fixture(tests, setup, teardown);
	tcase_set_timeout(tests, 120);
	tcase_add_test(tests, not_finished_is_readable);
	tcase_add_test(tests, cut_at_every_byte);
	tcase_add_loop_test(tests, every_byte_damaged, 0, 3);
	tcase_add_test(tests, tampered_with_but_of_right_checksum);
	tcase_add_loop_test(tests, only_what_a_recorder_writes_is_valid, 0,
			    (int)(sizeof(blocks) / sizeof(blocks[0])));
	tcase_add_test(tests, other_files_are_refused);
	tcase_add_test(tests, a_size_beyond_the_file_is_not_believed);
	tcase_add_test(tests, crc_is_the_one_of_zlib);
	return tests;
}

static TCase *failure_case(void)
{
	TCase *tests = tcase_create("failure");
	tcase_add_checked_fixture(tests, setup, teardown);
	tcase_set_timeout(tests, 120);
	tcase_add_test(tests, what_cannot_be_created_says_why);
	tcase_add_test(tests, a_full_disk_loses_nothing);
	tcase_add_test(tests, every_allocation_of_a_recorder_may_fail);
	tcase_add_test(tests, every_allocation_of_a_reader_may_fail);
	return tests;
}

int main(void)
{
	const int stream_count = (int)(sizeof(streams) / sizeof(streams[0]));
	Suite *suite = suite_create("recording");
	TCase *tests = tcase_create("recording");
	tcase_add_checked_fixture(tests, setup, teardown);
	tcase_set_timeout(tests, 120);
	tcase_add_loop_test(tests, what_is_written_is_read_back, 0, 2 * stream_count);
	tcase_add_loop_test(tests, a_sample_takes_about_two_bytes, 0, stream_count);
	tcase_add_test(tests, the_info_is_kept);
	tcase_add_test(tests, unknown_info_stays_unknown);
	tcase_add_test(tests, more_than_a_block_of_everything);
	suite_add_tcase(suite, tests);
	suite_add_tcase(suite, damage_case());
	suite_add_tcase(suite, failure_case());
	return tap_run(suite);
}
