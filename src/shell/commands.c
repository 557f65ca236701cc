/* The commands that are written in C; each is one file cmd_<name>.c. */
#include "shell/commands.h"

static const struct pf_command *const builtin[] = {
	&pf_cmd_alias,
	&pf_cmd_apropos,
	&pf_cmd_attach,
	&pf_cmd_backtrace,
	&pf_cmd_complete,
	&pf_cmd_continue,
	&pf_cmd_define,
	&pf_cmd_detach,
	&pf_cmd_directory,
	&pf_cmd_document,
	&pf_cmd_down,
	&pf_cmd_dump,
	&pf_cmd_equals,
	&pf_cmd_frame,
	&pf_cmd_help,
	&pf_cmd_inferior,
	&pf_cmd_info,
	&pf_cmd_info_frame,
	&pf_cmd_info_inferiors,
	&pf_cmd_info_process,
	&pf_cmd_info_source,
	&pf_cmd_list,
	&pf_cmd_lua,
	&pf_cmd_lua_interactive,
	&pf_cmd_pipe,
	&pf_cmd_quit,
	&pf_cmd_set,
	&pf_cmd_set_substitute_path,
	&pf_cmd_shell,
	&pf_cmd_show,
	&pf_cmd_show_commands,
	&pf_cmd_show_directories,
	&pf_cmd_show_substitute_path,
	&pf_cmd_show_user,
	&pf_cmd_show_version,
	&pf_cmd_source,
	&pf_cmd_stop,
	&pf_cmd_thread,
	&pf_cmd_unset,
	&pf_cmd_unset_substitute_path,
	&pf_cmd_up,
	&pf_cmd_with,
};

struct pf_error *pf_commands_add_builtin(struct pf_commands *commands)
{
	for (size_t i = 0; i < sizeof(builtin) / sizeof(builtin[0]); i++)
		PF_TRY(pf_commands_add(commands, builtin[i]));
	return NULL;
}
