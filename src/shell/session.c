/* A session: the process that is attached, the dump that commands look at, the selected thread. */
#include "shell/session.h"
#include "shell/value_limits.h"

#include <stdlib.h>
#include <string.h>

/* ------------------------------------------------------------------ inferiors */

struct pf_inferior *pf_session_inferior_at(const struct pf_session *session, size_t index)
{
	if (!index)
		return (struct pf_inferior *)&session->first;
	return index <= session->others.count ? session->others.items[index - 1] : NULL;
}

struct pf_inferior *pf_session_inferior(const struct pf_session *session)
{
	return pf_session_inferior_at(session, session->current);
}

struct pf_error *pf_session_switch(struct pf_session *session, unsigned number)
{
	if (!number || number > session->others.count + 1)
		return pf_error_create(PF_USAGE, "Inferior ID %u not known.", number);
	session->current = number - 1;
	pf_sources_deinit(&session->sources); /* files of another root */
	return NULL;
}

struct pf_process *pf_session_process(const struct pf_session *session)
{
	return pf_session_inferior(session)->target.process;
}

const struct pf_python *pf_session_python(const struct pf_session *session)
{
	return pf_session_inferior(session)->target.python;
}

static struct pf_error *add_inferior(struct pf_session *session)
{
	struct pf_inferior *inferior = calloc(1, sizeof(*inferior));
	if (!inferior)
		return &pf_error_no_memory;
	struct pf_error *err = pf_array_push(&session->others, inferior);
	if (err)
		free(inferior);
	return err;
}

/* The index of an inferior that looks at nothing; the selected one first. */
static struct pf_error *find_empty(struct pf_session *session, unsigned *ret)
{
	*ret = session->current;
	if (pf_inferior_is_empty(pf_session_inferior(session)))
		return NULL;
	for (*ret = 0; *ret <= session->others.count; ++*ret) {
		if (pf_inferior_is_empty(pf_session_inferior_at(session, *ret)))
			return NULL;
	}
	return add_inferior(session);
}

/* ------------------------------------------------------------------ attaching */

bool pf_session_is_attached(const struct pf_session *session)
{
	return pf_inferior_is_attached(pf_session_inferior(session));
}

struct pf_error *pf_session_miss_process(const struct pf_session *session, const char *gdb_says)
{
	if (pf_session_inferior(session)->recording)
		return pf_error_create(PF_USAGE,
				       "A recording is looked at: only \"report\" works on "
				       "it.  Try \"attach PID\" for a process.");
	return pf_error_create(PF_USAGE, "%s%sNo process is attached.  Try \"attach PID\".",
			       gdb_says ? gdb_says : "", gdb_says ? "  " : "");
}

static void note(struct pf_session *session, enum pf_event_kind kind)
{
	if (pf_session_is_attached(session))
		pf_events_note(
			&session->events,
			(struct pf_event){ .kind = kind,
					   .pid = pf_process_pid(pf_session_process(session)) });
}

void pf_session_detach(struct pf_session *session)
{
	note(session, PF_EVENT_DETACH);
	pf_inferior_close(pf_session_inferior(session));
	pf_sources_deinit(&session->sources);
}

struct pf_error *pf_session_open_recording(struct pf_session *session, const char *path)
{
	unsigned index;
	PF_TRY(find_empty(session, &index));
	struct pf_inferior *inferior = pf_session_inferior_at(session, index);
	inferior->recording = strdup(path);
	if (!inferior->recording)
		return &pf_error_no_memory;
	session->current = index;
	return NULL;
}

/* Where PID belongs: the inferior that has this process already, else an empty one. */
static struct pf_error *find_place(struct pf_session *session, pid_t pid, unsigned *ret)
{
	for (*ret = 0; *ret <= session->others.count; ++*ret) {
		const struct pf_inferior *inferior = pf_session_inferior_at(session, *ret);
		if (pf_inferior_is_attached(inferior) &&
		    pf_process_pid(inferior->target.process) == pid)
			return NULL;
	}
	return find_empty(session, ret);
}

struct pf_error *pf_session_attach(struct pf_session *session, pid_t pid, uint32_t abi)
{
	unsigned index;
	struct pf_attachment target = { 0 };
	PF_TRY(pf_attachment_open(&target, pid, abi));
	struct pf_error *err = find_place(session, pid, &index);
	if (err)
		return pf_attachment_close(&target), err;
	session->current = index;
	pf_session_detach(session);
	/* Nothing holds a fresh attachment yet, so it may still move. */
	struct pf_inferior *inferior = pf_session_inferior(session);
	inferior->target.process = target.process;
	inferior->target.python = target.python;
	note(session, PF_EVENT_ATTACH);
	return NULL;
}

struct pf_error *pf_session_check_process(struct pf_session *session)
{
	struct pf_error *err = pf_process_check(pf_session_process(session));
	if (!err || pf_error_code(err) != PF_GONE)
		return err;
	pf_events_note_end(&session->events, pf_process_pid(pf_session_process(session)));
	pf_session_detach(session);
	return err;
}

void pf_session_release_ended(struct pf_session *session)
{
	struct pf_inferior *inferior;
	for (size_t i = 0; (inferior = pf_session_inferior_at(session, i)); i++) {
		if (!pf_attachment_is_kept(&inferior->target))
			continue;
		struct pf_error *err = pf_process_check(inferior->target.process);
		if (err && pf_error_code(err) == PF_GONE)
			pf_attachment_release(&inferior->target.kept);
		pf_error_destroy(err);
	}
}

/* ------------------------------------------------------------------ what is looked at */

void pf_session_drop_dump(struct pf_session *session)
{
	for (size_t i = 0; i <= session->others.count; i++)
		pf_inferior_drop_dump(pf_session_inferior_at(session, i));
	pf_sources_deinit(&session->sources); /* files may change as well */
}

static struct pf_error *dump_with(struct pf_session *session, const struct pf_dump_wish *wish,
				  const struct pf_dump **ret)
{
	if (!session->sharing)
		pf_session_drop_dump(session);
	if (!pf_session_is_attached(session))
		return pf_session_miss_process(session, NULL);
	struct pf_inferior *inferior = pf_session_inferior(session);
	bool is_new = !inferior->dump;
	PF_TRY(pf_inferior_dump(inferior, wish, ret));
	if (is_new)
		pf_events_note_dump(&session->events, &inferior->seen,
				    pf_process_pid(inferior->target.process), &inferior->numbers,
				    *ret);
	return NULL;
}

struct pf_error *pf_session_dump(struct pf_session *session, const struct pf_dump **ret)
{
	return dump_with(session, NULL, ret);
}

/* Bytes of each value in a dump: a few lines on a terminal. */
enum { FULL_TEXT = 2000 };

struct pf_error *pf_session_full_dump(struct pf_session *session, pf_addr thread,
				      const struct pf_dump **ret)
{
	struct pf_limits limits = pf_value_limits(&session->settings);
	const struct pf_dump_wish wish = { &limits, session->sharing > 1 ? 0 : thread,
					   &session->redacted.redaction };
	limits.max_text = FULL_TEXT;
	const struct pf_dump *dump = pf_session_inferior(session)->dump;
	if (!dump || !pf_dump_has_variables(dump))
		pf_session_drop_dump(session);
	return dump_with(session, &wish, ret);
}

struct pf_error *pf_session_thread(struct pf_session *session, const struct pf_thread **ret)
{
	const struct pf_dump *dump;
	PF_TRY(pf_session_dump(session, &dump));
	return pf_inferior_thread(pf_session_inferior(session), ret);
}

struct pf_error *pf_session_select(struct pf_session *session, unsigned number,
				   const struct pf_thread **ret)
{
	const struct pf_dump *dump;
	PF_TRY(pf_session_dump(session, &dump));
	return pf_inferior_select(pf_session_inferior(session), number, ret);
}

struct pf_error *pf_session_frame(struct pf_session *session, const struct pf_thread **ret,
				  size_t *level_ret)
{
	PF_TRY(pf_session_thread(session, ret));
	if (!(*ret)->frame_count)
		return pf_error_create(PF_USAGE, "No stack.");
	*level_ret = pf_session_inferior(session)->level;
	return NULL;
}

struct pf_printer pf_session_printer(struct pf_session *session)
{
	return (struct pf_printer){ .output = &session->output,
				    .process = pf_session_process(session),
				    .python = pf_session_python(session),
				    .sources = &session->sources };
}

void pf_session_deinit(struct pf_session *session)
{
	pf_inferior_close(&session->first);
	pf_redacted_deinit(&session->redacted);
	for (size_t i = 0; i < session->others.count; i++) {
		pf_inferior_close(session->others.items[i]);
		free(session->others.items[i]);
	}
	pf_array_deinit(&session->others);
	pf_sources_deinit(&session->sources);
	pf_listed_deinit(&session->listed);
	pf_source_path_deinit(&session->source_path);
	pf_commands_deinit(&session->commands);
	pf_user_commands_deinit(&session->user);
	pf_settings_deinit(&session->settings);
	pf_events_deinit(&session->events);
	pf_output_deinit(&session->output);
}
