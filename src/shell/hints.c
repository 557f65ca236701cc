/* What the user can do about an error: what it says itself, or by its code. */
#include "shell/hints.h"

#include "base/cleanup.h"

#include <ctype.h>
#include <string.h>

/* ORDER CODE */
static const char *const hints[] = {
	[PF_NO_MEMORY] = "",
	[PF_SYSTEM] = "",
	[PF_PERMISSION] = "Run it as the process's own user, or as root.\n",
	[PF_GONE] = "",
	[PF_FAULT] = "",
	[PF_TORN] = "The process changes too fast.  Try again.\n",
	[PF_NOT_PYTHON] = "",
	[PF_UNSUPPORTED] = "CPython 2.7 and 3.6 or newer, as released, can be read.\n",
	[PF_CORRUPT] = "Try again.  If it stays so, please report it with the Python version.\n",
	[PF_USAGE] = "",
	[PF_INTERRUPTED] = "",
};

/* How GDB begins messages that are no sentences; whoever looks for them finds them as they are. */
static const char *const verbatim[] = {
	"Alias already exists: ",
	"Bad format string",
	"Cannot access memory at address ",
	"Error in regexp: ",
	"Invalid thread ID: ",
	"Junk in argument list: ",
	"Missing COMMAND",
	"Missing or invalid LEVEL",
	"Missing SHELL_COMMAND",
	"Missing delimiter before ",
	"Please specify a ",
	"REGEXP string is empty",
	"Unrecognized format specifier ",
	"Usage: ",
	"Wrong number of arguments for specified format-string",
	"-d requires an argument",
	"ptrace: ",
	"source command requires ",
};

static bool is_verbatim(const char *message)
{
	for (size_t i = 0; i < sizeof(verbatim) / sizeof(verbatim[0]); i++) {
		if (!strncmp(message, verbatim[i], strlen(verbatim[i])))
			return true;
	}
	return false;
}

/* Whether the first word is one of prose, not a place, a file or a name. */
static bool begins_with_prose(const char *message)
{
	size_t length = strcspn(message, " ");
	for (size_t i = 0; i < length; i++) {
		if (!islower((unsigned char)message[i]))
			return false;
	}
	return length > 0;
}

static bool begins_with_place(const char *message)
{
	size_t length = strcspn(message, " ");
	return length > 1 && message[length] && message[length - 1] == ':' &&
	       isdigit((unsigned char)message[length - 2]);
}

/* Messages have paths in them, which may hold anything; their line breaks are ours. */
static void append_lines(struct pf_text *text, const char *message)
{
	for (;;) {
		size_t size = strcspn(message, "\n");
		PF_GUARD(pf_text_deinit) struct pf_text line = { 0 };
		pf_text_append(&line, message, size);
		pf_text_append_printable(text, pf_text_str(&line));
		if (!message[size])
			return;
		pf_text_append_str(text, "\n");
		message += size + 1;
	}
}

void pf_hint_append(struct pf_text *text, const struct pf_error *err)
{
	const char *advice = pf_error_advice(err);
	append_lines(text, advice ? advice : hints[pf_error_code(err)]);
	if (advice && *advice)
		pf_text_append_str(text, "\n");
}

void pf_hint_append_message(struct pf_text *text, const struct pf_error *err)
{
	append_lines(text, pf_error_message(err));
}

void pf_hint_append_sentence(struct pf_text *text, const struct pf_error *err)
{
	const char *message = pf_error_message(err);
	size_t size = strlen(message);
	if (is_verbatim(message)) {
		append_lines(text, message);
		return;
	}
	bool prose = begins_with_prose(message);
	if (prose) {
		char first = (char)toupper((unsigned char)*message);
		pf_text_append(text, &first, 1);
	}
	append_lines(text, message + prose);
	if (size && !begins_with_place(message) && !strchr(".?!\n", message[size - 1]))
		pf_text_append_str(text, ".");
}
