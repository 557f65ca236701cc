/* The settings of the terminal's pages and of the prompt. */
#include "shell/builtin_settings.h"
#include "shell/setting_commands.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static struct pf_error *set_pagination(struct pf_session *session, const struct pf_setting *setting)
{
	session->output.pager.pagination = setting->number != 0;
	return NULL;
}

static struct pf_error *set_height(struct pf_session *session, const struct pf_setting *setting)
{
	session->output.pager.height = setting->number;
	return NULL;
}

static struct pf_error *set_width(struct pf_session *session, const struct pf_setting *setting)
{
	session->output.pager.width = setting->number;
	return NULL;
}

static const struct pf_setting table[] = {
	{
		.name = "pagination",
		.type = PF_SETTING_BOOLEAN,
		.what = "state of output pagination",
		.sentence = "State of pagination is %s.",
		.help = "When it is on, output at the prompt waits at the end of each screenful.\n"
			"Nothing waits while a script holds the process: what does not fit comes later.\n"
			"Turning it off is an alternative to \"set height unlimited\".",
		.number = 1,
		.changed = set_pagination,
	},
	{
		.name = "height",
		.type = PF_SETTING_LIMIT,
		.what = "number of lines in a page for output pagination",
		.sentence = "Number of lines pyflame-shell thinks are in a page is %s.",
		.help = "Output at the prompt waits after so many lines.  It is the terminal's height,\n"
			"also when that changes.",
		.changed = set_height,
	},
	{
		.name = "width",
		.type = PF_SETTING_LIMIT,
		.what = "number of characters in a line of the terminal",
		.sentence = "Number of characters pyflame-shell thinks are in a line is %s.",
		.help = "Lines of output that are longer count as several, and some are cut to it.  It\n"
			"is the terminal's width, also when that changes.",
		.changed = set_width,
	},
	{
		.name = "prompt",
		.type = PF_SETTING_TEXT,
		.what = "the prompt",
		.sentence = "Pyflame-shell's prompt is \"%s\".",
		.text = (char *)PF_USUAL_PROMPT,
		.has_blanks = true,
	},
};

static void take_number(struct pf_settings *settings, const char *name, long number)
{
	struct pf_setting *setting = pf_settings_find(settings, name);
	if (setting)
		setting->number = number;
}

void pf_page_settings_refresh(struct pf_session *session)
{
	struct pf_pager *pager = &session->output.pager;
	if (!session->output.at_terminal || getenv("INSIDE_EMACS"))
		return;
	pf_pager_notice_size(pager, fileno(session->output.sink));
	take_number(&session->settings, "height", pager->height);
	take_number(&session->settings, "width", pager->width);
}

struct pf_error *pf_page_settings_add(struct pf_session *session)
{
	for (size_t i = 0; i < sizeof(table) / sizeof(table[0]); i++)
		PF_TRY(pf_settings_add(session, &table[i]));
	session->output.pager.pagination = true;
	pf_page_settings_refresh(session);
	return NULL;
}
