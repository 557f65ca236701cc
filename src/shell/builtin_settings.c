/* The settings that the shell itself has; Lua may add others. */
#include "shell/builtin_settings.h"

#include "shell/lua_stacks.h"
#include "shell/setting_commands.h"

/* ORDER PRINT STACK: as enum in lua_state.c */
static const char *const print_stack[] = { "none", "message", "full", NULL };

static struct pf_error *check_format(struct pf_session *session, const struct pf_setting *setting)
{
	return setting->text && *setting->text ? pf_lua_stacks_check(session, setting->text) : NULL;
}

static const struct pf_setting table[] = {
	{
		.name = "confirm",
		.type = PF_SETTING_BOOLEAN,
		.what = "whether to confirm potentially dangerous operations",
		.sentence = "Whether to confirm potentially dangerous operations is %s.",
		.help = "You are asked before the session ends while a process is stopped, and before\n"
			"a command of yours is defined anew.",
		.number = 1,
	},
	{
		.name = "format",
		.type = PF_SETTING_TEXT,
		.what = "the format that stacks are printed in",
		.sentence = "The format of stacks is \"%s\".",
		.help = "For \"bt\" and \"dump\", where they are not given -format NAME.  Without a value, it\n"
			"is as usual.",
		.changed = check_format,
	},
	{
		.name = "listsize",
		.type = PF_SETTING_LIMIT,
		.what = "how many source lines \"list\" prints",
		.sentence = "Number of source lines pyflame-shell will list by default is %s.",
		.number = 10,
	},
	{
		.name = "trace-commands",
		.type = PF_SETTING_BOOLEAN,
		.what = "tracing of commands",
		.sentence = "State of command tracing is %s.",
		.help = "Each command is printed before it is run, behind a + for each that it is in.",
	},
	{
		.name = "lua print-stack",
		.type = PF_SETTING_CHOICE,
		.what = "mode for Lua stack printing on error",
		.sentence = "The mode of Lua stack printing on error is \"%s\".",
		.help = "\"full\" adds the stack of Lua's functions to the message; \"none\" only says\n"
			"that there was one.  What a command says itself is always printed.",
		.choices = print_stack,
		.number = 1,
	},
};

struct pf_error *pf_builtin_settings_add(struct pf_session *session)
{
	for (size_t i = 0; i < sizeof(table) / sizeof(table[0]); i++)
		PF_TRY(pf_settings_add(session, &table[i]));
	PF_TRY(pf_history_settings_add(session));
	PF_TRY(pf_logging_settings_add(session));
	PF_TRY(pf_page_settings_add(session));
	PF_TRY(pf_value_settings_add(session));
	return pf_style_settings_add(session);
}
