/* The settings of values: "set print elements 20". */
#include "shell/builtin_settings.h"
#include "shell/setting_commands.h"

static struct pf_error *set_redact(struct pf_session *session, const struct pf_setting *setting)
{
	return pf_redacted_set(&session->redacted, setting->text);
}

static const struct pf_setting table[] = {
	{
		.name = "print depth",
		.type = PF_SETTING_LIMIT,
		.what = "limit on containers inside containers to print",
		.sentence = "Limit on containers inside containers to print is %s.",
		.help = "Deeper ones are printed as [...], {...} or (...).",
	},
	{
		.name = "print elements",
		.type = PF_SETTING_LIMIT,
		.what = "limit on elements of a container to print",
		.sentence = "Limit on elements of a container to print is %s.",
		.help = "\"...\" stands for those behind them.  \"set print elements unlimited\" causes\n"
			"there to be no limit.",
	},
	{
		.name = "print repeats",
		.type = PF_SETTING_LIMIT,
		.what = "threshold for repeated print elements",
		.sentence = "Threshold for repeated print elements is %s.",
		.help = "So many equal elements in a row, or more, are printed once, with their number:\n"
			"[0 <repeats 50 times>].  \"unlimited\" causes all elements to be printed.",
	},
	{
		.name = "print max-string",
		.type = PF_SETTING_LIMIT,
		.what = "limit on characters of a text to print",
		.sentence = "Limit on characters of a text to print is %s.",
		.help = "\"...\" behind the quotes stands for those that are left out.",
	},
	{
		.name = "print redact",
		.type = PF_SETTING_TEXT,
		.what = "words by which names of secrets are known",
		.sentence = "Words by which names of secrets are known: \"%s\".",
		.help = "Values of variables, attributes and keys that have one of them in their names, in\n"
			"any case, are printed as <redacted>, in dumps and in Lua, too, and so is what an\n"
			"expression makes of them.  The second of two elements is when the first is such\n"
			"a name: ('Authorization', <redacted>).  Without words all is shown.",
		.text = (char *)PF_USUAL_REDACTED,
		.changed = set_redact,
	},
	{
		.name = "print pretty",
		.type = PF_SETTING_BOOLEAN,
		.what = "pretty formatting of values",
		.sentence = "Pretty formatting of values is %s.",
		.help = "What does not fit into a line is indented, one item or attribute to a line: by\n"
			"\"print\", \"display\", \"info locals\" and its neighbours.",
	},
	{
		.name = "print address",
		.type = PF_SETTING_BOOLEAN,
		.what = "printing of addresses",
		.sentence = "Printing of addresses is %s.",
		.help = "Those of objects that repr() shows by where they are: for \"print\", \"display\"\n"
			"and \"info locals\".",
		.number = 1,
	},
};

enum { LIMITS = 4 }; /* settings of numbers */

struct pf_error *pf_value_settings_add(struct pf_session *session)
{
	const long usual[] = { pf_limits_default.depth, pf_limits_default.elements,
			       pf_limits_default.repeats, pf_limits_default.max_string };
	for (size_t i = 0; i < sizeof(table) / sizeof(table[0]); i++) {
		struct pf_setting setting = table[i];
		if (i < LIMITS)
			setting.number = usual[i];
		PF_TRY(pf_settings_add(session, &setting));
	}
	return session->redacted.text ? NULL
				      : pf_redacted_set(&session->redacted, PF_USUAL_REDACTED);
}
