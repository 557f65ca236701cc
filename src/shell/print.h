/* A dump as text and as JSON, and the pieces of text that commands share. */
#ifndef PF_SHELL_PRINT_H
#define PF_SHELL_PRINT_H

#include "pyflame.h"
#include "shell/output.h"
#include "shell/sources.h"

/* Where to print to, and what the source lines come from. Borrows all. */
struct pf_printer {
	struct pf_output *output;
	struct pf_process *process;
	const struct pf_python *python;
	struct pf_sources *sources;   /* NULL: no source lines */
	const struct pf_dump *values; /* the dump that has variables; NULL: none are printed */
};

enum { PF_LEAST_COLUMNS = 20 };

/*
 * "python3 -m gunicorn app:app": a command line, safe for a terminal and cut to COLUMNS
 * characters (at least PF_LEAST_COLUMNS).
 */
void pf_print_words(struct pf_text *text, const struct pf_command_line *line, size_t columns);

/* The same of PROCESS, or its program where it has none or has ended. */
void pf_print_command_line(struct pf_text *text, struct pf_process *process, size_t columns);

/* Both stop with INTERRUPTED when Ctrl-C is pressed, and when the output cannot be written. */
struct pf_error *pf_print_dump(const struct pf_printer *printer,
			       const struct pf_dump *dump) PF_CHECKED;
struct pf_error *pf_print_json(const struct pf_printer *printer,
			       const struct pf_dump *dump) PF_CHECKED;

/* "leaf at /srv/app.py:13" */
void pf_print_place(struct pf_output *output, const struct pf_frame *frame);

/* "#0  leaf at /srv/app.py:13", and its source line on the next line. */
struct pf_error *pf_print_frame(const struct pf_printer *printer, const struct pf_thread *thread,
				size_t level) PF_CHECKED;

/* Frames FIRST up to, not with, LIMIT; "(no Python frame)" for an empty stack. */
struct pf_error *pf_print_frames(const struct pf_printer *printer, const struct pf_thread *thread,
				 size_t first, size_t limit) PF_CHECKED;

/* "(stack truncated: REASON)" when older frames are missing. */
void pf_print_truncated(struct pf_output *output, const struct pf_thread *thread);

/* "Thread 0x7f33c0a5f740 (LWP 14415)", as GDB has it; "?" for an id that is not known. */
void pf_print_thread_id(struct pf_text *text, const struct pf_thread *thread);

/* 'Thread 14415 "MainThread"', "Thread ?" when the native id is not known. */
void pf_print_thread_name(struct pf_output *output, const struct pf_thread *thread);

#endif
