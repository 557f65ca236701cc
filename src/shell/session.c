/* A session: the process that is attached, the dump that commands look at, the selected thread. */
#include "shell/session.h"

#include <stdlib.h>
#include <string.h>

bool pf_session_is_attached(const struct pf_session *session)
{
	return session->target.process != NULL;
}

struct pf_error *pf_session_miss_process(const struct pf_session *session)
{
	if (session->recording)
		return pf_error_create(PF_USAGE,
				       "A recording is looked at: only \"report\" works on "
				       "it.  Try \"attach PID\" for a process.");
	return pf_error_create(PF_USAGE, "No process is attached.  Try \"attach PID\".");
}

static void forget_threads(struct pf_session *session)
{
	pf_session_drop_dump(session);
	pf_numbers_deinit(&session->numbers);
	session->selected = 0;
}

void pf_session_detach(struct pf_session *session)
{
	forget_threads(session);
	pf_attachment_close(&session->target);
	free(session->recording);
	session->recording = NULL;
}

struct pf_error *pf_session_open_recording(struct pf_session *session, const char *path)
{
	char *own = strdup(path);
	if (!own)
		return &pf_error_no_memory;
	pf_session_detach(session);
	session->recording = own;
	return NULL;
}

struct pf_error *pf_session_attach(struct pf_session *session, pid_t pid, uint32_t abi)
{
	struct pf_attachment target = { 0 };
	PF_TRY(pf_attachment_open(&target, pid, abi));
	pf_session_detach(session);
	/* Nothing holds a fresh attachment yet, so it may still move. */
	session->target.process = target.process;
	session->target.python = target.python;
	return NULL;
}

struct pf_error *pf_session_check_process(struct pf_session *session)
{
	struct pf_error *err = pf_process_check(session->target.process);
	if (err && pf_error_code(err) == PF_GONE)
		pf_session_detach(session);
	return err;
}

void pf_session_drop_dump(struct pf_session *session)
{
	if (!session->dump_lent)
		pf_dump_destroy(session->dump);
	session->dump = NULL;
	session->dump_lent = false;
	pf_sources_deinit(&session->sources); /* files may change as well */
}

static struct pf_error *take_dump(struct pf_session *session)
{
	struct pf_dump *dump;
	PF_TRY(pf_attachment_dump(&session->target, &dump));
	struct pf_error *err = pf_numbers_update(&session->numbers, dump);
	if (err)
		pf_dump_destroy(dump);
	else
		session->dump = dump;
	return err;
}

struct pf_error *pf_session_dump(struct pf_session *session, const struct pf_dump **ret)
{
	if (!session->sharing)
		pf_session_drop_dump(session);
	if (!pf_session_is_attached(session))
		return pf_session_miss_process(session);
	if (!session->dump)
		PF_TRY(take_dump(session));
	*ret = session->dump;
	return NULL;
}

/* Where nothing was chosen: the thread whose id is the process's, or the first one. */
static const struct pf_thread *main_thread(const struct pf_session *session,
					   const struct pf_dump *dump)
{
	pid_t pid = pf_process_pid(session->target.process);
	for (size_t i = 0; i < dump->thread_count; i++) {
		if (dump->threads[i].tid == pid)
			return &dump->threads[i];
	}
	return dump->thread_count ? &dump->threads[0] : NULL;
}

struct pf_error *pf_session_thread(struct pf_session *session, const struct pf_thread **ret)
{
	const struct pf_dump *dump;
	PF_TRY(pf_session_dump(session, &dump));
	const struct pf_thread *thread =
		session->selected ? pf_numbers_find(&session->numbers, dump, session->selected)
				  : main_thread(session, dump);
	if (!thread && session->selected)
		return pf_error_create(PF_USAGE,
				       "The selected thread %u has ended.  Try \"info threads\".",
				       session->selected);
	if (!thread)
		return pf_error_create(PF_USAGE, "No threads.");
	session->selected = pf_numbers_of(&session->numbers, dump, thread);
	*ret = thread;
	return NULL;
}

struct pf_error *pf_session_select(struct pf_session *session, unsigned number,
				   const struct pf_thread **ret)
{
	const struct pf_dump *dump;
	PF_TRY(pf_session_dump(session, &dump));
	const struct pf_thread *thread = pf_numbers_find(&session->numbers, dump, number);
	if (!thread || !number)
		return pf_error_create(PF_USAGE, "Unknown thread %u.", number);
	session->selected = number;
	*ret = thread;
	return NULL;
}

struct pf_printer pf_session_printer(struct pf_session *session)
{
	return (struct pf_printer){ .output = &session->output,
				    .process = session->target.process,
				    .python = session->target.python,
				    .sources = &session->sources };
}

void pf_session_deinit(struct pf_session *session)
{
	pf_session_detach(session);
	pf_commands_deinit(&session->commands);
	pf_settings_deinit(&session->settings);
	pf_output_deinit(&session->output);
}
