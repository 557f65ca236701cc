/* Why the kernel refuses to let us read or trace a process. */
#include "target/permission.h"

#include "base/cleanup.h"
#include "base/text.h"
#include "target/proc_file.h"

#include <fcntl.h>
#include <linux/capability.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

PF_DEFINE_GUARD(guard_error, struct pf_error *, pf_error_destroy);

/* Reads /proc/NAME; false, and an empty text, when it cannot be read. */
static bool read_proc(const char *name, struct pf_text *text)
{
	pf_text_clear(text);
	char path[64];
	snprintf(path, sizeof(path), "/proc/%s", name);
	PF_GUARD(guard_error) struct pf_error *err = pf_proc_file_read(AT_FDCWD, 0, path, text);
	return !err;
}

static bool read_proc_of(pid_t pid, const char *name, struct pf_text *text)
{
	char path[48];
	snprintf(path, sizeof(path), "%d/%s", (int)pid, name);
	return read_proc(path, text);
}

/* Why it is refused, and what helps: the first cause that is found decides that. */
struct explanation {
	struct pf_text message;
	const char *advice; /* NULL: not known yet */
};

static void deinit_explanation(struct explanation *it)
{
	pf_text_deinit(&it->message);
}

static const char as_root[] = "Run it as root.";
static const char with_capability[] =
	"In a container, CAP_SYS_PTRACE is needed: docker run --cap-add SYS_PTRACE.";

/* Starts the next reason, behind ": " or "; ". */
static void begin_reason(struct explanation *it, const char *advice)
{
	pf_text_append_str(&it->message, it->advice ? "; " : ": ");
	if (!it->advice)
		it->advice = advice;
}

/* A tracer that is there already excludes every other one. */
static void add_tracer(struct explanation *it, pid_t tracer)
{
	if (!tracer)
		return;
	begin_reason(it, "End that one first.");
	PF_GUARD(pf_text_deinit) struct pf_text comm = { 0 };
	if (!read_proc_of(tracer, "comm", &comm) || !comm.size) {
		pf_text_printf(&it->message, "process %d traces it already", (int)tracer);
		return;
	}
	pf_text_printf(&it->message, "process %d (%.*s) traces it already", (int)tracer,
		       (int)strcspn(comm.bytes, "\n"), comm.bytes);
}

/* Root is not kept away by this, but by a lack of capabilities. */
static const char *advice_for_users(void)
{
	return geteuid() ? "Run it as the process's own user, or as root." : with_capability;
}

static void add_users(struct explanation *it, const char *status)
{
	uint64_t uid = pf_proc_file_number(status, "Uid", 10);
	if (uid == geteuid())
		return;
	begin_reason(it, advice_for_users());
	pf_text_printf(&it->message, "it runs as user %u and we as user %u", (unsigned)uid,
		       (unsigned)geteuid());
}

/*
 * The kernel gives the files below /proc/PID to root while the process is not dumpable (set-user-ID,
 * file capabilities, prctl): see task_dump_owner() in Linux' fs/proc/base.c.
 */
static void add_dumpable(struct explanation *it, pid_t pid, const char *status)
{
	char path[48];
	snprintf(path, sizeof(path), "/proc/%d/status", (int)pid);
	struct stat st;
	if (stat(path, &st) < 0 || st.st_uid == pf_proc_file_number(status, "Uid", 10))
		return;
	begin_reason(it, geteuid() ? as_root : with_capability);
	pf_text_append_str(&it->message, "it is not dumpable (set-user-ID, or by its own wish)");
}

static void add_yama(struct explanation *it, bool capable)
{
	PF_GUARD(pf_text_deinit) struct pf_text text = { 0 };
	if (!read_proc("sys/kernel/yama/ptrace_scope", &text))
		return;
	static const struct {
		const char *meaning, *advice;
	} scopes[] = {
		[1] = { "only a process's ancestors may trace it",
			"Run it as root, or allow it: sysctl kernel.yama.ptrace_scope=0." },
		[2] = { "only CAP_SYS_PTRACE may trace", as_root },
		[3] = { "nobody may trace until the next boot", "" },
	};
	int scope = atoi(pf_text_str(&text));
	if (scope < 1 || scope > 3 || (capable && scope < 3))
		return;
	begin_reason(it, scopes[scope].advice);
	pf_text_printf(&it->message, "Yama's ptrace_scope is %d: %s", scope, scopes[scope].meaning);
}

/* Only root can miss a capability: others are not meant to have any. */
static void add_ourselves(struct explanation *it, const char *self, bool capable)
{
	bool filtered = pf_proc_file_number(self, "Seccomp", 10);
	if (!capable) {
		begin_reason(it, filtered || !geteuid() ? with_capability : as_root);
		pf_text_append_str(&it->message, "we do not have CAP_SYS_PTRACE");
	}
	if (filtered) {
		begin_reason(it, with_capability);
		pf_text_append_str(&it->message, "a seccomp filter (a container's?) restricts us");
	}
}

static void explain_process(struct explanation *it, pid_t tid)
{
	PF_GUARD(pf_text_deinit) struct pf_text status = { 0 };
	if (!read_proc_of(tid, "status", &status))
		return;
	add_tracer(it, (pid_t)pf_proc_file_number(status.bytes, "TracerPid", 10));
	add_users(it, status.bytes);
	add_dumpable(it, tid, status.bytes);
}

static void explain_us(struct explanation *it)
{
	PF_GUARD(pf_text_deinit) struct pf_text self = { 0 };
	if (!read_proc("self/status", &self))
		return;
	bool capable = pf_proc_file_number(self.bytes, "CapEff", 16) >> CAP_SYS_PTRACE & 1;
	add_yama(it, capable);
	add_ourselves(it, self.bytes, capable);
}

struct pf_error *pf_permission_explain(const char *action, pid_t tid)
{
	PF_GUARD(deinit_explanation) struct explanation it = { 0 };
	pf_text_printf(&it.message, "cannot %s %d", action, (int)tid);
	explain_process(&it, tid);
	explain_us(&it);
	if (!it.advice) {
		begin_reason(&it, "");
		pf_text_append_str(&it.message, "a security module or the sandbox forbids it");
	}
	PF_TRY(pf_text_check(&it.message));
	return pf_error_take_advice(pf_error_create(PF_PERMISSION, "%s", it.message.bytes), "%s",
				    it.advice);
}
