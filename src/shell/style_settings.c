/* The settings of styles: "set style function foreground red". */
#include "shell/builtin_settings.h"
#include "shell/setting_commands.h"

#include <stdio.h>
#include <string.h>

static const char *const parts[PF_STYLE_PARTS] = { "foreground", "background", "intensity" };

static struct pf_error *set_enabled(struct pf_session *session, const struct pf_setting *setting)
{
	session->output.styles.wanted = setting->number != 0;
	return NULL;
}

static struct pf_error *say_enabled(struct pf_session *session, struct pf_text *text,
				    const struct pf_setting *setting)
{
	pf_text_printf(text, "CLI output styling is %s.", setting->number ? "enabled" : "disabled");
	if (setting->number && !session->output.styles.possible)
		pf_text_append_str(text, "  There is no terminal to show it.");
	return NULL;
}

/* The element and the part of a setting that is called "style ELEMENT PART". */
static enum pf_style read_name(const char *name, enum pf_style_part *part_ret)
{
	char element[32] = "", word[32] = "";
	int part = 0;
	sscanf(name, "style %31s %31s", element, word);
	while (part < PF_STYLE_PARTS && strcmp(parts[part], word) != 0)
		part++;
	*part_ret = (enum pf_style_part)part;
	return pf_style_find(element);
}

static struct pf_error *set_part(struct pf_session *session, const struct pf_setting *setting)
{
	enum pf_style_part part;
	enum pf_style style = read_name(setting->name, &part);
	pf_style_set(&session->output.styles, style, part, setting->number);
	return NULL;
}

static struct pf_error *say_part(struct pf_session *session, struct pf_text *text,
				 const struct pf_setting *setting)
{
	(void)session;
	enum pf_style_part part;
	enum pf_style style = read_name(setting->name, &part);
	pf_text_printf(text, "The \"%s\" style %s is: ", pf_style_name(style),
		       part == PF_STYLE_INTENSITY    ? "display intensity"
		       : part == PF_STYLE_BACKGROUND ? "background color"
						     : "foreground color");
	pf_setting_append_value(text, setting);
	return NULL;
}

/* Settings keep their names; these are the same in each session. */
static const char *name_of(enum pf_style style, enum pf_style_part part)
{
	static char names[PF_STYLE_COUNT][PF_STYLE_PARTS][48];
	char *name = names[style][part];
	snprintf(name, sizeof(names[0][0]), "style %s %s", pf_style_name(style), parts[part]);
	return name;
}

static struct pf_error *add_part(struct pf_session *session, enum pf_style style,
				 enum pf_style_part part)
{
	static const char *const what[PF_STYLE_PARTS] = {
		"the foreground color for this property",
		"the background color for this property",
		"the display intensity for this property",
	};
	const struct pf_setting setting = {
		.name = name_of(style, part),
		.type = PF_SETTING_CHOICE,
		.what = what[part],
		.choices = pf_style_choices(part),
		.number = pf_style_first(style, part),
		.changed = set_part,
		.say = say_part,
	};
	pf_style_set(&session->output.styles, style, part, setting.number);
	return pf_settings_add(session, &setting);
}

static struct pf_error *add_element(struct pf_session *session, enum pf_style style)
{
	for (int part = 0; part < PF_STYLE_PARTS; part++)
		PF_TRY(add_part(session, style, (enum pf_style_part)part));
	return NULL;
}

struct pf_error *pf_style_settings_add(struct pf_session *session)
{
	struct pf_setting enabled = {
		.name = "style enabled",
		.type = PF_SETTING_BOOLEAN,
		.what = "whether CLI styling is enabled",
		.help = "If enabled, output to the terminal is styled.  It is not at first where the\n"
			"environment has NO_COLOR, or TERM is \"dumb\"; and never without a terminal.",
		.number = pf_style_is_welcome(),
		.changed = set_enabled,
		.say = say_enabled,
	};
	session->output.styles.wanted = enabled.number != 0;
	session->output.styles.possible = session->output.at_terminal;
	PF_TRY(pf_settings_add(session, &enabled));
	for (int style = 0; style < PF_STYLE_COUNT; style++)
		PF_TRY(add_element(session, (enum pf_style)style));
	return NULL;
}
