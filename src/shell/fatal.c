/* What ends the program: exit statuses, and errors of the command line. */
#include "shell/fatal.h"

#include "base/cleanup.h"
#include "shell/hints.h"

#include <stdio.h>
#include <string.h>

int pf_fatal_status(enum pf_error_code code)
{
	switch (code) {
	case PF_GONE:
	case PF_PERMISSION:
	case PF_SYSTEM:
		return PF_STATUS_CANNOT_ATTACH;
	case PF_NOT_PYTHON:
	case PF_UNSUPPORTED:
	case PF_CORRUPT:
		return PF_STATUS_NOT_PYTHON;
	case PF_USAGE:
		return PF_STATUS_USAGE;
	case PF_NO_MEMORY:
	case PF_FAULT:
	case PF_TORN:
	case PF_INTERRUPTED:
		break;
	}
	return PF_STATUS_FAILED;
}

void pf_fatal_print(struct pf_error *err)
{
	PF_GUARD(pf_text_deinit) struct pf_text text = { 0 };
	pf_hint_append_message(&text, err);
	bool is_sentence = text.size && text.bytes[text.size - 1] == '.';
	pf_text_append_str(&text, is_sentence ? "\n" : ".\n");
	pf_hint_append(&text, err);
	fprintf(stderr, "pyflame-shell: error: %s", pf_text_str(&text));
	pf_error_destroy(err);
}

void pf_fatal_print_of(pid_t pid, struct pf_error *err)
{
	char digits[16];
	snprintf(digits, sizeof(digits), "%d", (int)pid);
	if (!strstr(pf_error_message(err), digits))
		err = pf_error_take_context(err, "process %s", digits);
	pf_fatal_print(err);
}
