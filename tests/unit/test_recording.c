/* profile/recording: what is written is read back, and no failure loses it. */
#include "failing_malloc.h"
#include "recording_file.h"

#include <signal.h>
#include <sys/resource.h>

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
	assert_ok(pf_recorder_finish(recorder));
	ck_assert_uint_eq(pf_recorder_sample_count(recorder), moments * stream->threads);

	AUTO_RECORDING recording = read_back();
	ck_assert_ptr_null(pf_recording_truncated(recording));
	assert_same_profile(all, pf_recording_profile(recording), 1000);
}

START_TEST(what_is_written_is_read_back)
{
	check_round_trip(&streams[_i / 2], _i % 2);
}
END_TEST

static off_t file_size(void)
{
	struct stat stat_of;
	ck_assert_int_eq(stat(path, &stat_of), 0);
	return stat_of.st_size;
}

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
	assert_ok(pf_recorder_flush(recorder));
	double each = (double)file_size() / (double)(moments * stream.threads);
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
		struct pf_sample sample = { .time_ns = i,
					    .thread = i * 2,
					    .stack = i * 8,
					    .state = i % PF_STATE_COUNT,
					    .syscall = i % 1024 };
		assert_ok(pf_profile_add_sample(profile, &sample));
	}
	assert_ok(pf_recorder_write(recorder, profile));
	assert_ok(pf_recorder_flush(recorder));
	AUTO_RECORDING recording = read_back();
	assert_same_profile(profile, pf_recording_profile(recording), 1000);
}
END_TEST

START_TEST(processes_are_told_apart)
{
	AUTO_PROFILE profile = new_profile();
	AUTO_RECORDER recorder = new_recorder();
	const pid_t pids[] = { info.pid, 4712, 0, info.pid, INT32_MAX };
	uint32_t index;
	for (size_t i = 0; i < sizeof(pids) / sizeof(pids[0]); i++) {
		struct pf_sampled_thread thread = { .tid = 1, .pid = pids[i] };
		assert_ok(pf_profile_add_thread(profile, &thread, &index));
		assert_ok(pf_recorder_write(recorder, profile));
		assert_ok(pf_recorder_flush(recorder));
	}
	pf_profile_stats_mutable(profile)->programs = 3;
	pf_profile_stats_mutable(profile)->refused = 1;
	assert_ok(pf_recorder_write(recorder, profile));
	assert_ok(pf_recorder_finish(recorder));
	AUTO_RECORDING recording = read_back();
	const struct pf_profile *got = pf_recording_profile(recording);
	for (size_t i = 0; i < sizeof(pids) / sizeof(pids[0]); i++)
		ck_assert_int_eq(pf_profile_thread(got, (uint32_t)i + 1)->pid, pids[i]);
	ck_assert_uint_eq(pf_profile_stats(got)->programs, 3);
	ck_assert_uint_eq(pf_profile_stats(got)->refused, 1);
}
END_TEST

START_TEST(blocks_wait_until_they_are_full)
{
	AUTO_PROFILE profile = new_profile();
	AUTO_RECORDER recorder = new_recorder();
	struct fake_stream stream = streams[0];
	off_t size = file_size();
	int changes = 0;
	for (int i = 0; i < 1024; i++) {
		pf_profile_drop_samples(profile);
		assert_ok(fake_moments(profile, &stream, 20));
		assert_ok(pf_recorder_write(recorder, profile));
		changes += file_size() != size;
		size = file_size();
	}
	ck_assert_int_ge(changes, 20);
	ck_assert_int_le(changes, 20 + 20); /* those of seconds that were over */
	assert_ok(pf_recorder_finish(recorder));
	AUTO_RECORDING recording = read_back();
	size_t count;
	pf_profile_samples(pf_recording_profile(recording), &count);
	ck_assert_uint_eq(count, 1024 * 20);
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

/* The second one is refused, and does no harm; a third one may once the first has finished. */
START_TEST(a_file_has_one_recorder)
{
	AUTO_PROFILE profile = new_profile();
	AUTO_RECORDER recorder = new_recorder();
	struct pf_recorder *other;
	struct fake_stream stream = streams[0];
	assert_ok(fake_moments(profile, &stream, 2000));
	assert_ok(pf_recorder_write(recorder, profile));
	off_t size = file_size();
	assert_error(pf_recorder_create(path, &info, &other), PF_SYSTEM,
		     "is being written by another recorder");
	ck_assert_int_eq(file_size(), size);
	assert_ok(pf_recorder_finish(recorder));
	AUTO_RECORDING recording = read_back();
	ck_assert_ptr_null(pf_recording_truncated(recording));
	AUTO_RECORDER next = new_recorder();
	ck_assert_ptr_nonnull(next);
	ck_assert_int_lt(file_size(), size);
}
END_TEST

START_TEST(a_pipe_is_not_waited_for)
{
	struct pf_recorder *recorder;
	ck_assert(!unlink(path) && !mkfifo(path, 0600));
	assert_error(pf_recorder_create(path, &info, &recorder), PF_SYSTEM, "cannot create");
}
END_TEST

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
	assert_ok(pf_recorder_flush(recorder));

	off_t safe = file_size();
	limit_files((rlim_t)safe + 500);
	for (int i = 0; i < 2; i++) {
		pf_profile_drop_samples(profile);
		assert_ok(fake_moments(profile, &stream, 1000));
		struct pf_error *err = pf_recorder_write(recorder, profile);
		pf_error_destroy(err); /* there is one when a block was full, or its second over */
		assert_error(pf_recorder_flush(recorder), PF_SYSTEM,
			     "in which 1000 samples are safe: File too large");
		ck_assert_uint_eq(pf_recorder_sample_count(recorder), 1000);
	}
	ck_assert_int_eq(file_size(), safe);
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
		unlink(path); /* a file that is overwritten would be written to the disk at once */
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

static TCase *failure_case(void)
{
	TCase *tests = tcase_create("failure");
	tcase_add_checked_fixture(tests, setup, teardown);
	tcase_add_test(tests, what_cannot_be_created_says_why);
	tcase_add_test(tests, a_file_has_one_recorder);
	tcase_add_test(tests, a_pipe_is_not_waited_for);
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
	tcase_add_loop_test(tests, what_is_written_is_read_back, 0, 2 * stream_count);
	tcase_add_loop_test(tests, a_sample_takes_about_two_bytes, 0, stream_count);
	tcase_add_test(tests, the_info_is_kept);
	tcase_add_test(tests, unknown_info_stays_unknown);
	tcase_add_test(tests, more_than_a_block_of_everything);
	tcase_add_test(tests, processes_are_told_apart);
	tcase_add_test(tests, blocks_wait_until_they_are_full);
	suite_add_tcase(suite, tests);
	suite_add_tcase(suite, failure_case());
	return tap_run(suite);
}
