/* A file that gets its name when it is whole, and whose content outlives a full disk. */
#ifndef PF_BASE_SAFE_FILE_H
#define PF_BASE_SAFE_FILE_H

#include "base/error.h"

#include <stddef.h>

/*
 * Until it is finished, a file lies beside the one that it will replace, under another name. Once
 * a write fails, all of it is moved to a folder for temporary files, and goes on there; only when
 * that fails too is it an error, which says where the beginning is.
 */
struct pf_safe_file;
struct pf_text;

/* PATH may be a pipe or device, which is written to at once. The error is about PATH. */
struct pf_error *pf_safe_file_create(const char *path, struct pf_safe_file **ret) PF_CHECKED;

/*
 * Appends to RET the file that a new PATH would replace: PATH, or what a link there leads to. An
 * error unless it is an ordinary file, or is not there yet.
 */
struct pf_error *pf_safe_file_locate(const char *path, struct pf_text *ret) PF_CHECKED;

/* Writes to FD, which is borrowed. What cannot be written there goes on elsewhere. */
struct pf_error *pf_safe_file_open(int fd, struct pf_safe_file **ret) PF_CHECKED;

/* Buffered. An error when the reader has gone, or nothing can be written anywhere. */
struct pf_error *pf_safe_file_write(struct pf_safe_file *file, const void *bytes,
				    size_t size) PF_CHECKED;

/*
 * Writes out all and gives the file its name. SYSTEM when the content lies elsewhere: the message
 * says why and where.
 */
struct pf_error *pf_safe_file_finish(struct pf_safe_file *file) PF_CHECKED;

/* Without pf_safe_file_finish() before, nothing is left behind. */
void pf_safe_file_destroy(struct pf_safe_file *file);

#endif
