/* Errors as values: NULL is success, anything else says what failed and what it means. */
#ifndef PF_BASE_ERROR_H
#define PF_BASE_ERROR_H

#include <stdarg.h>

/*
 * Codes say what can be done about an error, not where it came from. ORDER CODE: error.c names
 * them, shell/hints.c says what the user can do next.
 */
enum pf_error_code {
	PF_NO_MEMORY = 1, /* ours, not the target's */
	PF_SYSTEM,	  /* a system call failed; the message has its reason */
	PF_PERMISSION,	  /* the kernel or a policy refuses */
	PF_GONE,	  /* the process or thread has ended, or is another one now */
	PF_FAULT,	  /* no readable memory at that address */
	PF_TORN,	  /* the target moved while it was read: try again */
	PF_NOT_PYTHON,	  /* a process without a CPython in it */
	PF_UNSUPPORTED,	  /* a Python that cannot be read, and why */
	PF_CORRUPT,	  /* what was read contradicts itself */
	PF_USAGE,	  /* the caller's mistake */
	PF_INTERRUPTED,	  /* the user asked to stop */
};

struct pf_error;

#define PF_CHECKED __attribute__((warn_unused_result))
#define PF_PRINTF(fmt, args) __attribute__((format(printf, fmt, args)))

/* Static errors for hot paths: no allocation, destroying them is a no-op. */
extern struct pf_error pf_error_no_memory;
extern struct pf_error pf_error_fault;
extern struct pf_error pf_error_torn;
extern struct pf_error pf_error_gone;
extern struct pf_error pf_error_interrupted;

/* A new error with a message for the user; &pf_error_no_memory when there is no memory for it. */
struct pf_error *pf_error_create(enum pf_error_code code, const char *fmt, ...) PF_PRINTF(2, 3);

/*
 * A new error for the system error NUMBER (an errno value): the message, ": " and strerror's
 * text. EPERM and EACCES become PERMISSION, ESRCH GONE, EFAULT and EIO FAULT, ENOMEM NO_MEMORY.
 */
struct pf_error *pf_error_system(int number, const char *fmt, ...) PF_PRINTF(2, 3);

/* Puts "MESSAGE: " before err's own message. Takes err; returns the new error, same code. */
struct pf_error *pf_error_take_context(struct pf_error *err, const char *fmt, ...) PF_PRINTF(2, 3);

/*
 * Says what can be done about err: whole sentences. Takes err, and returns it. Errors that are
 * static stay as they are.
 */
struct pf_error *pf_error_take_advice(struct pf_error *err, const char *fmt, ...) PF_PRINTF(2, 3);

/* What can be done, "" when it is nothing; NULL when only the code says. Borrowed. */
const char *pf_error_advice(const struct pf_error *err);

enum pf_error_code pf_error_code(const struct pf_error *err);

/* A full sentence without its full stop. Borrowed: lives as long as err. */
const char *pf_error_message(const struct pf_error *err);

/* "NO_MEMORY", "GONE" …: the word that scripts see. */
const char *pf_error_code_name(enum pf_error_code code);

/* NULL and static errors are fine. */
void pf_error_destroy(struct pf_error *err);

/* Returns from the calling function when EXPR fails. */
#define PF_TRY(expr)                                   \
	do {                                           \
		struct pf_error *pf_try_err_ = (expr); \
		if (pf_try_err_)                       \
			return pf_try_err_;            \
	} while (0)

#endif
