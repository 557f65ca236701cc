/* profile/recording: files that are cut, damaged or made up do no harm. */
#include "profile/crc32.h"
#include "profile/recording_format.h"
#include "recording_file.h"

#include <sys/syscall.h>

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

/* A recording of version 1, made by hand: thread 1 waits, with stack 1. */
static const unsigned char old[] = {
	PF_SECTION_INFO,
	7,
	PF_INFO_INTERVAL_NS,
	1,
	0,
	PF_INFO_UNIT_NS,
	2,
	0xe8,
	7,
	PF_SECTION_TEXTS,
	4,
	1,
	'f',
	1,
	'g',
	PF_SECTION_PLACES,
	4,
	1,
	2,
	0,
	2,
	PF_SECTION_STACKS,
	1,
	2,
	PF_SECTION_THREADS,
	3,
	7,
	9,
	0,
	PF_SECTION_SAMPLES,
	13,
	1,
	1,
	4,
	2,
	1,
	1,
	2,
	0,
	1,
	3,
	0,
	1 << 3 | PF_STATE_WAITING,
	2,
	PF_SECTION_END,
	1,
	1,
};

START_TEST(version_1_is_readable)
{
	struct image image = { malloc(200), PF_RECORDING_HEADER_SIZE + PF_RECORDING_FRAME_SIZE };
	size_t count;
	memset(image.bytes, 0, 200);
	memcpy(image.bytes, PF_RECORDING_MAGIC, PF_RECORDING_MAGIC_SIZE);
	image.bytes[PF_RECORDING_MAGIC_SIZE] = 1;
	pf_put_u32(image.bytes + PF_RECORDING_HEADER_SIZE, sizeof(old));
	memcpy(image.bytes + image.size, old, sizeof(old));
	image.size += sizeof(old);
	repair(&image);
	store(image.bytes, image.size);
	AUTO_RECORDING recording = read_back();
	ck_assert_ptr_null(pf_recording_truncated(recording));
	const struct pf_sample *it = pf_profile_samples(pf_recording_profile(recording), &count);
	ck_assert_uint_eq(count, 1);
	ck_assert(it->thread == 1 && it->stack == 1 && it->state == PF_STATE_WAITING);
	ck_assert_int_eq(pf_sample_syscall(it), PF_UNKNOWN);
	free(image.bytes);
}
END_TEST

/* The numbers of system calls are the machine's. */
START_TEST(system_calls_of_other_machines_have_no_name)
{
	AUTO_PROFILE profile = new_profile();
	write_small(profile, true);
	AUTO_RECORDING own = read_back();
	const char *machine = pf_recording_info(own)->machine;
	ck_assert_str_eq(pf_profile_syscall_name(pf_recording_profile(own), SYS_read), "read");
	struct image image = load();
	unsigned char *at = memmem(image.bytes, image.size, machine, strlen(machine));
	ck_assert_ptr_nonnull(at);
	at[0] = 'y';
	repair(&image);
	store(image.bytes, image.size);
	AUTO_RECORDING foreign = read_back();
	ck_assert_ptr_null(pf_profile_syscall_name(pf_recording_profile(foreign), SYS_read));
	free(image.bytes);
}
END_TEST

/* Every index that is given out must be one of the table that it points to. */
static void check_is_sound(const struct pf_profile *profile)
{
	size_t count;
	const struct pf_sample *samples = pf_profile_samples(profile, &count);
	size_t places = pf_profile_place_count(profile), stacks = pf_profile_stack_count(profile);
	size_t threads = pf_profile_thread_count(profile);
	for (size_t i = 0; i < count; i++) {
		ck_assert(samples[i].stack < stacks && samples[i].thread < threads);
		ck_assert_uint_lt(samples[i].state, PF_STATE_COUNT);
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
#define STACK "\x04\x01\x02"
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
	BLOCK(INFO PLACE STACK STACK "\x04\x02\x03\x03" END, false), /* the same stack twice */
	BLOCK(INFO PLACE "\x04\x02\x03\x00", false),		     /* its own caller */
	BLOCK(INFO PLACE "\x04\x02\x03\x02", false),		     /* a caller before the first */
	BLOCK(INFO PLACE "\x04\x01\x00", false),		     /* at place 0 */
	BLOCK(INFO PLACE "\x04\x01\x04", false),		     /* at no place */
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
	store((const unsigned char *)"PYFLREC\n\x03\0\0\0", 12);
	assert_error(pf_recording_read(path, &recording), PF_USAGE, "version 3");
	store((const unsigned char *)"PYFLREC\n\0\0\0\0", 12);
	assert_error(pf_recording_read(path, &recording), PF_USAGE, "version 0");
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

START_TEST(a_size_that_cannot_be_is_not_believed)
{
	unsigned char bytes[] = "PYFLREC\n\x01\0\0\0\xff\xff\xff\x00\0\0\0\0abc";
	store(bytes, sizeof(bytes));
	AUTO_RECORDING recording = read_back();
	ck_assert_ptr_nonnull(strstr(pf_recording_truncated(recording), "cut off"));
	bytes[15] = 0xff; /* more than any block has */
	store(bytes, sizeof(bytes));
	AUTO_RECORDING large = read_back();
	ck_assert_ptr_nonnull(strstr(pf_recording_truncated(large), "damaged"));
	memset(bytes + PF_RECORDING_HEADER_SIZE, 0, PF_RECORDING_FRAME_SIZE);
	store(bytes, sizeof(bytes));
	AUTO_RECORDING empty = read_back();
	ck_assert_ptr_nonnull(strstr(pf_recording_truncated(empty), "damaged"));
}
END_TEST

START_TEST(crc_is_the_one_of_zlib)
{
	ck_assert_uint_eq(pf_crc32(0, "123456789", 9), 0xcbf43926);
	ck_assert_uint_eq(pf_crc32(pf_crc32(0, "1234", 4), "56789", 5), 0xcbf43926);
	ck_assert_uint_eq(pf_crc32(0, "", 0), 0);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("recording_damage");
	TCase *tests = tcase_create("damage");
	tcase_add_checked_fixture(tests, setup, teardown);
	tcase_add_test(tests, not_finished_is_readable);
	tcase_add_test(tests, version_1_is_readable);
	tcase_add_test(tests, system_calls_of_other_machines_have_no_name);
	tcase_add_test(tests, cut_at_every_byte);
	tcase_add_loop_test(tests, every_byte_damaged, 0, 3);
	tcase_add_test(tests, tampered_with_but_of_right_checksum);
	tcase_add_loop_test(tests, only_what_a_recorder_writes_is_valid, 0,
			    (int)(sizeof(blocks) / sizeof(blocks[0])));
	tcase_add_test(tests, other_files_are_refused);
	tcase_add_test(tests, a_size_that_cannot_be_is_not_believed);
	tcase_add_test(tests, crc_is_the_one_of_zlib);
	suite_add_tcase(suite, tests);
	return tap_run(suite);
}
