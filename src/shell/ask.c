/* Questions to the user that are answered by yes or no. */
#include "shell/ask.h"

#include "base/cleanup.h"

#include <string.h>
#include <strings.h>

static bool wants_questions(const struct pf_session *session)
{
	const struct pf_setting *confirm = pf_settings_find(&session->settings, "confirm");
	return !confirm || confirm->number;
}

/* The end of the input is a yes, as for GDB; anything else than y or n is asked again. */
static struct pf_error *read_answer(struct pf_session *session, const char *prompt, bool *yes_ret)
{
	struct pf_input *input = session->input;
	for (;;) {
		PF_AUTO_FREE char *line = NULL;
		PF_TRY(input->ask(input, prompt, &line));
		const char *word = line ? line + strspn(line, " \t") : "y";
		*yes_ret = !strncasecmp(word, "y", 1);
		if (*yes_ret || !strncasecmp(word, "n", 1))
			return NULL;
		fputs("Please answer y or n.\n", session->output.sink);
	}
}

struct pf_error *pf_ask(struct pf_session *session, const char *question, bool *yes_ret)
{
	*yes_ret = true;
	if (!wants_questions(session))
		return NULL;
	if (!session->input || !session->input->ask) {
		pf_text_printf(&session->output.text,
			       "%s (y or n) [answered Y; input not from terminal]\n", question);
		return NULL;
	}
	PF_GUARD(pf_text_deinit) struct pf_text prompt = { 0 };
	pf_text_printf(&prompt, "%s (y or n) ", question);
	PF_TRY(pf_text_check(&prompt));
	PF_TRY(pf_output_flush(&session->output));
	return read_answer(session, prompt.bytes, yes_ret);
}
