/* Errors as values: NULL is success, anything else says what failed and what it means. */
#include "base/error.h"

#include <errno.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct pf_error {
	enum pf_error_code code;
	bool owned;
	const char *message; /* behind the struct when owned */
	char *advice;	     /* NULL: none */
};

struct pf_error pf_error_no_memory = { PF_NO_MEMORY, false, "out of memory", NULL };
struct pf_error pf_error_fault = { PF_FAULT, false, "cannot read the target's memory", NULL };
struct pf_error pf_error_torn = { PF_TORN, false, "the target moved while it was read", NULL };
struct pf_error pf_error_gone = { PF_GONE, false, "the process has ended", NULL };
struct pf_error pf_error_interrupted = { PF_INTERRUPTED, false, "interrupted", NULL };

/* ORDER CODE */
static const char *const code_names[] = {
	[PF_NO_MEMORY] = "NO_MEMORY",
	[PF_SYSTEM] = "SYSTEM",
	[PF_PERMISSION] = "PERMISSION",
	[PF_GONE] = "GONE",
	[PF_FAULT] = "FAULT",
	[PF_TORN] = "TORN",
	[PF_NOT_PYTHON] = "NOT_PYTHON",
	[PF_UNSUPPORTED] = "UNSUPPORTED",
	[PF_CORRUPT] = "CORRUPT",
	[PF_USAGE] = "USAGE",
	[PF_INTERRUPTED] = "INTERRUPTED",
};

const char *pf_error_code_name(enum pf_error_code code)
{
	return code_names[code];
}

/* One allocation: the struct, the message of FMT, then SUFFIX. */
PF_PRINTF(3, 0)
static struct pf_error *create(enum pf_error_code code, const char *suffix, const char *fmt,
			       va_list args)
{
	va_list again;
	va_copy(again, args);
	int size = vsnprintf(NULL, 0, fmt, again);
	va_end(again);
	if (size < 0)
		return &pf_error_no_memory;

	size_t room = (size_t)size + strlen(suffix) + 1;
	struct pf_error *err = malloc(sizeof(*err) + room);
	if (!err)
		return &pf_error_no_memory;
	char *message = (char *)(err + 1);
	vsnprintf(message, room, fmt, args);
	strcat(message, suffix);
	*err = (struct pf_error){ code, true, message, NULL };
	return err;
}

struct pf_error *pf_error_create(enum pf_error_code code, const char *fmt, ...)
{
	va_list args;
	va_start(args, fmt);
	struct pf_error *err = create(code, "", fmt, args);
	va_end(args);
	return err;
}

static enum pf_error_code code_of_errno(int number)
{
	switch (number) {
	case EPERM:
	case EACCES:
		return PF_PERMISSION;
	case ESRCH:
		return PF_GONE;
	case EFAULT:
	case EIO:
		return PF_FAULT;
	case ENOMEM:
		return PF_NO_MEMORY;
	case EINTR:
		return PF_INTERRUPTED;
	default:
		return PF_SYSTEM;
	}
}

struct pf_error *pf_error_system(int number, const char *fmt, ...)
{
	char reason[128];
	snprintf(reason, sizeof(reason), ": %s", strerrordesc_np(number) ?: "unknown error");
	va_list args;
	va_start(args, fmt);
	struct pf_error *err = create(code_of_errno(number), reason, fmt, args);
	va_end(args);
	return err;
}

struct pf_error *pf_error_take_context(struct pf_error *err, const char *fmt, ...)
{
	char reason[1024];
	snprintf(reason, sizeof(reason), ": %s", err->message);
	va_list args;
	va_start(args, fmt);
	struct pf_error *ret = create(err->code, reason, fmt, args);
	va_end(args);
	if (ret->owned) {
		ret->advice = err->advice;
		err->advice = NULL;
	}
	pf_error_destroy(err);
	return ret;
}

struct pf_error *pf_error_take_advice(struct pf_error *err, const char *fmt, ...)
{
	if (!err->owned)
		return err;
	va_list args;
	va_start(args, fmt);
	char *advice = NULL;
	if (vasprintf(&advice, fmt, args) < 0)
		advice = NULL; /* the error itself matters more */
	va_end(args);
	free(err->advice);
	err->advice = advice;
	return err;
}

const char *pf_error_advice(const struct pf_error *err)
{
	return err->advice;
}

enum pf_error_code pf_error_code(const struct pf_error *err)
{
	return err->code;
}

const char *pf_error_message(const struct pf_error *err)
{
	return err->message;
}

void pf_error_destroy(struct pf_error *err)
{
	if (!err || !err->owned)
		return;
	free(err->advice);
	free(err);
}
