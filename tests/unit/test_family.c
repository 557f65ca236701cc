/* profile/family, scout, lead, member: a process and its descendants, of real targets. */
#include "assert_error.h"
#include "profile/profile.h"
#include "python_child.h"
#include "tap.h"

#include <pthread.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

static const struct pf_sampling_options quick = { .interval_ns = 500000, .children = true };

static struct child child;
static struct pf_sampler *sampler;
static struct pf_profile *profile;
static bool absent; /* no python3, or one that is not supported */

/*
 * Does what the bytes that come in say: "f" forks, "g" forks one that forks, "x" forks one that
 * becomes another Python, "s" one that becomes a shell which becomes a Python after a while, "i"
 * forks one that waits, "e" ends. Descendants end when their parent has.
 */
static const char PROGRAM[] =
	"import os, sys, time\n"
	"ROOT = os.getpid()\n"
	"LATER = 'import os\\nparent = os.getppid()\\ndef executed():\\n"
	"    while os.getppid() == parent: pass\\nexecuted()'\n"
	"def forked(parent):\n"
	"    while os.getppid() == parent: pass\n"
	"    os._exit(0)\n"
	"def grandchild(parent):\n"
	"    forked(parent)\n"
	"def idle(parent):\n"
	"    while os.getppid() == parent: time.sleep(0.01)\n"
	"    os._exit(0)\n"
	"def run(word):\n"
	"    if os.fork(): return\n"
	"    if word == b'f': forked(ROOT)\n"
	"    if word == b'i': idle(ROOT)\n"
	"    if word == b'x': os.execvp('python3', ['python3', '-c', LATER])\n"
	"    if word == b's': os.execvp('sh', ['sh', '-c',\n"
	"        'sleep 0.3; exec python3 -c \"$0\"', LATER])\n"
	"    if word == b'g':\n"
	"        me = os.getpid()\n"
	"        if not os.fork(): grandchild(me)\n"
	"        forked(ROOT)\n"
	"os.write(1, b'r')\n"
	"for word in iter(lambda: os.read(0, 1), b'e'):\n"
	"    if not word: break\n"
	"    run(word)\n"
	"    os.write(1, b'd')\n"
	"os._exit(0)\n";

static void setup(void)
{
	sampler = NULL;
	absent = !python_child_start(&child, PROGRAM);
	assert_ok(pf_profile_create(&profile));
	if (absent)
		return;
	struct pf_error *err =
		pf_sampler_start(child.pid, &(struct pf_sampling_options){ 0 }, &sampler);
	absent = err && pf_error_code(err) == PF_UNSUPPORTED;
	ck_assert(!err || absent);
	pf_error_destroy(err);
	pf_sampler_destroy(sampler);
	sampler = NULL;
}

static void teardown(void)
{
	pf_sampler_destroy(sampler);
	if (!absent && child.pid)
		ck_assert_int_le(child_tracer(child.pid), 0);
	pf_profile_destroy(profile);
	child_end(&child);
}

static void start(const struct pf_sampling_options *options)
{
	assert_ok(pf_sampler_start(child.pid, options, &sampler));
}

static void say(char word)
{
	char done;
	child_send(child.in, &word, 1);
	ck_assert(child_receive(child.out, &done, 1));
}

static bool was_in(const char *function)
{
	for (uint32_t i = 1; i < pf_profile_place_count(profile); i++) {
		if (!strcmp(pf_profile_place(profile, i)->function, function))
			return true;
	}
	return false;
}

static void take_more(void)
{
	bool ended = false;
	assert_ok(pf_sampler_take(sampler, UINT64_MAX, profile, &ended));
	ck_assert(!ended);
}

static void take_until_in(const char *function)
{
	while (!was_in(function))
		take_more();
}

static size_t take_all(void)
{
	bool ended = false;
	size_t count;
	while (!ended)
		assert_ok(pf_sampler_take(sampler, UINT64_MAX, profile, &ended));
	pf_profile_samples(profile, &count);
	return count;
}

/* How many processes samples are of; none is of nobody. */
static size_t count_processes(void)
{
	pid_t seen[32];
	size_t count, found = 0;
	const struct pf_sample *rows = pf_profile_samples(profile, &count);
	for (size_t i = 0, k; i < count; i++) {
		pid_t pid = pf_profile_thread(profile, rows[i].thread)->pid;
		ck_assert_int_ne(pid, 0);
		for (k = 0; k < found && seen[k] != pid;)
			k++;
		if (k == found && found < 32)
			seen[found++] = pid;
	}
	return found;
}

static const struct {
	char word;
	const char *function;
} kinds[] = { { 'f', "forked" }, { 'g', "grandchild" }, { 'x', "executed" }, { 's', "executed" } };

enum { KINDS = sizeof(kinds) / sizeof(kinds[0]) };

START_TEST(who_is_there_and_who_comes)
{
	struct pf_sampling_options options = quick;
	bool before = _i & 1;
	int kind = _i / 2;
	options.mode = (_i ^ kind) & 1 ? PF_NONSTOP : PF_EXACT;
	options.threads = kind & 1;
	if (absent)
		return;
	if (before)
		say(kinds[kind].word);
	start(&options);
	if (!before)
		say(kinds[kind].word);
	take_until_in(kinds[kind].function);
	while (count_processes() < 2)
		take_more(); /* the root, whose turn may come later */
	pf_sampler_stop(sampler);
	take_all();
	ck_assert_ptr_null(pf_sampler_reason(sampler));
	ck_assert_ptr_null(pf_sampler_refusal(sampler));
	ck_assert_uint_ge(pf_profile_stats(profile)->programs, 2);
}
END_TEST

START_TEST(times_do_not_go_back)
{
	size_t count;
	if (absent)
		return;
	for (int i = 0; i < 5; i++)
		say("fgf"[i % 3]);
	start(&quick);
	take_until_in("grandchild");
	pf_sampler_stop(sampler);
	take_all();
	const struct pf_sample *rows = pf_profile_samples(profile, &count);
	for (size_t i = 1; i < count; i++)
		ck_assert_uint_le(rows[i - 1].time_ns, rows[i].time_ns);
}
END_TEST

/* Nobody is counted together with others, or left out, when it is idle. */
START_TEST(the_idle_tell_their_process)
{
	struct pf_sampling_options options = quick;
	options.max_samples = 20;
	if (absent)
		return;
	say('i');
	say('i');
	start(&options);
	take_all();
	ck_assert_uint_eq(count_processes(), pf_profile_stats(profile)->programs);
}
END_TEST

START_TEST(a_limit_is_each_ones)
{
	struct pf_sampling_options options = quick;
	options.max_samples = 20;
	if (absent)
		return;
	say('f');
	start(&options);
	take_all();
	ck_assert_uint_eq(pf_profile_stats(profile)->taken,
			  20 * pf_profile_stats(profile)->programs);
	ck_assert_ptr_null(pf_sampler_reason(sampler));
}
END_TEST

START_TEST(the_end_of_a_child_is_none)
{
	if (absent)
		return;
	start(&quick);
	for (int i = 0; i < 5; i++) {
		say('f');
		take_until_in("forked");
		pid_t last = 0;
		for (uint32_t k = 1; k < pf_profile_thread_count(profile); k++)
			last = pf_profile_thread(profile, k)->pid;
		if (last != child.pid)
			kill(last, SIGKILL);
	}
	say('x');
	take_until_in("executed");
}
END_TEST

START_TEST(all_ends_with_the_root)
{
	if (absent)
		return;
	start(&quick);
	say('f');
	take_until_in("forked");
	child_send(child.in, "e", 1);
	take_all();
	ck_assert_ptr_nonnull(pf_sampler_reason(sampler));
	ck_assert_int_eq(pf_error_code(pf_sampler_reason(sampler)), PF_GONE);
}
END_TEST

START_TEST(for_so_long)
{
	struct pf_sampling_options options = quick;
	options.duration_ns = 100000000;
	if (absent)
		return;
	say('f');
	start(&options);
	take_all();
	ck_assert_ptr_null(pf_sampler_reason(sampler));
}
END_TEST

START_TEST(destroyed_while_it_runs)
{
	if (absent)
		return;
	say('g');
	for (int i = 0; i < 20; i++) {
		struct pf_sampling_options options = quick;
		options.interval_ns = i % 2 ? 0 : 200000;
		options.mode = i % 4 < 2 ? PF_EXACT : PF_NONSTOP;
		start(&options);
		usleep((useconds_t)(rand() % 3000));
		pf_sampler_destroy(sampler);
		sampler = NULL;
		ck_assert_int_eq(child_tracer(child.pid), 0);
	}
}
END_TEST

/* --- roots that are no Python */

static void run_shell(int in, int out, void *arg)
{
	dup2(in, STDIN_FILENO);
	dup2(out, STDOUT_FILENO);
	execl("/bin/sh", "sh", "-c", arg, NULL);
	abort();
}

/* One Python after the other; each computes until a byte comes in. */
static char SHELL_PROGRAM[] =
	"python3 -c 'print(\"r\")' || exit; read line; for word in first second; do\n"
	"python3 -c \"import os, select\ndef $word():\n"
	"  while not select.select([0], [], [], 0)[0]: pass\n$word()\nos.read(0, 1)\"; done";

START_TEST(a_shell_that_stays)
{
	char ready;
	if (absent)
		return;
	child_end(&child);
	child_start(&child, run_shell, SHELL_PROGRAM);
	ck_assert(child_receive(child.out, &ready, 1));
	start(&quick);
	child_send(child.in, "\n", 1);
	take_until_in("first");
	child_send(child.in, "e", 1);
	take_until_in("second");
	child_send(child.in, "e", 1);
	take_all();
	ck_assert_uint_ge(pf_profile_stats(profile)->programs, 2);
	ck_assert_int_eq(pf_error_code(pf_sampler_reason(sampler)), PF_GONE);
}
END_TEST

START_TEST(no_python_at_all)
{
	struct pf_sampling_options options = quick;
	struct child other;
	options.duration_ns = 50000000;
	child_start(&other, child_echo, NULL);
	assert_ok(pf_sampler_start(other.pid, &options, &sampler));
	ck_assert_uint_eq(take_all(), 0);
	ck_assert_ptr_null(pf_sampler_reason(sampler));
	child_ping(&other);
	child_end(&other);
}
END_TEST

START_TEST(no_such_process)
{
	assert_error(pf_sampler_start(CHILD_NOBODY, &quick, &sampler), PF_GONE, "");
	assert_error(pf_sampler_start(0, &quick, &sampler), PF_USAGE, "");
}
END_TEST

enum { NOBODY = 65534 };

static void hide(int out)
{
	prctl(PR_SET_DUMPABLE, 0);
	prctl(PR_SET_PDEATHSIG, SIGKILL);
	child_send(out, "r", 1);
	pause();
}

/* Nobody's, with two children that even nobody may not read. */
static void hide_children(int in, int out, void *arg)
{
	int fds[2];
	char bytes[2];
	if (setgid(NOBODY) || setuid(NOBODY) || prctl(PR_SET_DUMPABLE, 1) || pipe(fds))
		abort();
	for (int i = 0; i < 2; i++) {
		if (!fork())
			hide(fds[1]);
	}
	child_receive(fds[0], bytes, sizeof(bytes));
	child_echo(in, out, arg);
}

static int sample_as_nobody(pid_t pid)
{
	struct pf_sampling_options options = quick;
	options.duration_ns = 50000000;
	if (setgid(NOBODY) || setuid(NOBODY))
		return 2;
	assert_ok(pf_sampler_start(pid, &options, &sampler));
	take_all();
	bool told = pf_profile_stats(profile)->refused == 2 &&
		    pf_error_code(pf_sampler_refusal(sampler)) == PF_PERMISSION;
	pf_sampler_destroy(sampler);
	return !told;
}

/* In a process of its own, since privileges do not come back. */
START_TEST(children_that_may_not_be_read)
{
	struct child other;
	int status;
	if (geteuid() != 0)
		return;
	child_start(&other, hide_children, NULL);
	child_ping(&other);
	pid_t pid = fork();
	if (!pid)
		_exit(sample_as_nobody(other.pid));
	ck_assert_int_eq(waitpid(pid, &status, 0), pid);
	ck_assert(WIFEXITED(status) && WEXITSTATUS(status) == 0);
	child_end(&other);
}
END_TEST

int main(void)
{
	const TTest *const plain[] = { times_do_not_go_back,
				       the_idle_tell_their_process,
				       a_limit_is_each_ones,
				       the_end_of_a_child_is_none,
				       all_ends_with_the_root,
				       for_so_long,
				       destroyed_while_it_runs,
				       a_shell_that_stays,
				       no_python_at_all,
				       no_such_process,
				       children_that_may_not_be_read };
	Suite *suite = suite_create("family");
	TCase *tests = tcase_create("family");
	tcase_add_checked_fixture(tests, setup, teardown);
	tcase_add_loop_test(tests, who_is_there_and_who_comes, 0, KINDS * 2);
	for (size_t i = 0; i < sizeof(plain) / sizeof(plain[0]); i++)
		tcase_add_test(tests, plain[i]);
	suite_add_tcase(suite, tests);
	return tap_run(suite);
}
