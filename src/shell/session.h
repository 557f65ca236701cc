/* A session: the process that is attached, the dump that commands look at, the selected thread. */
#ifndef PF_SHELL_SESSION_H
#define PF_SHELL_SESSION_H

#include "shell/command.h"
#include "shell/events.h"
#include "shell/inferior.h"
#include "shell/input.h"
#include "shell/listing.h"
#include "shell/print.h"
#include "shell/redacted.h"
#include "shell/settings.h"
#include "shell/user_command.h"

/* All zero, but for output.sink, is a session without a process. It must not move. */
struct pf_session {
	struct pf_commands commands;
	struct pf_user_commands user; /* those of them that were made in the shell */
	struct pf_settings settings;
	struct pf_output output;
	struct pf_sources sources;
	struct pf_source_path source_path;
	struct pf_listed listed; /* by "list" */
	struct pf_events events;
	struct pf_inferior first;
	PF_ARRAY(struct pf_inferior *) others; /* the second one and those behind it */
	unsigned current;		       /* index of the selected one; 0: the first */
	unsigned sharing;   /* commands that run and want one dump for all they call */
	unsigned depth;	    /* commands that run */
	const char *format; /* of dumps; borrowed; NULL: text */
	bool locals;	    /* dumps have the values of variables */
	struct pf_redacted redacted;
	bool no_user_files;	/* of commands and settings */
	bool quiet;		/* no status line */
	bool has_prompt;	/* commands come from a terminal, sooner or later */
	struct pf_input *input; /* where a command can get more lines from; NULL: nowhere */
	struct lua_State *lua;	/* NULL: not needed yet */
	bool quit;		/* the user wants to leave, with */
	int status;		/* ... this exit status; negative: whatever fits */
	int signal;		/* ... or by this signal; 0: none */
};

/* The selected inferior. */
struct pf_inferior *pf_session_inferior(const struct pf_session *session);

/* The inferior with that index; NULL behind the last one. */
struct pf_inferior *pf_session_inferior_at(const struct pf_session *session, size_t index);

/* Selects the inferior NUMBER; USAGE when there is none. */
struct pf_error *pf_session_switch(struct pf_session *session, unsigned number) PF_CHECKED;

/* The process of the selected inferior; NULL when none is attached. */
struct pf_process *pf_session_process(const struct pf_session *session);

/* And its Python. */
const struct pf_python *pf_session_python(const struct pf_session *session);

/*
 * Attaches to PID: anew in the inferior that has this process, else in the selected one when that
 * is empty, else in another one. Selects it. Nothing changes on an error.
 */
struct pf_error *pf_session_attach(struct pf_session *session, pid_t pid, uint32_t abi) PF_CHECKED;

/* Lets go of what the selected inferior looks at. */
void pf_session_detach(struct pf_session *session);

/* Looks at the recording PATH, which commands open, as pf_session_attach() at a process. */
struct pf_error *pf_session_open_recording(struct pf_session *session, const char *path) PF_CHECKED;
bool pf_session_is_attached(const struct pf_session *session);

/* USAGE: that no process is attached, behind what GDB says (NULL: nothing), and what can be done. */
struct pf_error *pf_session_miss_process(const struct pf_session *session,
					 const char *gdb_says) PF_CHECKED;

/* GONE, and detached, when the process has ended or runs another program now. */
struct pf_error *pf_session_check_process(struct pf_session *session) PF_CHECKED;

/*
 * Lets go of processes that were killed while "stop" kept them: until then their parents cannot
 * wait for them.
 */
void pf_session_release_ended(struct pf_session *session);

/*
 * The dump to look at: a fresh one, or within a command that which was taken for it. Borrowed
 * until the next call outside of that command.
 */
struct pf_error *pf_session_dump(struct pf_session *session, const struct pf_dump **ret) PF_CHECKED;

/*
 * The same, with the variables of the frames of the thread at THREAD; of all threads when that is 0,
 * or when the command is one of several that share a dump.
 */
struct pf_error *pf_session_full_dump(struct pf_session *session, pf_addr thread,
				      const struct pf_dump **ret) PF_CHECKED;

/* Forgets the dumps, so that the next ones are fresh. */
void pf_session_drop_dump(struct pf_session *session);

/* The selected thread in the dump to look at; the main thread when none was chosen. */
struct pf_error *pf_session_thread(struct pf_session *session,
				   const struct pf_thread **ret) PF_CHECKED;

/* Selects the thread NUMBER of the dump to look at; USAGE when there is none. */
struct pf_error *pf_session_select(struct pf_session *session, unsigned number,
				   const struct pf_thread **ret) PF_CHECKED;

/* The selected frame of the dump to look at, and its thread; USAGE when there is none. */
struct pf_error *pf_session_frame(struct pf_session *session, const struct pf_thread **ret,
				  size_t *level_ret) PF_CHECKED;

/* A printer to the session's output. */
struct pf_printer pf_session_printer(struct pf_session *session);

/* Lets everything go but Lua, which must be closed before. */
void pf_session_deinit(struct pf_session *session);

#endif
