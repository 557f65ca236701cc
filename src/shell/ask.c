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

/*
 * The end of the input is a yes, as for GDB, and Ctrl-C a no, of which the prompt has said "Quit";
 * anything else than y or n is asked again.
 */
static struct pf_error *read_answer(struct pf_session *session, const char *prompt,
				    enum pf_answer *ret)
{
	for (;;) {
		PF_AUTO_FREE char *line = NULL;
		struct pf_error *err = session->input->ask(session->input, prompt, &line);
		if (err && pf_error_code(err) == PF_INTERRUPTED) {
			pf_error_destroy(err);
			*ret = PF_ANSWER_NONE;
			return NULL;
		}
		if (err)
			return err;
		const char *word = line ? line + strspn(line, " \t") : "y";
		*ret = strncasecmp(word, "y", 1) ? PF_ANSWER_NO : PF_ANSWER_YES;
		if (*ret == PF_ANSWER_YES || !strncasecmp(word, "n", 1))
			return NULL;
		pf_text_append_str(&session->output.text, "Please answer y or n.\n");
		PF_TRY(pf_output_flush(&session->output));
	}
}

bool pf_ask_can(const struct pf_session *session)
{
	return session->input && session->input->ask;
}

bool pf_ask_is_wanted(const struct pf_session *session)
{
	return pf_ask_can(session) && wants_questions(session);
}

struct pf_error *pf_ask(struct pf_session *session, const char *question, enum pf_answer *ret)
{
	*ret = PF_ANSWER_YES;
	if (!wants_questions(session))
		return NULL;
	if (!pf_ask_can(session)) {
		pf_text_printf(&session->output.text,
			       "%s (y or n) [answered Y; input not from terminal]\n", question);
		return NULL;
	}
	PF_GUARD(pf_text_deinit) struct pf_text prompt = { 0 };
	pf_text_printf(&prompt, "%s (y or n) ", question);
	PF_TRY(pf_text_check(&prompt));
	PF_TRY(pf_output_flush(&session->output));
	return read_answer(session, prompt.bytes, ret);
}
