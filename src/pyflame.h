/* The public C API: everything that the shell, the Lua bindings and other clients may use. */
#ifndef PYFLAME_H
#define PYFLAME_H

#include "base/error.h"
#include "base/text.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

/*
 * Every function that can fail returns a struct pf_error *, NULL for success, and writes *ret
 * only then. Arguments are borrowed. *ret belongs to the caller. A returned const pointer is
 * borrowed from, and lives as long as, the object asked. Only functions named take or adopt move
 * ownership. Nothing here is safe to call from two threads on one object.
 */

/* An address in the target: an integer, so that it can never be dereferenced here. */
typedef uint64_t pf_addr;

enum { PF_UNKNOWN = -1 }; /* a line, column or system call that nobody can tell */

/* ------------------------------------------------------------------ target: process */

struct pf_process;

/*
 * Opens the process PID: nothing of it stops or changes. PERMISSION when it may not be read, GONE
 * when there is no such process or it is a zombie, NOT_PYTHON for a kernel thread.
 * pf_process_destroy(NULL) is fine.
 */
struct pf_error *pf_process_attach(pid_t pid, struct pf_process **ret) PF_CHECKED;
void pf_process_destroy(struct pf_process *process);

pid_t pf_process_pid(const struct pf_process *process);

/* What /proc/PID/exe points to, without " (deleted)". */
const char *pf_process_executable(const struct pf_process *process);

/* Whether it has ended; its id may be another's since. An exec is no end. */
bool pf_process_has_ended(const struct pf_process *process);

/* GONE when the process has ended, or runs another program than when it was attached (exec). */
struct pf_error *pf_process_check(struct pf_process *process) PF_CHECKED;

/* Reads SIZE bytes at AT, all or none. FAULT says where; GONE when the process has ended. */
struct pf_error *pf_process_read(struct pf_process *process, pf_addr at, void *buf,
				 size_t size) PF_CHECKED;

/*
 * Opens PATH, a path as the target sees it (its root, its working directory), for reading. Only
 * regular files are opened, and only those that its user may read, whoever we are: PERMISSION or
 * SYSTEM otherwise. *ret is a file descriptor.
 */
struct pf_error *pf_process_open_file(struct pf_process *process, const char *path,
				      int *ret) PF_CHECKED;

/* ------------------------------------------------------------------ target: command line */

/* Words in UTF-8. A process can put other ones in their place: they are what it says. */
struct pf_command_line {
	size_t count; /* 0: it has none, as a kernel thread */
	const char *const *words;
};

/* What the process was started with; of very long lines the first 64 KiB. */
struct pf_error *pf_process_read_command_line(struct pf_process *process,
					      struct pf_command_line **ret) PF_CHECKED;

/* The same of a process that need not be attached. */
struct pf_error *pf_command_line_read(pid_t pid, struct pf_command_line **ret) PF_CHECKED;
void pf_command_line_destroy(struct pf_command_line *line);

/*
 * The first child of the process PID, or of one of its children, whose program's name has PART in
 * it. *ret is 0 when there is none; else the name is appended to PROGRAM.
 */
struct pf_error *pf_process_find_child(pid_t pid, const char *part, pid_t *ret,
				       struct pf_text *program) PF_CHECKED;

/*
 * The processes that PID and its descendants have started and that are there now, parents before
 * their children. None when PID is no process. *ret is to be freed, and NULL without any.
 */
struct pf_error *pf_process_list_descendants(pid_t pid, pid_t **ret, size_t *count_ret) PF_CHECKED;

/* ------------------------------------------------------------------ target: memory map */

struct pf_map_region {
	pf_addr start, end;  /* [start, end) */
	uint64_t offset;     /* in the file */
	char permissions[5]; /* "rw-p" */
	uint64_t inode;	     /* 0: no file */
	const char *path;    /* "" for anonymous memory; as the target's kernel names it */
	bool deleted;	     /* the file was removed or replaced; path is without " (deleted)" */
};

struct pf_maps;

/* Reads the target's memory map as it is now, in ascending order of addresses. */
struct pf_error *pf_maps_read(struct pf_process *process, struct pf_maps **ret) PF_CHECKED;
void pf_maps_destroy(struct pf_maps *maps);
size_t pf_maps_count(const struct pf_maps *maps);
const struct pf_map_region *pf_maps_get(const struct pf_maps *maps, size_t index);

/* The region that holds AT; NULL when there is none. */
const struct pf_map_region *pf_maps_find(const struct pf_maps *maps, pf_addr at);

/* ------------------------------------------------------------------ target: symbols */

/*
 * Finds the symbol NAME in the ELF files that the target has mapped (.dynsym, then .symtab),
 * the executable's first. *ret is its address in the target, *size_ret (may be NULL) its size.
 * *ret is 0 when no file has it.
 */
struct pf_error *pf_process_find_symbol(struct pf_process *process, const char *name, pf_addr *ret,
					uint64_t *size_ret) PF_CHECKED;

/* Texts are borrowed from the process, until symbols or files are asked for again. */
struct pf_symbol {
	const char *name;    /* NULL: none */
	const char *section; /* ".text"; NULL when it is not known */
	const char *path;    /* of its file, as in the map */
	pf_addr at;
	uint64_t size; /* 0: not known */
};

/*
 * Finds the symbol that AT belongs to: one that reaches that far, else one without a size before it
 * in the same section. ret->name is NULL when there is none.
 */
struct pf_error *pf_process_find_symbol_at(struct pf_process *process, pf_addr at,
					   struct pf_symbol *ret) PF_CHECKED;

struct pf_symbols;

/*
 * Lists the symbols of the mapped ELF files, file by file, the executable's first; within a file by
 * address; LIMIT at most. With wildcards (* ? [) the whole name has to match PATTERN, without them
 * it has to be in the name; NULL: all symbols.
 */
struct pf_error *pf_process_list_symbols(struct pf_process *process, const char *pattern,
					 size_t limit, struct pf_symbols **ret) PF_CHECKED;
void pf_symbols_destroy(struct pf_symbols *symbols);
size_t pf_symbols_count(const struct pf_symbols *symbols);
const struct pf_symbol *pf_symbols_get(const struct pf_symbols *symbols, size_t index);

/* Whether there were more than LIMIT. */
bool pf_symbols_has_more(const struct pf_symbols *symbols);

/* ------------------------------------------------------------------ target: files */

enum { PF_BUILD_ID_SIZE = 130 }; /* 64 bytes as hexadecimal digits, and a NUL */

/* One ELF file in one place: from its lowest to its highest region. */
struct pf_file {
	const char *path; /* as in the map; borrowed like that of a symbol */
	pf_addr start, end;
	bool deleted;			 /* removed or replaced since */
	char build_id[PF_BUILD_ID_SIZE]; /* of what is mapped; "" when it has none */
};

/* The executable first, then libpython's, then the others by address. *ret is an array to free(). */
struct pf_error *pf_process_read_files(struct pf_process *process, struct pf_file **ret,
				       size_t *count_ret) PF_CHECKED;

/* ------------------------------------------------------------------ target: kernel tasks */

struct pf_task {
	pid_t tid;    /* in our pid namespace */
	pid_t ns_tid; /* in the target's innermost pid namespace */
	char state;   /* as in /proc: R S D T t Z X … */
	char comm[17];
};

/* The target's kernel threads, ascending tid. *ret is an array to free(). */
struct pf_error *pf_process_read_tasks(struct pf_process *process, struct pf_task **ret,
				       size_t *count_ret) PF_CHECKED;

/* ------------------------------------------------------------------ target: system calls */

/* "epoll_wait" for its number on this kind of machine; NULL when it is not known. */
const char *pf_syscall_name(int number);

/* The reverse; PF_UNKNOWN when there is no such name. */
int pf_syscall_number(const char *name);

/* ------------------------------------------------------------------ target: stopping */

/*
 * A hold keeps threads of one process stopped by ptrace. They run on when it is destroyed, and
 * also when this process dies in any way. It borrows the process. Signals that arrive meanwhile
 * are delivered when the thread runs on; a thread that somebody's SIGSTOP had stopped stays so.
 * One hold at a time can have a thread.
 */
struct pf_hold;

/* A hold of no threads yet. */
struct pf_error *pf_hold_create(struct pf_process *process, struct pf_hold **ret) PF_CHECKED;

/* Resumes and lets go every thread, then frees. */
void pf_hold_destroy(struct pf_hold *hold);

/*
 * Stops the COUNT threads TIDS (of our pid namespace) and waits until all are stopped. A thread
 * that ends meanwhile is left out silently. PERMISSION says why: who traces it already, Yama,
 * capabilities. Another tracer is given 50 ms to let go first, unless the hold has threads or is
 * impatient. On an error nothing new is held.
 */
struct pf_error *pf_hold_stop(struct pf_hold *hold, const pid_t *tids, size_t count) PF_CHECKED;

/*
 * The same for every thread of the process, also those that are started meanwhile, whether they run
 * Python or not.
 */
struct pf_error *pf_hold_stop_all(struct pf_hold *hold) PF_CHECKED;

/* From now on the hold borrows PROCESS, which is another one for the same process. */
void pf_hold_lend(struct pf_hold *hold, struct pf_process *process);

/* From now on another tracer is not waited for. */
void pf_hold_be_impatient(struct pf_hold *hold);

/* Whether the hold has TID stopped. */
bool pf_hold_has(const struct pf_hold *hold, pid_t tid);

/* Resumes and lets go every thread; the hold is empty again. */
void pf_hold_resume(struct pf_hold *hold);

/* How long threads were stopped, first stop to last resume, added up, in ns. */
uint64_t pf_hold_paused_ns(const struct pf_hold *hold);

/*
 * For a signal handler before it stops this program: waits until no threads are held but by OWN
 * holds, which the caller knows of, and lets no other thread of ours hold any before
 * pf_hold_end_rest(). False when they still are after a second; then nothing has changed.
 */
bool pf_hold_begin_rest(size_t own);
void pf_hold_end_rest(void);

/* ------------------------------------------------------------------ target: starting a command */

/* A command of ours: our child, in our process group, with our files. */
struct pf_launch;

/* How a command has ended. */
struct pf_launch_end {
	int status; /* exit status; 128 + signal when that killed it */
	int signal; /* 0: it has exited */
};

/*
 * Remembers which signals are blocked or ignored now: so commands will find them. To be called
 * before this program changes that; without it, they find what is so when they start.
 */
void pf_launch_keep_signals(void);

/*
 * Starts ARGV (ended by NULL), found as by execvp(3). SYSTEM or PERMISSION when it cannot be run;
 * *status_ret (may be NULL) is then what a shell would exit with: 127 when there is no such
 * command, 126 when there is. In the background it has a process group of its own, which signals of
 * the terminal do not reach, and reads nothing where our standard input is a terminal.
 */
struct pf_error *pf_launch_start(char *const *argv, bool background, int *status_ret,
				 struct pf_launch **ret) PF_CHECKED;

/* Frees; a command that has not ended runs on, and nobody waits for it. */
void pf_launch_destroy(struct pf_launch *launch);

pid_t pf_launch_pid(const struct pf_launch *launch);

/* Sends it a signal; false when it has ended. Safe in a signal handler. */
bool pf_launch_signal(const struct pf_launch *launch, int number);

/*
 * Waits for its end, at most TIMEOUT_NS (UINT64_MAX: for ever). *ret is NULL while it runs, else
 * borrowed. INTERRUPTED when a signal came first.
 */
struct pf_error *pf_launch_wait(struct pf_launch *launch, uint64_t timeout_ns,
				const struct pf_launch_end **ret) PF_CHECKED;

/* ------------------------------------------------------------------ python */

struct pf_python;

/*
 * Finds CPython in the process: where its runtime is, which version, how its structures lie.
 * Nothing stops. NOT_PYTHON when there is none, UNSUPPORTED when there is one that cannot be
 * read (says which and why). Borrows the process.
 */
struct pf_error *pf_python_attach(struct pf_process *process, struct pf_python **ret) PF_CHECKED;
void pf_python_detach(struct pf_python *python);

/*
 * The same, but read as the version ABI, like 0x030b0000 for 3.11, whatever it says of itself: then
 * there is a warning. UNSUPPORTED, too, when its stacks cannot be read like that; USAGE when nothing
 * is known of such a version. 0: as pf_python_attach().
 */
struct pf_error *pf_python_attach_as(struct pf_process *process, uint32_t abi,
				     struct pf_python **ret) PF_CHECKED;

/* "3.11" as an ABI. USAGE when it is no version, or nothing is known of it. */
struct pf_error *pf_python_parse_abi(const char *text, uint32_t *ret) PF_CHECKED;

/* What was asked for; 0: nothing. */
uint32_t pf_python_abi(const struct pf_python *python);

/*
 * Waits until the process PID is a Python that can be read, at most TIMEOUT_NS (UINT64_MAX: for
 * ever): it may run other programs before, one after the other. Time in which it is ready to run
 * and others have the processors does not count, up to nine times as much. GONE when it ends first,
 * the last error of pf_python_attach() when the time is over, INTERRUPTED when a signal came first.
 */
struct pf_error *pf_python_await(pid_t pid, uint64_t timeout_ns) PF_CHECKED;

/* "3.11.7"; pre-releases as "3.15.0b1". */
const char *pf_python_version(const struct pf_python *python);

/* A sentence when the version is newer than any that is known, or not what was asked for; or NULL. */
const char *pf_python_warning(const struct pf_python *python);

/* PY_VERSION_HEX: 0x030b07f0 for 3.11.7 final. */
uint32_t pf_python_version_hex(const struct pf_python *python);

/* Where the runtime is: _PyRuntime, or the interpreter list's head before 3.7. */
pf_addr pf_python_runtime(const struct pf_python *python);

/* Stops the threads that have a Python thread state, and no others. */
struct pf_error *pf_python_stop(struct pf_python *python, struct pf_hold *hold) PF_CHECKED;

/* ------------------------------------------------------------------ python: a dump */

/* A code object's constant part. Text is valid UTF-8, never NULL unless said so. */
struct pf_code {
	pf_addr at;
	const char *file;
	const char *function;
	const char *qualname; /* NULL before 3.11 */
	int32_t first_line;
	const unsigned char *lines; /* the line table's bytes */
	uint32_t lines_size;
};

struct pf_frame {
	pf_addr at;
	const struct pf_code *code;
	int32_t lasti;		    /* in bytes of bytecode */
	int32_t line, end_line;	    /* 1-based, or PF_UNKNOWN; end_line from 3.11 on */
	int32_t column, end_column; /* 0-based UTF-8 bytes, or PF_UNKNOWN; from 3.11 on */
};

struct pf_thread {
	pf_addr at;
	pid_t tid;		 /* native id in our pid namespace; 0: not known (yet) */
	uint64_t ident;		 /* threading.get_ident(); 0 while the thread starts */
	const char *name;	 /* threading's own name; NULL when it has none */
	uint32_t interpreter;	 /* index into the dump's interpreters */
	bool gil;		 /* holds the GIL of its interpreter */
	bool gc;		 /* is collecting garbage */
	char state;		 /* the kernel's state letter before the pause; '?' unknown */
	int syscall;		 /* the system call that it slept in then, or PF_UNKNOWN */
	bool gil_wait;		 /* it slept then since it wanted the GIL, as far as that shows */
	const char *truncated;	 /* why older frames are missing; NULL when whole */
	struct pf_frame *frames; /* newest first */
	size_t frame_count;
};

struct pf_interpreter {
	pf_addr at;
	int64_t id;			   /* 0: the main one */
	size_t first_thread, thread_count; /* its threads lie together in the dump */
};

/* Every thread's stack at one instant; owns all that it points to. */
struct pf_dump {
	struct pf_interpreter *interpreters; /* the main one first */
	size_t interpreter_count;
	struct pf_thread *threads; /* by interpreter; oldest thread first */
	size_t thread_count;
	uint64_t pause_ns;     /* how long target threads stood still for it; 0: not at all */
	const char *truncated; /* why threads or interpreters are missing; NULL when whole */
	struct pf_dump_store *store;
};

/*
 * Takes a dump. Only the threads that hold a GIL are stopped, so that no Python code can run
 * meanwhile; when nobody holds it, the GIL's switch count proves that nobody took it, and when
 * there is no such proof all Python threads are stopped. HOLD (may be NULL) is a hold of the
 * caller's that keeps the Python threads stopped already: then nothing more is stopped.
 * GONE when the process ends or execs meanwhile, TORN when it would not keep still.
 */
struct pf_error *pf_dump_take(struct pf_python *python, struct pf_hold *hold,
			      struct pf_dump **ret) PF_CHECKED;
void pf_dump_destroy(struct pf_dump *dump);

/* ------------------------------------------------------------------ python: its state */

/* A GIL: one for all interpreters, or from 3.12 on one that an interpreter has or shares. */
struct pf_gil_state {
	pf_addr interpreter;	/* 0: it is that of all interpreters */
	int64_t id;		/* of the interpreter */
	bool own;		/* false: it is the main interpreter's */
	bool disabled;		/* free-threaded, and nobody needs it */
	pf_addr holder;		/* the thread state that holds it; 0: nobody */
	pf_addr last_holder;	/* 0: not known */
	int64_t switches;	/* how often another thread took it; PF_UNKNOWN */
	int64_t interval_us;	/* after which another thread may ask for it; PF_UNKNOWN */
	int64_t check_interval; /* the same of 2.7, in instructions; PF_UNKNOWN */
};

/*
 * Reads the GILs as they are now; nothing stops. *ret is an array to free(). TORN when interpreters
 * come and go while it looks.
 */
struct pf_error *pf_python_read_gils(struct pf_python *python, struct pf_gil_state **ret,
				     size_t *count_ret) PF_CHECKED;

/* Whether it is a build that can do without a GIL. */
bool pf_python_is_free_threaded(const struct pf_python *python);

enum { PF_GENERATIONS = 3 };

/* A garbage collector for cycles: one for all interpreters, or from 3.9 on one for each. */
struct pf_collector {
	pf_addr interpreter; /* 0: it is that of all interpreters */
	int64_t id;	     /* of the interpreter */
	int enabled;	     /* 0, 1, or PF_UNKNOWN */
	int collecting;	     /* the same: whether it is at it now */
	const char *unknown; /* why the next two are not known; NULL when they are */
	int32_t threshold[PF_GENERATIONS], count[PF_GENERATIONS]; /* as gc.get_count() has them */
};

/* As pf_python_read_gils(). */
struct pf_error *pf_python_read_collectors(struct pf_python *python, struct pf_collector **ret,
					   size_t *count_ret) PF_CHECKED;

/* A module that was imported. Text is valid UTF-8. */
struct pf_import {
	const char *name;
	const char *file; /* its __file__; NULL: none, as that of a module that is built in */
};

/* What sys.modules has; owns its texts. */
struct pf_imports {
	struct pf_import *items; /* by name */
	size_t count;
	size_t unread; /* so many more could not be read */
	struct pf_imports_store *store;
};

/*
 * Reads sys.modules of the interpreter at INTERPRETER, 0 for the main one, while it runs. Modules
 * that are None, as 2.7 has them, are left out. TORN when it would not keep still.
 */
struct pf_error *pf_python_read_imports(struct pf_python *python, pf_addr interpreter,
					struct pf_imports **ret) PF_CHECKED;
void pf_imports_destroy(struct pf_imports *imports);

/* What Python's objects hold. */
#include "pyflame_values.h"

/* What expressions over them are worth. */
#include "pyflame_expression.h"

/* What happened over time: samples, counts, recordings. */
#include "pyflame_profile.h"

#endif
