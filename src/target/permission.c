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

/* Starts the next reason behind ": " or "; ". */
static void next_reason(struct pf_text *message, bool *first)
{
	pf_text_append_str(message, *first ? ": " : "; ");
	*first = false;
}

/* A tracer that is there already excludes every other one. */
static void add_tracer(struct pf_text *message, bool *first, pid_t tracer)
{
	if (!tracer)
		return;
	next_reason(message, first);
	PF_GUARD(pf_text_deinit) struct pf_text comm = { 0 };
	if (!read_proc_of(tracer, "comm", &comm) || !comm.size) {
		pf_text_printf(message, "process %d traces it already", (int)tracer);
		return;
	}
	pf_text_printf(message, "process %d (%.*s) traces it already", (int)tracer,
		       (int)strcspn(comm.bytes, "\n"), comm.bytes);
}

static void add_users(struct pf_text *message, bool *first, const char *status)
{
	uint64_t uid = pf_proc_file_number(status, "Uid", 10);
	if (uid == geteuid())
		return;
	next_reason(message, first);
	pf_text_printf(message, "it runs as user %u and we as user %u", (unsigned)uid,
		       (unsigned)geteuid());
}

/*
 * The kernel gives the files below /proc/PID to root while the process is not dumpable (set-user-ID,
 * file capabilities, prctl): see task_dump_owner() in Linux' fs/proc/base.c.
 */
static void add_dumpable(struct pf_text *message, bool *first, pid_t pid, const char *status)
{
	char path[48];
	snprintf(path, sizeof(path), "/proc/%d/status", (int)pid);
	struct stat st;
	if (stat(path, &st) < 0 || st.st_uid == pf_proc_file_number(status, "Uid", 10))
		return;
	next_reason(message, first);
	pf_text_append_str(message, "it is not dumpable (set-user-ID, or by its own wish)");
}

static void add_yama(struct pf_text *message, bool *first)
{
	PF_GUARD(pf_text_deinit) struct pf_text text = { 0 };
	if (!read_proc("sys/kernel/yama/ptrace_scope", &text))
		return;
	int scope = atoi(pf_text_str(&text));
	static const char *const meanings[] = {
		[1] = "only a process's ancestors may trace it",
		[2] = "only CAP_SYS_PTRACE may trace",
		[3] = "nobody may trace until the next boot",
	};
	if (scope < 1 || scope > 3)
		return;
	next_reason(message, first);
	pf_text_printf(message, "Yama's ptrace_scope is %d: %s", scope, meanings[scope]);
}

static void add_ourselves(struct pf_text *message, bool *first)
{
	PF_GUARD(pf_text_deinit) struct pf_text self = { 0 };
	if (!read_proc("self/status", &self))
		return;
	if (!(pf_proc_file_number(self.bytes, "CapEff", 16) >> CAP_SYS_PTRACE & 1)) {
		next_reason(message, first);
		pf_text_append_str(message, "we do not have CAP_SYS_PTRACE");
	}
	if (pf_proc_file_number(self.bytes, "Seccomp", 10)) {
		next_reason(message, first);
		pf_text_append_str(message, "a seccomp filter (a container's?) restricts us");
	}
}

struct pf_error *pf_permission_explain(const char *action, pid_t tid)
{
	PF_GUARD(pf_text_deinit) struct pf_text status = { 0 };
	PF_GUARD(pf_text_deinit) struct pf_text message = { 0 };
	bool first = true;
	pf_text_printf(&message, "cannot %s %d", action, (int)tid);
	if (read_proc_of(tid, "status", &status)) {
		add_tracer(&message, &first,
			   (pid_t)pf_proc_file_number(status.bytes, "TracerPid", 10));
		add_users(&message, &first, status.bytes);
		add_dumpable(&message, &first, tid, status.bytes);
	}
	add_ourselves(&message, &first);
	add_yama(&message, &first);
	PF_TRY(pf_text_check(&message));
	return pf_error_create(PF_PERMISSION, "%s%s", message.bytes,
			       first ? ": permission denied" : "");
}
