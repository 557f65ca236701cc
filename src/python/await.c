/* Waiting for a process to become a Python, through whatever it runs before. */
#include "base/cleanup.h"
#include "base/clock.h"
#include "pyflame.h"
#include "target/proc_file.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

/*
 * Looking costs about as much as a short rest. The longer a program has not become a Python, the
 * less likely it will; another program is another chance.
 */
static const uint64_t FIRST_REST_NS = 1000000, LAST_REST_NS = 20000000;

struct waiting {
	char program[PATH_MAX]; /* of the last look */
	uint64_t rest_ns;
};

PF_DEFINE_GUARD(guard_process, struct pf_process *, pf_process_destroy);

static void note_program(struct waiting *waiting, const struct pf_process *process)
{
	const char *program = pf_process_executable(process);
	uint64_t longer = waiting->rest_ns + waiting->rest_ns / 8;
	waiting->rest_ns = longer < LAST_REST_NS ? longer : LAST_REST_NS;
	if (!strcmp(waiting->program, program))
		return;
	snprintf(waiting->program, sizeof(waiting->program), "%s", program);
	waiting->rest_ns = FIRST_REST_NS;
}

/* *gone_ret: the process itself has ended. */
static struct pf_error *look(struct waiting *waiting, pid_t pid, bool *gone_ret)
{
	PF_GUARD(guard_process) struct pf_process *process = NULL;
	struct pf_error *err = pf_process_attach(pid, &process);
	*gone_ret = err && pf_error_code(err) == PF_GONE;
	if (err)
		return err;
	note_program(waiting, process);
	struct pf_python *python;
	PF_TRY(pf_python_attach(process, &python));
	pf_python_detach(python);
	return NULL;
}

/* Whether another look may find more. */
static bool may_change(enum pf_error_code code)
{
	return code != PF_NO_MEMORY && code != PF_PERMISSION && code != PF_USAGE;
}

static struct pf_error *rest(uint64_t ns)
{
	struct timespec time = { 0, (long)ns };
	return nanosleep(&time, NULL) && errno == EINTR ? &pf_error_interrupted : NULL;
}

/* For how long the process has waited for a processor; 0 where the kernel does not count that. */
static uint64_t delay_of(pid_t pid)
{
	PF_GUARD(pf_text_deinit) struct pf_text text = { 0 };
	uint64_t ret = 0;
	char path[32];
	snprintf(path, sizeof(path), "/proc/%d/schedstat", (int)pid);
	struct pf_error *err = pf_proc_file_read(AT_FDCWD, pid, path, &text);
	if (!err && sscanf(pf_text_str(&text), "%*u %" SCNu64, &ret) != 1)
		ret = 0;
	pf_error_destroy(err);
	return ret;
}

static uint64_t delay_since(pid_t pid, uint64_t before_ns)
{
	uint64_t now_ns = delay_of(pid);
	return now_ns > before_ns ? now_ns - before_ns : 0;
}

/* What the process waited for a processor does not count, up to so many times the limit. */
enum { GRACE = 9 };

static bool is_over(uint64_t elapsed_ns, uint64_t delay_ns, uint64_t timeout_ns)
{
	uint64_t most_ns = timeout_ns < UINT64_MAX / GRACE ? timeout_ns * GRACE : UINT64_MAX;
	uint64_t free_ns = delay_ns < most_ns ? delay_ns : most_ns;
	return elapsed_ns >= free_ns && elapsed_ns - free_ns >= timeout_ns;
}

struct pf_error *pf_python_await(pid_t pid, uint64_t timeout_ns)
{
	struct waiting waiting = { .rest_ns = FIRST_REST_NS };
	uint64_t start_ns = pf_clock_now_ns(), delay_ns = delay_of(pid);
	for (;;) {
		bool gone;
		struct pf_error *err = look(&waiting, pid, &gone);
		if (!err || gone || !may_change(pf_error_code(err)) ||
		    is_over(pf_clock_now_ns() - start_ns, delay_since(pid, delay_ns), timeout_ns))
			return err;
		pf_error_destroy(err);
		PF_TRY(rest(waiting.rest_ns));
	}
}
