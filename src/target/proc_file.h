/* Small files below /proc/PID: read whole, and their "Name: value" lines. */
#ifndef PF_TARGET_PROC_FILE_H
#define PF_TARGET_PROC_FILE_H

#include "base/text.h"

#include <sys/types.h>

/*
 * Appends the file NAME below PROC_FD, the folder of process PID, to TEXT. GONE when the process
 * (or the thread in NAME) has ended: a folder that was opened while it lived never shows a later
 * process with the same pid.
 */
struct pf_error *pf_proc_file_read(int proc_fd, pid_t pid, const char *name,
				   struct pf_text *text) PF_CHECKED;

/* Why errno says that the file NAME of process PID cannot be read; GONE when that has ended. */
struct pf_error *pf_proc_file_explain(pid_t pid, const char *name) PF_CHECKED;

/* The value in the line "NAME:<blanks>value" of a status file; NULL when there is none. */
const char *pf_proc_file_find(const char *status, const char *name);

/* That value as a number in BASE; 0 when there is none. */
uint64_t pf_proc_file_number(const char *status, const char *name, int base);

#endif
