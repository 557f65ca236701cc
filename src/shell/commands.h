/* The commands that are written in C; each is one file cmd_<name>.c. */
#ifndef PF_SHELL_COMMANDS_H
#define PF_SHELL_COMMANDS_H

#include "shell/command.h"

extern const struct pf_command pf_cmd_alias;
extern const struct pf_command pf_cmd_apropos;
extern const struct pf_command pf_cmd_attach;
extern const struct pf_command pf_cmd_backtrace;
extern const struct pf_command pf_cmd_complete;
extern const struct pf_command pf_cmd_continue;
extern const struct pf_command pf_cmd_define;
extern const struct pf_command pf_cmd_detach;
extern const struct pf_command pf_cmd_directory;
extern const struct pf_command pf_cmd_document;
extern const struct pf_command pf_cmd_down;
extern const struct pf_command pf_cmd_dump;
extern const struct pf_command pf_cmd_frame;
extern const struct pf_command pf_cmd_help;
extern const struct pf_command pf_cmd_inferior;
extern const struct pf_command pf_cmd_info;
extern const struct pf_command pf_cmd_info_frame;
extern const struct pf_command pf_cmd_info_inferiors;
extern const struct pf_command pf_cmd_info_process;
extern const struct pf_command pf_cmd_equals;
extern const struct pf_command pf_cmd_info_source;
extern const struct pf_command pf_cmd_list;
extern const struct pf_command pf_cmd_lua;
extern const struct pf_command pf_cmd_lua_interactive;
extern const struct pf_command pf_cmd_pipe;
extern const struct pf_command pf_cmd_quit;
extern const struct pf_command pf_cmd_set;
extern const struct pf_command pf_cmd_set_substitute_path;
extern const struct pf_command pf_cmd_shell;
extern const struct pf_command pf_cmd_show;
extern const struct pf_command pf_cmd_show_commands;
extern const struct pf_command pf_cmd_show_directories;
extern const struct pf_command pf_cmd_show_substitute_path;
extern const struct pf_command pf_cmd_show_user;
extern const struct pf_command pf_cmd_show_version;
extern const struct pf_command pf_cmd_source;
extern const struct pf_command pf_cmd_stop;
extern const struct pf_command pf_cmd_thread;
extern const struct pf_command pf_cmd_unset;
extern const struct pf_command pf_cmd_unset_substitute_path;
extern const struct pf_command pf_cmd_up;
extern const struct pf_command pf_cmd_with;

/* Adds all of them. */
struct pf_error *pf_commands_add_builtin(struct pf_commands *commands) PF_CHECKED;

#endif
