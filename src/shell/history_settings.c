/* The settings of the prompt's history. */
#include "base/cleanup.h"
#include "script/folders.h"
#include "shell/builtin_settings.h"
#include "shell/setting_commands.h"

static const struct pf_setting table[] = {
	{
		.name = "history expansion",
		.type = PF_SETTING_BOOLEAN,
		.what = "history expansion on command input",
		.sentence = "History expansion on command input is %s.",
		.help = "If enabled, \"!\" in a line stands for older lines, as csh has it: \"!!\" is the\n"
			"one before.  Without it, \"!\" begins a command of the system's shell.",
	},
	{
		.name = "history remove-duplicates",
		.type = PF_SETTING_BOOLEAN,
		.what = "whether a line that is typed again moves to the end of the history",
		.sentence =
			"Whether a line that is typed again moves to the end of the history is %s.",
		.number = 1,
	},
	{
		.name = "history save",
		.type = PF_SETTING_BOOLEAN,
		.what = "saving of the history record on exit",
		.sentence = "Saving of the history record on exit is %s.",
		.number = 1,
	},
	{
		.name = "history size",
		.type = PF_SETTING_LIMIT,
		.what = "the size of the command history",
		.sentence = "The size of the command history is %s.",
		.help = "That is, how many lines are kept, in the session and in the file.",
		.number = 1000,
	},
};

struct pf_error *pf_history_settings_add(struct pf_session *session)
{
	PF_GUARD(pf_text_deinit) struct pf_text path = { 0 };
	pf_folder_state(&path);
	if (path.size)
		pf_text_append_str(&path, "/history");
	const struct pf_setting filename = {
		.name = "history filename",
		.type = PF_SETTING_FILE,
		.what = "the filename in which to record the command history",
		.sentence = "The filename in which to record the command history is \"%s\".",
		.help = "It is read when the prompt begins, and written when it ends.",
		.text = (char *)pf_text_str(&path),
	};
	PF_TRY(pf_text_check(&path));
	PF_TRY(pf_settings_add(session, &filename));
	for (size_t i = 0; i < sizeof(table) / sizeof(table[0]); i++)
		PF_TRY(pf_settings_add(session, &table[i]));
	return NULL;
}
