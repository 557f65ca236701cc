/* The settings that the shell itself has; Lua may add others. */
#include "shell/builtin_settings.h"

#include "shell/setting_commands.h"

static const struct pf_setting table[] = {
	{
		.name = "confirm",
		.type = PF_SETTING_BOOLEAN,
		.what = "whether to ask before the session ends while the process is stopped",
		.sentence = "Whether to ask before the session ends while the process is stopped "
			    "is %s.",
		.number = 1,
	},
	{
		.name = "listsize",
		.type = PF_SETTING_LIMIT,
		.what = "how many source lines \"list\" prints",
		.sentence = "Number of source lines pyflame-shell will list by default is %s.",
		.number = 10,
	},
};

struct pf_error *pf_builtin_settings_add(struct pf_session *session)
{
	for (size_t i = 0; i < sizeof(table) / sizeof(table[0]); i++)
		PF_TRY(pf_settings_add(session, &table[i]));
	return NULL;
}
