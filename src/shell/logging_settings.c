/* The settings of the log: "set logging enabled on". */
#include "base/cleanup.h"
#include "script/folders.h"
#include "shell/builtin_settings.h"
#include "shell/setting_commands.h"

#include <stdio.h>

/* To people only: scripts know what they do. */
static void announce(struct pf_session *session, const char *what)
{
	const struct pf_logging *logging = &session->output.logging;
	if (session->output.pager.at_prompt)
		pf_text_printf(&session->output.text, "%s %s.\n", what, logging->path);
}

static struct pf_error *begin(struct pf_session *session)
{
	struct pf_logging *logging = &session->output.logging;
	PF_GUARD(pf_text_deinit) struct pf_text path = { 0 };
	if (logging->file)
		return pf_error_create(PF_USAGE, "Already logging to %s.", logging->path);
	pf_folder_expand(&path, pf_settings_text(&session->settings, "logging file"));
	PF_TRY(pf_text_check(&path));
	PF_TRY(pf_output_pass(&session->output)); /* what was before is not for the log */
	bool redirect = pf_settings_number(&session->settings, "logging redirect") != 0;
	PF_TRY(pf_logging_open(logging, pf_text_str(&path),
			       pf_settings_number(&session->settings, "logging overwrite") != 0));
	announce(session, redirect ? "Redirecting output to" : "Copying output to");
	struct pf_error *err = pf_output_pass(&session->output);
	logging->redirect = redirect && logging->file;
	return err;
}

/* What is to be in the log is, and its end is told to those who see the terminal. */
static struct pf_error *end(struct pf_session *session)
{
	struct pf_output *output = &session->output;
	if (!output->logging.file)
		return pf_error_create(PF_USAGE, "You aren't set up for logging.");
	struct pf_error *err = pf_output_pass(output);
	output->logging.redirect = false;
	announce(session, "Done logging to");
	pf_logging_close(&output->logging);
	return err;
}

static struct pf_error *set_enabled(struct pf_session *session, const struct pf_setting *setting)
{
	return setting->number ? begin(session) : end(session);
}

static struct pf_error *say_enabled(struct pf_session *session, struct pf_text *text,
				    const struct pf_setting *setting)
{
	(void)setting;
	pf_text_append_str(text, session->output.logging.file ? "on: Logging is enabled."
							      : "off: Logging is disabled.");
	return NULL;
}

static struct pf_error *warn_later(struct pf_session *session, const struct pf_setting *setting)
{
	(void)setting;
	const struct pf_logging *logging = &session->output.logging;
	if (logging->file)
		fprintf(stderr,
			"warning: Currently logging to %s.  Turn the logging off and on to make "
			"the new setting effective.\n",
			logging->path);
	return NULL;
}

static struct pf_error *say_overwrite(struct pf_session *session, struct pf_text *text,
				      const struct pf_setting *setting)
{
	(void)session;
	pf_text_append_str(text, setting->number ? "on: Logging overwrites the log file."
						 : "off: Logging appends to the log file.");
	return NULL;
}

static struct pf_error *say_redirect(struct pf_session *session, struct pf_text *text,
				     const struct pf_setting *setting)
{
	(void)session;
	pf_text_append_str(
		text, setting->number ? "on: Output will go only to the log file."
				      : "off: Output will go to both the screen and the log file.");
	return NULL;
}

static const struct pf_setting table[] = {
	{
		.name = "logging enabled",
		.type = PF_SETTING_BOOLEAN,
		.what = "whether output is logged into a file",
		.help = "The log has what commands print, and what they complain of, without styles.",
		.changed = set_enabled,
		.say = say_enabled,
	},
	{
		.name = "logging file",
		.type = PF_SETTING_FILE,
		.what = "the current logfile",
		.sentence = "The current logfile is \"%s\".",
		.text = (char *)"pyflame-shell.txt",
	},
	{
		.name = "logging overwrite",
		.type = PF_SETTING_BOOLEAN,
		.what = "whether logging overwrites or appends to the log file",
		.help = "If set, logging overwrites the log file.",
		.changed = warn_later,
		.say = say_overwrite,
	},
	{
		.name = "logging redirect",
		.type = PF_SETTING_BOOLEAN,
		.what = "the logging output mode",
		.help = "If redirect is off, output will go to both the screen and the log file.\n"
			"If redirect is on, output will go only to the log file.",
		.changed = warn_later,
		.say = say_redirect,
	},
};

struct pf_error *pf_logging_settings_add(struct pf_session *session)
{
	for (size_t i = 0; i < sizeof(table) / sizeof(table[0]); i++)
		PF_TRY(pf_settings_add(session, &table[i]));
	return NULL;
}
