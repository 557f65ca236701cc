/* Running what "define" has made: its lines, with $argc, $arg0 ... and $arg* filled in. */
#include "shell/user_run.h"

#include "base/cleanup.h"
#include "shell/execute.h"

#include <ctype.h>
#include <string.h>

enum { MAX_LINE = 128 * 1024, MAX_ARGUMENTS = 10000 };

/* The lines that are left of a run. */
struct body {
	struct pf_input input; /* first */
	const char *at;
	const struct pf_call *call;
};

static void append_argument(struct pf_text *text, const struct pf_call *call, size_t index)
{
	const char *all = pf_words_text(&call->words);
	const char *at = pf_words_skip(all, index), *end = pf_words_skip(all, index + 1);
	while (end > at && isspace((unsigned char)end[-1]))
		end--;
	pf_text_append(text, at, (size_t)(end - at));
}

static bool ends_name(const char *at)
{
	return !isalnum((unsigned char)*at) && *at != '_';
}

/* AT is at "$arg". Appends what that and what follows stands for, and returns what is behind. */
static const char *expand(struct pf_text *text, const struct pf_call *call, const char *at)
{
	const char *name = at + strlen("$arg");
	size_t digits = strspn(name, "0123456789");
	size_t index = digits && digits < 6 ? strtoul(name, NULL, 10) : MAX_ARGUMENTS;
	if (*name == '*') {
		pf_text_append_str(text, pf_words_text(&call->words));
		return name + 1;
	}
	if (*name == 'c' && ends_name(name + 1)) {
		pf_text_printf(text, "%zu", call->words.list.count);
		return name + 1;
	}
	if (index < call->words.list.count && ends_name(name + digits)) {
		append_argument(text, call, index);
		return name + digits;
	}
	pf_text_append(text, at, (size_t)(name - at));
	return name;
}

static struct pf_error *expand_line(struct pf_text *text, const struct pf_call *call,
				    const char *at, const char *end)
{
	while (at < end && text->size < MAX_LINE) {
		const char *next = memmem(at, (size_t)(end - at), "$arg", strlen("$arg"));
		pf_text_append(text, at, (size_t)((next ? next : end) - at));
		at = next ? expand(text, call, next) : end;
	}
	PF_TRY(pf_text_check(text));
	return text->size < MAX_LINE
		       ? NULL
		       : pf_error_create(PF_USAGE, "A line of \"%s\" becomes too long.",
					 call->command->name);
}

static struct pf_error *read_body(struct pf_input *input, const char *prompt, char **ret)
{
	struct body *body = (struct body *)input;
	PF_GUARD(pf_text_deinit) struct pf_text text = { 0 };
	(void)prompt;
	*ret = NULL;
	if (!*body->at)
		return NULL;
	const char *end = strchr(body->at, '\n');
	PF_TRY(expand_line(&text, body->call, body->at, end));
	body->at = end + 1;
	input->line++;
	*ret = strdup(pf_text_str(&text));
	return *ret ? NULL : &pf_error_no_memory;
}

struct pf_error *pf_user_run(struct pf_session *session, const struct pf_call *call)
{
	const struct pf_user_command *user = pf_user_command_of(&session->user, call->command);
	PF_AUTO_FREE char *lines = user ? strdup(user->body) : NULL; /* it may redefine itself */
	if (!lines)
		return &pf_error_no_memory;
	struct body body = { .at = lines, .call = call };
	body.input = (struct pf_input){ .read = read_body, .name = call->command->name };
	return pf_execute_input(session, &body.input);
}
